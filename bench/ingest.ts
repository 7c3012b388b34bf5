/** Durable ingest over HTTP, one by one and in batches, beside what Fastify and SQLite do alone in the same run. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Hit, Shot } from './cannon.ts';
import { createEvents, createFlood } from './events.ts';
import { freshFolder } from './folder.ts';
import type { Pace, Paced } from './pace.ts';
import { startHelper } from './process.ts';
import { type Bench, main, median, type Report, whole } from './report.ts';
import type { BenchServer, Usage } from './server.ts';

/** Bytes of one event's row in the database that was just filled. */
function rowSize(file: string): number {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const columns = db
      .prepare('SELECT name FROM pragma_table_info(?)')
      .all('honeypot_logs')
      .map(({ name }) => `coalesce(length(CAST(${name} AS BLOB)), 0)`);
    const row = db
      .prepare(`SELECT avg(${columns.join(' + ')}) AS bytes FROM (SELECT * FROM honeypot_logs LIMIT 20000)`)
      .get();
    return Number(row?.bytes);
  } finally {
    db.close();
  }
}

/** Guessing from one source, from a botnet, and from more sources than fit into any cache. */
const floodSources = '1,256,65536';
/** One body per event of a flood from many sources would be too many to send over: so many are enough. */
const floodBodies = 65_536;

