/** The contract suite of stores over the MongoDB store, against a real server of its wire protocol. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { MongoClient } from 'mongodb';
import { openMongoStore } from '../../src/store/mongo/open.ts';
import { startMongo, type TestMongo } from '../support/mongo-server.ts';
import type { Backend } from '../support/store/contract/backend.ts';
import { storeContract } from '../support/store/contract/index.ts';
import { observableLimitContract } from '../support/store/contract/observables.ts';
import { makeAlert, makeEvent, newTenant, record } from '../support/store/contract/records.ts';

const server = await startMongo();

if (!server) {
  test('the MongoDB store', { skip: 'no server of its protocol on this machine' }, () => undefined);
} else {
  const toBackend = (mongo: TestMongo): Backend => {
    // One database, emptied after each use: making its indexes anew each time would take longer than the tests.
    const database = mongo.newDatabase();
    const { uri } = mongo;
    return {
      name: 'mongo',
      kind: 'mongo',
      async open() {
        let store = await openMongoStore({ uri, database });
        return {
          store,
          async reopen() {
            await store.close();
            store = await openMongoStore({ uri, database });
            return store;
          },
          async dispose() {
            await store.close();
            const client = await MongoClient.connect(uri);
            for (const collection of await client.db(database).collections()) await collection.deleteMany({});
            await client.close();
          },
        };
      },
    };
  };
  const backend = toBackend(server);
  after(() => server.close());
  storeContract(backend);
  observableLimitContract('mongo', () =>
    openMongoStore({ uri: server.uri, database: server.newDatabase(), mostObservables: 20 }),
  );

  test('the MongoDB store works on a standalone server too, where the driver repeats nothing', {
    skip: !server.isOurs,
  }, async (t) => {
    const standalone = await startMongo({ standalone: true });
    assert.ok(standalone);
    const { store, dispose } = await toBackend(standalone).open();
    t.after(async () => {
      await dispose();
      await standalone.close();
    });
    const user = newTenant();
    const alert = makeAlert({ user_id: user });
    const event = makeEvent({ user_id: user });
    await record(store, [event], { alerts: [alert] });
    await record(store, [event], { alerts: [alert] });
    await store.of(user).updateAlert(alert.alert_id, { status: 'acknowledged' });
    assert.deepEqual((await store.of(user).events({}, { limit: 5 })).items, [event]);
    assert.equal((await store.of(user).stats()).active_alerts, 1);
  });

  test('the MongoDB store says how it is backed up, and what it is', async (t) => {
    const { store, dispose } = await backend.open();
    t.after(dispose);
    await record(store, [makeEvent({ user_id: newTenant() })]);
    await assert.rejects(store.backup('file'), { code: 'bad_request', detail: /mongodump/ });
    assert.equal((await store.about()).kind, 'mongo');
  });

  test('the MongoDB store ends searches whose caller hangs up, and gives tenants turns', async (t) => {
    const { store, dispose } = await backend.open();
    t.after(dispose);
    const [flooding, idle] = [newTenant(), newTenant()];
    await record(
      store,
      [flooding, idle].map((user_id) => makeEvent({ user_id })),
    );
    const search = (user: string, gone?: AbortSignal) =>
      store.of(user).events({ q: 'a' }, { limit: 5, gone });
    const searches: ((gone: AbortSignal) => Promise<unknown>)[] = [
      (gone) => search(flooding, gone),
      (gone) => store.of(flooding).countEvents({ max_risk: 10 }, { threshold: 7, gone }),
      (gone) => store.of(flooding).incidents({ query: { text: 'risk>1', nowMs: 0 } }, { limit: 5, gone }),
      (gone) => store.of(flooding).sessions({ query: { text: 'risk>1', nowMs: 0 } }, { limit: 5, gone }),
      (gone) => store.of(flooding).profiles('last_seen', { limit: 5, gone }, { text: 'risk>1', nowMs: 0 }),
    ];
    for (const ask of searches) {
      const gone = new AbortController();
      const refused = assert.rejects(ask(gone.signal), {
        code: 'unavailable',
        detail: /client closed the connection/,
      });
      setImmediate(() => gone.abort());
      await refused;
    }
    // What is over the bound of one tenant is refused to it, and to nobody else.
    const many = Promise.allSettled(Array.from({ length: 12 }, () => search(flooding)));
    const others = await search(idle);
    assert.equal(others.items.length, 1);
    const refused = (await many).filter(({ status }) => status === 'rejected');
    assert.equal(refused.length, 4);
  });
}
