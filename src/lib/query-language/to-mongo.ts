/**
 * A query as a MongoDB filter. Values appear only where MongoDB takes values: as operands of `$eq`, `$gte`, … and,
 * every character escaped, in regular expressions that never backtrack.
 */
import { AppError } from '../../core/errors.ts';
import { compareWords, toAddressKey, toAddressText } from '../address-words.ts';
import { type AddressTest, isExact, type Query, type Term, type Test } from './ast.ts';
import { casesOf, fold } from './fold.ts';
import { type Interval, toInterval } from './interval.ts';

/** Where a field is stored. `path` is from our own code, never from input. */
export type MongoPath = {
  path: string;
  /** It is an array; one matching element is enough. */
  isList?: boolean;
} & (
  | {
      holds: 'text';
      /** Its values went through `fold`: they can be compared, and found in an index, as they are. */
      isFolded?: boolean;
    }
  /** Numbers; of lengths of time, in units of so many ms. */
  | { holds: 'number'; unitMs?: number }
  | { holds: 'time'; as: 'iso' | 'ms' | 'date' }
  | { holds: 'boolean' }
  /** The address as text, and the path of its key (`toAddressKey`). Without a key only single addresses in canonical form can be found. */
  | { holds: 'address'; key: string | null }
);
export type MongoMap = Readonly<Record<string, MongoPath>>;

/** As the driver accepts it. */
export interface MongoFilter {
  [key: string]: unknown;
}

const refuse = (message: string): AppError =>
  new AppError('invalid_request', message, { errors: [{ field: 'query', message }] });

/** One character: a class of its two cases, or itself; other ASCII characters are escaped with a backslash. */
function charPattern(char: string, isFolded: boolean): string {
  const cases = isFolded ? null : casesOf(char);
  if (cases) return `[${cases[0]}${cases[1]}]`;
  return /[\x00-\x7f]/.test(char) && !/[a-z0-9]/i.test(char) ? `\\${char}` : char;
}

const pattern = (text: string, isFolded: boolean): string =>
  [...fold(text)].map((char) => charPattern(char, isFolded)).join('');

/**
 * The parts with anything between them. Each matches at its first occurrence (an atomic group: no backtracking), so a
 * text that does not match is read once.
 */
function globPattern(parts: readonly string[], isFolded: boolean): string {
  const [first, ...rest] = parts.map((part) => pattern(part, isFolded));
  const last = rest.pop();
  const end = '(?![\\s\\S])';
  if (last === undefined) return `^${first}${end}`;
  const middle = rest.filter((part) => part !== '').map((part) => `(?>[\\s\\S]*?${part})`);
  return `^${first}${middle.join('')}${last === '' ? '' : `[\\s\\S]*${last}${end}`}`;
}

function textFilter(path: string, raw: readonly string[], isFolded: boolean): MongoFilter {
  if (raw.length === 1 && (isFolded || ![...raw[0]!].some(casesOf)))
    return { [path]: { $eq: fold(raw[0]!) } };
  return { [path]: { $regex: globPattern(raw, isFolded) } };
}

function intervalFilter(
  { path, isList }: MongoPath,
  { from, isAfter, until, isBefore }: Interval,
  write: (value: number) => unknown,
): MongoFilter {
  if (from !== null && from === until && !isAfter && !isBefore) return { [path]: { $eq: write(from) } };
  const bounds = {
    ...(from === null ? {} : { [isAfter ? '$gt' : '$gte']: write(from) }),
    ...(until === null ? {} : { [isBefore ? '$lt' : '$lte']: write(until) }),
  };
  // In a list, a single element must be in the range.
  return { [path]: isList && from !== null && until !== null ? { $elemMatch: bounds } : bounds };
}

function addressFilter(test: AddressTest, at: MongoPath & { holds: 'address' }, field: string): MongoFilter {
  const { first, last } = test;
  const isOne = compareWords(first, last) === 0;
  if (at.key === null) {
    if (isOne) return { [at.path]: { $eq: toAddressText(first) } };
    throw refuse(`\`${field}\` can be searched by address here, not by network`);
  }
  if (isOne) return { [at.key]: { $eq: toAddressKey(first) } };
  const bounds = { $gte: toAddressKey(first), $lte: toAddressKey(last) };
  return { [at.key]: at.isList ? { $elemMatch: bounds } : bounds };
}

function testFilter(test: Test, at: MongoPath, term: Term, field: string, nowMs: number): MongoFilter {
  if (test.kind === 'exists')
    return at.isList
      ? { [at.path]: { $elemMatch: { $nin: [null, ''] } } }
      : { [at.path]: { $exists: true, $nin: [null, ''] } };
  if (test.kind === 'text') {
    if (isExact(test, term)) return { [at.path]: { $eq: test.parts[0] } };
    const isFolded = at.holds === 'text' && at.isFolded === true;
    return textFilter(at.path, term.match === 'inside' ? ['', ...test.parts, ''] : test.parts, isFolded);
  }
  if (test.kind === 'boolean' && at.holds === 'boolean') return { [at.path]: { $eq: test.value } };
  if (test.kind === 'address' && at.holds === 'address') return addressFilter(test, at, field);
  if (test.kind === 'compare' || test.kind === 'between') {
    const interval = toInterval(test, nowMs);
    if (at.holds === 'number') {
      const unitMs = at.unitMs ?? 1;
      return intervalFilter(at, interval, (value) => value / unitMs);
    }
    if (at.holds === 'time')
      return intervalFilter(at, interval, (value) =>
        at.as === 'ms' ? value : at.as === 'iso' ? new Date(value).toISOString() : new Date(value),
      );
  }
  throw new Error(`the map defines ${field} as ${at.holds}`);
}

function termFilter(term: Term, map: MongoMap, nowMs: number): MongoFilter {
  const fields = term.field === null ? term.searched : [term.field];
  const filters = fields.flatMap((field) => {
    const at = Object.hasOwn(map, field) ? map[field] : undefined;
    if (!at) throw refuse(`\`${field}\` cannot be searched here`);
    return term.tests.map((test) => testFilter(test, at, term, field, nowMs));
  });
  return filters.length === 1 ? filters[0]! : { $or: filters };
}

/**
 * The filter. Throws `invalid_request` if the map lacks a field, or for a network if the field has no key. Pure.
 */
export function toMongo(query: Query, map: MongoMap, nowMs: number): MongoFilter {
  switch (query.kind) {
    case 'everything':
      return {};
    case 'and':
    case 'or':
      return { [`$${query.kind}`]: query.parts.map((part) => toMongo(part, map, nowMs)) };
    case 'not':
      return { $nor: [toMongo(query.part, map, nowMs)] };
    case 'term':
      return termFilter(query, map, nowMs);
  }
}
