import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MongoClient } from 'mongodb';
import { parseAddress, toAddressKey } from '../../../src/lib/address-words.ts';
import {
  fold,
  type MongoMap,
  matches,
  parseQuery,
  type Query,
  type QueryRecord,
  type SqlMap,
  toMongo,
  toSql,
} from '../../../src/lib/query-language/index.ts';
import { startMongo } from '../../support/secantus.ts';
import { fields, nowMs, queries, records, terms } from './fields.ts';

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
  tags: { sql: 'r.tags', holds: 'text', isList: true },
  ports: { sql: 'r.ports', holds: 'number', isList: true },
};
const mongoMap: MongoMap = {
  service: { path: 'service', holds: 'text' },
  user: { path: 'user', holds: 'text' },
  payload: { path: 'in.payload', holds: 'text' },
  note: { path: 'note_folded', holds: 'text', isFolded: true },
  path: { path: 'path', holds: 'text' },
  risk: { path: 'risk', holds: 'number' },
  time: { path: 'time', holds: 'time', as: 'date' },
  silent: { path: 'silent_seconds', holds: 'number', unitMs: 1000 },
  source: { path: 'source', holds: 'address', key: 'source_key' },
  open: { path: 'open', holds: 'boolean' },
  tags: { path: 'tags', holds: 'text', isList: true },
  ports: { path: 'ports', holds: 'number', isList: true },
};

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const keyOf = (value: unknown): string | null => {
  const address = typeof value === 'string' ? parseAddress(value) : null;
  return address ? toAddressKey(address.words) : null;
};
const secondsOf = (value: unknown): number | null => (typeof value === 'number' ? value / 1000 : null);

const sampleOf = <T>(arbitrary: fc.Arbitrary<T>, count: number, seed: number): T[] =>
  fc.sample(arbitrary, { numRuns: count, seed });
const rows = sampleOf(records, 300, 4);
const asked = [...sampleOf(terms, 700, 5), ...sampleOf(queries, 700, 6)].flatMap((text) => {
  const { ast } = parseQuery(text, fields);
  return ast ? [{ text, ast }] : [];
});

/** Numbers of the rows that the reference finds. */
const expectedOf = (ast: Query): number[] => rows.flatMap((row, n) => (matches(ast, row, nowMs) ? [n] : []));

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

const toDocument = (row: QueryRecord, n: number): Record<string, unknown> => ({
  n,
  service: row.service,
  user: row.user,
  in: { payload: row.payload },
  ...(row.note === null ? {} : { note_folded: fold(String(row.note)) }),
  path: row.path,
  risk: row.risk,
  time: row.time === null ? null : new Date(String(row.time)),
  silent_seconds: secondsOf(row.silent),
  source: row.source,
  source_key: keyOf(row.source),
  open: row.open,
  tags: row.tags,
  ports: row.ports,
});

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

  it('is the same in MongoDB as by the reference', async (t) => {
    const mongo = await startMongo();
    if (!mongo) return t.diagnostic('no server of MongoDB here');
    t.after(() => mongo.close());
    const client = await MongoClient.connect(mongo.uri);
    t.after(() => client.close());
    const collection = client.db(mongo.newDatabase()).collection('records');
    await collection.insertMany(rows.map(toDocument));
    for (const { text, ast } of asked) {
      const filter = toMongo(ast, mongoMap, nowMs);
      const found = await collection
        .find(filter, { projection: { n: 1 } })
        .sort({ n: 1 })
        .toArray();
      assert.deepEqual(
        found.map(({ n }) => n),
        expectedOf(ast),
        `${JSON.stringify(text)}\n${JSON.stringify(filter)}`,
      );
    }
  });
});
