/** Backups of the embedded database: created while a server may be writing, verified, and restored as a whole. */
import { chmodSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { CliError, refusalOf } from './failure.ts';
import { databaseFile, ensureDataDir } from './installation.ts';

/**
 * What is wrong with a copy; null = it is intact. `immutable` because a copy is never written to: it may be on a read-only
 * disk, and no -wal and -shm files are created beside it.
 */
function problemOf(file: string): string | null {
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  try {
    const database = new DatabaseSync(url, { readOnly: true });
    try {
      const [row] = database.prepare('PRAGMA integrity_check(1)').all();
      const answer = row === undefined ? 'no answer' : String(Object.values(row)[0]);
      if (answer !== 'ok') return answer;
      const tables = database
        .prepare(
          "SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table' AND name IN ('users', 'alerts')",
        )
        .get();
      return Number(tables?.n) === 2 ? null : 'it is not a DecoyVerse database';
    } finally {
      database.close();
    }
  } catch (error) {
    return (error as Error).message;
  }
}

/** More pages than any database has. */
const allPages = 2 ** 31 - 1;

async function toDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';

/**
 * A hot, consistent copy, read page by page while a server may be writing. The file gets its final name only when it is
 * complete, verified and on disk.
 */
export async function backUp({
  dataDir,
  file,
  force,
}: {
  dataDir: string;
  file: string;
  force: boolean;
}): Promise<{ file: string; sizeBytes: number }> {
  const from = databaseFile(dataDir);
  const to = resolve(file);
  if (!existsSync(from))
    throw new CliError(`no database found at ${from}`, {
      hint: 'check DATA_DIR; the database is created at the first start',
    });
  if (existsSync(to) && !force)
    throw new CliError(`${file} already exists`, { hint: 'use --force to replace it' });
  const half = `${to}.part`;
  try {
    rmSync(half, { force: true });
    // Created first, with its final permissions, so that the copy is never readable by others.
    const made = await open(half, 'wx', 0o600);
    await made.close();
    const database = new DatabaseSync(from, { readOnly: true });
    try {
      // In one step, from one snapshot: with several steps a busy server would make it start over again and again.
      await backup(database, half, { rate: allPages });
    } finally {
      database.close();
    }
    chmodSync(half, 0o600);
    const problem = problemOf(half);
    if (problem !== null)
      throw new CliError(`the copy is damaged: ${problem}`, {
        hint: 'run decoyverse doctor to check the original',
      });
    await toDisk(half);
    renameSync(half, to);
    await toDisk(dirname(to));
    return { file: to, sizeBytes: statSync(to).size };
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    if (codeOf(cause) === 'ERR_SQLITE_ERROR')
      throw new CliError(`cannot copy ${from} to ${file}: ${(cause as Error).message}`, {
        hint: 'run decoyverse doctor to check the database',
        cause,
      });
    throw new CliError(
      `cannot write ${refusalOf(cause)?.replace(half, file) ?? `${file} (${codeOf(cause)})`}`,
      { cause },
    );
  } finally {
    rmSync(half, { force: true });
    rmSync(`${half}-journal`, { force: true });
  }
}

/** Throws a CliError unless `file` is an intact DecoyVerse database. */
export function checkBackup(file: string): void {
  if (!existsSync(file)) throw new CliError(`cannot read ${file}: no such file`);
  if (statSync(file).isDirectory()) throw new CliError(`cannot read ${file}: is a directory`);
  const problem = problemOf(file);
  if (problem !== null)
    throw new CliError(`${file} cannot be restored: ${problem}`, {
      hint: 'nothing was changed; try another backup',
    });
}

const parts = ['', '-wal', '-shm'];

/** Moves a database: its three files belong together, because changes not yet in the main file are in the -wal. */
function move(from: string, to: string): void {
  for (const suffix of parts) if (existsSync(from + suffix)) renameSync(from + suffix, to + suffix);
}

/**
 * Puts `file` in the database's place. The previous database is kept beside it under a name with the time; returns that
 * name, or null if there was none. `check` opens the new one; if it rejects, the previous one is put back. No process may
 * hold the store.
 */
export async function putBack({
  dataDir,
  file,
  nowMs,
  check,
}: {
  dataDir: string;
  file: string;
  nowMs: number;
  check(): Promise<void>;
}): Promise<string | null> {
  ensureDataDir(dataDir);
  const to = databaseFile(dataDir);
  const half = `${to}.part`;
  await copyFile(file, half);
  chmodSync(half, 0o600);
  await toDisk(half);
  const kept = existsSync(to)
    ? `${to}.before-${new Date(nowMs).toISOString().slice(0, 19).replace(/[-:T]/g, '')}`
    : null;
  if (kept !== null) move(to, kept);
  renameSync(half, to);
  await toDisk(dataDir);
  try {
    await check();
  } catch (error) {
    for (const suffix of parts) rmSync(to + suffix, { force: true });
    if (kept !== null) move(kept, to);
    throw error;
  }
  return kept;
}
