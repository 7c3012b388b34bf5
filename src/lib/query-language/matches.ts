/** Whether a record matches a query. This defines the meaning of the language: every store must agree with it. */
import { holds, parseAddress } from '../address-words.ts';
import { isExact, type Query, type Term, type Test } from './ast.ts';
import { fits, fold } from './fold.ts';
import { liesIn, toInterval } from './interval.ts';

/**
 * Values by field: text, numbers, booleans, durations in ms, times as ISO text or epoch ms, or lists of those.
 * null and undefined mean no value.
 */
export type QueryRecord = Readonly<Record<string, unknown>>;

const hasValue = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

function numberOf(value: unknown, { type }: Term): number | null {
  const number = type === 'time' && typeof value === 'string' ? Date.parse(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function meets(test: Test, value: unknown, term: Term, nowMs: number): boolean {
  switch (test.kind) {
    case 'exists':
      return hasValue(value);
    case 'boolean':
      return value === test.value;
    case 'text': {
      if (typeof value !== 'string') return false;
      if (isExact(test, term)) return value === test.parts[0];
      const parts = test.parts.map(fold);
      return fits(term.match === 'inside' ? ['', ...parts, ''] : parts, fold(value));
    }
    case 'address': {
      const address = typeof value === 'string' ? parseAddress(value) : null;
      return address !== null && holds(test, address.words);
    }
    default: {
      const number = numberOf(value, term);
      return number !== null && liesIn(toInterval(test, nowMs), number);
    }
  }
}

const valuesOf = (record: QueryRecord, field: string): unknown[] => {
  const value = Object.hasOwn(record, field) ? record[field] : undefined;
  return Array.isArray(value) ? value : [value];
};

/** Pure; `nowMs` is what `7d` is counted from. */
export function matches(query: Query, record: QueryRecord, nowMs: number): boolean {
  switch (query.kind) {
    case 'everything':
      return true;
    case 'and':
      return query.parts.every((part) => matches(part, record, nowMs));
    case 'or':
      return query.parts.some((part) => matches(part, record, nowMs));
    case 'not':
      return !matches(query.part, record, nowMs);
    case 'term': {
      const fields = query.field === null ? query.searched : [query.field];
      return fields.some((field) =>
        valuesOf(record, field).some((value) => query.tests.some((test) => meets(test, value, query, nowMs))),
      );
    }
  }
}
