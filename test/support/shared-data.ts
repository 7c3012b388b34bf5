/** Real logs that are no part of the project: `DECOYVERSE_DATA`, or the folder beside the project. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.DECOYVERSE_DATA ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data');

/** Null where it is not on this machine. */
export function sharedFile(...path: string[]): string | null {
  const file = join(folder, ...path);
  return existsSync(file) ? file : null;
}

/** For a test's `skip`: why it is, or false. */
export const sharedDataIsMissing: string | false = existsSync(folder)
  ? false
  : `${folder} is not on this machine (DECOYVERSE_DATA names the folder of real logs)`;
