/** Removing all of a side tenant, in steps so short that events go on being taken between them. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isSideTenant } from '../../core/side-tenant.ts';
import type { Connection } from './connection/connection.ts';
import { growRevision } from './docs.ts';
import { noteIncidentsChanged } from './incidents.ts';

const stepRows = 200;

/** Tables whose rows name their tenant; what the schema says, so that a new table is none that is forgotten. */
const tablesOf = (db: Connection): string[] =>
  db
    .sql(
      `SELECT m.name AS name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
       WHERE m.type = 'table' AND c.name = 'user_id' ORDER BY m.name`,
    )
    .all()
    .map(({ name }) => String(name));

/** `settled`: nothing of it waits to be written. Throws TypeError for a tenant of people. */
export async function removeSideTenant(db: Connection, userId: string): Promise<number> {
  if (!isSideTenant(userId)) throw new TypeError('only a side tenant is removed as a whole');
  // Rows say how far the order of writing has come, and some of them go now.
  db.sql('UPDATE sequence SET value = max(value, ?)').run(db.seq());
  let removed = 0;
  async function all(step: () => number): Promise<void> {
    for (let changes = stepRows; changes >= stepRows; removed += changes) {
      changes = step();
      await nextTurn();
    }
  }
  const places = db.sql('SELECT place FROM observable_kinds WHERE user_id = ?').all(userId);
  for (const { place } of places) {
    await all(() =>
      Number(
        db
          .sql(
            `DELETE FROM observables WHERE row_no IN
             (SELECT row_no FROM observables WHERE kind_place = ? LIMIT ${stepRows})`,
          )
          .run(Number(place)).changes,
      ),
    );
    db.sql('DELETE FROM observable_periods WHERE kind_place = ?').run(Number(place));
  }
  const kinds = db.sql('SELECT DISTINCT kind FROM docs WHERE user_id = ?').all(userId);
  for (const table of tablesOf(db).filter((name) => name !== 'tenant_doc_revisions'))
    await all(() => {
      // Without a row number (WITHOUT ROWID) a table has no step smaller than the tenant: such tables are small.
      const hasRows = !isWithoutRowid(db, table);
      const text = hasRows
        ? `DELETE FROM ${table} WHERE ROWID IN (SELECT ROWID FROM ${table} WHERE user_id = ? LIMIT ${stepRows})`
        : `DELETE FROM ${table} WHERE user_id = ?`;
      const changes = Number(db.sql(text).run(userId).changes);
      if (changes > 0) noteIncidentsChanged(db);
      if (hasRows) return changes;
      removed += changes;
      return 0;
    });
  for (const { kind } of kinds) growRevision(db, userId, String(kind));
  db.sql('DELETE FROM tenant_doc_revisions WHERE user_id = ?').run(userId);
  return removed;
}

const isWithoutRowid = (db: Connection, table: string): boolean =>
  /WITHOUT ROWID/i.test(
    String(db.sql("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table)?.sql ?? ''),
  );
