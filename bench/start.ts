/** From the start of the process to its first answer. */
import { rmSync } from 'node:fs';
import { freshFolder } from './folder.ts';
import { startProduct } from './product.ts';
import { type Bench, main, median, type Report } from './report.ts';

async function run(options: Record<string, string>): Promise<Report> {
  const folder = freshFolder();
  const times: number[] = [];
  try {
    for (let i = 0; i <= Number(options.times); i++) {
      const product = await startProduct(folder);
      // The first start of a checkout compiles, all later ones do not.
      if (i > 0) times.push(product.readyMs);
      await product.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const mid = median(times);
  return {
    title: 'Start',
    how: `\`decoyverse serve\` on an existing database, from the start of the process to the first 200 of \`GET /api/health\`, ${times.length} times.`,
    lines: [
      {
        what: 'ready after',
        value: `${Math.round(mid)} ms (median; ${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))})`,
        must: '< 500 ms',
        holds: mid < 500,
      },
    ],
  };
}

export const bench: Bench = {
  title: 'Start',
  help: 'Starts the server again and again and takes the time to its first answer.',
  options: { times: '10' },
  run,
};

if (import.meta.main) await main(bench);
