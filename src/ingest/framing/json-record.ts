/** Checks that every record passes before it is interpreted, whatever its transport. */
import { isPoisoned, isTooDeep, maxDepth, mayPoison } from '../../lib/json-guards.ts';

/** A parsed record, or the reason why it was refused. */
export type Parsed = { record: unknown; problem: null } | { record: null; problem: string };

const refused = (problem: string): Parsed => ({ record: null, problem });

export const tooDeep = refused(`is nested too deeply (more than ${maxDepth} levels)`);
export const poisoned = refused('contains a forbidden key');

/** JSON.parse's own message quotes the input, which may hold anything: only the position is taken from it. */
function problemOf(cause: unknown, length: number): string {
  const message = cause instanceof Error ? cause.message : '';
  const position = /position (\d+)/.exec(message)?.[1];
  if (/unexpected end|unterminated/i.test(message) || Number(position) >= length) return 'is truncated';
  return position === undefined
    ? 'is not valid JSON'
    : `is not valid JSON (character ${Number(position) + 1})`;
}

/** JSON text → record, of at most 32 levels and without keys that reach for prototypes. */
export function parseRecord(text: string): Parsed {
  if (isTooDeep(text)) return tooDeep;
  try {
    const record: unknown = JSON.parse(text);
    return mayPoison(text) && isPoisoned(record) ? poisoned : { record, problem: null };
  } catch (cause) {
    return refused(problemOf(cause, text.length));
  }
}
