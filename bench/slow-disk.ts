/**
 * Ingest on a slow disk, and whether requests are read and answered meanwhile: the delay comes from slow-disk.c, which is
 * compiled with `cc` and loaded into the server alone (Linux).
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Hit, Shot } from './cannon.ts';
import { createEvents } from './events.ts';
import { cacheFolder, freshFolder } from './folder.ts';
import type { Pace, Paced } from './pace.ts';
import { startHelper } from './process.ts';
import { type Bench, type Line, main, type Report, whole } from './report.ts';
import type { BenchServer } from './server.ts';

async function measure(library: string, ms: number, seconds: number): Promise<Line[]> {
  const folder = freshFolder();
  const slow: Record<string, string> = ms > 0 ? { LD_PRELOAD: library, SLOW_DISK_MS: String(ms) } : {};
  const server = startHelper('server', { BENCH_DATA: folder, ...slow });
  const cannon = startHelper('cannon');
  const pace = startHelper('pace');
  try {
    const { address, echo, headers } = await server.ask<BenchServer>({ what: 'enrol' });
    const next = createEvents(1);
    const bodies = Array.from({ length: 5000 }, () => JSON.stringify(next()));
    const url = `${address}/api/honeypot-log`;
    const shot: Shot = { url, headers, bodies, connections: 64, seconds };
    await cannon.ask<Hit>({ ...shot, seconds: 2 });
    const full = await cannon.ask<Hit>(shot);
    const beside = (rate: number, path: string): Promise<Paced> =>
      pace.ask<Paced>({ url: path, headers, bodies, rate, seconds } satisfies Pace);
    // The echo does not write: it waits only where the event loop does.
    const [, reading] = await Promise.all([
      cannon.ask<Hit>({ ...shot, connections: 4 }),
      beside(50, `${echo}/echo`),
    ]);
    const writing = await beside(50, url);
    const at = ms === 0 ? 'the disk as it is' : `each flush ${ms} ms longer`;
    const waits = ({ p50Ms, p99Ms }: Paced): string =>
      `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`;
    return [
      { what: `${at}: 64 senders of single events`, value: `${whole(full.perSecond)} events/s` },
      { what: `${at}: a request that writes nothing, beside 4 senders`, value: waits(reading) },
      { what: `${at}: an event, at 50 a second`, value: waits(writing) },
    ];
  } finally {
    await Promise.all([server.end(), cannon.end(), pace.end()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(options: Record<string, string>): Promise<Report> {
  const library = join(cacheFolder, 'slow-disk.so');
  rmSync(freshFolder(), { recursive: true });
  const source = join(import.meta.dirname, 'slow-disk.c');
  execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl']);
  const lines: Line[] = [];
  for (const ms of String(options.ms).split(','))
    lines.push(...(await measure(library, Number(ms), Number(options.seconds))));
  return {
    title: 'A slow disk',
    how: `Every fsync and fdatasync of the server takes so much longer; ${options.seconds} s each. The request that writes nothing is a bare Fastify route of the same process, so it waits where the event loop waits.`,
    lines,
  };
}

export const bench: Bench = {
  title: 'Ingest on a slow disk',
  help: 'Delays the flushes of the embedded store, and measures ingest and what else the server answers meanwhile. Needs Linux and cc.',
  options: { ms: '0,5,20', seconds: '5' },
  run,
};

if (import.meta.main) await main(bench);
