/** What it costs to know where an address lies and what marks it has: first answer, memory, look-ups a second. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMarks } from '../src/geo/marks.ts';
import { createRandom } from './events.ts';
import { type Bench, type Line, main, median, type Report, whole } from './report.ts';

interface Cost {
  firstMs: number;
  cpuMs: number;
  rssGrown: number;
  perSecond: number;
}
const mb = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

function measure(families: string, runs: number, count: number): Cost {
  const costs = Array.from(
    { length: runs },
    () =>
      JSON.parse(
        execFileSync(
          process.execPath,
          [
            '--disable-warning=ExperimentalWarning',
            join(import.meta.dirname, 'geo-cost.ts'),
            families,
            String(count),
          ],
          { encoding: 'utf8' },
        ),
      ) as Cost,
  );
  const middle = (of: (cost: Cost) => number): number => median(costs.map(of));
  return {
    firstMs: middle(({ firstMs }) => firstMs),
    cpuMs: middle(({ cpuMs }) => cpuMs),
    rssGrown: middle(({ rssGrown }) => rssGrown),
    perSecond: middle(({ perSecond }) => perSecond),
  };
}

/** Look-ups a second with ten marks of 100,000 networks in all. */
async function measureMarks(count: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-bench-'));
  try {
    const random = createRandom(11);
    const byte = (): number => Math.floor(random() * 256);
    mkdirSync(folder, { recursive: true });
    for (let mark = 0; mark < 10; mark += 1)
      writeFileSync(
        join(folder, `mark-${mark}.txt`),
        Array.from({ length: 10_000 }, () => `${byte()}.${byte()}.${byte()}.0/24\n`).join(''),
      );
    const marks = createMarks(folder);
    await marks.refresh();
    const addresses = Array.from({ length: count }, () => `${byte()}.${byte()}.${byte()}.${byte()}`);
    const rates = [0, 1, 2].map(() => {
      const from = performance.now();
      for (const address of addresses) marks.of(address);
      return (count / (performance.now() - from)) * 1000;
    });
    return median(rates);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(options: Record<string, string>): Promise<Report> {
  const [runs, count] = [Number(options.runs), Number(options.count)];
  const data = statSync(join(import.meta.dirname, '..', 'src', 'geo', 'places.bin')).size;
  const v4 = measure('4', runs, count);
  const both = measure('46', runs, count);
  const marks = await measureMarks(count);
  const most = 4 * 1024 * 1024;
  const lines: Line[] = [
    { what: 'data file', value: mb(data), must: '≤ 8 MB', holds: data <= 8 * 1024 * 1024 },
    ...(
      [
        ['IPv4', v4],
        ['IPv6 after IPv4', both],
      ] as const
    ).flatMap(([name, { firstMs, cpuMs, rssGrown, perSecond }]): Line[] => [
      {
        what: `${name}: first answer, the data read for it`,
        value: `${Math.round(cpuMs)} ms of CPU, ${Math.round(firstMs)} ms by the clock`,
        must: '< 20 ms of CPU',
        holds: cpuMs < 20,
      },
      { what: `${name}: memory in all`, value: mb(rssGrown), must: '≤ 4 MB', holds: rssGrown <= most },
      {
        what: `${name}: look-ups per second of CPU`,
        value: whole(perSecond),
        must: '≥ 50,000',
        holds: perSecond >= 50_000,
      },
    ]),
    { what: 'marks of an address, ten files of 10,000 networks, a second', value: whole(marks) },
  ];
  return {
    title: 'Places',
    how: `Medians of ${runs} processes each: to the first answer of a family, the resident memory it added after garbage collection, and ${whole(count)} addresses looked up one after another.`,
    lines,
  };
}

export const bench: Bench = {
  title: 'Places',
  help: 'Looks up where addresses lie, in fresh processes.',
  options: { runs: '5', count: '200000' },
  run,
};

if (import.meta.main) await main(bench);
