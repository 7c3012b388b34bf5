/** What doubles of services check in all requests. */
import assert from 'node:assert/strict';
import type { Seen } from './receiver.ts';

/** Bodies are read as their documentation has them; the checks below say where they are not. */
export const parse = <T extends object>(seen: Seen): T => {
  assert.match(String(seen.headers['content-type']), /^application\/json/);
  return JSON.parse(seen.body) as T;
};
export const at = (seen: Seen, method: string, path: RegExp): void => {
  assert.equal(seen.method, method);
  assert.match(seen.url, path);
};
export const keys = (value: object, known: readonly string[]): void => {
  for (const key of Object.keys(value)) assert.ok(known.includes(key), `unknown key ${key}`);
};
export const text = (value: unknown, max: number, min = 1): void => {
  assert.equal(typeof value, 'string');
  const { length } = value as string;
  assert.ok(length >= min && length <= max, `a text of ${length} characters, allowed are ${min} to ${max}`);
};
