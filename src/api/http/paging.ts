/** Lists, by `limit` and by keyset. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { integer, type Optional, optional, text } from '../../contract/schema.ts';
import type { Page, PageRequest } from '../../core/query.ts';
import { toSourceName } from '../../lib/source-name.ts';

/** The store's largest page; whoever requests more gets this many. */
export const maxLimit = 1000;

/** `?limit=`: positive; more than 1000 is answered with 1000. */
export const limitOf = (standard: number): Optional<number> =>
  optional(
    integer({
      description: `Maximum number of results; values above ${maxLimit} count as ${maxLimit}.`,
      minimum: 1,
      maximum: 1_000_000,
      default: standard,
    }),
  );
export const cursorField: Optional<string> = optional(
  text({ description: '`next_cursor` of the previous page.', maxLength: 500 }),
);

/** `?source=`: an address however it is written, or a host name. */
export const sourceField: Optional<string> = optional(
  text({ description: 'An address, in any spelling, or a host name.', maxLength: 255 }),
);
/** A filter with its source under the one name that events have. */
export const withSource = <F extends { source?: string | undefined }>(filter: F): F =>
  filter.source === undefined ? filter : { ...filter, source: toSourceName(filter.source) };

export const clamp = (limit: number | undefined, standard: number): number =>
  Math.min(limit ?? standard, maxLimit);

/** A page may be short although there is more (filters that match rarely); bare lists read several pages, within bounds. */
const maxPages = 20;
/** A page ends early where its records are large, so it counts by what it brought; this ends it all the same. */
const maxReads = 500;

/** A bare list has no room for a cursor: the next page is in a `Link` header (RFC 8288), with the same filters. */
export function linkNext(request: FastifyRequest, reply: FastifyReply, cursor: string | null): void {
  if (cursor === null) return;
  const [path = '', query = ''] = request.url.split('?', 2);
  const asked = new URLSearchParams(query);
  asked.set('cursor', cursor);
  reply.header('link', `<${path}?${asked}>; rel="next"`);
}

/** One page of exactly `limit` records where there are so many, however short the store's own pages are. */
export async function takePage<T>(
  limit: number,
  cursor: string | null,
  read: (page: PageRequest) => Promise<Page<T>>,
): Promise<Page<T>> {
  const items: T[] = [];
  let next = cursor;
  for (let reads = 0; reads < maxPages; reads++) {
    const page: Page<T> = await read({ limit: limit - items.length, cursor: next });
    items.push(...page.items);
    next = page.next_cursor;
    if (next === null || items.length >= limit) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { items, next_cursor: next };
}

/** Reads pages until `limit` records are found that `keep` accepts. */
export async function take<T>(
  limit: number,
  read: (page: PageRequest) => Promise<Page<T>>,
  keep: (item: T) => boolean = () => true,
): Promise<T[]> {
  const out: T[] = [];
  let cursor: string | null = null;
  let pages = 0;
  for (let reads = 0; reads < maxReads && pages < maxPages && out.length < limit; reads++) {
    const most = Math.min(maxLimit, Math.max(limit - out.length, 50));
    const page: Page<T> = await read({ limit: most, cursor });
    out.push(...page.items.filter(keep));
    pages += page.items.length === 0 ? 1 : page.items.length / most;
    cursor = page.next_cursor;
    if (cursor === null) break;
    // An embedded store answers within the same turn of the event loop: others get theirs between pages.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return out.slice(0, limit);
}
