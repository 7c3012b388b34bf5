/** A consistent copy while events are being taken, by SQLite's own online backup. */
import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { backup, type DatabaseSync } from 'node:sqlite';
import { AppError } from '../../core/errors.ts';

/** Pages a step: between steps others get their turn. */
const pagesAStep = 256;

/** The copy appears under its name only when it is whole. `progress` gets 0–1. */
export async function backupDatabase(
  source: DatabaseSync,
  file: string,
  progress?: (share: number) => void,
): Promise<void> {
  if (resolve(source.location() ?? '') === resolve(file))
    throw new AppError('bad_request', 'A backup needs a file of its own');
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  try {
    closeSync(openSync(partial, 'wx', 0o600));
    await backup(source, partial, {
      rate: pagesAStep,
      progress: ({ totalPages, remainingPages }) =>
        progress?.(totalPages > 0 ? (totalPages - remainingPages) / totalPages : 1),
    });
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  progress?.(1);
}
