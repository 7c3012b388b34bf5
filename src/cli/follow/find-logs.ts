/** Arguments → logs: a rotated file belongs to the log that it was, and is read from its beginning where it was named. */
import { closeSync, globSync, openSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { bytesAt } from './mark.ts';
import { unrotated } from './rotated.ts';

export interface FoundLog {
  path: string;
  /** Its rotated files that the arguments name. */
  named: Set<string>;
}

const deepest = 5;
/** Of one argument. */
const mostFiles = 1000;

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** A log of JSON: by its name, or by how it begins. */
function isLog(path: string): boolean {
  if (/\.(?:json|ndjson|jsonl)$/.test(path)) return true;
  if (!path.endsWith('.log')) return false;
  try {
    const fd = openSync(path, 'r');
    try {
      return bytesAt(fd, 0, 1)[0] === 123;
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}

function logsBelow(folder: string, depth = 0): string[] {
  if (depth > deepest) return [];
  try {
    return readdirSync(folder, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return logsBelow(path, depth + 1);
        const isRotated = isFile(join(folder, unrotated(entry.name) ?? '/'));
        return entry.isFile() && !isRotated && isLog(path) ? [path] : [];
      });
  } catch {
    return [];
  }
}

function filesOf(argument: string): string[] {
  const about = statSync(argument, { throwIfNoEntry: false });
  if (about?.isDirectory()) return logsBelow(argument);
  if (about !== undefined || !/[*?[{]/.test(argument)) return [argument];
  return globSync(argument).filter(isFile).sort();
}

/** `folder`: where relative paths begin. Logs that do not exist yet are among them; `problems` are for people. */
export function findLogs(args: readonly string[], folder: string): { logs: FoundLog[]; problems: string[] } {
  const logs = new Map<string, FoundLog>();
  const problems: string[] = [];
  for (const argument of args) {
    const files = filesOf(resolve(folder, argument));
    if (files.length === 0) problems.push(`${argument}: no log is there`);
    if (files.length > mostFiles)
      problems.push(`${argument}: only the first ${mostFiles} of ${files.length} files are followed`);
    for (const file of files.slice(0, mostFiles)) {
      const before = unrotated(basename(file));
      const log = before === null ? file : join(dirname(file), before);
      const isRotated = log !== file && (files.includes(log) || isFile(log));
      if (!isRotated && /\.(?:gz|zst)$/.test(file)) {
        problems.push(`${file} is compressed, so nobody writes to it: use decoyverse import`);
        continue;
      }
      const path = isRotated ? log : file;
      const found = logs.get(path) ?? { path, named: new Set() };
      if (isRotated) found.named.add(file);
      logs.set(path, found);
    }
  }
  return { logs: [...logs.values()], problems };
}
