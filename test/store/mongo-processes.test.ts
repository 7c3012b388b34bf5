/** Several processes on one database: no sum is wrong, nothing is told twice, and each sees what the others wrote. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedItem } from '../../src/core/query.ts';
import type { Store } from '../../src/core/store.ts';
import { openMongoStore } from '../../src/store/mongo/open.ts';
import { startMongo, type TestMongo } from '../support/mongo-server.ts';
import {
  makeDelivery,
  makeEvent,
  newTenant,
  nothingAsked,
  record,
  write,
} from '../support/store/contract/records.ts';

const server = await startMongo();

interface Written {
  accepted: number;
  duplicate: number;
  rejected: number;
}

function startWriter(args: readonly string[]): Promise<Written> {
  const program = join(import.meta.dirname, '..', 'support', 'store', 'mongo-writer.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 60_000,
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(JSON.parse(said) as Written) : reject(new Error(`the writer ended with ${code}`)),
    );
  });
}

function suite(mongo: TestMongo): void {
  describe('two processes on one database', () => {
    const database = mongo.newDatabase();
    let store: Store;
    before(async () => {
      store = await openMongoStore({ uri: mongo.uri, database });
    });
    after(async () => {
      await store.close();
      await mongo.close();
    });

    it('add up right, whatever they write of one source and one session at once', async () => {
      const user = newTenant();
      const groups = 15;
      const shown: FeedItem[] = [];
      const start = await store.of(user).feed(null, 10);
      let { cursor } = start;
      const readFeed = async (): Promise<void> => {
        for (;;) {
          // Small steps, so that the cursor also stands in the middle of commits.
          const step = await store.of(user).feed(cursor, 7);
          shown.push(...step.items);
          cursor = step.cursor;
          if (step.items.length < 7) return;
        }
      };
      let isOver = false;
      const reading = (async () => {
        while (!isOver) {
          await readFeed();
          await sleep(50);
        }
        await readFeed();
      })();
      const written = await Promise.all(
        ['a', 'b'].map((name) => startWriter([mongo.uri, database, user, name, String(groups)])),
      );
      isOver = true;
      await reading;

      const events = 2 * groups * 3 + groups * 2;
      assert.equal(
        written.reduce((sum, { accepted }) => sum + accepted, 0),
        events,
      );
      assert.equal(
        written.reduce((sum, { duplicate }) => sum + duplicate, 0),
        groups * 2,
      );
      const mine = store.of(user);
      const stats = await mine.stats();
      assert.equal(stats.total_attacks, events);
      assert.equal(stats.unique_attackers, 1);
      const profile = await mine.profile('203.0.113.7');
      assert.equal(profile?.total_attacks, events);
      assert.deepEqual(profile?.services_targeted, { ssh: events });
      const session = await mine.session('node-1', 's-1');
      assert.equal(session?.events, events);
      assert.equal(session?.failed_logins, events);
      const bucket = Math.floor(Date.UTC(2026, 9, 5, 8) / 600_000);
      const window = { user_id: user, source_ip: '203.0.113.7', bucket };
      const [history] = (await store.context({ ...nothingAsked, windows: [window] })).windows.values();
      assert.equal(history?.events, events);
      assert.equal(history?.failed_logins, events);
      const rollups = await mine.rollups('2026-10-05T00:00:00.000Z', '2026-10-06T00:00:00.000Z');
      assert.equal(
        rollups.reduce((sum, rollup) => sum + rollup.events, 0),
        events,
      );
      assert.equal(
        rollups.reduce((sum, rollup) => sum + rollup.risk_sum, 0),
        stats.risk_sum,
      );

      const { items: alerts } = await mine.alerts({}, { limit: 100 });
      const { items: incidents } = await mine.incidents({}, { limit: 100 });
      assert.equal(alerts.length, 1, 'a session has one alert');
      assert.equal(incidents.length, 1, 'a source has one incident');
      assert.equal(stats.active_alerts, 1);
      assert.equal(alerts[0]?.incident_id, incidents[0]?.incident_id);
      assert.equal(alerts[0]?.event_count, events);
      assert.equal(
        rollups.reduce((sum, rollup) => sum + rollup.alerts, 0),
        1,
      );

      const ids = shown.flatMap((item) => (item.type === 'event' ? [item.event.log_id] : []));
      assert.equal(ids.length, events, 'the live stream shows every event');
      assert.equal(new Set(ids).size, events, 'and none twice');
      assert.equal(await store.recover(() => assert.fail('nothing is left')), 0);
    });

    it('see at once what the other wrote, and go on in its stream', async () => {
      const other = await openMongoStore({ uri: mongo.uri, database });
      const user = newTenant();
      try {
        const { cursor } = await other.of(user).feed(null, 10);
        const event = makeEvent({ user_id: user });
        await record(store, [event]);
        const seen = await other.of(user).feed(cursor, 10);
        assert.deepEqual(
          seen.items.map((item) => item.type === 'event' && item.event),
          [event],
        );
        await other.of(user).announce({ kind: 'node', id: 'node-1', at: event.timestamp });
        const next = await store.of(user).feed(seen.cursor, 10);
        assert.deepEqual(
          next.items.map((item) => item.type === 'change' && item.change.id),
          ['node-1'],
        );
      } finally {
        await other.close();
      }
    });

    it('share out deliveries and count hits together', async () => {
      const other = await openMongoStore({ uri: mongo.uri, database });
      const user = newTenant();
      try {
        await write(store, user, {
          deliveries: Array.from({ length: 20 }, () => makeDelivery({ user_id: user, next_at_ms: 1 })),
        });
        const claims = await Promise.all(
          [store, other, store, other].map((one, at) =>
            one.claimDeliveries({
              nowMs: 10,
              channels: [{ user_id: user, channel_id: 'ch-1', count: 20 }],
              worker: `w-${at}`,
              leaseMs: 1000,
            }),
          ),
        );
        const ids = claims.flat().map(({ delivery_id }) => delivery_id);
        assert.equal(ids.length, 20);
        assert.equal(new Set(ids).size, 20);
        const hits = await Promise.all(
          Array.from({ length: 20 }, (_, at) =>
            (at % 2 ? store : other).addToRateLimit(`hit-${user}`, 60_000, 1000),
          ),
        );
        assert.deepEqual(
          hits.map(({ count }) => count).toSorted((a, b) => a - b),
          Array.from({ length: 20 }, (_, at) => at + 1),
        );
      } finally {
        await other.close();
      }
    });
  });
}

if (server) suite(server);
else test('two processes', { skip: 'no server of its protocol on this machine' }, () => undefined);
