/**
 * A day in short: many tenants, a flood, receivers that are down, a hostile tenant, a full disk and a server that is killed,
 * all at once. Then everything that was acknowledged is looked up, and every message that was due is looked for.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { allowReceivers } from '../../../src/cases/receivers.ts';
import { readConfig } from '../../../src/config.ts';
import { everybody } from '../../../src/core/receiver-allowance.ts';
import type { Store } from '../../../src/core/store.ts';
import { openStore } from '../../../src/store/open.ts';
import { answer, openReceiver } from '../notify/receiver.ts';
import { type ServerProcess, startServerProcess } from '../process.ts';
import { testSecret } from '../server.ts';
import { call, quantile, type Target } from './http.ts';
import { dropper, guess, makeTenant, type SoakTenant, sendAll } from './tenant.ts';

export interface SoakPlan {
  seconds: number;
  /** With the one that floods, the hostile one and those whose receivers are down. */
  tenants: number;
  /** Between two requests of a quiet tenant. */
  pauseMs?: number;
  onPhase?(text: string): void;
}

export interface SoakFigures {
  tenants: number;
  acknowledged: number;
  /** Acknowledged, and not there. */
  lost: number;
  /** Sources that somebody had to be told of. */
  due: number;
  /** Neither sent, nor counted in a message that was sent. */
  untold: string[];
  /** Of tenants whose receivers are down: neither waiting, nor given up with a reason, nor counted in another. */
  vanished: number;
  contradictions: string[];
  kills: number;
  /** Requests that were refused while the disk was full; null = it could not be made full here. */
  refusedByDisk: number | null;
  /** Of quiet tenants, while the server ran and the disk had room; so are the times below. */
  acknowledgedMs: { p50: number; p99: number };
  /** From acknowledgement to arrival. */
  toldMs: { p50: number; p99: number };
  healthMs: { p50: number; p99: number };
  longestStepMs: number;
  mostMemoryMb: number;
  integrity: string;
}

/** What must hold whatever the machine; the times are for a person to read. */
export function findSoakFaults(figures: SoakFigures): string[] {
  const { lost, untold, vanished, contradictions, integrity, kills, refusedByDisk } = figures;
  const faults = [...contradictions];
  if (figures.acknowledged === 0 || figures.due === 0) faults.push('nothing was sent');
  if (lost > 0) faults.push(`${lost} acknowledged events are lost`);
  if (untold.length > 0)
    faults.push(`${untold.length} of ${figures.due} were never told: ${untold.slice(0, 5)}`);
  if (vanished > 0) faults.push(`${vanished} messages to receivers that are down have vanished`);
  if (kills === 0) faults.push('the server was never killed');
  if (refusedByDisk === 0) faults.push('the disk was never full');
  if (integrity !== 'ok') faults.push(integrity);
  return faults;
}

/** What must hold on a machine that is not busy otherwise (two cores). */
const bounds = { acknowledgedMs: 500, toldMs: 2000, healthMs: 100, memoryMb: 400 };

export function findSlowness(
  figures: Pick<SoakFigures, 'acknowledgedMs' | 'toldMs' | 'healthMs' | 'mostMemoryMb'>,
): string[] {
  const { acknowledgedMs, toldMs, healthMs, mostMemoryMb } = figures;
  return (
    [
      ['acknowledgement (p99, ms)', acknowledgedMs.p99, bounds.acknowledgedMs],
      ['message (p99, ms)', toldMs.p99, bounds.toldMs],
      ['health (p99, ms)', healthMs.p99, bounds.healthMs],
      ['memory (MB)', mostMemoryMb, bounds.memoryMb],
    ] as const
  ).flatMap(([name, value, most]) =>
    value < most ? [] : [`${name}: ${Math.round(value)}, not below ${most}`],
  );
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 9;
}

/** Less than any file of the database: whatever is written fails. */
const fullAtBytes = 4096;

