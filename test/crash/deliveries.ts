/**
 * Kills a process that takes messages and delivers them, at random and again and again, and starts it again at once. The
 * receiver counts: what was committed must arrive, and what arrives twice carries the same id and says the same.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { channelKind } from '../../src/core/channel.ts';
import { newWebhookSecret } from '../../src/notify/webhook.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { newDelivery } from '../notify/memory-outbox.ts';
import { openReceiver } from '../notify/receiver.ts';

export interface DeliveriesPlan {
  kills: number;
  /** Messages that each life is given, a few at a time. */
  perLife: number;
  onKill?(figures: DeliveriesFigures): void;
  random?: () => number;
}

export interface DeliveriesFigures {
  kills: number;
  /** Kills that met messages which were committed and had not arrived, or whose answer was under way. */
  betweenCommitAndSend: number;
  whileSending: number;
  duringStart: number;
  /** Messages whose commit was said to be done. */
  committed: number;
  /** … that never arrived, or stand in the store otherwise than as sent. */
  missing: number;
  unsettled: number;
  /** Arrived, but never given to anybody. */
  invented: number;
  repeated: number;
  /** Repeats that said something else under the same id. */
  contradictions: number;
  /** Ids that were being sent twice at the same time. */
  atTheSameTime: number;
  integrity: string;
}

const user = 'user-1';
const channels = Array.from({ length: 8 }, (_, n) => `channel-${n}`);
/** Between two lives: longer than a claim holds. */
const leaseMs = 61_000;

async function prepare(file: string, url: string): Promise<void> {
  const store = await openSqliteStore({ file });
  const at = '2026-11-24T10:00:00.000Z';
  for (const id of channels) {
    const settings = { url: `${url}/hook`, secret: newWebhookSecret() };
    const config = { id, name: id, channel: 'webhook', settings, enabled: true, filter: {} };
    await store.of(user).createDoc({
      kind: channelKind,
      ...{ id, user_id: user, lookup: null, tag: null, created_at: at, updated_at: at, expires_at: null },
      version: 1,
      body: { ...config, disabled_reason: null },
    });
  }
  await store.close();
}

function integrityOf(file: string): string {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return String(Object.values(db.prepare('PRAGMA integrity_check').get() ?? {})[0]);
  } finally {
    db.close();
  }
}

interface Arrivals {
  url: string;
  /** How often each id arrived. */
  seen: Map<string, number>;
  underWay: Set<string>;
  contradictions: number;
  atTheSameTime: number;
  close(): Promise<void>;
}

/** Takes everything, after up to 8 ms. */
async function openArrivals(random: () => number): Promise<Arrivals> {
  const bodies = new Map<string, string>();
  const receiver = await openReceiver(({ headers, body }, response) => {
    const id = String(headers['webhook-id']);
    arrivals.seen.set(id, (arrivals.seen.get(id) ?? 0) + 1);
    if (arrivals.underWay.has(id)) arrivals.atTheSameTime++;
    arrivals.underWay.add(id);
    if ((bodies.get(id) ?? body) !== body) arrivals.contradictions++;
    bodies.set(id, body);
    const end = (): void => void arrivals.underWay.delete(id);
    response.once('close', end);
    setTimeout(() => response.writeHead(204).end(), 8 * random());
  });
  const arrivals: Arrivals = {
    url: receiver.url,
    seen: new Map(),
    underWay: new Set(),
    contradictions: 0,
    atTheSameTime: 0,
    close: () => receiver.close(),
  };
  return arrivals;
}

