/**
 * One process per database: our counters and caches live in it. The lock is an exclusive transaction on a tiny second
 * SQLite file, thus the operating system's own: it ends with the process however that ends.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../../core/errors.ts';

export interface StoreLock {
  release(): void;
}

function holderOf(pidFile: string): string {
  try {
    const pid = readFileSync(pidFile, 'utf8').trim();
    return /^\d{1,10}$/.test(pid) ? `process ${pid}` : 'another process';
  } catch {
    return 'another process';
  }
}

/** Throws `conflict` naming the holder's process id. */
export function takeLock(file: string): StoreLock {
  // The pid stands in a file of its own: opening and closing the locked file here would drop its POSIX locks.
  const pidFile = `${file}.pid`;
  const held = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    held.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    held.close();
    const isBusy = error instanceof Error && 'errcode' in error && error.errcode === 5;
    if (!isBusy) throw error;
    throw new AppError(
      'conflict',
      `The database ${file} is in use by ${holderOf(pidFile)}: stop it, or use another data folder`,
      { cause: error },
    );
  }
  try {
    writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    held.close();
    throw error;
  }
  return {
    release() {
      rmSync(pidFile, { force: true });
      held.close();
    },
  };
}
