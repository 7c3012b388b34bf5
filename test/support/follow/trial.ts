/**
 * A sensor writes, its log is rotated, the follower is killed, the server goes away: what is stored then? The server, the
 * follower and the files are real.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { startServerProcess } from '../process.ts';
import { testSecret } from '../server.ts';
import { openSensor, type Rotation } from './sensor.ts';
import { openWire } from './wire.ts';

const main = join(import.meta.dirname, '..', '..', '..', 'bin', 'decoyverse.js');

export interface TrialPlan {
  lines: number;
  rotations: number;
  kills: number;
  outages: number;
  kinds?: readonly Rotation[];
  onStep?(text: string): void;
}

export interface TrialFigures {
  written: number;
  rotations: number;
  kills: number;
  outages: number;
  stored: number;
  lost: number;
  /** Rows of one line. */
  doubled: number;
  /** Stored after one that was written later. */
  disordered: number;
  /** The most that a follower had, in MB: altogether, and without the pages of the program's own file. */
  memoryMb: { resident: number; own: number };
  seconds: number;
  messages: string[];
}

async function post<T>(url: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (response.status !== 200) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

export async function runTrial(plan: TrialPlan): Promise<TrialFigures> {
  const { kinds = ['rename', 'copy', 'compress'], onStep = () => undefined } = plan;
  const startedMs = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'dv-follow-'));
  mkdirSync(join(folder, 'data'));
  const server = await startServerProcess({ DATA_DIR: join(folder, 'data'), JWT_SECRET_KEY: testSecret });
  const wire = await openWire(server.address);
  const sensor = openSensor(join(folder, 'cowrie.json'));
  const memoryMb = { resident: 0, own: 0 };
  const messages: string[] = [];
  let follower: ChildProcess | null = null;
  try {
    const user = await post<{ access_token: string }>(`${server.address}/auth/register`, {
      email: 'owner@example.org',
      password: 'correct horse battery',
    });
    const node = await post<{ api_key: string }>(
      `${server.address}/nodes`,
      { name: 'cowrie' },
      { authorization: `Bearer ${user.access_token}` },
    );
    const start = (): ChildProcess => {
      const child = spawn(
        process.execPath,
        [
          '--disable-warning=ExperimentalWarning',
          main,
          'follow',
          '--state',
          join(folder, 'state'),
          sensor.path,
        ],
        {
          env: { PATH: process.env.PATH, DECOYVERSE_URL: wire.address, DECOYVERSE_NODE_KEY: node.api_key },
          stdio: ['ignore', 'ignore', 'pipe'],
        },
      );
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        for (const line of text.split('\n'))
          if (/warning|error|emptied|:\d+: /.test(line) && messages.length < 1000) messages.push(line.trim());
      });
      return child;
    };
    const measure = (): void => {
      if (follower?.exitCode !== null || follower.signalCode !== null) return;
      const status = readFileSync(`/proc/${follower.pid}/status`, 'utf8');
      const mb = (name: string): number =>
        Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1000;
      memoryMb.resident = Math.max(memoryMb.resident, mb('VmRSS'));
      memoryMb.own = Math.max(memoryMb.own, mb('RssAnon'));
    };
    const end = async (signal: NodeJS.Signals): Promise<void> => {
      if (follower === null || follower.exitCode !== null) return;
      const gone = once(follower, 'exit');
      follower.kill(signal);
      await gone;
    };
    const database = new DatabaseSync(join(folder, 'data', 'decoyverse.db'), { readOnly: true });
    const stored = (): number =>
      Number(database.prepare('SELECT count(*) AS n FROM honeypot_logs').get()?.n ?? 0);
    const progress = async (least: number): Promise<void> => {
      let [latest, waits] = [-1, 0];
      for (let count = stored(); count < least; count = stored()) {
        waits = count > latest ? 0 : waits + 1;
        latest = count;
        if (waits > 1200) throw new Error(`stuck at ${count} of ${least}: ${messages.slice(-5).join(' | ')}`);
        measure();
        await delay(50);
      }
    };

    follower = start();
    const rounds = Math.max(plan.rotations, 1);
    const perRound = Math.ceil(plan.lines / rounds);
    const isAt = (count: number, round: number): boolean =>
      Math.floor(((round + 1) * count) / rounds) > Math.floor((round * count) / rounds);
    let [kills, outages, rotations] = [0, 0, 0];
    let isCut = false;
    for (let round = 0; round < rounds; round++) {
      const before = stored();
      const count = Math.min(perRound, plan.lines - sensor.written());
      for (let part = 0; part < 5; part++) {
        sensor.write(part < 4 ? Math.floor(count / 5) : count - 4 * Math.floor(count / 5));
        await delay(20);
      }
      if (isCut) {
        // Away for a whole round: rotated twice meanwhile.
        await delay(700);
        await wire.mend();
        isCut = false;
      } else if (isAt(plan.outages, round)) {
        await wire.cut();
        isCut = true;
        outages += 1;
      }
      if (!isCut) await progress(Math.min(before + Math.floor(count / 3), sensor.written()));
      const isKilled = isAt(plan.kills, round);
      const isDead = isKilled && round % 2 === 0;
      if (isKilled) {
        await end('SIGKILL');
        kills += 1;
        // In every other round it stays dead while the log is rotated.
        if (!isDead || isCut) follower = start();
      }
      if (rotations < plan.rotations) sensor.rotate(kinds[rotations++ % kinds.length]!);
      if (isDead && !isCut) follower = start();
      onStep(`${sensor.written()} written, ${stored()} stored, ${rotations} rotations, ${kills} kills`);
    }
    if (isCut) await wire.mend();
    sensor.write(1);
    await progress(sensor.written());
    await end('SIGTERM');
    const times = new Map<number, number>();
    let [latest, disordered] = [-1, 0];
    for (const { payload } of database
      .prepare('SELECT payload FROM honeypot_logs ORDER BY rowid')
      .iterate()) {
      const number = Number(/n(\d+)/.exec(String(payload))?.[1]);
      times.set(number, (times.get(number) ?? 0) + 1);
      if (number < latest) disordered += 1;
      latest = Math.max(latest, number);
    }
    const rows = stored();
    database.close();
    let lost = 0;
    for (let number = 0; number < sensor.written(); number++) if (!times.has(number)) lost += 1;
    return {
      written: sensor.written(),
      rotations,
      kills,
      outages,
      stored: rows,
      lost,
      doubled: [...times.values()].filter((count) => count > 1).length,
      disordered,
      memoryMb: { resident: Math.round(memoryMb.resident), own: Math.round(memoryMb.own) },
      seconds: Math.round((performance.now() - startedMs) / 1000),
      messages,
    };
  } finally {
    if (follower !== null && follower.exitCode === null) follower.kill('SIGKILL');
    sensor.close();
    await wire.close();
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
