/** A database that the Python back end wrote, by the documented shapes, opens as it is. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it, test } from 'node:test';
import { MongoClient, ObjectId } from 'mongodb';
import { noEffects } from '../../src/core/effects.ts';
import type { Store } from '../../src/core/store.ts';
import { openMongoStore } from '../../src/store/mongo/open.ts';
import { startMongo, type TestMongo } from '../support/mongo-server.ts';
import { makeEvent } from '../support/store/contract/records.ts';
import { key, nodeId, otherId, passwordHash, userId, writePython } from '../support/store/mongo-python.ts';
import { openWire } from '../support/store/mongo-wire.ts';

const server = await startMongo();

async function suite({ uri, newDatabase, close }: TestMongo): Promise<void> {
  const client = await MongoClient.connect(uri);
  const database = newDatabase();
  let store: Store;
  before(async () => {
    await writePython(client.db(database));
    store = await openMongoStore({ uri, database });
  });
  after(async () => {
    await store.close();
    await client.close();
    await close();
  });

  describe('a database of the Python back end', () => {
    it('has its users, who sign in with the passwords they had', async () => {
      assert.deepEqual(await store.userByEmail('owner@example.org'), {
        id: userId,
        email: 'owner@example.org',
        password_hash: passwordHash,
        token_version: 0,
        created_at: '2026-01-02T03:04:05.000Z',
      });
      assert.equal((await store.userById(otherId))?.created_at, '2026-01-03T00:00:00.123Z');
      assert.equal(await store.createUser({ ...(await store.userById(otherId))!, id: 'user-new' }), false);
    });

    it('has its nodes, whose keys open them and stand nowhere in plain text any more', async () => {
      const hash = createHash('sha256').update(key).digest('hex');
      const node = await store.nodeByKeyHash(hash);
      assert.deepEqual(node, {
        node_id: nodeId,
        user_id: userId,
        name: 'web-01',
        status: 'active',
        os_type: 'linux',
        deployment_config: { 'a.b': { $x: 1 }, ports: [22, 80] },
        key_hash: hash,
        created_at: '2026-01-02T04:00:00.000Z',
        last_seen: '2026-02-04T00:00:00.000Z',
        agent: null,
        agent_removed_at: null,
        deleted_at: null,
        uninstall_grace_until: null,
        exposure: 'auto',
        labels: [],
        owner: null,
        parent_id: null,
        relay: null,
        location: null,
        group_id: null,
        usual_pause_ms: null,
        silent_since: null,
        maintenance: [],
        sensor: null,
      });
      assert.deepEqual(await store.of(userId).nodes(), [node]);
      assert.equal((await store.of(otherId).node('node-2'))?.status, 'inactive');
      const raw = JSON.stringify(await client.db(database).collection('nodes').find().toArray());
      assert.ok(!raw.includes(key) && !raw.includes('nk_other'));
    });

    it('has its events, newest first, with what was said of them', async () => {
      const { items } = await store.of(userId).events({}, { limit: 100 });
      assert.equal(items.length, 9);
      assert.deepEqual(
        items.map(({ timestamp }) => timestamp),
        items
          .map(({ timestamp }) => timestamp)
          .toSorted()
          .reverse(),
      );
      const agent = items[0]!;
      assert.equal(agent.timestamp, '2026-02-04T08:00:00.000Z');
      assert.equal(agent.collection, 'agent_events');
      assert.equal(agent.kind, 'file.changed');
      assert.equal(agent.source_ip, 'laptop-7');
      assert.equal(agent.agent?.file_path, '/home/eve/passwords.txt');
      assert.deepEqual(agent.extra, { pid: 4711 });
      const log = items[1]!;
      assert.equal(log.timestamp, '2026-02-04T06:04:29.123Z');
      assert.equal(log.service, 'a.$b');
      assert.deepEqual(log.extra, {
        session: 's-6',
        'dotted.key': { $deep: true },
        added_by: 'a later version',
      });
      assert.equal(log.verdict?.risk_score, 8);
      assert.deepEqual(await store.of(userId).event(log.log_id), log);
      assert.equal(items.at(-1)?.service, 'ssh');
      assert.deepEqual((await store.of(otherId).events({}, { limit: 10 })).items, []);
      assert.equal((await store.of(userId).events({ service: 'a.$b' }, { limit: 10 })).items.length, 4);
    });

    it('has all its alerts, also two of one id', async () => {
      const { items } = await store.of(userId).alerts({}, { limit: 10 });
      assert.equal(items.length, 3);
      assert.equal(new Set(items.map(({ alert_id }) => alert_id)).size, 3);
      assert.equal(items[0]?.status, 'resolved');
      assert.deepEqual(new Set(items.map(({ payload }) => payload)), new Set(['root:6', 'root:7']));
      assert.deepEqual(items[1]?.extra, { 'x.y': 1 });
      assert.deepEqual(items[1]?.reasons, []);
      assert.equal((await store.of(userId).alerts({ open: true }, { limit: 10 })).items.length, 2);
    });

    it('has its profiles and decoys', async () => {
      const profile = await store.of(userId).profile('203.0.113.0');
      assert.equal(profile?.total_attacks, 40);
      assert.equal(profile?.average_risk_score, 4.5);
      assert.equal(profile?.most_common_attack, 'BruteForce');
      assert.equal(profile?.first_seen, '2026-01-10T00:00:00.000Z');
      assert.deepEqual(profile?.services_targeted, { ssh: 40 });
      assert.equal((await store.of(userId).profile('laptop-7'))?.total_attacks, 1);
      const [decoy] = (await store.of(userId).decoys({}, { limit: 10 })).items;
      assert.equal(decoy?.last_accessed, '2026-02-04T08:00:00.000Z');
    });

    it('has statistics over what was there', async () => {
      const stats = await store.of(userId).stats();
      assert.equal(stats.total_attacks, 9);
      assert.equal(stats.risk_sum, 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9);
      assert.equal(stats.high_risk_count, 3);
      assert.equal(stats.active_alerts, 2);
      assert.equal(stats.unique_attackers, 5);
      assert.equal(stats.total_nodes, 1);
      assert.equal(stats.recent_risk_average, 8);
      const rollups = await store.of(userId).rollups('2026-02-03T00:00:00.000Z', '2026-02-05T00:00:00.000Z');
      assert.equal(
        rollups.reduce((sum, { events }) => sum + events, 0),
        9,
      );
    });

    it('goes on where it was: new events add to what was there, and a second start changes nothing', async () => {
      const event = makeEvent({
        user_id: userId,
        source_ip: '203.0.113.0',
        timestamp: '2026-03-01T00:00:00.000Z',
      });
      const rollup = {
        user_id: userId,
        hour: '2026-02-04T00:00:00.000Z',
        alerts: 0,
        nodes: {},
        ...{ countries: {}, techniques: {}, exposures: {}, suppressed: {}, sources: {} },
        services: {},
        ...{ part: '', networks: {}, risks: {}, vulnerabilities: {}, examples: {} },
      };
      await store.record(
        [event],
        await store.context({ logIds: [], windows: [], sessions: [], openKeys: [] }),
        () => ({
          ...noEffects(),
          profiles: [
            {
              user_id: userId,
              source_ip: event.source_ip,
              events: 1,
              risk_sum: 10,
              max_risk: 10,
              first_seen: event.timestamp,
              last_seen: event.timestamp,
              attack_types: { Recon: 1 },
              services: { ssh: 1 },
              nodes: { 'node-1': 1 },
              exposures: {},
            },
          ],
          rollups: [{ ...rollup, events: 1, risk_sum: 10, high_risk: 1, attack_types: { Recon: 1 } }],
        }),
      );
      const [alert] = (await store.of(userId).alerts({ open: true }, { limit: 1 })).items;
      await store.of(userId).updateAlert(alert?.alert_id ?? '', { status: 'resolved' });
      const before = await store.of(userId).stats();
      assert.equal(before.total_attacks, 10);
      assert.equal(before.unique_attackers, 5);
      assert.equal(before.active_alerts, 1);
      await store.close();
      store = await openMongoStore({ uri, database });
      assert.deepEqual(await store.of(userId).stats(), before);
      assert.equal((await store.of(userId).profile('203.0.113.0'))?.total_attacks, 41);
      assert.equal((await store.of(userId).events({}, { limit: 100 })).items.length, 10);
    });

    it('takes what the Python back end wrote in between', async () => {
      const before = await store.of(otherId).stats();
      await store.close();
      const db = client.db(database);
      await db.collection('honeypot_logs').insertOne({
        service: 'ftp',
        source_ip: '192.0.2.1',
        activity: 'x',
        payload: 'y',
        timestamp: '2026-03-02T00:00:00',
        node_id: 'node-2',
        user_id: otherId,
      });
      await db.collection('alerts').insertOne({ _id: new ObjectId(), user_id: otherId, node_id: 'node-2' });
      store = await openMongoStore({ uri, database });
      const stats = await store.of(otherId).stats();
      assert.equal(stats.total_attacks, before.total_attacks + 1);
      assert.equal(stats.active_alerts, before.active_alerts + 1);
      assert.equal((await store.of(userId).stats()).total_attacks, 10);
      assert.deepEqual((await store.of(otherId).alerts({}, { limit: 5 })).items[0]?.techniques, []);
    });

    it('is the same when the first start was cut off anywhere', async () => {
      const wire = await openWire(uri);
      try {
        for (const nth of [4, 10, 16, 22, 28, 34, 40, 46]) {
          const cut = newDatabase();
          await writePython(client.db(cut));
          wire.heal();
          wire.cut(nth, nth % 4 === 0 ? 'before' : 'after');
          const victim = await openMongoStore({
            uri: wire.uri,
            database: cut,
            times: { selectionMs: 300 },
          }).catch(() => null);
          const wasCut = wire.commands >= nth;
          await victim?.close();
          const next = await openMongoStore({ uri, database: cut });
          const stats = await next.of(userId).stats();
          const { items } = await next.of(userId).events({}, { limit: 100 });
          const found = [stats.total_attacks, stats.unique_attackers, stats.active_alerts, items.length];
          const profile = await next.of(userId).profile('203.0.113.0');
          await next.close();
          assert.deepEqual(found, [9, 5, 2, 9], `cut at command ${nth}`);
          assert.equal(profile?.total_attacks, 40);
          assert.ok(wasCut, `a start has no command ${nth}`);
        }
      } finally {
        await wire.close();
      }
    });

    it('is the same whether one process opens it or four at once', async () => {
      const shared = newDatabase();
      await writePython(client.db(shared));
      const stores = await Promise.all(
        Array.from({ length: 4 }, () => openMongoStore({ uri, database: shared })),
      );
      try {
        for (const one of stores) {
          const stats = await one.of(userId).stats();
          assert.equal(stats.total_attacks, 9);
          assert.equal(stats.unique_attackers, 5);
          assert.equal((await one.of(userId).alerts({}, { limit: 10 })).items.length, 3);
        }
      } finally {
        await Promise.all(stores.map((one) => one.close()));
      }
    });
  });
}

if (server) await suite(server);
else
  test(
    'a database of the Python back end',
    { skip: 'no server of its protocol on this machine' },
    () => undefined,
  );
