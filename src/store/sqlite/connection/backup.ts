/** A consistent copy while events are being taken, by SQLite's own online backup. */
import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { backup } from 'node:sqlite';
import { AppError } from '../../../core/errors.ts';
import { openConnection } from './connection.ts';

/** Pages a step: between steps others get their turn. */
const pagesAStep = 256;

/** Copies the database of `source`. The copy appears under its name only when it is whole. `progress` gets 0–1. */
export async function backupDatabase(
  source: string,
  file: string,
  progress?: (share: number) => void,
): Promise<void> {
  if (resolve(source) === resolve(file))
    throw new AppError('bad_request', 'A backup needs a file of its own');
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  // A connection of its own, in one read transaction: the copy is the database of this moment, however long it takes,
  // and no step meets the writer in the middle of a transaction (the step would fail, or begin again from page one).
  const reader = openConnection(source, { cacheKb: 2048 });
  try {
    reader.raw.exec('PRAGMA query_only = 1; BEGIN; SELECT count(*) FROM sqlite_schema');
    closeSync(openSync(partial, 'wx', 0o600));
    await backup(reader.raw, partial, {
      rate: pagesAStep,
      progress: ({ totalPages, remainingPages }) =>
        progress?.(totalPages > 0 ? (totalPages - remainingPages) / totalPages : 1),
    });
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  } finally {
    reader.close();
  }
  progress?.(1);
}
