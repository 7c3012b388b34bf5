/** The source tree as the house tests read it. */
import { globSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

export interface SourceFile {
  /** From the root, with slashes: `src/api/app.ts`. */
  path: string;
  text: string;
}

/** All TypeScript files below these folders of the repository. */
export function filesBelow(...folders: string[]): SourceFile[] {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root }))
    .sort()
    .map((path) => ({
      path: relative('.', path).split(sep).join('/'),
      text: readFileSync(join(root, path), 'utf8'),
    }));
}

/** What a file imports, type-only and dynamic imports included. */
export function importsOf(text: string): string[] {
  const found: string[] = [];
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|import\(\s*'([^']+)'\s*\)/g;
  for (const match of text.matchAll(pattern)) found.push(match[1] ?? match[2] ?? match[3] ?? '');
  return found;
}
