/** Resident memory of the server: idle, and while events come in as fast as it takes them. */
import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Hit, Shot } from './cannon.ts';
import { createEvents } from './events.ts';
import { freshFolder } from './folder.ts';
import { startHelper } from './process.ts';
import { startProduct } from './product.ts';
import { type Bench, main, type Report } from './report.ts';

/** As the kernel counts it. */
const rssMb = (pid: number): number => {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) / 1024;
};

async function run(options: Record<string, string>): Promise<Report> {
  const seconds = Number(options.seconds);
  const folder = freshFolder();
  const cannon = startHelper('cannon');
  // Once before: the first start of a checkout compiles, all later ones do not.
  await (await startProduct(folder)).stop();
  const product = await startProduct(folder);
  try {
    await delay(3000);
    const idle = rssMb(product.pid);
    const headers = await product.enrol();
    const next = createEvents(2);
    const shoot = (path: string, size: number, connections: number): Promise<Hit> =>
      cannon.ask<Hit>({
        url: `${product.address}${path}`,
        headers,
        bodies: Array.from({ length: 40_000 / size / 4 }, () =>
          JSON.stringify(size === 1 ? next() : Array.from({ length: size }, next)),
        ),
        connections,
        seconds,
      } satisfies Shot);
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, rssMb(product.pid));
    }, 100);
    const shots: [string, number, number][] = [
      ['/api/honeypot-log', 1, 128],
      ['/api/events', 100, 8],
      ['/api/events', 1000, 4],
    ];
    let events = 0;
    for (const [path, size, connections] of shots)
      events += (await shoot(path, size, connections)).answered * size;
    clearInterval(watch);
    await delay(5000);
    const after = rssMb(product.pid);
    return {
      title: 'Memory',
      how: `Resident memory (VmRSS) of \`decoyverse serve\` on the embedded store: three seconds after its start; the most that was seen in ${3 * seconds} s of single events over 128 connections, batches of 100 over 8 and batches of 1,000 over 4 (${events.toLocaleString('en')} events); five seconds later.`,
      lines: [
        { what: 'idle', value: `${Math.round(idle)} MB`, must: '< 100 MB', holds: idle < 100 },
        { what: 'under load', value: `${Math.round(most)} MB`, must: '< 300 MB', holds: most < 300 },
        { what: 'afterwards', value: `${Math.round(after)} MB` },
      ],
    };
  } finally {
    await Promise.all([product.stop(), cannon.end()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

export const bench: Bench = {
  title: 'Memory',
  help: 'Starts the server as its users do and reads its resident memory, idle and under load. Linux only.',
  options: { seconds: '10' },
  run,
};

if (import.meta.main) await main(bench);
