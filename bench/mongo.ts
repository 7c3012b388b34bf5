/**
 * Ingest through the whole server on a server of MongoDB's protocol, beside what the driver alone writes into it. By itself
 * it starts the test suite's server, which says nothing of the speed of a mongod: what counts is the ratio, and what
 * --uri says of yours.
 */
import { rmSync } from 'node:fs';
import { MongoClient } from 'mongodb';
import { startMongo } from '../test/support/mongo-server.ts';
import type { Hit, Shot } from './cannon.ts';
import { createEvents } from './events.ts';
import { freshFolder } from './folder.ts';
import { startHelper } from './process.ts';
import { type Bench, main, median, type Report, whole } from './report.ts';
import type { BenchServer, Usage } from './server.ts';

/** Bytes of one event's document in the database that was just filled. */
async function rowSize(uri: string, database: string): Promise<number> {
  const client = await MongoClient.connect(uri);
  try {
    const found = await client.db(database).collection('honeypot_logs').find().limit(2000).toArray();
    return found.reduce((sum, one) => sum + JSON.stringify(one).length, 0) / Math.max(1, found.length);
  } finally {
    await client.close();
  }
}

async function run(options: Record<string, string>): Promise<Report> {
  const seconds = Number(options.seconds);
  const rounds = Number(options.rounds);
  if (options.uri) process.env.MONGODB_TEST_URI = options.uri;
  const mongo = await startMongo();
  if (!mongo) throw new Error('no server of the protocol: Python 3.10 or --uri');
  const { uri } = mongo;
  const database = mongo.newDatabase();
  const folder = freshFolder();
  const server = startHelper('server', {
    BENCH_DATA: folder,
    BENCH_MONGODB_URI: uri,
    BENCH_DATABASE: database,
  });
  const cannon = startHelper('cannon');
  const loop = startHelper('mongo-loop');
  try {
    const { address, headers } = await server.ask<BenchServer>({ what: 'enrol' });
    const next = createEvents(1);
    const bodiesOf = (count: number, size: number): string[] =>
      Array.from({ length: count }, () =>
        JSON.stringify(size === 1 ? next() : Array.from({ length: size }, next)),
      );
    const ones = bodiesOf(3000, 1);
    const hundreds = bodiesOf(200, 100);
    const shoot = async (shot: Partial<Shot>): Promise<Hit & { cpuMs: number }> => {
      const before = await server.ask<Usage>({ what: 'usage' });
      const asked = { url: `${address}/api/events`, headers, bodies: hundreds, connections: 8, seconds };
      const hit = await cannon.ask<Hit>({ ...asked, ...shot });
      if (hit.bad > 0) throw new Error(`${hit.bad} requests were not answered well`);
      const after = await server.ask<Usage>({ what: 'usage' });
      return { ...hit, cpuMs: (after.cpuMs - before.cpuMs) / Math.max(1, after.stored - before.stored) };
    };
    const write = async (rowsEach: number, atOnce: number): Promise<number> =>
      (await loop.ask<{ perSecond: number }>({ uri, seconds, rowBytes, rowsEach, atOnce })).perSecond;
    const single = { url: `${address}/api/honeypot-log`, bodies: ones, connections: 64 };
    await shoot({ ...single, seconds: 2 });
    await shoot({ seconds: 2 });
    const rowBytes = await rowSize(uri, database);

    const figures: Record<'ones' | 'bareOnes' | 'hundreds' | 'bareHundreds' | 'cpu1' | 'cpu100', number[]> = {
      ...{ ones: [], bareOnes: [], hundreds: [], bareHundreds: [], cpu1: [], cpu100: [] },
    };
    let hit: Awaited<ReturnType<typeof shoot>> | null = null;
    for (let i = 0; i < rounds; i++) {
      figures.bareOnes.push(await write(1, 20));
      hit = await shoot(single);
      figures.ones.push(hit.perSecond);
      figures.cpu1.push(hit.cpuMs);
      figures.bareHundreds.push(await write(100, 1));
      hit = await shoot({});
      figures.hundreds.push(hit.perSecond * 100);
      figures.cpu100.push(hit.cpuMs);
    }
    const ratio = (ours: number[], bare: number[]): string =>
      `${median(ours.map((value, i) => value / bare[i]!)).toFixed(2)} × that`;
    const micros = (cpu: number[]): string =>
      `${whole(median(cpu) * 1000)} µs of the server's processor time`;
    return {
      title: 'Ingest over HTTP, durable, on MongoDB',
      how: `Medians of ${rounds} rounds of ${seconds} s each, taken in turn, against ${mongo.isOurs && !options.uri ? 'the test suite’s server (SecantusDB, one core of Python, on the same machine): its speed is not that of a mongod, the ratios say what the product adds' : 'the server that --uri names'}. Majority and journal everywhere. The bare loop is the driver’s insertMany of rows of ${whole(rowBytes)} bytes with two indexes. Every event was parsed, validated, scored and counted; a commit changes profiles, rollups, windows, sessions, alerts and the live stream beside its events.`,
      lines: [
        {
          what: 'driver alone, one row each, 20 at a time',
          value: `${whole(median(figures.bareOnes))} rows/s`,
        },
        {
          what: 'one event a request, 64 connections',
          value: `${whole(median(figures.ones))} events/s, ${ratio(figures.ones, figures.bareOnes)}, ${micros(figures.cpu1)}`,
        },
        {
          what: 'driver alone, 100 rows each, one at a time',
          value: `${whole(median(figures.bareHundreds))} rows/s`,
        },
        {
          what: 'batches of 100, 8 connections',
          value: `${whole(median(figures.hundreds))} events/s, ${ratio(figures.hundreds, figures.bareHundreds)}, ${micros(figures.cpu100)}`,
        },
      ],
    };
  } finally {
    await Promise.all([server.end(), cannon.end(), loop.end()]);
    await mongo.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export const bench: Bench = {
  title: 'Durable ingest over HTTP on MongoDB',
  help: 'Sends events one by one and in batches to a server on MongoDB, next to what the driver alone writes in the same run. --uri names a disposable server; without it the one of the tests is started (needs Python 3.10).',
  options: { seconds: '5', rounds: '3', uri: '' },
  run,
};

if (import.meta.main) await main(bench);
