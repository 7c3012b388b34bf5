/**
 * Files that records named and that were not sent yet, in their order: lines of a file that is only added to, and how far
 * it was worked off. A kill loses none, and repeats at most the one that was being sent.
 */
import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { NamedFile } from '../../ingest/named-file.ts';

export interface WaitingFile extends NamedFile {
  /** When its record was read, and when it was looked for the last time; ms since 1970. */
  atMs: number;
  lookedMs: number;
  /** How often it was looked for. */
  tries: number;
}

export interface WaitingFiles {
  /** Resolves when they are on the disk. Answers how many there was no room for. */
  add(files: readonly WaitingFile[]): number;
  /** The next; null = there is none. The same until `done`. */
  next(): WaitingFile | null;
  done(): void;
  isEmpty(): boolean;
}

/** Some hundred thousand. */
const mostBytes = 64 * 1024 * 1024;
/** Worked-off lines are dropped from here on. */
const tidyBytes = 1024 * 1024;
/** A line is shorter: its parts are bounded (ingest/named-file.ts). */
const mostLineBytes = 16 * 1024;
const lineEnd = 10;

function isWaiting(value: unknown): value is WaitingFile {
  const file = (value ?? {}) as Record<string, unknown>;
  return (
    (file.kind === 'recording' || file.kind === 'file') &&
    ['session', 'sensor', 'file', 'name', 'sum', 'record'].every((name) => typeof file[name] === 'string') &&
    ['atMs', 'lookedMs', 'tries'].every((name) => typeof file[name] === 'number')
  );
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

function readAt(path: string, offset: number, length: number): Buffer {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return Buffer.alloc(0);
  }
  try {
    const bytes = Buffer.allocUnsafe(length);
    return bytes.subarray(0, readSync(fd, bytes, 0, length, offset));
  } finally {
    closeSync(fd);
  }
}

/**
 * Of the folder of one server's state. `name` tells several apart. A damaged line is passed over: its file stays with the
 * sensor.
 */
export function openWaitingFiles(folder: string, name: string): WaitingFiles {
  // The lines stand in a file of a new number when those before were worked off: number and position change as one.
  const position = join(folder, `${name}.position`);
  const linesOf = (generation: number): string => join(folder, `${name}.${generation}.ndjson`);
  let generation = 0;
  let offset = 0;
  try {
    const [number = 0, at = 0] = readFileSync(position, 'utf8').split(' ').map(Number);
    if (Number.isSafeInteger(number) && Number.isSafeInteger(at) && at >= 0)
      [generation, offset] = [number, at];
  } catch {}
  let lines = linesOf(generation);
  let end = offset;

  const save = (): void => {
    writeFileSync(`${position}.new`, `${generation} ${offset}\n`, { mode: 0o600 });
    renameSync(`${position}.new`, position);
  };
  const write = (path: string, text: string): void => {
    const fd = openSync(path, 'a', 0o600);
    try {
      writeSync(fd, text);
      fdatasyncSync(fd);
    } finally {
      closeSync(fd);
    }
  };
  /** Files of numbers that were left behind by a kill. */
  const tidy = (): void => {
    for (const file of readdirSync(folder))
      if (file.startsWith(`${name}.`) && file.endsWith('.ndjson') && join(folder, file) !== lines)
        rmSync(join(folder, file), { force: true });
  };

  return {
    add(files) {
      if (files.length === 0) return 0;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const size = sizeOf(lines);
      if (size - offset > mostBytes) return files.length;
      // A line that a crash cut ends here, and is passed over.
      const isCut = size > 0 && readAt(lines, size - 1, 1)[0] !== lineEnd;
      write(lines, `${isCut ? '\n' : ''}${files.map((file) => `${JSON.stringify(file)}\n`).join('')}`);
      return 0;
    },
    next() {
      while (true) {
        const bytes = readAt(lines, offset, mostLineBytes);
        const at = bytes.indexOf(lineEnd);
        if (bytes.length === 0 || (at === -1 && bytes.length < mostLineBytes)) return null;
        end = offset + (at === -1 ? bytes.length : at + 1);
        try {
          const value: unknown = JSON.parse(bytes.toString('utf8', 0, at));
          if (isWaiting(value)) return value;
        } catch {}
        offset = end;
      }
    },
    done() {
      offset = end;
      const size = sizeOf(lines);
      if (offset >= size || offset > tidyBytes) {
        generation += 1;
        const fresh = linesOf(generation);
        rmSync(fresh, { force: true });
        const rest = readAt(lines, offset, Math.max(0, size - offset)).toString('utf8');
        if (rest !== '') write(fresh, rest);
        [lines, offset, end] = [fresh, 0, 0];
        save();
        tidy();
      } else save();
    },
    isEmpty: () => sizeOf(lines) <= offset,
  };
}
