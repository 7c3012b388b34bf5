/** Lists, by `limit` and by keyset. */

import { integer, type Optional, optional, text } from '../../contract/schema.ts';
import type { Page, PageRequest } from '../../core/query.ts';

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

export const clamp = (limit: number | undefined, standard: number): number =>
  Math.min(limit ?? standard, maxLimit);

/** A page may be short although there is more (filters that match rarely); bare lists read several pages, within bounds. */
const maxPages = 20;

/** Reads pages until `limit` records are found that `keep` accepts. */
export async function take<T>(
  limit: number,
  read: (page: PageRequest) => Promise<Page<T>>,
  keep: (item: T) => boolean = () => true,
): Promise<T[]> {
  const out: T[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < maxPages && out.length < limit; pages++) {
    const page: Page<T> = await read({ limit: Math.min(maxLimit, Math.max(limit - out.length, 50)), cursor });
    out.push(...page.items.filter(keep));
    cursor = page.next_cursor;
    if (cursor === null) break;
  }
  return out.slice(0, limit);
}
