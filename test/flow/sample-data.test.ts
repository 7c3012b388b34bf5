import assert from 'node:assert/strict';
import { after, describe, it, type TestContext } from 'node:test';
import { MongoClient } from 'mongodb';
import type { Sample } from '../../src/contract/sample.ts';
import { openConnection } from '../../src/store/sqlite/connection/connection.ts';
import { type Api, openApi, type TestUser } from '../support/api-client.ts';
import { startMongo } from '../support/mongo-server.ts';

const mongo = await startMongo();

interface Page {
  items: { [name: string]: unknown }[];
  next_cursor: string | null;
}

/** Everything that a person sees of their own: nothing of the sample may be in any of it. */
const places = [
  '/nodes',
  '/nodes/stats',
  '/api/events',
  '/api/incidents',
  '/api/alerts',
  '/api/attackers',
  '/api/sessions',
  '/api/decoys',
  '/api/deliveries',
  '/api/stats',
  '/api/activity',
  '/api/top',
  '/api/techniques',
  '/api/vulnerabilities',
  '/api/observables?kind=credential',
  '/api/tuning/threshold',
  '/api/tuning',
  '/api/blocked-ips',
  '/api/suppressions',
  '/api/search?q=203.0.113',
  '/api/digest-preview?every=week',
];

const sampled = (user: TestUser) => ({ ...user.headers, 'x-sample-data': 'true' });

/** What changes without anybody's doing. */
const steady = (body: unknown): string =>
  JSON.stringify(body).replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:[\d.]+Z)?/g, 'time');

async function tellStory(t: TestContext, env: Record<string, string>): Promise<Api> {
  const api = await openApi(t, { env });
  const user = await api.createUser('owner@example.org');
  const stranger = await api.createUser('stranger@example.org');
  const get = async <T>(path: string, headers: Record<string, string>): Promise<T> => {
    const answer = await api.call<T>('GET', path, { headers });
    assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const own = async (): Promise<string[]> =>
    Promise.all(places.map(async (path) => steady(await get(path, user.headers))));
  const before = await own();
  assert.equal((await get<Sample>('/api/sample', user.headers)).state, 'none');
  const none = await api.call('GET', '/api/events', { headers: sampled(user) });
  assert.equal(none.status, 404);

  const made = await api.call<Sample>('POST', '/api/sample', { headers: user.headers });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  assert.equal(made.body.state, 'ready');
  assert.ok(made.body.events > 250, `only ${made.body.events} events`);
  const again = await api.call<Sample>('POST', '/api/sample', { headers: user.headers });
  assert.deepEqual(again.body, made.body);

  // A week that fills every page, judged by the real scorer.
  const stats = await get<{ total_attacks: number; unique_attackers: number; total_nodes: number }>(
    '/api/stats',
    sampled(user),
  );
  assert.equal(stats.total_attacks, made.body.events);
  assert.ok(stats.unique_attackers > 45);
  const incidents = await get<Page>('/api/incidents?limit=200', sampled(user));
  const kinds = new Set(incidents.items.map(({ attack_type }) => attack_type));
  assert.ok(incidents.items.length >= 8, `only ${incidents.items.length} incidents`);
  assert.ok(kinds.size >= 4, `only ${[...kinds]}`);
  const states = new Set(incidents.items.map(({ status }) => status));
  assert.ok(states.has('open') && states.has('resolved') && states.has('investigating'), [...states].join());
  for (const path of ['attackers', 'sessions'])
    assert.equal((await get<Page>(`/api/${path}?limit=5`, sampled(user))).items.length, 5, path);
  const dutch = await get<Page>('/api/events?q=country:NL&limit=5', sampled(user));
  assert.ok(dutch.items.length > 0);
  assert.ok((await get<Page>('/api/vulnerabilities', sampled(user))).items.length > 0);
  assert.ok((await get<unknown[]>('/nodes', sampled(user))).length === 4);

  // It can be triaged, and nothing is set up in it.
  const [first] = incidents.items;
  const url = `/api/incidents/${first?.incident_id}`;
  const patch = { headers: sampled(user), body: { status: 'acknowledged' } };
  assert.equal((await api.call('PATCH', url, patch)).status, 200);
  assert.equal((await api.call('GET', url, { headers: user.headers })).status, 404);
  for (const [method, path] of [
    ['POST', '/nodes'],
    ['POST', '/api/channels'],
    ['POST', '/api/keys'],
    ['PATCH', '/api/alert-settings'],
  ] as const) {
    const refused = await api.call(method, path, { headers: sampled(user), body: {} });
    assert.equal(refused.status, 403, path);
    assert.match(String(refused.body.detail), /sample data/);
  }
  const odd = await api.call('GET', '/api/events', {
    headers: { ...user.headers, 'x-sample-data': 'maybe' },
  });
  assert.equal(odd.status, 400);
  const me = await get<{ email: string }>('/auth/me', sampled(user));
  assert.equal(me.email, 'owner@example.org');

  // Nobody was told, and nothing of it is among the owner's, or anybody's.
  assert.deepEqual((await get<Page>('/api/deliveries', sampled(user))).items, []);
  assert.deepEqual(await own(), before);
  assert.equal((await get<Sample>('/api/sample', stranger.headers)).state, 'none');
  assert.equal((await api.call('GET', '/api/events', { headers: sampled(stranger) })).status, 404);

  const removed = await api.call<Sample>('DELETE', '/api/sample', { headers: user.headers });
  assert.deepEqual([removed.status, removed.body.state], [200, 'none']);
  assert.equal((await api.call('GET', '/api/events', { headers: sampled(user) })).status, 404);
  assert.deepEqual(await own(), before);
  assert.equal((await api.call('DELETE', '/api/sample', { headers: user.headers })).status, 200);
  const audit = JSON.stringify(await get('/api/audit', user.headers));
  for (const call of ['Create sample data', 'Remove sample data']) assert.ok(audit.includes(call), call);
  // Values that wait to be folded are written now.
  await api.store.of(user.id).observableKinds();
  return api;
}

describe('sample data', () => {
  after(() => mongo?.close());

  it('fills every page beside the owner’s own data, and is removed without a trace, on SQLite', async (t) => {
    const api = await tellStory(t, {});
    const { file } = (await api.store.about()) as { file: string };
    const db = openConnection(file);
    t.after(async () => db.close());
    const tables = db
      .sql(
        `SELECT m.name AS name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
         WHERE m.type = 'table' AND c.name = 'user_id'`,
      )
      .all();
    assert.ok(tables.length > 15);
    for (const { name } of tables) {
      const left = db.sql(`SELECT count(*) AS n FROM ${name} WHERE user_id LIKE 'sample:%'`).get();
      assert.equal(Number(left?.n), 0, `${name} still holds records of it`);
    }
    for (const table of ['observables', 'observable_periods'])
      assert.equal(Number(db.sql(`SELECT count(*) AS n FROM ${table}`).get()?.n), 0, table);
  });

  it('does the same on MongoDB', { skip: mongo === null }, async (t) => {
    const database = mongo!.newDatabase();
    await tellStory(t, { MONGODB_URI: mongo!.uri, DATABASE_NAME: database });
    const client = await MongoClient.connect(mongo!.uri);
    t.after(() => client.close());
    const collections = await client.db(database).collections();
    assert.ok(collections.length > 15);
    for (const collection of collections) {
      const all = await collection.find({}).toArray();
      const left = all.filter((one) => JSON.stringify(one).includes('sample:'));
      assert.deepEqual(left, [], collection.collectionName);
    }
  });
});
