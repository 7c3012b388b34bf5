import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { fold, type SqlMap, toSql } from '../../../src/lib/query-language/index.ts';
import { nowMs } from './fields.ts';
import { asked, expectedOf, keyOf, rows, secondsOf, textOf } from './found.ts';

const sqlMap: SqlMap = {
  service: { sql: 'r.service', holds: 'text' },
  user: { sql: 'r.user', holds: 'text' },
  payload: { sql: 'r.payload', holds: 'text' },
  note: { sql: 'r.note_folded', holds: 'text', isFolded: true },
  path: { sql: 'r.path', holds: 'text' },
  risk: { sql: 'r.risk', holds: 'number' },
  time: { sql: 'r.time', holds: 'time', as: 'iso' },
  silent: { sql: 'r.silent_seconds', holds: 'number', unitMs: 1000 },
  source: { sql: 'r.source', holds: 'address', key: { sql: 'r.source_key', as: 'hex' } },
  open: { sql: 'r.open', holds: 'boolean' },
  tags: { sql: 'r.tags', holds: 'text', isList: true, inside: 'r.tags' },
  ports: { sql: 'r.ports', holds: 'number', isList: true },
};
function openRows(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec(`CREATE TABLE records (n INTEGER PRIMARY KEY, service TEXT, user TEXT, payload TEXT, note_folded TEXT,
    path TEXT, risk REAL, time TEXT, silent_seconds REAL, source TEXT, source_key TEXT, open INTEGER, tags TEXT, ports TEXT)`);
  const insert = database.prepare(`INSERT INTO records VALUES (${Array(14).fill('?').join(', ')})`);
  for (const [n, row] of rows.entries()) {
    const note = textOf(row.note);
    insert.run(
      ...[n, textOf(row.service), textOf(row.user), textOf(row.payload), note === null ? null : fold(note)],
      ...[textOf(row.path), row.risk as number | null, textOf(row.time), secondsOf(row.silent)],
      ...[textOf(row.source), keyOf(row.source), row.open === null ? null : Number(row.open)],
      ...[JSON.stringify(row.tags), JSON.stringify(row.ports)],
    );
  }
  return database;
}

describe('what a query finds', () => {
  it('is worth comparing: most queries find some records and not all', () => {
    const telling = asked.filter(({ ast }) => {
      const found = expectedOf(ast).length;
      return found > 0 && found < rows.length;
    });
    assert.ok(asked.length > 1000, `only ${asked.length} queries`);
    assert.ok(telling.length > asked.length / 2, `only ${telling.length} of ${asked.length}`);
  });

  it('is the same in SQLite as by the reference', (t) => {
    const database = openRows();
    t.after(() => database.close());
    for (const { text, ast } of asked) {
      const { where, params } = toSql(ast, sqlMap, nowMs);
      const found = database.prepare(`SELECT n FROM records r WHERE ${where} ORDER BY n`).all(...params);
      assert.deepEqual(
        found.map(({ n }) => n),
        expectedOf(ast),
        `${JSON.stringify(text)}\n${where}`,
      );
    }
  });
});
