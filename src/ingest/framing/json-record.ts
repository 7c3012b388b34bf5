/** JSON text → record, with the checks that every record passes before it is interpreted, whatever its transport. */
import { isPoisoned, isTooDeep, maxDepth, mayPoison } from '../../lib/json-guards.ts';
import { narrowJson } from '../../lib/json-width.ts';
import { mendJson } from './nearly-json.ts';

/** A parsed record, or the reason why it was refused. */
export type Parsed =
  | { record: unknown; problem: null; mended: readonly string[] }
  | { record: null; problem: string; mended: readonly string[] };

const nothing: readonly string[] = [];
const refused = (problem: string): Parsed => ({ record: null, problem, mended: nothing });

export const tooDeep = refused(`is nested too deeply (more than ${maxDepth} levels)`);
export const poisoned = refused('contains a forbidden key');

/** Ends what is said of a record that was shortened (lib/json-width.ts). */
export const leftOut = ' values left out';

/** JSON.parse's own message quotes the input, which may hold anything: only the position is taken from it. */
function problemOf(cause: unknown, length: number): string {
  const message = cause instanceof Error ? cause.message : '';
  const position = /position (\d+)/.exec(message)?.[1];
  if (/unexpected end|unterminated/i.test(message) || Number(position) >= length) return 'is truncated';
  return position === undefined
    ? 'is not valid JSON'
    : `is not valid JSON (character ${Number(position) + 1})`;
}

/** A record of plain JSON that passes every check; null for anything else (a JSON `null` too, and what is too wide). */
export function parseStrictly(text: string): unknown {
  if (narrowJson(text).left > 0 || isTooDeep(text)) return null;
  try {
    const record: unknown = JSON.parse(text);
    return mayPoison(text) && isPoisoned(record) ? null : record;
  } catch {
    return null;
  }
}

/**
 * JSON text → record, of at most 32 levels and without keys that reach for prototypes. What real writers write in place
 * of JSON is mended, and `mended` says what; also where values were left out of a record that has too many.
 */
export function parseRecord(whole: string): Parsed {
  const { text, left } = narrowJson(whole);
  if (isTooDeep(text)) return tooDeep;
  const parsed = parseMended(text);
  if (left === 0 || parsed.problem !== null) return parsed;
  return { ...parsed, mended: [...parsed.mended, `${left}${leftOut}`] };
}

/** Longer than what is mended on trust: of a long text whose end is missing, nothing but the end can be mended. */
const longText = 1024 * 1024;
const isCutOff = (text: string): boolean => text.length > longText && !/[}\]]\s{0,9}$/.test(text.slice(-10));

function parseMended(text: string): Parsed {
  let cause: unknown;
  try {
    const record: unknown = JSON.parse(text);
    return mayPoison(text) && isPoisoned(record) ? poisoned : { record, problem: null, mended: nothing };
  } catch (error) {
    cause = error;
  }
  const better = isCutOff(text) ? null : mendJson(text);
  if (better === null) return refused(problemOf(cause, text.length));
  try {
    const record: unknown = JSON.parse(better.text);
    return isPoisoned(record) ? poisoned : { record, problem: null, mended: better.mended };
  } catch {
    return refused(problemOf(cause, text.length));
  }
}