/** No file of the process may be written beyond this: the nearest to a full disk that needs no disk. */
function limitFiles(pid: number, bytes: number | null): boolean {
  try {
    execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes ?? 'unlimited'}:unlimited`], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

interface Source {
  occasion: string;
  source_ip: string;
}

export async function runSoak({
  seconds,
  tenants: count,
  pauseMs = 1000,
  onPhase = () => undefined,
}: SoakPlan): Promise<SoakFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-soak-'));
  const token = 'the-soak-reads-metrics-with-this-token';
  const env = { DATA_DIR: folder, JWT_SECRET_KEY: testSecret, REGISTRATION: 'open', METRICS_TOKEN: token };
  const target: Target = { address: null };
  const told = new Map<string, number>();
  const receiver = await openReceiver((seen, response) => {
    const { source_ip } = (JSON.parse(seen.body) as { data: Source }).data;
    const key = `${seen.url} ${source_ip}`;
    if (!told.has(key)) told.set(key, performance.now());
    answer(204)(seen, response, undefined as never);
  });
  const reachStore = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openStore(readConfig(env));
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  await reachStore((store) =>
    allowReceivers(
      { store, now: () => new Date().toISOString(), randomHex: (bytes) => '0'.repeat(bytes * 2) },
      everybody,
      ['127.0.0.1'],
    ),
  );

  let server: ServerProcess | null = null;
  const start = async (): Promise<ServerProcess> => {
    const started = await startServerProcess(env);
    target.address = started.address;
    return started;
  };
  let isOver = false;
  let isCalm = true;
  /** From, to: what was under way then is not measured. */
  const troubles: [number, number][] = [];
  let kills = 0;
  let refusedByDisk: number | null = null;
  const over = (): boolean => isOver;
  const rules = { isOver: over, isMeasured: () => isCalm };
  const healthMs: number[] = [];
  let longestStepMs = 0;
  let mostMemoryMb = 0;

  try {
    server = await start();
    const dead = `http://127.0.0.1:${await closedPort()}/gone`;
    const make = (name: string, urls: readonly string[]) => makeTenant(target, name, urls);
    // Registration is slowed for each network: one at a time.
    const quiet: SoakTenant[] = [];
    const down: SoakTenant[] = [];
    for (let n = 0; n < Math.max(2, count - 4); n++)
      quiet.push(await make(`quiet-${n}`, [`${receiver.url}/quiet-${n}`]));
    for (let n = 0; n < 2; n++) down.push(await make(`down-${n}`, [dead]));
    const flooded = await make('flooded', [`${receiver.url}/flooded`]);
    const hostile = await make('hostile', Array(20).fill(dead));
    const all = [...quiet, ...down, flooded, hostile];
    onPhase(`${all.length} tenants`);

    const watch = async (): Promise<void> => {
      while (!isOver) {
        const { status, tookMs } = await call(target, 'GET', '/api/health');
        if (status === 200 && isCalm) healthMs.push(tookMs);
        const { body } = await call<string>(target, 'GET', '/metrics', {
          headers: { authorization: `Bearer ${token}` },
        });
        const figure = (name: string): number =>
          Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(body ?? '')?.[1] ?? 0);
        longestStepMs = Math.max(longestStepMs, figure('decoyverse_event_loop_longest_step_seconds') * 1000);
        mostMemoryMb = Math.max(mostMemoryMb, figure('process_resident_memory_bytes') / 2 ** 20);
        await delay(500);
      }
    };
    const send = async (tenant: SoakTenant, at: number): Promise<void> => {
      for (let round = 0; !isOver; round++) {
        const id = (n: number): string => `${tenant.name}-${round}-${n}`;
        const events = [guess(id(0), `203.0.113.${at}`), guess(id(1), `203.0.113.${at}`)];
        if (round % 5 === 0) events.push(dropper(id(2), `10.${at}.${round >> 8}.${round & 255}`));
        await sendAll(target, tenant, events, rules);
        await delay(pauseMs * (0.5 + Math.random()));
      }
    };
    const flood = async (
      tenant: SoakTenant,
      size: number,
      make: typeof guess,
      prefix: string,
    ): Promise<void> => {
      for (let round = 0; !isOver; round++) {
        const events = Array.from({ length: size }, (_, n) =>
          make(`${tenant.name}-${prefix}-${round}-${n}`, `${prefix}.${round % 250}.${n % 250}`),
        );
        await sendAll(target, tenant, events, rules);
        await delay(50);
      }
    };
    const attack = async (): Promise<void> => {
      const { headers, nodeHeaders } = hostile;
      const wide = `{"extra":{"a":[${'{},'.repeat(400_000)}{}]}}`;
      while (!isOver) {
        await call(target, 'POST', '/api/events', { headers: nodeHeaders, body: wide });
        await call(target, 'POST', '/api/events', { headers: nodeHeaders, body: '['.repeat(1_000_000) });
        const signal = AbortSignal.timeout(20);
        await call(target, 'GET', '/api/events?q=%22zzz%22', { headers, signal });
        await call(target, 'POST', '/auth/login', {
          body: { email: 'quiet-0@example.org', password: 'wrong' },
        });
        await delay(300);
      }
    };
    const trouble = async (): Promise<void> => {
      const endMs = performance.now() + seconds * 1000;
      await delay(seconds * 350);
      onPhase('the disk is full');
      isCalm = false;
      let sinceMs = performance.now();
      const before = all.reduce((sum, { refused }) => sum + refused, 0);
      const pid = server?.child.pid ?? 0;
      if (limitFiles(pid, fullAtBytes)) {
        await delay(Math.max(1500, seconds * 50));
        limitFiles(pid, null);
        refusedByDisk = all.reduce((sum, { refused }) => sum + refused, 0) - before;
      }
      if (server?.child.exitCode !== null) server = await start();
      onPhase('room again');
      await delay(6000);
      isCalm = true;
      troubles.push([sinceMs, performance.now()]);
      await delay(Math.max(0, endMs - performance.now() - seconds * 400));
      onPhase('killed');
      isCalm = false;
      sinceMs = performance.now();
      target.address = null;
      await server?.kill();
      kills++;
      server = await start();
      await delay(2000);
      isCalm = true;
      troubles.push([sinceMs, performance.now()]);
      await delay(Math.max(1000, endMs - performance.now()));
      isOver = true;
    };
    await Promise.all([
      ...[watch(), attack(), trouble()],
      ...[...quiet, ...down].map(send),
      flood(flooded, 200, guess, '100.64'),
      flood(hostile, 50, dropper, '10.200'),
    ]);

    onPhase('what was due is waited for');
    const missing = (): string[] =>
      quiet
        .flatMap(({ name, due }) => [...due.keys()].map((source) => `/${name} ${source}`))
        .filter((key) => !told.has(key));
    const patienceMs = performance.now() + 60_000 + seconds * 200;
    while (missing().length > 0 && performance.now() < patienceMs) await delay(500);
    await server?.stop();
    server = null;

    onPhase('all is looked up');
    return await reachStore(async (store) => {
      let lost = 0;
      for (const { id, acknowledged } of all)
        for (const logId of acknowledged.values()) if ((await store.of(id).event(logId)) === null) lost++;
      const waits = quiet.flatMap(({ name, due }) =>
        [...due].flatMap(([source, atMs]) => {
          const toldMs = told.get(`/${name} ${source}`);
          const isMeasured = troubles.every(([from, to]) => atMs > to || (toldMs ?? 0) < from);
          return toldMs === undefined || !isMeasured ? [] : [toldMs - atMs];
        }),
      );
      let vanished = 0;
      for (const { id, due } of [...down, hostile]) vanished += await countVanished(store.of(id), due);
      const times = (values: readonly number[]) => ({
        p50: quantile(values, 0.5),
        p99: quantile(values, 0.99),
      });
      return {
        tenants: all.length,
        acknowledged: all.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0),
        ...{ lost, due: all.reduce((sum, { due }) => sum + due.size, 0), untold: missing(), vanished },
        contradictions: all.flatMap(({ contradictions }) => contradictions),
        ...{ kills, refusedByDisk },
        acknowledgedMs: times(quiet.flatMap(({ tookMs }) => tookMs)),
        ...{ toldMs: times(waits), healthMs: times(healthMs) },
        ...{ longestStepMs: Math.round(longestStepMs), mostMemoryMb: Math.round(mostMemoryMb) },
        integrity: integrityOf(join(folder, 'decoyverse.db')),
      };
    });
  } finally {
    isOver = true;
    await server?.kill();
    await receiver.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sources without an incident that has a message, or is counted in one. */
async function countVanished(
  tenant: ReturnType<Store['of']>,
  due: ReadonlyMap<string, number>,
): Promise<number> {
  const incidents = new Map<string, string[]>();
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof tenant.incidents>> = await tenant.incidents(
      {},
      { limit: 500, cursor },
    );
    for (const { source_ip, incident_id } of page.items)
      incidents.set(source_ip, [...(incidents.get(source_ip) ?? []), incident_id]);
    cursor = page.next_cursor;
    if (cursor === null) break;
  }
  let vanished = 0;
  for (const source of due.keys()) {
    let isKnown = false;
    for (const incident_id of incidents.get(source) ?? []) {
      const { items } = await tenant.deliveries({ incident_id }, { limit: 1, cursor: null });
      isKnown ||= items.length > 0 || (await tenant.foldedNotices(incident_id)).length > 0;
    }
    if (!isKnown) vanished++;
  }
  return vanished;
}

function integrityOf(file: string): string {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return String(Object.values(db.prepare('PRAGMA integrity_check').get() ?? {})[0]);
  } finally {
    db.close();
  }
}
