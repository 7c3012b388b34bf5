/** What the crash tests of deliveries share: the process that delivers, what it is given, and what arrives. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { channelKind } from '../../../src/core/channel.ts';
import type { Store } from '../../../src/core/store.ts';
import { newWebhookSecret } from '../../../src/notify/channels/webhook.ts';
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
}

const user = 'user-1';
const channels = Array.from({ length: 8 }, (_, n) => `channel-${n}`);

export const noFigures = (): DeliveriesFigures => ({
  ...{ kills: 0, betweenCommitAndSend: 0, whileSending: 0, duringStart: 0, committed: 0, missing: 0 },
  ...{ unsettled: 0, invented: 0, repeated: 0, contradictions: 0, atTheSameTime: 0 },
});

/** What must hold; empty where it does. */
export function findDeliveryFaults(figures: DeliveriesFigures): string[] {
  const faults: string[] = [];
  for (const name of ['missing', 'unsettled', 'invented', 'contradictions', 'atTheSameTime'] as const)
    if (figures[name] !== 0) faults.push(`${figures[name]} ${name}`);
  // At most four are under way for a channel when its process dies.
  const most = figures.kills * channels.length * 4;
  if (figures.repeated > most) faults.push(`${figures.repeated} repeated, more than ${most}`);
  return faults;
}

export async function makeChannels(store: Store, url: string): Promise<void> {
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
}

export interface Arrivals {
  url: string;
  /** How often each id arrived. */
  seen: Map<string, number>;
  underWay: Set<string>;
  contradictions: number;
  atTheSameTime: number;
  /** Until `all` have come and nothing more comes, or nothing has come for so long. */
  settle(all: ReadonlySet<string>, patienceMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Takes everything, after up to 8 ms. */
export async function openArrivals(random: () => number): Promise<Arrivals> {
  const bodies = new Map<string, string>();
  const receiver = await openReceiver(({ headers, body }, response) => {
    const id = String(headers['webhook-id']);
    arrivals.seen.set(id, (arrivals.seen.get(id) ?? 0) + 1);
    if (arrivals.underWay.has(id)) arrivals.atTheSameTime++;
    arrivals.underWay.add(id);
    if ((bodies.get(id) ?? body) !== body) arrivals.contradictions++;
    bodies.set(id, body);
    response.once('close', () => arrivals.underWay.delete(id));
    setTimeout(() => response.writeHead(204).end(), 8 * random());
  });
  const arrivals: Arrivals = {
    url: receiver.url,
    seen: new Map(),
    underWay: new Set(),
    contradictions: 0,
    atTheSameTime: 0,
    async settle(all, patienceMs) {
      for (let quietMs = 0, before = -1; quietMs < patienceMs; before = arrivals.seen.size) {
        if (quietMs >= 1000 && [...all].every((id) => arrivals.seen.has(id))) return;
        await delay(500);
        quietMs = arrivals.seen.size === before ? quietMs + 500 : 0;
      }
    },
    close: () => receiver.close(),
  };
  return arrivals;
}

export interface Messages {
  given: Set<string>;
  committed: Set<string>;
}

export interface Life {
  child: ChildProcess;
  /** False where it ended before it was. */
  ready: Promise<boolean>;
  gone: Promise<unknown>;
  /** Gives it messages, some at a time, until it is dead. */
  feed(count: number, random: () => number): Promise<void>;
}

/** `address`: a file, or `mongodb://…/<database>`. Dies with this process at the latest. */
export function live(address: string, offsetMs: number, { given, committed }: Messages): Life {
  const worker = join(import.meta.dirname, '..', 'notify', 'worker.ts');
  const args = ['--disable-warning=ExperimentalWarning', worker, address, String(offsetMs)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const gone = once(child, 'exit');
  const reap = (): void => void child.kill('SIGKILL');
  process.once('exit', reap);
  void gone.then(() => process.removeListener('exit', reap));
  const ready = new Promise<boolean>((resolve) => {
    child.on('message', (message: { ready?: true; committed?: string[] }) => {
      if (message.ready) resolve(true);
      for (const id of message.committed ?? []) committed.add(id);
    });
    void gone.then(() => resolve(false));
  });
  return {
    child,
    ready,
    gone,
    async feed(count, random) {
      for (let left = count; left > 0 && child.connected; ) {
        const made = Array.from({ length: Math.min(left, 1 + Math.floor(4 * random())) }, () => {
          const n = given.size;
          given.add(`msg_${n}`);
          return newDelivery(`msg_${n}`, { channel_id: channels[n % channels.length]! });
        });
        left -= made.length;
        child.send(made, () => undefined);
        await delay(4 * random());
      }
    },
  };
}

/** Waits until so many more were committed or have arrived, by turns, and a moment longer; two seconds at most. */
export async function untilItIsTime(
  { committed }: Messages,
  { seen }: Arrivals,
  perLife: number,
  random: () => number,
): Promise<void> {
  const counted = random() < 0.5 ? committed : seen;
  const enough = counted.size + Math.floor(perLife * random());
  const endMs = performance.now() + 2000;
  while (counted.size < enough && performance.now() < endMs) await delay(1);
  await delay(5 * random());
}

/** What a kill met. Called when the process is gone. */
export function noteKill(figures: DeliveriesFigures, { committed }: Messages, { seen }: Arrivals): void {
  figures.kills++;
  figures.committed = committed.size;
  if ([...committed].some((id) => !seen.has(id))) figures.betweenCommitAndSend++;
}

/** What arrived, and what stands in the store in the end. */
export async function countDeliveries(
  figures: DeliveriesFigures,
  { given, committed }: Messages,
  arrivals: Arrivals,
  store: Store,
): Promise<DeliveriesFigures> {
  const { seen, contradictions, atTheSameTime } = arrivals;
  const unsent = new Set(committed);
  let unsettled = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<ReturnType<Store['of']>['deliveries']>> = await store
      .of(user)
      .deliveries({}, { limit: 1000, cursor });
    for (const { delivery_id, state } of page.items)
      if (state === 'sent') unsent.delete(delivery_id);
      else unsettled++;
    cursor = page.next_cursor;
  } while (cursor !== null);
  return {
    ...figures,
    committed: committed.size,
    missing: [...committed].filter((id) => !seen.has(id) || unsent.has(id)).length,
    unsettled,
    invented: [...seen.keys()].filter((id) => !given.has(id)).length,
    repeated: [...seen.values()].filter((count) => count > 1).length,
    contradictions,
    atTheSameTime,
  };
}
