import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';

/** On the disk the repository is on: many a /tmp is memory. */
export const cacheFolder = join(import.meta.dirname, '..', '.cache', 'bench');

export function freshFolder(): string {
  mkdirSync(cacheFolder, { recursive: true });
  return mkdtempSync(join(cacheFolder, 'run-'));
}
