/** Keyset paging: a page starts after the last key of the one before, so its cost does not grow with its number. */
import { BSON, type Collection, type Document, type Filter } from 'mongodb';
import { AppError } from '../../../core/errors.ts';
import { pageBytes, type TimeRange } from '../../../core/query.ts';
import { readBound, type Stored } from './connection.ts';
import { allOf } from './filter.ts';

/** Value of the ordering field, and the id that tells equal ones apart. */
export type Key = [value: string | number, id: string];

export const toCursor = (key: Key): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** `like` is a value of the ordering field's type. Throws `bad_request` for anything that `toCursor` did not make. */
export function parseCursor(cursor: string | null | undefined, like: string | number): Key | null {
  if (cursor === null || cursor === undefined) return null;
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    key = null;
  }
  if (Array.isArray(key) && key.length === 2 && typeof key[0] === typeof like && typeof key[1] === 'string')
    return key as Key;
  throw new AppError('bad_request', 'This cursor is not readable: start without one');
}

export interface Keyset {
  collection: Collection<Stored>;
  /** Descending, then `_id` descending: follows `driving` in an index. */
  order: string;
  /** What an index answers. */
  driving: Filter<Stored>[];
  /** What is looked at document by document, at most `scan` of them. */
  residual: Filter<Stored>[];
  after: Key | null;
  limit: number;
  scan?: number;
  /** Ends the read, here and at the server. */
  signal?: AbortSignal | undefined;
}

/** Documents that the server sends at once: large ones must not all be in memory before their size is known. */
const mostInBatch = 100;

/** Documents looked at in one call where no index answers. */
export const mostScanned = 5000;

const keyIn = (document: Document, order: string): Key => [
  (document[order] as string | number) ?? '',
  document._id as string,
];
const before = (order: string, [value, id]: Key): Filter<Stored>[] => [
  { [order]: { $lte: value } },
  { $or: [{ [order]: { $lt: value } }, { _id: { $lt: id } }] },
];
const downTo = (order: string, [value, id]: Key): Filter<Stored>[] => [
  { [order]: { $gte: value } },
  { $or: [{ [order]: { $gt: value } }, { _id: { $gte: id } }] },
];

/** The conditions of a range on the field of the order. */
export const toRangeFilter = (field: string, { from, to }: TimeRange): Filter<Stored>[] => [
  ...(from === undefined ? [] : [{ [field]: { $gte: from } }]),
  ...(to === undefined ? [] : [{ [field]: { $lt: to } }]),
];

/** Documents and the key from which the next call goes on, or null at the end. */
export async function readKeyset(query: Keyset): Promise<{ found: Document[]; next: Key | null }> {
  const { collection, order, driving, residual, after, limit, scan = mostScanned, signal } = query;
  const bound = signal === undefined ? readBound : { ...readBound, signal };
  const sort = { [order]: -1, _id: -1 } as const;
  const range: Filter<Stored>[] = after ? [...driving, ...before(order, after)] : [...driving];
  let end: Key | null = null;
  if (residual.length > 0) {
    const [edge] = await collection
      .find(allOf(range), { ...bound, projection: { [order]: 1 }, sort, skip: scan - 1, limit: 1 })
      .toArray();
    if (edge) {
      end = keyIn(edge, order);
      range.push(...downTo(order, end));
    }
  }
  const found: Document[] = [];
  let size = 0;
  for await (const document of collection.find(allOf([...range, ...residual]), {
    ...bound,
    sort,
    limit: limit + 1,
    batchSize: Math.min(limit + 1, mostInBatch),
  })) {
    if (size >= pageBytes) return { found, next: keyIn(found.at(-1)!, order) };
    found.push(document);
    size += BSON.calculateObjectSize(document);
  }
  const last = found[limit - 1];
  if (found.length > limit && last) return { found: found.slice(0, limit), next: keyIn(last, order) };
  return { found, next: end };
}

/** How many documents match, counted up to `most`, and whether more may: no more than `scan` are looked at. */
export async function countKeyset(
  query: Omit<Keyset, 'after' | 'limit'> & { scan: number },
  most: number,
): Promise<{ count: number; has_more: boolean }> {
  const { collection, order, driving, residual, scan, signal } = query;
  const bound = signal === undefined ? readBound : { ...readBound, signal };
  const [edge] = await collection
    .find(allOf(driving), {
      ...bound,
      projection: { [order]: 1 },
      sort: { [order]: -1, _id: -1 },
      skip: scan,
      limit: 1,
    })
    .toArray();
  const range = edge ? downTo(order, keyIn(edge, order)) : [];
  const found = await collection.countDocuments(allOf([...driving, ...range, ...residual]), {
    ...bound,
    limit: most + 1,
  });
  return { count: Math.min(found, most), has_more: found > most || edge !== undefined };
}
