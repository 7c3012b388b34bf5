/** A store server that breaks, stalls, steps down or is killed: an operation is done, or refused as `unavailable`. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Document, MongoClient } from 'mongodb';
import { noEffects, type RecordOutcome } from '../../src/core/effects.ts';
import { AppError } from '../../src/core/errors.ts';
import type { StoredEvent } from '../../src/core/event.ts';
import type { Store } from '../../src/core/store.ts';
import { openMongoStore } from '../../src/store/mongo/open.ts';
import { startMongo, type TestMongo } from '../support/mongo-server.ts';
import {
  makeAlert,
  makeDelivery,
  makeDoc,
  makeEvent,
  makeUser,
  newTenant,
  nothingAsked,
  record,
  time,
} from '../support/store/contract/records.ts';

const server = await startMongo();
const times = {
  selectionMs: 1000,
  socketMs: 1000,
  readMs: 1000,
  writeMs: 1000,
  patienceMs: 30,
  commitMs: 800,
};
const source = '203.0.113.7';

/** One event with a profile, a rollup and an alert: what must be there once, or not at all. */
async function recordOne(store: Store, event: StoredEvent): Promise<RecordOutcome> {
  const { user_id } = event;
  return record(store, [event], {
    profiles: [
      {
        ...{ user_id, source_ip: source, events: 1, risk_sum: 5, max_risk: 5 },
        ...{ first_seen: time(0), last_seen: time(0), attack_types: { Recon: 1 }, services: { ssh: 1 } },
        ...{ nodes: { 'node-1': 1 }, exposures: {} },
      },
    ],
    rollups: [
      {
        ...{ user_id, hour: '2026-10-05T08:00:00.000Z', events: 1, risk_sum: 5, high_risk: 0, alerts: 1 },
        ...{
          attack_types: { Recon: 1 },
          services: { ssh: 1 },
          nodes: { 'node-1': 1 },
          ...{ countries: {}, techniques: {}, exposures: {}, suppressed: {}, sources: {} },
          ...{ part: '', networks: {}, risks: {}, vulnerabilities: {}, examples: {} },
        },
      },
    ],
    alerts: [makeAlert({ user_id, alert_id: `ALERT-${event.log_id}` })],
  });
}

async function counted(store: Store, user: string): Promise<number[]> {
  const mine = store.of(user);
  const [stats, profile, events, alerts] = await Promise.all([
    mine.stats(),
    mine.profile(source),
    mine.events({}, { limit: 1000 }),
    mine.alerts({}, { limit: 1000 }),
  ]);
  const { total_attacks, active_alerts } = stats;
  return [
    total_attacks,
    active_alerts,
    profile?.total_attacks ?? 0,
    events.items.length,
    alerts.items.length,
  ];
}
const five = (count: number): number[] => [count, count, count, count, count];

const isUnavailable = (error: unknown): boolean => error instanceof AppError && error.code === 'unavailable';

/** Resolves with whether it was done; anything but `unavailable` is a failure of the test. */
async function tried(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    assert.ok(isUnavailable(error), String(error));
    return false;
  }
}

