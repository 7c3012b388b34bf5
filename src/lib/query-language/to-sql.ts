/**
 * A query as an SQLite condition. Every value is a parameter, every column comes from the map. Text is compared byte
 * by byte (`instr` and `substr` over blobs), not by LIKE or GLOB: those have patterns that would have to be escaped, and
 * they stop at a NUL, behind which an attacker could hide text.
 */
import { AppError } from '../../core/errors.ts';
import { compareWords, toAddressBytes, toAddressKey, toAddressText } from '../address-words.ts';
import { type AddressTest, isExact, type Query, type Term, type Test } from './ast.ts';
import { fold } from './fold.ts';
import { type Interval, toInterval } from './interval.ts';
import { fitsSql, holdsSql, type SqlPart } from './sql-text.ts';

/** Where a field is stored. `sql` is an expression from our own code, valid in the statement that gets the condition. */
export type SqlColumn = {
  sql: string;
  /** It is the JSON text of a list; one matching element is enough. */
  isList?: boolean;
  /** JSON text that every element stands in, as JSON.stringify writes it: what is not in it is in no element. */
  inside?: string;
} & (
  | {
      holds: 'text';
      /** Its values went through `fold`: they can be compared, and found in an index, as they are. */
      isFolded?: boolean;
    }
  /** Numbers; of lengths of time, in units of so many ms. */
  | { holds: 'number'; unitMs?: number }
  | { holds: 'time'; as: 'iso' | 'ms' }
  /** 0 and 1. */
  | { holds: 'boolean' }
  /**
   * The address as text, and its key (`toAddressKey` as text, or `toAddressBytes` as a blob; NULL if it is not
   * an address). Without a key only single addresses in canonical form can be found.
   */
  | { holds: 'address'; key: { sql: string; as: 'hex' | 'bytes' } | null }
);
export type SqlMap = Readonly<Record<string, SqlColumn>>;

export interface SqlCondition {
  where: string;
  /** In the order of the question marks. */
  params: (string | number | Uint8Array)[];
}

const refuse = (message: string): AppError =>
  new AppError('invalid_request', message, { errors: [{ field: 'query', message }] });

const joined = (parts: readonly SqlPart[], word: 'AND' | 'OR'): SqlPart =>
  parts.length === 1
    ? parts[0]!
    : {
        sql: `(${parts.map(({ sql }) => sql).join(` ${word} `)})`,
        params: parts.flatMap(({ params }) => params),
      };

function intervalSql(
  sql: string,
  { from, isAfter, until, isBefore }: Interval,
  write: (value: number) => string | number,
): SqlPart {
  if (from !== null && from === until && !isAfter && !isBefore)
    return { sql: `${sql} = ?`, params: [write(from)] };
  const bounds: SqlPart[] = [];
  if (from !== null) bounds.push({ sql: `${sql} ${isAfter ? '>' : '>='} ?`, params: [write(from)] });
  if (until !== null) bounds.push({ sql: `${sql} ${isBefore ? '<' : '<='} ?`, params: [write(until)] });
  return joined(bounds, 'AND');
}

function addressSql(test: AddressTest, column: SqlColumn & { holds: 'address' }, field: string): SqlPart {
  const { first, last } = test;
  if (!column.key) {
    if (compareWords(first, last) === 0) return { sql: `${column.sql} = ?`, params: [toAddressText(first)] };
    throw refuse(`\`${field}\` can be searched by address here, not by network`);
  }
  const { sql, as } = column.key;
  const write = as === 'hex' ? toAddressKey : toAddressBytes;
  return compareWords(first, last) === 0
    ? { sql: `${sql} = ?`, params: [write(first)] }
    : { sql: `${sql} BETWEEN ? AND ?`, params: [write(first), write(last)] };
}

