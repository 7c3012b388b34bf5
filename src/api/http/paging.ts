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

/** A bare list has no room for a cursor: the next page is in a `Link` header (RFC 8288), with the same filters. */
export function linkNext(request: FastifyRequest, reply: FastifyReply, cursor: string | null): void {
  if (cursor === null) return;
  const [path = '', query = ''] = request.url.split('?', 2);
  const asked = new URLSearchParams(query);
  asked.set('cursor', cursor);
  reply.header('link', `<${path}?${asked}>; rel="next"`);
}

interface Taking<T> {
  /** Which records are meant; others are passed over. */
  keep?: (item: T) => boolean;
  gone?: AbortSignal;
}

/** Records read at once where most of them may be passed over. */
const sifted = 500;

/**
 * One page of `limit` records where there are so many, however short the store's own pages are. Where `keep` passes over
 * most of them it may hold fewer, and `next_cursor` goes on.
 */
export async function takePage<T>(
  limit: number,
  cursor: string | null,
  read: (page: PageRequest) => Promise<Page<T>>,
  { keep, gone }: Taking<T> = {},
): Promise<Page<T>> {
  const items: T[] = [];
  let next = cursor;
  for (let reads = 0; reads < maxPages; reads++) {
    const missing = limit - items.length;
    const asked = { limit: keep ? Math.max(missing, sifted) : missing, cursor: next, gone };
    let page: Page<T> = await read(asked);
    if (keep) {
      const meant = page.items.flatMap((item, at) => (keep(item) ? [at] : []));
      const last = meant[missing - 1];
      // Only the store can say where the next page begins after a record in the middle of this one.
      if (last !== undefined && last + 1 < page.items.length)
        page = await read({ ...asked, limit: last + 1 });
      items.push(...page.items.filter(keep));
    } else items.push(...page.items);
    next = page.next_cursor;
    if (next === null || items.length >= limit || gone?.aborted) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { items, next_cursor: next };
}