function suite(mongo: TestMongo): void {
  describe('a store server with faults', () => {
    const database = mongo.newDatabase();
    let admin: MongoClient;
    let store: Store;
    before(async () => {
      admin = await MongoClient.connect(mongo.uri);
      store = await openMongoStore({ uri: mongo.uri, database, times });
    });
    const setFault = (mode: 'off' | 'alwaysOn' | { times: number }, data: Document = {}): Promise<unknown> =>
      admin.db('admin').command({ configureFailPoint: 'failCommand', mode, data });
    afterEach(() => setFault('off'));
    after(async () => {
      await store.close();
      await admin.close();
      await mongo.close();
    });

    const writes = ['insert', 'update', 'delete', 'findAndModify'];
    const unseen: [string, { times: number }, Document][] = [
      [
        'a socket that closes under an insert',
        { times: 1 },
        { failCommands: ['insert'], closeConnection: true },
      ],
      [
        'a socket that closes under an update',
        { times: 1 },
        { failCommands: ['update'], closeConnection: true },
      ],
      [
        'three sockets that close one after the other',
        { times: 3 },
        { failCommands: writes, closeConnection: true },
      ],
      ['a primary that steps down', { times: 1 }, { failCommands: writes, errorCode: 10107 }],
      ['a primary that is shutting down', { times: 2 }, { failCommands: writes, errorCode: 11600 }],
      [
        'a majority that does not confirm once',
        { times: 1 },
        {
          failCommands: writes,
          writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' },
        },
      ],
      [
        'an insert that stalls',
        { times: 1 },
        { failCommands: ['insert'], blockConnection: true, blockTimeMS: 300 },
      ],
    ];
    for (const [name, mode, data] of unseen)
      it(`${name}: the event is stored, once`, async () => {
        const user = newTenant();
        const event = makeEvent({ user_id: user });
        await setFault(mode, data);
        // Three in a row may be more than the time that one commit is tried for: then it is refused, and a repeat is safe.
        for (let calls = 0; !(await tried(recordOne(store, event))); calls++) assert.ok(calls < 5);
        assert.deepEqual(await counted(store, user), five(1));
      });

    const lasting: [string, Document][] = [
      ['sockets that close under every write', { failCommands: writes, closeConnection: true }],
      ['no primary at all', { failCommands: writes, errorCode: 10107 }],
      [
        'a majority that never confirms',
        {
          failCommands: writes,
          writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' },
        },
      ],
      ['writes that stall for good', { failCommands: writes, blockConnection: true, blockTimeMS: 1500 }],
    ];
    for (const [name, data] of lasting)
      it(`${name}: refused, never acknowledged, and whole after it is over`, async () => {
        const user = newTenant();
        const event = makeEvent({ user_id: user });
        await setFault('alwaysOn', data);
        const refused = [
          recordOne(store, event),
          store.append([makeEvent({ user_id: newTenant() })]),
          store.createUser(makeUser()),
          store.of(user).createDoc(makeDoc({ user_id: user })),
          store.addToRateLimit('key', 1000, 1),
        ];
        await Promise.all(refused.map((one: Promise<unknown>) => assert.rejects(one, isUnavailable)));
        await setFault('off');
        await store.recover(() => noEffects());
        for (let calls = 0; !(await tried(recordOne(store, event))); calls++) assert.ok(calls < 20);
        assert.deepEqual(await counted(store, user), five(1));
        assert.equal((await store.of(user).event(event.log_id))?.log_id, event.log_id);
      });

    it('reads that are refused or stall: unavailable, and fine afterwards', async () => {
      const user = newTenant();
      await recordOne(store, makeEvent({ user_id: user }));
      for (const data of [
        { failCommands: ['find', 'aggregate'], closeConnection: true },
        { failCommands: ['find', 'aggregate'], errorCode: 11600 },
        { failCommands: ['find', 'aggregate'], blockConnection: true, blockTimeMS: 1500 },
      ]) {
        await setFault('alwaysOn', data);
        const refused = [
          store.of(user).stats(),
          store.context({ ...nothingAsked, openKeys: ['x'] }),
          store.of(user).events({}, { limit: 5 }),
        ];
        await Promise.all(refused.map((one: Promise<unknown>) => assert.rejects(one, isUnavailable)));
        await setFault('off');
        for (let calls = 0; !(await tried(store.ping())); calls++) assert.ok(calls < 20);
      }
      assert.deepEqual(await counted(store, user), five(1));
    });

    it('claims that fail in part: what was claimed is handed out, and the rest with the next call', async () => {
      const user = newTenant();
      const made = Array.from({ length: 8 }, () => makeDelivery({ user_id: user, channel_id: newTenant() }));
      await store.enqueueDeliveries(made);
      // Out of time: the driver does not repeat it.
      await setFault({ times: 3 }, { failCommands: ['findAndModify'], errorCode: 50 });
      const channels = made.map(({ user_id, channel_id }) => ({ user_id, channel_id, count: 9 }));
      const ask = { nowMs: 5000, channels, worker: 'w', leaseMs: 60_000 };
      const given: string[] = [];
      for (let calls = 0; given.length < made.length; calls++) {
        assert.ok(calls < 5, `only ${given.length} handed out`);
        const claim = store.claimDeliveries(ask);
        if (await tried(claim)) given.push(...(await claim).map(({ delivery_id }) => delivery_id));
      }
      assert.deepEqual(given.sort(), made.map(({ delivery_id }) => delivery_id).sort());
    });

    it('no fail point answers 11000: the server refuses to make one up, so bulks meet it by real repeats', async () => {
      await setFault({ times: 1 }, { failCommands: ['insert'], errorCode: 11000 });
      const insert = admin
        .db(database)
        .collection('probe')
        .insertMany([{ x: 1 }], { ordered: false });
      // "Missing required extra info for error code DuplicateKey", as mongod has it. What a bulk makes of 11000 is seen
      // where a batch is carried out twice: every cut of test/store/mongo-crash.test.ts ends with such a repeat.
      await assert.rejects(insert, { code: 40671 });
    });

    it('an event that is stored already, in a batch with a new one and that one again: each is there once', async () => {
      const user = newTenant();
      const [mine, theirs] = [makeEvent({ user_id: user }), makeEvent({ user_id: user })];
      await recordOne(store, theirs);
      const outcome = await record(store, [mine, theirs, mine]);
      assert.deepEqual([...outcome.accepted], [mine.log_id]);
      assert.deepEqual(outcome.duplicates.get(theirs.log_id)?.log_id, theirs.log_id);
      assert.equal((await store.of(user).events({}, { limit: 10 })).items.length, 2);
    });

    it('kill -9 under load: what was acknowledged is there after the restart, once', {
      skip: !mongo.isOurs,
    }, async () => {
      const users = [newTenant(), newTenant(), newTenant()];
      const acked = new Map(users.map((user) => [user, new Set<string>()]));
      const sent = new Map(users.map((user) => [user, new Set<string>()]));
      let isOver = false;
      const load = users.map(async (user) => {
        while (!isOver) {
          const event = makeEvent({ user_id: user });
          sent.get(user)?.add(event.log_id);
          for (;;) {
            if (await tried(recordOne(store, event))) {
              acked.get(user)?.add(event.log_id);
              break;
            }
            if (isOver) break;
            await sleep(20);
          }
        }
      });
      /** However slow the machine is: everybody has had so many acknowledged, and more are under way. */
      const acknowledged = async (count: number): Promise<void> => {
        while (![...acked.values()].every((ids) => ids.size >= count)) await sleep(20);
      };
      for (let kills = 0; kills < 3; kills++) {
        await acknowledged(2 * (kills + 1));
        await mongo.kill();
        await mongo.restart();
      }
      await acknowledged(8);
      isOver = true;
      await Promise.all(load);
      for (let calls = 0; !(await tried(store.recover(() => noEffects()))); calls++) assert.ok(calls < 20);
      for (const user of users) {
        const stored = new Set((await store.of(user).events({}, { limit: 1000 })).items.map((e) => e.log_id));
        const lost = [...(acked.get(user) ?? [])].filter((id) => !stored.has(id));
        assert.deepEqual(lost, []);
        assert.ok([...stored].every((id) => sent.get(user)?.has(id)));
        assert.deepEqual(await counted(store, user), five(stored.size));
      }
    });
  });

  it('refuses to open where no server answers', async () => {
    await assert.rejects(
      openMongoStore({ uri: 'mongodb://127.0.0.1:1/', database: 'none', times: { selectionMs: 300 } }),
      isUnavailable,
    );
  });
}

if (server) suite(server);
else
  test('a store server with faults', { skip: 'no server of its protocol on this machine' }, () => undefined);
