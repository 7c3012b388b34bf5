/** Records and queries about them, and what the reference says each query finds. */
import fc from 'fast-check';
import { parseAddress, toAddressKey } from '../../../src/lib/address-words.ts';
import { matches, parseQuery, type Query } from '../../../src/lib/query-language/index.ts';
import { fields, nowMs, queries, records, terms } from './fields.ts';

export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
export const keyOf = (value: unknown): string | null => {
  const address = typeof value === 'string' ? parseAddress(value) : null;
  return address ? toAddressKey(address.words) : null;
};
export const secondsOf = (value: unknown): number | null => (typeof value === 'number' ? value / 1000 : null);

const sampleOf = <T>(arbitrary: fc.Arbitrary<T>, count: number, seed: number): T[] =>
  fc.sample(arbitrary, { numRuns: count, seed });
export const rows = sampleOf(records, 300, 4);
export const asked = [...sampleOf(terms, 700, 5), ...sampleOf(queries, 700, 6)].flatMap((text) => {
  const { ast } = parseQuery(text, fields);
  return ast ? [{ text, ast }] : [];
});

/** Numbers of the rows that the reference finds. */
export const expectedOf = (ast: Query): number[] =>
  rows.flatMap((row, n) => (matches(ast, row, nowMs) ? [n] : []));
