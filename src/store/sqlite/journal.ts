/** Append-only streams: audit, comments and history of incidents, tuning. */

import type { JournalEntry } from '../../core/query.ts';
import type { TenantStore } from '../../core/store.ts';
import { clause } from './connection/clause.ts';
import { defineColumns } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import type { ForTenant } from './connection/operations.ts';
import { readPage } from './connection/paging.ts';

const columns = defineColumns<JournalEntry>('journal', {
  id: 'text',
  user_id: 'text',
  stream: 'text',
  at: 'text',
  by: 'text',
  kind: 'text',
  data: 'json',
});

export function createJournalOfTenant(db: Connection): ForTenant<Pick<TenantStore, 'append' | 'journal'>> {
  return {
    append(userId, entry) {
      db.sql(`${columns.insert} ON CONFLICT DO NOTHING`).run(
        ...columns.values({ ...entry, user_id: userId }),
      );
    },
    journal: (userId, stream, page, range = {}) =>
      readPage(
        db,
        {
          table: 'journal',
          columns: columns.list,
          order: ['at', 'id'],
          driving: [
            clause('user_id = ?', userId),
            clause('stream = ?', stream),
            ...(range.from === undefined ? [] : [clause('at >= ?', range.from)]),
          ],
          below: range.to,
          residual: [],
        },
        page,
        columns.read,
        ['', ''],
      ),
  };
}
