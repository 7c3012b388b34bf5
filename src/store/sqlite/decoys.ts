import { hash } from 'node:crypto';
import type { Decoy, DecoyTouch } from '../../core/decoy.ts';
import { decoyId } from '../../core/ids.ts';
import type { TenantStore } from '../../core/store.ts';
import { clause } from './connection/clause.ts';
import { defineColumns } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import type { ForTenant } from './connection/operations.ts';
import { readPage } from './connection/paging.ts';

const columns = defineColumns<Decoy>('decoys', {
  id: 'text',
  node_id: 'text',
  user_id: 'text',
  file_name: 'text',
  file_path: 'text',
  type: 'text',
  status: 'text',
  registered_at: 'text',
  last_accessed: 'text',
  triggers_count: 'number',
  extra: 'json',
});

const sha256 = (text: string): string => hash('sha256', text, 'hex');

const touch = `${columns.insert} ON CONFLICT DO UPDATE SET triggers_count = triggers_count + excluded.triggers_count,
  last_accessed = max(coalesce(last_accessed, ''), excluded.last_accessed) WHERE user_id = excluded.user_id`;

/** Within a transaction. A decoy nobody registered becomes known by being touched. */
export function touchDecoy(db: Connection, seen: DecoyTouch): void {
  db.sql(touch).run(
    ...columns.values({
      id: decoyId(seen.node_id, seen, sha256),
      node_id: seen.node_id,
      user_id: seen.user_id,
      file_name: seen.file_name,
      file_path: seen.file_path,
      type: 'file',
      status: 'active',
      registered_at: null,
      last_accessed: seen.at,
      triggers_count: seen.count,
      extra: null,
    }),
  );
}

export function createDecoysOfTenant(
  db: Connection,
): ForTenant<Pick<TenantStore, 'decoys' | 'countDecoys' | 'registerDecoys'>> {
  return {
    decoys: (userId, { node_id, from, to }, page) =>
      readPage(
        db,
        {
          table: 'decoys',
          columns: columns.list,
          order: ['latest_at', 'id'],
          driving: [
            ...(node_id === undefined
              ? [clause('user_id = ?', userId)]
              : [clause('node_id = ?', node_id), clause('+user_id = ?', userId)]),
            ...(from === undefined ? [] : [clause('latest_at >= ?', from)]),
          ],
          below: to,
          residual: [],
        },
        page,
        columns.read,
        ['', ''],
      ),
    countDecoys: (userId, most) =>
      Number(
        db.sql('SELECT count(*) AS n FROM (SELECT 1 FROM decoys WHERE user_id = ? LIMIT ?)').get(userId, most)
          ?.n ?? 0,
      ),
    registerDecoys: (userId, decoys) =>
      db.transaction(() => {
        for (const decoy of decoys)
          db.sql(
            `${columns.insert} ON CONFLICT DO UPDATE SET file_name = excluded.file_name, file_path = excluded.file_path,
               type = excluded.type, status = excluded.status, extra = excluded.extra,
               registered_at = coalesce(registered_at, excluded.registered_at)
             WHERE user_id = excluded.user_id`,
          ).run(...columns.values({ ...decoy, user_id: userId }));
      }),
  };
}
