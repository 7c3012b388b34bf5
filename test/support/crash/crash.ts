/** Kills a server again and again while it takes events, then counts what is in its database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { leastBucket } from '../../../src/core/history.ts';
import { type ServerProcess, startServerProcess } from '../process.ts';
import { testSecret } from '../server.ts';
import { startLoad } from './load.ts';

export interface CrashPlan {
  kills: number;
  /** Goes on killing until this many events were acknowledged. */
  acknowledged: number;
  senders: number;
  batchSize: number;
  onKill?(kills: number, acknowledged: number): void;
  random?: () => number;
}

export interface CrashFigures {
  kills: number;
  acknowledged: number;
  rows: number;
  repeats: number;
  /** Acknowledged, but not there. */
  lost: number;
  /** There more than once. */
  doubled: number;
  /** There, but never sent. */
  invented: number;
  /** The answer named another record than the one that is there. */
  misnamed: number;
  contradictions: string[];
  integrity: string;
  /** The same number five times: rows, and what the counters say. */
  counters: Record<'stats' | 'rollups' | 'profiles' | 'windows' | 'nodes', number>;
}

async function post<T>(url: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (response.status !== 200)
    throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

export async function runCrash(plan: CrashPlan): Promise<CrashFigures> {
  const { random = Math.random, onKill = () => undefined } = plan;
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-crash-'));
  const start = (): Promise<ServerProcess> =>
    startServerProcess({ DATA_DIR: folder, JWT_SECRET_KEY: testSecret });
  let server = await start();
  try {
    const user = await post<{ access_token: string }>(`${server.address}/auth/register`, {
      email: 'owner@example.org',
      password: 'correct horse battery',
    });
    const node = await post<{ api_key: string }>(
      `${server.address}/nodes`,
      { name: 'crash' },
      { authorization: `Bearer ${user.access_token}` },
    );
    const load = startLoad({ 'x-node-key': node.api_key }, plan.senders, plan.batchSize);
    let kills = 0;
    load.aim(server.address);
    while (kills < plan.kills || load.ids.size < plan.acknowledged) {
      // Short lives first; when there were enough kills, longer ones until there were enough events.
      const lifeMs = kills < plan.kills ? 100 + 200 * random() : 1000 + 1000 * random();
      await delay(lifeMs);
      load.aim(null);
      await server.kill();
      kills++;
      onKill(kills, load.ids.size);
      server = await start();
      load.aim(server.address);
    }
    await load.finish();
    const code = await server.stop();
    if (code !== 0) throw new Error(`the server's last stop ended with ${code}`);
    return count(join(folder, 'decoyverse.db'), kills, load);
  } finally {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(file: string, kills: number, load: ReturnType<typeof startLoad>): CrashFigures {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const number = (sql: string): number => Number(Object.values(db.prepare(sql).get() ?? {})[0] ?? 0);
    const times = new Map<string, number>();
    let invented = 0;
    let misnamed = 0;
    for (const row of db.prepare('SELECT event_id, log_id FROM honeypot_logs').iterate()) {
      const eventId = String(row.event_id);
      times.set(eventId, (times.get(eventId) ?? 0) + 1);
      if (!load.sent.has(eventId)) invented++;
      if (load.ids.has(eventId) && load.ids.get(eventId) !== row.log_id) misnamed++;
    }
    return {
      kills,
      acknowledged: load.ids.size,
      rows: number('SELECT count(*) FROM honeypot_logs'),
      repeats: load.repeats,
      lost: [...load.ids.keys()].filter((eventId) => !times.has(eventId)).length,
      doubled: [...times.values()].filter((n) => n > 1).length,
      invented,
      misnamed,
      contradictions: load.contradictions,
      integrity: String(Object.values(db.prepare('PRAGMA integrity_check').get() ?? {})[0]),
      counters: {
        stats: number('SELECT sum(events) FROM totals'),
        rollups: number('SELECT sum(events) FROM rollups'),
        profiles: number('SELECT sum(total_attacks) FROM attacker_profiles'),
        windows: number(`SELECT sum(events) FROM windows WHERE bucket >= ${leastBucket}`),
        nodes: number('SELECT sum(value) FROM rollups, json_each(rollups.nodes)'),
      },
    };
  } finally {
    db.close();
  }
}

/** What must hold; empty where it does. */
export function findFaults(figures: CrashFigures): string[] {
  const faults: string[] = [...figures.contradictions];
  for (const name of ['lost', 'doubled', 'invented', 'misnamed'] as const)
    if (figures[name] !== 0) faults.push(`${figures[name]} ${name}`);
  if (figures.integrity !== 'ok') faults.push(`integrity check: ${figures.integrity}`);
  for (const [name, value] of Object.entries(figures.counters))
    if (value !== figures.rows) faults.push(`${name} say ${value}, there are ${figures.rows} rows`);
  return faults;
}
