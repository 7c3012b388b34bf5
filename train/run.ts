/**
 * `npm run train`: fits the shipped models from `../shared/data`, bit for bit the same each time.
 * `npm run train payload` (or `shell`) fits that one alone.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasPayloadData } from './payload/sets.ts';
import { trainPayload } from './payload/train.ts';

const root = join(import.meta.dirname, '..');
const dataFolder = process.env.DECOYVERSE_DATA ?? join(root, '..', 'shared', 'data');

/** Other trainers stand in `train/<name>/run.ts` and export `train({ dataFolder, onProgress })`. */
interface Trainer {
  train(options: { dataFolder: string; onProgress(message: string): void }): Promise<void> | void;
}

if (!existsSync(dataFolder) || !hasPayloadData(dataFolder)) {
  process.stderr.write(
    `train: the data sets are not at ${dataFolder}; set DECOYVERSE_DATA to their folder\n`,
  );
  process.exit(1);
}

const started = performance.now();
const onProgress = (message: string) => {
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${message}\n`);
};

const wanted = process.argv.slice(2);
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);

if (isWanted('payload')) {
  const target = join(root, 'src', 'score', 'payload', 'model.bin');
  const { file, report } = trainPayload({ dataFolder, onProgress });
  const same = existsSync(target) && readFileSync(target).equals(file);
  writeFileSync(target, file);
  onProgress(
    `payload model ${report.version}: ${report.rows} rows, ${file.length} bytes, ${same ? 'the same as before' : 'changed'}`,
  );
}

const shell = join(import.meta.dirname, 'shell', 'run.ts');
if (isWanted('shell') && existsSync(shell)) {
  const trainer = (await import(shell)) as Trainer;
  await trainer.train({ dataFolder, onProgress });
}