function testSql(test: Test, column: SqlColumn, term: Term, field: string, nowMs: number): SqlPart {
  const { sql } = column;
  if (test.kind === 'exists')
    return {
      sql:
        column.holds === 'text' || column.holds === 'address'
          ? `(${sql} IS NOT NULL AND ${sql} <> '')`
          : `${sql} IS NOT NULL`,
      params: [],
    };
  if (test.kind === 'text') {
    if (isExact(test, term)) return { sql: `${sql} = ?`, params: [test.parts[0]!] };
    const isFolded = column.holds === 'text' && column.isFolded === true;
    return term.match === 'inside' ? holdsSql(sql, test.parts, isFolded) : fitsSql(sql, test.parts, isFolded);
  }
  if (test.kind === 'address' && column.holds === 'address') return addressSql(test, column, field);
  if (test.kind === 'boolean' && column.holds === 'boolean')
    return { sql: `${sql} = ?`, params: [test.value ? 1 : 0] };
  if (test.kind === 'compare' || test.kind === 'between') {
    const interval = toInterval(test, nowMs);
    if (column.holds === 'number') {
      const unitMs = column.unitMs ?? 1;
      return intervalSql(sql, interval, (value) => value / unitMs);
    }
    if (column.holds === 'time')
      return intervalSql(sql, interval, (value) =>
        column.as === 'ms' ? value : new Date(value).toISOString(),
      );
  }
  throw new Error(`the map defines ${field} as ${column.holds}`);
}

/** As JSON has it too. */
const isPlain = (text: string): boolean => /^[ !#-[\]-~]*$/.test(text);

/** What is cheaply asked before a list is taken apart: whether its JSON has the texts at all. Null where it cannot tell. */
function guardSql(term: Term, { inside, holds }: SqlColumn): SqlPart | null {
  if (inside === undefined || holds !== 'text') return null;
  const tests: SqlPart[] = [];
  for (const test of term.tests) {
    if (test.kind !== 'text' || !test.parts.every(isPlain)) return null;
    const parts = test.parts.filter((part) => part !== '').map(fold);
    if (parts.length === 0) return null;
    tests.push(
      joined(
        parts.map((part) => ({ sql: `instr(lower(${inside}), ?) > 0`, params: [part] })),
        'AND',
      ),
    );
  }
  return joined(tests, 'OR');
}

function termSql(term: Term, map: SqlMap, nowMs: number): SqlPart {
  const fields = term.field === null ? term.searched : [term.field];
  const parts = fields.flatMap((field) => {
    const column = Object.hasOwn(map, field) ? map[field] : undefined;
    if (!column) throw refuse(`\`${field}\` cannot be searched here`);
    if (column.isList && column.holds === 'address')
      throw new Error(`${field}: lists of addresses have no key`);
    const inner = column.isList ? { ...column, sql: 'each_one.value' } : column;
    const test = joined(
      term.tests.map((one) => testSql(one, inner, term, field, nowMs)),
      'OR',
    );
    // A list may contain anything; text and numbers are not compared with each other.
    const types = column.holds === 'number' ? "'integer', 'real'" : "'text'";
    const kind =
      column.holds === 'boolean' || (column.holds === 'time' && column.as === 'ms')
        ? ''
        : `typeof(each_one.value) IN (${types}) AND `;
    if (!column.isList) return test;
    const exists = {
      sql: `EXISTS (SELECT 1 FROM json_each(${column.sql}) AS each_one WHERE ${kind}(${test.sql}))`,
      params: test.params,
    };
    const guard = guardSql(term, column);
    return guard === null ? exists : joined([guard, exists], 'AND');
  });
  return joined(parts, 'OR');
}

function partOf(query: Query, map: SqlMap, nowMs: number): SqlPart {
  switch (query.kind) {
    case 'everything':
      return { sql: 'TRUE', params: [] };
    case 'and':
    case 'or':
      return joined(
        query.parts.map((part) => partOf(part, map, nowMs)),
        query.kind === 'and' ? 'AND' : 'OR',
      );
    case 'not': {
      const { sql, params } = partOf(query.part, map, nowMs);
      // NULL, the result of comparing a missing value, is not true either.
      return { sql: `(${sql}) IS NOT TRUE`, params };
    }
    case 'term':
      return termSql(query, map, nowMs);
  }
}

/**
 * The condition for a WHERE clause (put it in brackets beside others). Throws `invalid_request` if the map lacks a field,
 * or for a network if the field has no key. Pure.
 */
export function toSql(query: Query, map: SqlMap, nowMs: number): SqlCondition {
  const { sql, params } = partOf(query, map, nowMs);
  return { where: sql, params };
}
