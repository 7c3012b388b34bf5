/** The names of rotated logs: which files belong to one that is being written, and which of them is older. */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const packed = /\.(?:gz|zst)$/;
/** `1`, `20261124`, `2026-11-24`, `2026-11-24_03`, `20261124-1764000000` */
const stamp = String.raw`(?:\d{1,4}|\d{4}-?\d{2}-?\d{2}(?:[T_.-]?\d[\d-]*)?)`;
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export interface LogFile {
  path: string;
  /** Of a compressed file with its size and time: it does not change, and a new one often has the inode of an old one. */
  ino: string;
  sizeBytes: number;
  changedNs: bigint;
  isPacked: boolean;
}

/** The stamp in the name of a rotated `base`; null for any other name. */
export function stampOf(name: string, base: string): string | null {
  const bare = name.replace(packed, '');
  const after = new RegExp(`^${escaped(base)}[.-](${stamp})$`).exec(bare);
  if (after !== null) return after[1] ?? null;
  // logrotate's `extension`: cowrie.1.json, cowrie-20261124.json
  const dot = base.lastIndexOf('.');
  if (dot <= 0) return null;
  const within = `^${escaped(base.slice(0, dot))}[.-](${stamp})${escaped(base.slice(dot))}$`;
  return new RegExp(within).exec(bare)?.[1] ?? null;
}

/** The name that a log had before it was rotated; null if it does not look rotated. */
export function unrotated(name: string): string | null {
  const bare = name.replace(packed, '');
  const after = new RegExp(`^(.+)[.-]${stamp}$`).exec(bare)?.[1];
  if (after !== undefined) return after;
  const within = new RegExp(`^(.+)[.-]${stamp}(\\.[a-z]+)$`).exec(bare);
  return within === null ? (bare === name ? null : bare) : `${within[1]}${within[2]}`;
}

const isCount = (text: string): boolean => /^\d{1,4}$/.test(text);

/** So often a folder is listed until two lists agree. */
const mostLists = 10;

/**
 * `rotatedOf` at a moment at which nothing is renamed: while one file after the other gets its new number, a list would
 * miss one, and what is newer would be read before it. `before` = the list of the last time, or null.
 */
export function settledRotatedOf(path: string, before: readonly LogFile[] | null): LogFile[] {
  let files = rotatedOf(path);
  for (let lists = 1, known = before; lists < mostLists && !isSameList(files, known); lists++) {
    known = files;
    files = rotatedOf(path);
  }
  return files;
}

const isSameList = (files: readonly LogFile[], known: readonly LogFile[] | null): boolean =>
  files.length === known?.length &&
  files.every(({ path, ino }, at) => path === known[at]?.path && ino === known[at]?.ino);

/**
 * The rotated files of a log, oldest first: higher numbers are older, earlier dates are older, and where a folder has
 * both, the time of the last change decides. Empty if the folder cannot be read.
 */
export function rotatedOf(path: string): LogFile[] {
  const folder = dirname(path);
  const base = basename(path);
  let names: Dirent[];
  try {
    names = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  const found: (LogFile & { stamp: string })[] = [];
  for (const { name } of names) {
    const stamped = name === base ? null : stampOf(name, base);
    if (stamped === null) continue;
    const about = statSync(join(folder, name), { bigint: true, throwIfNoEntry: false });
    if (about?.isFile() !== true) continue;
    const isPacked = packed.test(name);
    found.push({
      path: join(folder, name),
      ino: isPacked ? `${about.ino}.${about.size}.${about.mtimeNs}` : String(about.ino),
      sizeBytes: Number(about.size),
      isPacked,
      stamp: stamped,
      changedNs: about.mtimeNs,
    });
  }
  const counts = found.filter(({ stamp }) => isCount(stamp)).length;
  return found.sort((a, b) => {
    if (counts === found.length) return Number(b.stamp) - Number(a.stamp);
    if (counts === 0 && a.stamp !== b.stamp) return a.stamp < b.stamp ? -1 : 1;
    if (a.changedNs !== b.changedNs) return a.changedNs < b.changedNs ? -1 : 1;
    return a.path < b.path ? 1 : -1;
  });
}
