/** Append-only streams: audit, comments and history of incidents, tuning. */

import type { JournalEntry } from '../../core/query.ts';
import type { TenantStore } from '../../core/store.ts';
import type { Connection } from './connection/connection.ts';
import { parseCursor, readKeyset, toCursor, toRangeFilter } from './connection/paging.ts';
import { defineShape, keyOf } from './connection/shape.ts';
import { insertMissing } from './writing/write.ts';

const shape = defineShape<JournalEntry>(
  () => ({ id: '', user_id: '', stream: '', at: '', by: '', kind: '', data: null }),
  ['data'],
);

export function createJournalOfTenant(
  connection: Connection,
  userId: string,
): Pick<TenantStore, 'append' | 'journal'> {
  return {
    async append(entry) {
      const document = shape.toDocument({ ...entry, user_id: userId }, keyOf(userId, entry.stream, entry.id));
      await connection.run((c) => insertMissing(c.journal, [document]));
    },
    async journal(stream, page, range = {}) {
      const after = parseCursor(page.cursor, '');
      const { found, next } = await connection.run((c) =>
        readKeyset({
          collection: c.journal,
          order: 'at',
          driving: [{ user_id: userId }, { stream: { $eq: stream } }, ...toRangeFilter('at', range)],
          residual: [],
          after,
          limit: page.limit,
        }),
      );
      return { items: found.map(shape.read), next_cursor: next && toCursor(next) };
    },
  };
}
