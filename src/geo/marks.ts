/**
 * What the operator knows of addresses: `tor.txt`, `vpn.txt`, `scanners.txt`, … in a folder of theirs. A file's name is
 * the mark, its lines are networks. Nothing is fetched.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAddress } from '../lib/address-words.ts';
import { type LineError, parseNetworkLines } from './network-lines.ts';
import { createNetworkSet, type NetworkSet } from './network-set.ts';

/** `networks` are those of one file, `allNetworks` those of all files: 40 MB at the very most. */
export const markLimits = {
  files: 64,
  bytes: 8 * 1024 * 1024,
  networks: 250_000,
  allNetworks: 1_000_000,
} as const;

export interface MarkFile {
  /** `tor` of `tor.txt`. */
  mark: string;
  file: string;
  /** When it was last written (ISO): its age. */
  changedAt: string;
  networks: number;
  /** The first of its lines that were left out, and how many there were. */
  errors: LineError[];
  errorCount: number;
  /** Why the file as it now stands is not used; what was read of it before still is. Null where all is well. */
  problem: string | null;
}

export interface Marks {
  /** Marks of an address, sorted; empty where it has none or the text is no address. */
  of(address: string): string[];
  files(): MarkFile[];
  /** What is wrong with the folder itself, or null: no folder is no fault. */
  problem(): string | null;
  /** Reads what is new or changed; forgets files that are gone. Rejects never. */
  refresh(): Promise<void>;
}

interface Known extends MarkFile {
  edition: string;
  set: NetworkSet;
}

const fileName = /^([a-z0-9][a-z0-9_-]{0,39})\.txt$/;
const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

/** Empty until the first `refresh`. Whoever holds it calls that now and then (once a minute is usual). */
export function createMarks(folder: string, onWarning: (message: string) => void = () => undefined): Marks {
  let known = new Map<string, Known>();
  let problem: string | null = null;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  const warnOnce = (said: string | null, message: string): string => {
    if (said !== message) onWarning(message);
    return message;
  };
  const list = async (): Promise<string[] | null> => {
    try {
      const names = (await readdir(folder)).filter((name) => name.endsWith('.txt')).sort();
      const wrong = names.filter((name) => !fileName.test(name));
      const right = names.filter((name) => fileName.test(name));
      if (wrong.length > 0)
        problem = warnOnce(
          problem,
          `marks: ${JSON.stringify(wrong[0]!.slice(0, 80))} is not read: a mark is a to z, 0 to 9, - and _, at most 40 characters, before .txt`,
        );
      else if (right.length > markLimits.files)
        problem = warnOnce(problem, `marks: only the first ${markLimits.files} files are read`);
      else problem = null;
      return right.slice(0, markLimits.files);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') {
        problem = null;
        return [];
      }
      // What cannot be read now says nothing new about its files.
      problem = warnOnce(problem, `marks: the folder cannot be read (${String(codeOf(error))})`);
      return null;
    }
  };
  const readOne = async (
    file: string,
    before: Known | undefined,
    mostNetworks: number,
  ): Promise<Known | null> => {
    const path = join(folder, file);
    const mark = fileName.exec(file)![1]!;
    let edition = '';
    let changedAt = before?.changedAt ?? new Date(0).toISOString();
    try {
      const found = await stat(path);
      const { mtime, mtimeMs, size, ino } = found;
      edition = `${mtimeMs} ${size} ${ino}`;
      if (edition === before?.edition) return before;
      changedAt = mtime.toISOString();
      if (!found.isFile()) throw new Error('it is not a file');
      if (size > markLimits.bytes) throw new Error(`it is larger than ${markLimits.bytes / 1024 / 1024} MB`);
      const bytes = await readFile(path);
      const { networks, errors, errorCount } = await parseNetworkLines(decoder.decode(bytes), mostNetworks);
      for (const { line, message } of errors.slice(0, 3)) onWarning(`marks: ${file}:${line}: ${message}`);
      if (errorCount > 3) onWarning(`marks: ${file}: ${errorCount} lines in all were left out`);
      return {
        ...{ mark, file, changedAt, edition, errors, errorCount, problem: null },
        networks: networks.length,
        set: createNetworkSet(networks),
      };
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      const why = codeOf(error) ? String(codeOf(error)) : error instanceof Error ? error.message : 'unknown';
      const told = warnOnce(before?.problem ?? null, `marks: ${file} is not read: ${why}`);
      const kept = before ?? { networks: 0, errors: [], errorCount: 0, set: createNetworkSet([]) };
      return { ...kept, mark, file, changedAt, edition, problem: told };
    }
  };
  const read = async (): Promise<void> => {
    const files = await list();
    if (!files) return;
    const next = new Map<string, Known>();
    let room: number = markLimits.allNetworks;
    for (const file of files) {
      const one = await readOne(file, known.get(file), Math.min(room, markLimits.networks));
      if (!one) continue;
      room -= one.networks;
      next.set(file, one);
    }
    known = next;
  };
  let reading: Promise<void> | null = null;
  return {
    of(text) {
      const address = parseAddress(text);
      if (!address) return [];
      return [...known.values()].filter(({ set }) => set.has(address.words)).map(({ mark }) => mark);
    },
    files: () => [...known.values()].map(({ set: _set, edition: _edition, ...file }) => file),
    problem: () => problem,
    async refresh() {
      reading ??= read().finally(() => {
        reading = null;
      });
      await reading;
    },
  };
}