export async function runDeliveries(plan: DeliveriesPlan): Promise<DeliveriesFigures> {
  const { random = Math.random, onKill = () => undefined } = plan;
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-deliveries-'));
  const file = join(folder, 'outbox.db');
  const arrivals = await openArrivals(random);
  const { seen, underWay } = arrivals;
  const given = new Set<string>();
  const committed = new Set<string>();
  const figures: DeliveriesFigures = {
    ...{ kills: 0, betweenCommitAndSend: 0, whileSending: 0, duringStart: 0, committed: 0 },
    ...{ missing: 0, unsettled: 0, invented: 0, repeated: 0, contradictions: 0, atTheSameTime: 0 },
    integrity: '',
  };
  let child: ChildProcess | null = null;
  const reap = (): void => void child?.kill('SIGKILL');
  process.once('exit', reap);

  function live(): { process: ChildProcess; ready: Promise<boolean>; gone: Promise<unknown> } {
    const worker = join(import.meta.dirname, '..', 'notify', 'worker.ts');
    const args = ['--disable-warning=ExperimentalWarning', worker, file, String(figures.kills * leaseMs)];
    const life = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child = life;
    const gone = once(life, 'exit');
    const ready = new Promise<boolean>((resolve) => {
      life.on('message', (message: { ready?: true; committed?: string[] }) => {
        if (message.ready) resolve(true);
        for (const id of message.committed ?? []) committed.add(id);
      });
      void gone.then(() => resolve(false));
    });
    return { process: life, ready, gone };
  }

  /** Gives a life its messages, some at a time, until it is dead. */
  async function feed(life: ChildProcess, count: number): Promise<void> {
    for (let left = count; left > 0 && life.connected; ) {
      const made = Array.from({ length: Math.min(left, 1 + Math.floor(4 * random())) }, () => {
        const n = given.size;
        given.add(`msg_${n}`);
        return newDelivery(`msg_${n}`, { channel_id: channels[n % channels.length]! });
      });
      left -= made.length;
      life.send(made, () => undefined);
      await delay(4 * random());
    }
  }

  try {
    await prepare(file, arrivals.url);
    let startMs = 300;
    while (figures.kills < plan.kills) {
      const bornMs = performance.now();
      const life = live();
      // One in ten dies somewhere in its start, when it may hold claims already.
      const early = random() < 0.1 ? delay(startMs * random()).then(() => 'early') : null;
      const first = await Promise.race([life.ready, ...(early ? [early] : [])]);
      if (first === false) throw new Error(`a life ended by itself (${life.process.exitCode})`);
      if (first === 'early') figures.duringStart++;
      else {
        startMs = performance.now() - bornMs;
        const fed = feed(life.process, plan.perLife);
        // Dies soon after so many commits or arrivals, by turns; after two seconds in any case.
        const counted = random() < 0.5 ? committed : seen;
        const enough = counted.size + Math.floor(plan.perLife * random());
        const endMs = performance.now() + 2000;
        while (counted.size < enough && performance.now() < endMs) await delay(1);
        await delay(5 * random());
        life.process.kill('SIGKILL');
        await fed;
      }
      life.process.kill('SIGKILL');
      if (underWay.size > 0) figures.whileSending++;
      await life.gone;
      if ([...committed].some((id) => !seen.has(id))) figures.betweenCommitAndSend++;
      figures.kills++;
      figures.committed = committed.size;
      onKill(figures);
    }
    const last = live();
    await last.ready;
    // Until all has come and nothing more comes; what has not come in half a minute is missing.
    for (let quietMs = 0, before = -1; quietMs < 30_000; before = seen.size) {
      if (quietMs >= 1000 && [...committed].every((id) => seen.has(id))) break;
      await delay(500);
      quietMs = seen.size === before ? quietMs + 500 : 0;
    }
    last.process.kill('SIGTERM');
    await last.gone;

    const store = await openSqliteStore({ file });
    let cursor: string | null = null;
    const unsent = new Set(committed);
    do {
      const page: Awaited<ReturnType<ReturnType<typeof store.of>['deliveries']>> = await store
        .of(user)
        .deliveries({}, { limit: 1000, cursor });
      for (const { delivery_id, state } of page.items)
        if (state === 'sent') unsent.delete(delivery_id);
        else figures.unsettled++;
      cursor = page.next_cursor;
    } while (cursor !== null);
    await store.close();
    return {
      ...figures,
      committed: committed.size,
      missing: [...committed].filter((id) => !seen.has(id) || unsent.has(id)).length,
      invented: [...seen.keys()].filter((id) => !given.has(id)).length,
      repeated: [...seen.values()].filter((count) => count > 1).length,
      contradictions: arrivals.contradictions,
      atTheSameTime: arrivals.atTheSameTime,
      integrity: integrityOf(file),
    };
  } finally {
    reap();
    process.removeListener('exit', reap);
    await arrivals.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What must hold; empty where it does. */
export function findDeliveryFaults(figures: DeliveriesFigures): string[] {
  const faults: string[] = [];
  for (const name of ['missing', 'unsettled', 'invented', 'contradictions', 'atTheSameTime'] as const)
    if (figures[name] !== 0) faults.push(`${figures[name]} ${name}`);
  if (figures.integrity !== 'ok') faults.push(`integrity check: ${figures.integrity}`);
  // At most four are under way for a channel when its process dies.
  const most = figures.kills * channels.length * 4;
  if (figures.repeated > most) faults.push(`${figures.repeated} repeated, more than ${most}`);
  return faults;
}
