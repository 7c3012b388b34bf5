/**
 * What a follower remembers: one small file for each log in a folder of the state, replaced as a whole. It is written after
 * the server has acknowledged what lies before the positions in it.
 */
import { closeSync, fdatasyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sha256Hex } from '../../lib/hash.ts';
import { CliError } from '../failure.ts';
import type { Mark } from './mark.ts';

/** One file of a log: the one that is written, or a rotated one. */
export interface FileState extends Mark {
  ino: string;
  name: string;
  /** Read to its end, or not to be read. */
  isDone: boolean;
}

export interface LogState {
  version: 1;
  path: string;
  /** Oldest first. */
  files: FileState[];
}

export interface JournalState {
  version: 1;
  unit: string;
  cursor: string;
  /** Of the record at the cursor, in microseconds since 1970: where to go on if the cursor is gone. */
  timeUs: string;
}

/** The folder of one server: positions in a log hold for the server that was sent to. */
export const stateFolderOf = (folder: string, url: string): string =>
  join(folder, sha256Hex(url.replace(/\/+$/, '')).slice(0, 12));

export interface StateFile<T> {
  path: string;
  /** Null if there is none yet. Throws CliError for one that cannot be read. */
  read(): T | null;
  write(state: T): void;
}

function isState(value: unknown, wanted: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  if (fields.version !== 1 || !wanted.every((name) => name in fields)) return false;
  const { files } = fields;
  if (files === undefined) return wanted.every((name) => typeof fields[name] === 'string');
  return (
    Array.isArray(files) &&
    files.every((file: unknown) => {
      const { ino, name, isDone, offset, line, head, tail } = (file ?? {}) as Record<string, unknown>;
      return (
        typeof isDone === 'boolean' &&
        [ino, name, head, tail].every((one) => typeof one === 'string') &&
        [offset, line].every((one) => Number.isSafeInteger(one) && Number(one) >= 0)
      );
    })
  );
}

function createStateFile<T>(
  folder: string,
  key: string,
  name: string,
  wanted: readonly string[],
): StateFile<T> {
  const path = join(
    folder,
    `${name.replace(/[^\w.@-]/g, '_').slice(0, 100)}-${sha256Hex(key).slice(0, 12)}.json`,
  );
  return {
    path,
    read() {
      let text: string;
      try {
        text = readFileSync(path, 'utf8');
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw cause;
      }
      try {
        const value: unknown = JSON.parse(text);
        if (isState(value, wanted)) return value as T;
      } catch {}
      throw new CliError(`${path} cannot be read: it is damaged, or of another version`, {
        hint: 'delete it to read the log from its beginning: events that the server already has are only counted',
      });
    },
    write(state) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const fresh = `${path}.new`;
      const fd = openSync(fresh, 'w', 0o600);
      try {
        writeSync(fd, `${JSON.stringify(state)}\n`);
        fdatasyncSync(fd);
      } finally {
        closeSync(fd);
      }
      renameSync(fresh, path);
    },
  };
}

export const logStateFile = (folder: string, path: string): StateFile<LogState> =>
  createStateFile(folder, path, basename(path), ['path', 'files']);

export const journalStateFile = (folder: string, unit: string): StateFile<JournalState> =>
  createStateFile(folder, `journal ${unit}`, `journal-${unit}`, ['unit', 'cursor', 'timeUs']);
