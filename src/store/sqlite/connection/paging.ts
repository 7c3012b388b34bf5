/** Keyset paging: a page starts after the last key of the one before, so its cost does not grow with its number. */
import { AppError } from '../../../core/errors.ts';
import { type Page, type PageRequest, pageBytes } from '../../../core/query.ts';
import { type Clause, clause, textOf, valuesOf } from './clause.ts';
import type { Row } from './columns.ts';
import type { Connection } from './connection.ts';

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

export interface KeysetQuery {
  table: string;
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
export const mostScanned = 2000;

export interface Keyset {
  /** Where the rows are that belong on the page, in order. */
  found: { place: number; key: Key }[];
  /** Key from which the next call goes on, or null at the end. */
  next: Key | null;
}

/** Finds the rows of a page by the index alone; they are read when it is known which. */
export function readKeyset(db: Connection, query: KeysetQuery, scan = mostScanned): Keyset {
  const { table, order, residual, after, limit } = query;
  const keys = order.join(', ');
  const driving = [...query.driving];
  // One upper bound, the lower of the two: of two, SQLite may walk the index from the higher one.
  if (query.below !== undefined && (!after || String(after[0]) >= query.below))
    driving.push(clause(`${order[0]} < ?`, query.below));
  else if (after) driving.push(clause(`(${keys}) < (${order.map(() => '?').join(', ')})`, ...after));
  const keyOf = (row: Row): Key => order.map((name) => row[name] as string | number);

  const seen = [...new Set([...order, ...(query.looked ?? [])])].join(', ');
  const sorted = order.map((name) => `${name} DESC`).join(', ');
  const walk = `SELECT ROWID AS place, ${seen} FROM ${table} WHERE ${textOf(driving)} ORDER BY ${sorted} LIMIT ?`;
  // The inner query walks so many rows and no further (its LIMIT keeps its order); the outer one takes what matches.
  const rows = (
    residual.length === 0
      ? db.sql(walk).all(...valuesOf(driving), limit + 1)
      : db
          .sql(`SELECT place, ${keys} FROM (${walk}) AS w WHERE ${textOf(residual)} LIMIT ?`)
          .all(...valuesOf(driving), scan, ...valuesOf(residual), limit + 1)
  ) as Row[];
  const found = rows.slice(0, limit).map((row) => ({ place: Number(row.place), key: keyOf(row) }));
  if (rows.length > limit) return { found, next: found.at(-1)?.key ?? null };
  if (residual.length === 0) return { found, next: null };
  // By the index alone, without what was looked at.
  const walked = `SELECT ${keys} FROM ${table} WHERE ${textOf(driving)} ORDER BY ${sorted} LIMIT 1 OFFSET ?`;
  const end = db.sql(walked).get(...valuesOf(driving), scan - 1) as Row | undefined;
  return { found, next: end ? keyOf(end) : null };
}

/**
 * Rows by their places, in that order: the list is walked, each place looked up when its turn comes. Whoever stops early
 * ends the iterator.
 */
export function* readRows(
  db: Connection,
  table: string,
  columns: string,
  places: readonly number[],
): Generator<Row, undefined> {
  if (places.length === 0) return;
  yield* db
    .sql(`SELECT ${columns} FROM json_each(?) AS place CROSS JOIN ${table} ON ${table}.ROWID = place.value`)
    .iterate(JSON.stringify(places)) as Iterable<Row>;
}

/** Length of a row's texts. */
export function sizeOfRow(row: Row): number {
  let size = 0;
  for (const name in row) {
    const value = row[name];
    if (typeof value === 'string') size += value.length;
  }
  return size;
}

/** One table's page; `columns` are read of each row, and `derived`, an expression over the table's columns. */
export function readPage<T>(
  db: Connection,
  {
    columns,
    derived,
    scan = mostScanned,
    ...query
  }: Omit<KeysetQuery, 'after' | 'limit'> & { columns: string; derived?: string; scan?: number | undefined },
  page: PageRequest,
  read: (row: Row) => T,
  like: Key,
): Page<T> {
  const after = parseCursor(page.cursor, like);
  const { found, next } = readKeyset(db, { ...query, after, limit: page.limit }, Math.min(scan, mostScanned));
  const [table = ''] = query.table.split(' ', 1); // without its index hint
  const rows = readRows(
    db,
    table,
    columns.replaceAll(/\w+/g, (name) => `${table}.${name}`) + (derived ? `, ${derived}` : ''),
    found.map(({ place }) => place),
  );
  const items: T[] = [];
  let size = 0;
  for (const row of rows) {
    items.push(read(row));
    size += sizeOfRow(row);
    const last = found[items.length - 1];
    if (size >= pageBytes && last && items.length < found.length)
      return { items, next_cursor: toCursor(last.key) };
  }
  return { items, next_cursor: next && toCursor(next) };
}
