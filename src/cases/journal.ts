/** Documents and journal entries as routes make them. */

import type { RouteParts } from '../api/http/route.ts';
import type { JsonObject } from '../core/event.ts';
import type { Doc, JournalEntry } from '../core/query.ts';

export function newDoc(
  doc: Pick<Doc, 'kind' | 'id' | 'user_id'> & { body: object; now: string } & Partial<
      Pick<Doc, 'lookup' | 'tag' | 'expires_at'>
    >,
): Doc {
  const { now, body, ...rest } = doc;
  return {
    lookup: null,
    tag: null,
    expires_at: null,
    ...rest,
    created_at: now,
    updated_at: now,
    version: 1,
    body: body as JsonObject,
  };
}

/** Journals list by time and then by id: ids that grow keep the order of writing. */
export const newEntry = (
  { now, growingHex }: Pick<RouteParts, 'now' | 'growingHex'>,
  entry: Pick<JournalEntry, 'user_id' | 'stream' | 'by' | 'kind' | 'data'>,
): JournalEntry => ({ ...entry, id: growingHex(), at: now() });

/** ISO in UTC with milliseconds, as the store compares times. */
export const toIso = (time: string | null | undefined): string | null =>
  time === null || time === undefined ? null : new Date(time).toISOString();
