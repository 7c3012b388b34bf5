/** Append-only streams: audit, comments and history of incidents, tuning. */

import type { JournalEntry } from '../../core/query.ts';
import type { TenantStore } from '../../core/store.ts';
import type { Connection } from './connection.ts';
import { clause, readPage } from './paging.ts';
import { defineColumns } from './record.ts';
import type { ForTenant } from './sync.ts';

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
    journal: (userId, stream, page) =>
      readPage(
        db,
        {
          table: 'journal',
          columns: columns.list,
          order: ['at', 'id'],
          driving: [clause('user_id = ?', userId), clause('stream = ?', stream)],
          residual: [],
        },
        page,
        columns.read,
        ['', ''],
      ),
  };
}
