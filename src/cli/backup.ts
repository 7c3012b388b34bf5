/** Copies of the embedded database: made while a server may be writing, checked before they count, put back whole. */
import { chmodSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { CliError, refusalOf } from './failure.ts';
import { databaseFile, ensureDataDir } from './installation.ts';

/**
 * What is wrong with a copy; null = it is whole. `immutable` because nobody writes to a copy: it can lie on a disk that
 * is read-only, and no -wal and -shm appear beside it.
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
      return Number(tables?.n) === 2 ? null : 'it is no database of DecoyVerse';
    } finally {
      database.close();
    }
  } catch (error) {
    return (error as Error).message;
  }
}

/** More than any database has. */
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
 * A hot, consistent copy: it is read page by page beside a server that writes. The file appears under its name only
 * when it is complete, checked and on the disk.
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
    throw new CliError(`there is no database at ${from}`, {
      hint: 'is DATA_DIR right? nothing was started here yet',
    });
  if (existsSync(to) && !force)
    throw new CliError(`${file} is there already`, { hint: '--force replaces it' });
  const half = `${to}.part`;
  try {
    rmSync(half, { force: true });
    // Made first, so that the copy is never readable by others.
    const made = await open(half, 'wx', 0o600);
    await made.close();
    const database = new DatabaseSync(from, { readOnly: true });
    try {
      // In one step, from one snapshot: between steps a busy server would make it begin again, over and over.
      await backup(database, half, { rate: allPages });
    } finally {
      database.close();
    }
    chmodSync(half, 0o600);
    const problem = problemOf(half);
    if (problem !== null)
      throw new CliError(`the copy is not whole: ${problem}`, {
        hint: 'check the original: decoyverse doctor',
      });
    await toDisk(half);
    renameSync(half, to);
    await toDisk(dirname(to));
    return { file: to, sizeBytes: statSync(to).size };
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    if (codeOf(cause) === 'ERR_SQLITE_ERROR')
      throw new CliError(`cannot copy ${from} to ${file}: ${(cause as Error).message}`, {
        hint: 'decoyverse doctor says whether the database is whole',
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

/** Throws a CliError where `file` is no whole database of this product. */
export function checkBackup(file: string): void {
  if (!existsSync(file)) throw new CliError(`cannot read ${file}: no such file`);
  if (statSync(file).isDirectory()) throw new CliError(`cannot read ${file}: it is a folder`);
  const problem = problemOf(file);
  if (problem !== null)
    throw new CliError(`${file} cannot be restored: ${problem}`, {
      hint: 'nothing was changed; try another backup',
    });
}

const parts = ['', '-wal', '-shm'];

/** Moves a database: its three files belong together, because what is not in the main file yet is in the -wal. */
function move(from: string, to: string): void {
  for (const suffix of parts) if (existsSync(from + suffix)) renameSync(from + suffix, to + suffix);
}

/**
 * Puts `file` in the database's place. What stood there is kept beside it under a name with the time; returns that
 * name, or null where nothing was. `check` opens the new one; where it rejects, everything is as it was. No process may
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
