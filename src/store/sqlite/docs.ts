/** Small documents: channels, rules, keys, blocked addresses. Each kind has a revision by which caches agree. */

import type { Effects } from '../../core/effects.ts';
import type { JsonObject } from '../../core/event.ts';
import type { Doc } from '../../core/query.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { kindOfSuppressor } from '../../core/suppression.ts';
import { defineColumns, type Row } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import type { ForTenant, Sync } from './connection/operations.ts';
import { parseCursor, toCursor } from './connection/paging.ts';

const columns = defineColumns<Doc>('docs', {
  kind: 'text',
  id: 'text',
  user_id: 'text',
  lookup: 'text',
  tag: 'text',
  created_at: 'text',
  updated_at: 'text',
  expires_at: 'text',
  version: 'number',
  body: 'json',
});

/** Within the transaction that changes the document. */
export function growRevision(db: Connection, userId: string, kind: string): void {
  db.sql(
    'INSERT INTO tenant_doc_revisions VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET revision = revision + 1',
  ).run(userId, kind);
  db.sql('INSERT INTO doc_revisions VALUES (?, 1) ON CONFLICT DO UPDATE SET revision = revision + 1').run(
    kind,
  );
}

function findDoc(db: Connection, userId: string, kind: string, id: string): Doc | null {
  const row = db
    .sql(`SELECT ${columns.list} FROM docs WHERE user_id = ? AND kind = ? AND id = ?`)
    .get(userId, kind, id);
  return row ? columns.read(row) : null;
}

/** Within a transaction. Neither version nor revision grows: a count is not a change that people or caches care for. */
export function addSuppressionHits(db: Connection, hit: Effects['suppressionHits'][number]): void {
  const kind = kindOfSuppressor(hit.rule_id);
  const rule = findDoc(db, hit.user_id, kind, hit.rule_id);
  if (!rule) return;
  const { hits, last_hit_at } = rule.body;
  const body: JsonObject = {
    ...rule.body,
    hits: (typeof hits === 'number' ? hits : 0) + hit.hits,
    last_hit_at: typeof last_hit_at === 'string' && last_hit_at > hit.last_at ? last_hit_at : hit.last_at,
  };
  db.sql('UPDATE docs SET body = ? WHERE user_id = ? AND kind = ? AND id = ?').run(
    JSON.stringify(body),
    hit.user_id,
    kind,
    hit.rule_id,
  );
}

export function createDocsOfTenant(
  db: Connection,
): ForTenant<
  Pick<TenantStore, 'createDoc' | 'doc' | 'docs' | 'countDocs' | 'updateDoc' | 'removeDoc' | 'docsRevision'>
> {
  const isTaken = (kind: string, lookup: string, userId: string, id: string): boolean =>
    db
      .sql('SELECT 1 FROM docs WHERE kind = ? AND lookup = ? AND NOT (user_id = ? AND id = ?)')
      .get(kind, lookup, userId, id) !== undefined;
  return {
    createDoc: (userId, doc) =>
      db.transaction(() => {
        const { changes } = db
          .sql(`${columns.insert} ON CONFLICT DO NOTHING`)
          .run(...columns.values({ ...doc, user_id: userId }));
        if (changes === 0) return 'exists';
        growRevision(db, userId, doc.kind);
        return 'created';
      }),
    doc: (userId, kind, id) => findDoc(db, userId, kind, id),
    docs(userId, kind, filter, limit) {
      const byTag = filter.tag === undefined ? [] : [filter.tag];
      const rows = db
        .sql(
          `SELECT ${columns.list} FROM docs WHERE user_id = ? AND kind = ?
           ${byTag.length > 0 ? 'AND tag = ?' : ''} ORDER BY created_at, id LIMIT ?`,
        )
        .all(userId, kind, ...byTag, limit) as Row[];
      return rows.map(columns.read);
    },
    countDocs: (userId, kind, most) =>
      Number(
        db
          .sql('SELECT count(*) AS n FROM (SELECT 1 FROM docs WHERE user_id = ? AND kind = ? LIMIT ?)')
          .get(userId, kind, most)?.n ?? 0,
      ),
    updateDoc: (userId, kind, id, version, patch) =>
      db.transaction(() => {
        const existing = findDoc(db, userId, kind, id);
        if (!existing) return null;
        if (version !== null && existing.version !== version) return 'stale';
        if (typeof patch.lookup === 'string' && isTaken(kind, patch.lookup, userId, id)) return 'stale';
        const { set, values } = columns.assign({ ...patch, version: existing.version + 1 });
        db.sql(`UPDATE docs SET ${set} WHERE user_id = ? AND kind = ? AND id = ?`).run(
          ...values,
          userId,
          kind,
          id,
        );
        growRevision(db, userId, kind);
        return findDoc(db, userId, kind, id);
      }),
    removeDoc: (userId, kind, id) =>
      db.transaction(() => {
        const { changes } = db
          .sql('DELETE FROM docs WHERE user_id = ? AND kind = ? AND id = ?')
          .run(userId, kind, id);
        if (changes === 1) growRevision(db, userId, kind);
        return changes === 1;
      }),
    docsRevision: (userId, kind) =>
      Number(
        db.sql('SELECT revision FROM tenant_doc_revisions WHERE user_id = ? AND kind = ?').get(userId, kind)
          ?.revision ?? 0,
      ),
  };
}

export function createDocs(db: Connection): Sync<Pick<Store, 'docByLookup' | 'docsAfter' | 'docsRevision'>> {
  return {
    docByLookup(kind, lookup) {
      const row = db.sql(`SELECT ${columns.list} FROM docs WHERE kind = ? AND lookup = ?`).get(kind, lookup);
      return row ? columns.read(row) : null;
    },
    docsAfter(kind, { limit, cursor }) {
      const [created_at = '', id = '', user_id = ''] = parseCursor(cursor, ['', '', '']) ?? [];
      // Ids are unique within a tenant only, so the tenant is part of the key.
      const rows = db
        .sql(
          `SELECT ${columns.list} FROM docs WHERE kind = ? AND (created_at, id) >= (?, ?)
             AND (created_at, id, user_id) > (?, ?, ?) ORDER BY created_at, id, user_id LIMIT ?`,
        )
        .all(kind, created_at, id, created_at, id, user_id, limit + 1) as Row[];
      const items = rows.slice(0, limit).map(columns.read);
      const last = items.at(-1);
      const hasMore = rows.length > limit && last !== undefined;
      return { items, next_cursor: hasMore ? toCursor([last.created_at, last.id, last.user_id]) : null };
    },
    docsRevision: (kind) =>
      Number(db.sql('SELECT revision FROM doc_revisions WHERE kind = ?').get(kind)?.revision ?? 0),
  };
}
