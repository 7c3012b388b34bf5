/**
 * Records of other products and in logs have no id, and each may be delivered twice: their id is a hash of
 * their content (docs/events.md, “When are two records one event?”).
 */
import { sha256Hex } from '../lib/hash.ts';

/** One canonical text for a record, independent of whitespace and key order. Records are at most some 30 levels deep here. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const object = value as { [key: string]: unknown };
  return `{${Object.keys(object)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(object[key])}`)
    .join(',')}}`;
}

/** `sha256:` and 40 hex digits. The same record gives the same id, however it is delivered. */
export const recordId = (record: unknown): string => `sha256:${sha256Hex(canonical(record)).slice(0, 40)}`;

/** Minimum number of different ids that a counter remembers. */
const generation = 50_000;

/**
 * Distinguishes equal records of one file: the first keeps its id, the second gets `…#2`, and so on. It remembers the
 * latest 50,000 to 100,000 different records (memory stays bounded, and the same file always gives the same ids);
 * equal records further apart than that count as one.
 */
function createRepeatCounter(): (id: string) => string {
  let current = new Map<string, number>();
  let older = new Map<string, number>();
  return (id) => {
    const count = (current.get(id) ?? older.get(id) ?? 0) + 1;
    if (current.size >= generation && !current.has(id)) {
      older = current;
      current = new Map();
    }
    current.set(id, count);
    return count === 1 ? id : `${id}#${count}`;
  };
}

/**
 * Formats whose times may be as coarse as a second, so that two equal records of a log can well be two events. Where
 * times have microseconds, an equal record is a copy (logs are concatenated and rotated badly), and one with the first.
 */
const coarse: ReadonlySet<string> = new Set(['native', 'other']);

/** Turns a record's id into the event's id within one file of this format. */
export const createRepeatNamer = (format: string): ((id: string) => string) =>
  coarse.has(format) ? createRepeatCounter() : (id) => id;
