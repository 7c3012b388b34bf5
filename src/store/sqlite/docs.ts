/** Small documents: channels, rules, keys, blocked addresses. Each kind has a revision by which caches agree. */

import type { Effects } from '../../core/effects.ts';
import type { JsonObject } from '../../core/event.ts';
import type { Doc } from '../../core/query.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { kindOfSuppressor } from '../../core/suppression.ts';
import { defineColumns, type Row } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import type { ForTenant, Sync } from './connection/operations.ts';

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
export function growRevision(db: Connection, kind: string): void {
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
): ForTenant<Pick<TenantStore, 'createDoc' | 'doc' | 'docs' | 'updateDoc' | 'removeDoc'>> {
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
        growRevision(db, doc.kind);
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
    updateDoc: (userId, kind, id, version, patch) =>
      db.transaction(() => {
        const standing = findDoc(db, userId, kind, id);
        if (!standing) return null;
        if (version !== null && standing.version !== version) return 'stale';
        if (typeof patch.lookup === 'string' && isTaken(kind, patch.lookup, userId, id)) return 'stale';
        const { set, values } = columns.assign({ ...patch, version: standing.version + 1 });
        db.sql(`UPDATE docs SET ${set} WHERE user_id = ? AND kind = ? AND id = ?`).run(
          ...values,
          userId,
          kind,
          id,
        );
        growRevision(db, kind);
        return findDoc(db, userId, kind, id);
      }),
    removeDoc: (userId, kind, id) =>
      db.transaction(() => {
        const { changes } = db
          .sql('DELETE FROM docs WHERE user_id = ? AND kind = ? AND id = ?')
          .run(userId, kind, id);
        if (changes === 1) growRevision(db, kind);
        return changes === 1;
      }),
  };
}

export function createDocs(db: Connection): Sync<Pick<Store, 'docByLookup' | 'allDocs' | 'docsRevision'>> {
  return {
    docByLookup(kind, lookup) {
      const row = db.sql(`SELECT ${columns.list} FROM docs WHERE kind = ? AND lookup = ?`).get(kind, lookup);
      return row ? columns.read(row) : null;
    },
    allDocs(kind, limit, after = null) {
      const from = after === null ? [] : [after.created_at, after.id, after.user_id];
      const rows = db
        .sql(
          `SELECT ${columns.list} FROM docs WHERE kind = ?
           ${after === null ? '' : 'AND (created_at, id, user_id) > (?, ?, ?)'} ORDER BY created_at, id, user_id LIMIT ?`,
        )
        .all(kind, ...from, limit) as Row[];
      return rows.map(columns.read);
    },
    docsRevision: (kind) =>
      Number(db.sql('SELECT revision FROM doc_revisions WHERE kind = ?').get(kind)?.revision ?? 0),
  };
}
