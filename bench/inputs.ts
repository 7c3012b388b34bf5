/** The inputs of sensors beside the native way: the same touches in each format, in batches and one by one. */
import { rmSync } from 'node:fs';
import type { Hit, Shot } from './cannon.ts';
import { freshFolder } from './folder.ts';
import { startHelper } from './process.ts';
import { type Bench, type Line, main, median, type Report, whole } from './report.ts';
import type { BenchServer, Usage } from './server.ts';
import { batchDoors, type Door, native, singleDoors, toTouch } from './touches.ts';

const batchSize = 100;
const nativeBatch: Door = {
  what: 'native batch',
  path: '/api/events',
  body: (touches) => JSON.stringify(touches.map(native)),
};
const nativeSingle: Door = {
  what: 'native single event',
  path: '/api/honeypot-log',
  body: ([touch]) => JSON.stringify(native(touch!)),
};

interface Cost {
  /** Of stored events, on the clock. */
  perSecond: number;
  /** The server's processor time for an event, ms: what a busy machine does not change. */
  cpuMs: number;
}

async function run(options: Record<string, string>): Promise<Report> {
  const rounds = Number(options.rounds);
  const folder = freshFolder();
  const server = startHelper('server', { BENCH_DATA: folder });
  const cannon = startHelper('cannon');
  let made = 0;
  try {
    const { address, headers } = await server.ask<BenchServer>({ what: 'enrol' });
    const usage = (): Promise<Usage> => server.ask<Usage>({ what: 'usage' });
    /** No body is sent twice: a repeat would be known, and cheaper. */
    const cost = async (
      door: Door,
      size: number,
      events: number,
      shot: Partial<Shot> = {},
    ): Promise<Cost> => {
      const touches = Array.from({ length: events }, () => toTouch(made++));
      const bodies: string[] = [];
      for (let from = 0; from < events; from += size)
        bodies.push(door.body(touches.slice(from, from + size)));
      const before = await usage();
      const startedMs = performance.now();
      const hit = await cannon.ask<Hit>({
        url: address + door.path,
        headers: {
          ...headers,
          ...(door.type === undefined ? {} : { 'content-type': door.type }),
          ...(door.isPacked ? { 'content-encoding': 'gzip' } : {}),
        },
        bodies,
        base64: door.isPacked === true,
        connections: size === 1 ? 64 : 8,
        seconds: 0,
        once: true,
        ...shot,
      } satisfies Shot);
      const tookMs = performance.now() - startedMs;
      const after = await usage();
      const stored = after.stored - before.stored;
      const expected = events * (door.each ?? 1);
      if (hit.bad > 0 || stored !== expected)
        throw new Error(`${door.what}: ${hit.bad} bad answers, ${stored} of ${expected} events stored`);
      return { perSecond: (stored / tookMs) * 1000, cpuMs: (after.cpuMs - before.cpuMs) / stored };
    };
    const batches = Number(options.batches) * batchSize;
    const singles = Number(options.singles);
    await cost(nativeBatch, batchSize, batches);
    await cost(nativeSingle, 1, singles);
    const compare = async (
      door: Door,
      base: Door,
      size: number,
      must: number | null,
      shot: Partial<Shot> = {},
      baseShot: Partial<Shot> = {},
    ): Promise<Line> => {
      const events = size === 1 ? singles : batches;
      const ofBase: Cost[] = [];
      const ofDoor: Cost[] = [];
      await cost(door, size, events / 4, shot);
      for (let i = 0; i < rounds; i++) {
        ofBase.push(await cost(base, size, events, baseShot));
        ofDoor.push(await cost(door, size, events, shot));
      }
      const cpu = median(ofDoor.map(({ cpuMs }, i) => ofBase[i]!.cpuMs / cpuMs));
      const rate = median(ofDoor.map(({ perSecond }, i) => perSecond / ofBase[i]!.perSecond));
      const own = median(ofDoor.map(({ cpuMs }) => cpuMs));
      return {
        what: door.what,
        value: `${cpu.toFixed(2)} × the native way by processor time (${Math.round(own * 1000)} µs an event), ${rate.toFixed(2)} × by the clock (${whole(median(ofDoor.map(({ perSecond }) => perSecond)))} events/s)`,
        ...(must === null ? {} : { must: `≥ ${must} ×`, holds: cpu >= must }),
      };
    };
    const lines: Line[] = [];
    for (const door of batchDoors) lines.push(await compare(door, nativeBatch, batchSize, 0.8));
    for (const door of singleDoors) lines.push(await compare(door, nativeSingle, 1, 0.5));
    const opencanary = { ...singleDoors[0]!, what: 'OpenCanary, a connection for each event' };
    lines.push(await compare(opencanary, nativeSingle, 1, null, { reconnects: true }));
    return {
      title: 'Inputs of sensors',
      how: `Failed sign-ins of 250 sources, as each sensor tells of them, against the same ones sent natively; no body is sent twice. Medians of ${rounds} rounds, the native way and the input in turn: ${whole(batches)} events in batches of ${batchSize} over 8 connections, ${whole(singles)} one by one over 64. Processor time is the server's. The last line has a new connection for each event, as OpenCanary and Cowrie open them, against native events over connections that stay.`,
      lines,
    };
  } finally {
    await Promise.all([server.end(), cannon.end()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

export const bench: Bench = {
  title: 'Inputs of sensors',
  help: 'Sends the same touches natively and as sensors send them, in batches and one by one.',
  options: { rounds: '3', batches: '100', singles: '4000' },
  run,
};

if (import.meta.main) await main(bench);
