/** Arguments → files to import: named ones as they are, patterns and folders as the logs that are there. */
import { type Dirent, globSync, readdirSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { plural } from '../terminal.ts';
import { isLog } from './is-log.ts';

export interface FoundFiles {
  files: string[];
  /** For people: what was not found, and what in a folder is no log. */
  notes: string[];
}

const deepest = 8;
/** Of one argument. */
const mostFiles = 10_000;
const mostNamed = 5;
/** Where sensors put what visitors left: hostile files, which can look like logs. */
const leftByVisitors: ReadonlySet<string> = new Set([
  'artifacts',
  'binaries',
  'bistreams',
  'captures',
  'dl',
  'downloads',
  'files',
  'roots',
  'samples',
  'tty',
  'uploads',
]);

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
const writtenMs = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

interface Below {
  logs: string[];
  others: string[];
  /** Folders that were not looked into. */
  left: string[];
}

/** Links are not followed: they could lead anywhere. */
function look(folder: string, depth: number, found: Below): void {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    found.left.push(folder);
    return;
  }
  const logs: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (depth >= deepest || entry.name.startsWith('.') || leftByVisitors.has(entry.name.toLowerCase()))
        found.left.push(path);
      else look(path, depth + 1, found);
    } else if (entry.isFile()) (isLog(path) ? logs : found.others).push(path);
  }
  // Rotated logs before the one that is being written.
  const times = new Map(logs.map((path) => [path, writtenMs(path)]));
  found.logs.push(...logs.sort((a, b) => (times.get(a) ?? 0) - (times.get(b) ?? 0)));
}

const namesOf = (paths: readonly string[]): string =>
  paths.length <= mostNamed ? paths.join(', ') : `${paths.slice(0, mostNamed).join(', ')}, …`;

function filesOf(argument: string, folder: string, notes: string[]): string[] {
  const path = resolve(folder, argument);
  const about = statSync(path, { throwIfNoEntry: false });
  if (about?.isDirectory() === true) {
    const found: Below = { logs: [], others: [], left: [] };
    look(path, 0, found);
    const named = (all: string[]): string[] =>
      all.map((one) => (isAbsolute(argument) ? one : relative(folder, one)));
    if (found.logs.length === 0) notes.push(`${argument}: no log is there`);
    if (found.others.length > 0)
      notes.push(
        `${argument}: ${plural(found.others.length, 'file is no log', 'files are no logs')}: ${namesOf(named(found.others))}`,
      );
    if (found.left.length > 0) notes.push(`${argument}: not looked into: ${namesOf(named(found.left))}`);
    return named(found.logs);
  }
  if (about !== undefined || !/[*?[{]/.test(argument)) return [argument];
  const found = globSync(argument, { cwd: folder }).filter((name) => isFile(resolve(folder, name)));
  if (found.length === 0) notes.push(`${argument}: no file is there`);
  return found.sort();
}

/** `folder`: where relative paths begin. A file that does not exist is among them; `-` is stdin. Each counts once. */
export function findFiles(args: readonly string[], folder: string): FoundFiles {
  const notes: string[] = [];
  const files = new Set<string>();
  for (const argument of args) {
    const found = argument === '-' ? ['-'] : filesOf(argument, folder, notes);
    if (found.length > mostFiles)
      notes.push(`${argument}: only the first ${mostFiles} of ${found.length} files are imported`);
    for (const file of found.slice(0, mostFiles)) files.add(file);
  }
  return { files: [...files], notes };
}
