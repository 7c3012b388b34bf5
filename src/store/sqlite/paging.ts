/** Keyset paging: a page starts after the last key of the one before, so its cost does not grow with its number. */
import type { SQLInputValue } from 'node:sqlite';
import { AppError } from '../../core/errors.ts';
import type { Page, PageRequest } from '../../core/store.ts';
import type { Connection } from './connection.ts';
import type { Row } from './record.ts';

export type Key = (string | number)[];

export const toCursor = (key: Key): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** `like` is a key of the same shape. Throws `bad_request` for anything that `toCursor` did not make. */
export function parseCursor(cursor: string | null | undefined, like: Key): Key | null {
  if (cursor === null || cursor === undefined) return null;
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    key = null;
  }
  const isKey = (value: unknown): value is Key =>
    Array.isArray(value) &&
    value.length === like.length &&
    value.every((part, at) => typeof part === typeof like[at]);
  if (!isKey(key)) throw new AppError('bad_request', 'This cursor is not readable: start without one');
  return key;
}

/** A condition with its values; `where` joins them. */
export interface Clause {
  text: string;
  values: SQLInputValue[];
}
export const clause = (text: string, ...values: SQLInputValue[]): Clause => ({ text, values });

export interface KeysetQuery {
  table: string;
  /** What is read of a row; holds `order`. */
  columns: string;
  /** Descending, the last one unique: these columns follow `driving` in an index. */
  order: readonly string[];
  /** What an index answers. */
  driving: Clause[];
  /** What is looked at row by row, at most `mostScanned` of them, in the columns `looked`. */
  residual: Clause[];
  looked?: readonly string[];
  /** The first column of `order` stays below this. */
  below?: string | undefined;
  after: Key | null;
  limit: number;
}

/** Rows looked at in one call where no index answers. */
export const mostScanned = 5000;

export interface KeysetRows {
  rows: Row[];
  /** Key from which the next call goes on, or null at the end. */
  next: Key | null;
}

const conditionOf = (clauses: readonly Clause[]): string =>
  clauses.length === 0 ? '1' : clauses.map(({ text }) => text).join(' AND ');
const valuesOf = (clauses: readonly Clause[]): SQLInputValue[] => clauses.flatMap(({ values }) => values);

export function readKeyset(db: Connection, query: KeysetQuery, scan = mostScanned): KeysetRows {
  const { table, columns, order, residual, after, limit } = query;
  const keys = order.join(', ');
  const sorted = order.map((name) => `${name} DESC`).join(', ');
  const driving = [...query.driving];
  // One upper bound, the lower of the two: of two, SQLite may walk the index from the higher one.
  if (query.below !== undefined && (!after || String(after[0]) >= query.below))
    driving.push(clause(`${order[0]} < ?`, query.below));
  else if (after) driving.push(clause(`(${keys}) < (${order.map(() => '?').join(', ')})`, ...after));
  const keyOf = (row: Row): Key => order.map((name) => row[name] as string | number);

  if (residual.length === 0) {
    const rows = db
      .sql(`SELECT ${columns} FROM ${table} WHERE ${conditionOf(driving)} ORDER BY ${sorted} LIMIT ?`)
      .all(...valuesOf(driving), limit + 1) as Row[];
    const last = rows[limit - 1];
    return rows.length > limit && last
      ? { rows: rows.slice(0, limit), next: keyOf(last) }
      : { rows, next: null };
  }

  const [plainTable] = table.split(' ', 1); // without its index hint
  // The inner query walks the index for so many rows and no further (its LIMIT keeps its order); the outer one takes
  // what matches of them and reads only those.
  const seen = [...new Set([...order, ...(query.looked ?? [])])].join(', ');
  const walk = `SELECT ROWID AS place, ${seen} FROM ${table} WHERE ${conditionOf(driving)} ORDER BY ${sorted}`;
  const wanted = columns.replaceAll(/\w+/g, (name) => `t.${name}`);
  const rows = db
    .sql(
      `SELECT ${wanted} FROM (${walk} LIMIT ?) AS w CROSS JOIN ${plainTable} AS t ON t.ROWID = w.place
       WHERE ${conditionOf(residual)} LIMIT ?`,
    )
    .all(...valuesOf(driving), scan, ...valuesOf(residual), limit + 1) as Row[];
  if (rows.length > limit) {
    const last = rows[limit - 1];
    return { rows: rows.slice(0, limit), next: last ? keyOf(last) : null };
  }
  const end = db.sql(`${walk} LIMIT 1 OFFSET ?`).get(...valuesOf(driving), scan - 1) as Row | undefined;
  return { rows, next: end ? keyOf(end) : null };
}

/** One table's page. */
export function readPage<T>(
  db: Connection,
  query: Omit<KeysetQuery, 'after' | 'limit'>,
  page: PageRequest,
  read: (row: Row) => T,
  like: Key,
): Page<T> {
  const { rows, next } = readKeyset(db, {
    ...query,
    after: parseCursor(page.cursor, like),
    limit: page.limit,
  });
  return { items: rows.map(read), next_cursor: next && toCursor(next) };
}