async function run(options: Record<string, string>): Promise<Report> {
  const seconds = Number(options.seconds);
  const rounds = Number(options.rounds);
  const folder = freshFolder();
  const server = startHelper('server', { BENCH_DATA: folder });
  const cannon = startHelper('cannon');
  const pace = startHelper('pace');
  const loop = startHelper('loop');
  const floor = startHelper('floor', { BENCH_DATA: folder });
  try {
    const { address, echo, headers } = await server.ask<BenchServer>({ what: 'enrol' });
    const next = createEvents(1);
    const bodiesOf = (count: number, size: number): string[] =>
      Array.from({ length: count }, () =>
        JSON.stringify(size === 1 ? next() : Array.from({ length: size }, next)),
      );
    const ones = bodiesOf(5000, 1);
    const shoot = async (shot: Partial<Shot> & { url: string }): Promise<Hit> => {
      const hit = await cannon.ask<Hit>({ headers, bodies: ones, connections: 128, seconds, ...shot });
      if (hit.bad > 0) throw new Error(`${hit.bad} requests to ${shot.url} were not answered well`);
      return hit;
    };
    const least = `${(await floor.ask<{ address: string }>({})).address}/insert`;
    const single = `${address}/api/honeypot-log`;
    const batch = `${address}/api/events`;
    await shoot({ url: single, seconds: 2 });
    await shoot({ url: `${echo}/echo`, seconds: 2 });
    await shoot({ url: least, seconds: 2 });

    const echoes: number[] = [];
    const floors: number[] = [];
    const singles: number[] = [];
    for (let i = 0; i < rounds; i++) {
      echoes.push((await shoot({ url: `${echo}/echo` })).perSecond);
      floors.push((await shoot({ url: least })).perSecond);
      singles.push((await shoot({ url: single })).perSecond);
    }
    const rate = Math.floor(median(singles) / 2);
    const paced = async (url: string): Promise<Paced> => {
      const answered = await pace.ask<Paced>({
        url,
        headers,
        bodies: ones,
        rate,
        seconds: Math.max(10, seconds),
      } satisfies Pace);
      if (answered.bad > 0)
        throw new Error(`${answered.bad} paced requests to ${url} were not answered well`);
      return answered;
    };
    const halfEcho = await paced(`${echo}/echo`);
    const halfFloor = await paced(least);
    const half = await paced(single);

    const hundreds: number[] = [];
    const thousands: number[] = [];
    const loops: number[] = [];
    const by100 = bodiesOf(400, 100);
    const by1000 = bodiesOf(40, 1000);
    await shoot({ url: batch, bodies: by100, connections: 8, seconds: 2 });
    const rowBytes = rowSize(join(folder, 'decoyverse.db'));
    for (let i = 0; i < rounds; i++) {
      loops.push((await loop.ask<{ perSecond: number }>({ folder, seconds, rowBytes })).perSecond);
      hundreds.push((await shoot({ url: batch, bodies: by100, connections: 8 })).perSecond * 100);
      thousands.push((await shoot({ url: batch, bodies: by1000, connections: 4 })).perSecond * 1000);
    }
    /** The server's processor time for an answer, ms: what a busy machine does not change. */
    const cost = async (
      shot: Partial<Shot> & { url: string },
    ): Promise<{ perSecond: number; cpuMs: number }> => {
      const before = await server.ask<Usage>({ what: 'usage' });
      const { answered, perSecond } = await shoot(shot);
      const after = await server.ask<Usage>({ what: 'usage' });
      return { perSecond, cpuMs: (after.cpuMs - before.cpuMs) / answered };
    };
    type Costs = Awaited<ReturnType<typeof cost>>[];
    const compare = (mix: Costs, flood: Costs): { rate: number; cpu: number } => ({
      rate: median(flood.map(({ perSecond }, i) => perSecond / mix[i]!.perSecond)),
      cpu: median(flood.map(({ cpuMs }, i) => mix[i]!.cpuMs / cpuMs)),
    });
    const floods = String(options.sources)
      .split(',')
      .map(Number)
      .flatMap((sources) => [
        { sources, hasSessions: false },
        { sources, hasSessions: true },
      ]);
    const flooded: {
      what: string;
      single: { rate: number; cpu: number };
      batch: { rate: number; cpu: number };
    }[] = [];
    for (const { sources, hasSessions } of floods) {
      const next = createFlood(sources, hasSessions);
      const events = Array.from({ length: sources > 256 ? floodBodies : 5000 }, next);
      const apart = events.map((event) => JSON.stringify(event));
      const together: string[] = [];
      for (let from = 0; from + 100 <= events.length; from += 100)
        together.push(JSON.stringify(events.slice(from, from + 100)));
      const mix: Costs = [];
      const guesses: Costs = [];
      const mixHundreds: Costs = [];
      const guessHundreds: Costs = [];
      for (let i = 0; i < rounds; i++) {
        mix.push(await cost({ url: single }));
        guesses.push(await cost({ url: single, bodies: apart }));
        mixHundreds.push(await cost({ url: batch, bodies: by100, connections: 8 }));
        guessHundreds.push(await cost({ url: batch, bodies: together, connections: 8 }));
      }
      flooded.push({
        what: `guessing from ${whole(sources)} ${sources === 1 ? 'source' : 'sources'}${hasSessions ? ', in sessions' : ''}`,
        single: compare(mix, guesses),
        batch: compare(mixHundreds, guessHundreds),
      });
    }
    const ratio = (ours: number[], theirs: number[]): number =>
      median(ours.map((value, i) => value / theirs[i]!));
    const ofEcho = ratio(singles, echoes);
    const waits = ({ p50Ms, p99Ms, maxMs }: Paced): string =>
      `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, longest ${Math.round(maxMs)} ms`;
    const of100 = ratio(hundreds, loops);
    const of1000 = ratio(thousands, loops);
    return {
      title: 'Ingest over HTTP, durable',
      how: `Medians of ${rounds} rounds of ${seconds} s each, taken in turn. Every answer came after the commit was on disk; every event was parsed, validated, scored and counted. The echo is a bare Fastify route in the same process; the insert is such a route that writes one row with two indexes and answers after the commit (WAL, FULL, one for all requests of a turn of the event loop), and nothing else; the loop is bare node:sqlite (WAL, FULL, 100 rows of ${whole(rowBytes)} bytes a transaction, two indexes). Load comes from a process of its own: 128 connections for single events and the echo, 8 and 4 for batches; at half load requests go at even intervals, whatever the answers do, and their waiting counts from when they were due.`,
      lines: [
        { what: 'bare echo', value: `${whole(median(echoes))} requests/s` },
        {
          what: 'bare insert',
          value: `${whole(median(floors))} rows/s, ${ratio(floors, echoes).toFixed(2)} × echo`,
        },
        {
          what: 'one event a request',
          value: `${whole(median(singles))} events/s, ${ofEcho.toFixed(2)} × echo, ${ratio(singles, floors).toFixed(2)} × insert`,
          must: '≥ 0.5 × echo',
          holds: ofEcho >= 0.5,
        },
        {
          what: `answer at half of that (${whole(rate)} events/s)`,
          value: waits(half),
          must: 'p99 < 10 ms',
          holds: half.p99Ms < 10,
        },
        {
          what: 'the bare insert at that rate',
          value: `${waits(halfFloor)}; ours ${(half.p99Ms / halfFloor.p99Ms).toFixed(1)} × its p99`,
          must: '≤ 3 ×',
          holds: half.p99Ms <= 3 * halfFloor.p99Ms,
        },
        { what: 'the bare echo at that rate', value: waits(halfEcho) },
        { what: 'bare SQLite loop', value: `${whole(median(loops))} rows/s` },
        {
          what: 'batches of 100',
          value: `${whole(median(hundreds))} events/s, ${of100.toFixed(2)} × loop`,
          must: '≥ 0.25 × loop',
          holds: of100 >= 0.25,
        },
        {
          what: 'batches of 1,000',
          value: `${whole(median(thousands))} events/s, ${of1000.toFixed(2)} × loop`,
          must: '≥ 0.25 × loop',
          holds: of1000 >= 0.25,
        },
        ...flooded.map((flood) => ({
          what: flood.what,
          value: `by processor time ${flood.single.cpu.toFixed(2)} × the mix one by one, ${flood.batch.cpu.toFixed(2)} × in batches of 100 (by the clock ${flood.single.rate.toFixed(2)} and ${flood.batch.rate.toFixed(2)})`,
          must: '≥ 0.8 × both',
          holds: flood.single.cpu >= 0.8 && flood.batch.cpu >= 0.8,
        })),
      ],
    };
  } finally {
    await Promise.all([server.end(), cannon.end(), pace.end(), loop.end(), floor.end()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

export const bench: Bench = {
  title: 'Durable ingest over HTTP',
  help: 'Sends events one by one and in batches, next to a bare echo and a bare SQLite loop in the same run.',
  options: { seconds: '5', rounds: '3', sources: floodSources },
  run,
};

if (import.meta.main) await main(bench);
