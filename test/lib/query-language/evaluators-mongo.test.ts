import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MongoClient } from 'mongodb';
import { fold, type MongoMap, type QueryRecord, toMongo } from '../../../src/lib/query-language/index.ts';
import { startMongo } from '../../support/mongo-server.ts';
import { nowMs } from './fields.ts';
import { asked, expectedOf, keyOf, rows, secondsOf } from './found.ts';

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
  it('is the same in MongoDB as by the reference', async (t) => {
    const mongo = await startMongo();
    if (!mongo) return t.diagnostic('no server of MongoDB here');
    t.after(() => mongo.close());
    const client = await MongoClient.connect(mongo.uri);
    t.after(() => client.close());
    const collection = client.db(mongo.newDatabase()).collection('records');
    await collection.insertMany(rows.map(toDocument));
    // A server in another process: a third of them, so that the suite stays short.
    for (const { text, ast } of asked.filter((_, n) => n % 3 === 0)) {
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
