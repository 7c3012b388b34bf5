/** Sockets that go or stand still under a command, in the ways that nobody is told of: no operation waits for ever. */
import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { after, afterEach, before, describe, it, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/store.ts';
import type { MongoTimes } from '../../src/store/mongo/connection/connection.ts';
import { openMongoStore } from '../../src/store/mongo/open.ts';
import { startMongo, type TestMongo } from '../support/mongo-server.ts';
import {
  makeDelivery,
  makeDoc,
  makeEvent,
  makeUser,
  newTenant,
  record,
} from '../support/store/contract/records.ts';
import { openWire, type Wire } from '../support/store/mongo-wire.ts';

const server = await startMongo();

const isUnavailable = (error: unknown): boolean => error instanceof AppError && error.code === 'unavailable';

/** Resolves with whether it was done; `unavailable` is the only other answer, and no answer is none. */
async function answered(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const never = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('it was never answered')), 20_000);
  });
  try {
    await Promise.race([work, never]);
    return true;
  } catch (error) {
    assert.ok(isUnavailable(error), String(error));
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function suite(mongo: TestMongo): void {
  after(() => mongo.close());

  describe('sockets to the server that end in the very turn of a command', { timeout: 60_000 }, () => {
    const sockets = new Set<Socket>();
    const keep = (message: unknown): void => void sockets.add((message as { socket: Socket }).socket);
    const database = mongo.newDatabase();
    let store: Store;
    before(async () => {
      subscribe('net.client.socket', keep);
      store = await openMongoStore({ uri: mongo.uri, database });
    });
    after(() => void unsubscribe('net.client.socket', keep));
    /** As they are when the other side is gone: destroyed, and nobody has been told yet. */
    const end = (): void => {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    };

    it('every operation is answered, and the next ones are done', async () => {
      const user = newTenant();
      const operations: (() => Promise<unknown>)[] = [
        () => store.userById('none'),
        () => store.createUser(makeUser()),
        () => store.about(),
        () => store.addToRateLimit('key', 1000, 1),
        () => store.of(user).createDoc(makeDoc({ user_id: user })),
        () => record(store, [makeEvent({ user_id: user })], {}),
        () => store.sweep(null, Date.now()),
        () => store.of(user).events({}, { limit: 5 }),
      ];
      for (const operation of operations) {
        await store.ping();
        end();
        await answered(operation());
        for (let calls = 0; !(await answered(operation())); calls++) assert.ok(calls < 20);
      }
    });

    it('an event is in the queue behind them, and is stored', async () => {
      const user = newTenant();
      const events = Array.from({ length: 4 }, () => makeEvent({ user_id: user }));
      await record(store, [makeEvent({ user_id: user })], {});
      end();
      await Promise.all(events.map((event) => answered(record(store, [event], {}))));
      for (const event of events)
        for (let calls = 0; !(await answered(record(store, [event], {}))); calls++) assert.ok(calls < 20);
      assert.equal((await store.of(user).events({}, { limit: 10 })).items.length, 5);
    });

    it('the store closes, and leaves nothing behind that goes on', async () => {
      await store.ping();
      end();
      assert.ok(await answered(store.close()));
      sockets.clear();
      await answered(store.ping());
      assert.equal(sockets.size, 0);
    });
  });

  describe('a server that takes and says nothing any more', { timeout: 60_000 }, () => {
    let wire: Wire;
    const opened: Store[] = [];
    before(async () => {
      wire = await openWire(mongo.uri);
    });
    afterEach(async () => {
      wire.heal();
      for (const store of opened.splice(0)) await store.close();
    });
    after(() => wire.close());
    const open = async (more: string, times: Partial<MongoTimes>): Promise<Store> => {
      const store = await openMongoStore({ uri: `${wire.uri}${more}`, database: mongo.newDatabase(), times });
      opened.push(store);
      return store;
    };
    /** More than the two ends of a socket hold between them. */
    const long = (): Parameters<Store['enqueueDeliveries']>[0] =>
      Array.from({ length: 60 }, () => {
        const delivery = makeDelivery({ user_id: newTenant() });
        delivery.notice.payload = 'x'.repeat(700_000);
        return delivery;
      });

    it('a command too long for the socket is refused in time, and the next is done', async () => {
      const store = await open('', { selectionMs: 1000, socketMs: 1000 });
      await store.ping();
      wire.stall();
      assert.equal(await answered(store.enqueueDeliveries(long())), false);
      wire.heal();
      for (let calls = 0; !(await answered(store.createUser(makeUser()))); calls++) assert.ok(calls < 20);
    });

    it('a connection that is reset in the middle of such a command is the store that does not answer', async () => {
      const own = await openWire(mongo.uri);
      const database = mongo.newDatabase();
      const store = await openMongoStore({ uri: own.uri, database, times: { selectionMs: 500 } });
      opened.push(store);
      await store.ping();
      own.stall();
      const sent = answered(store.enqueueDeliveries(long()));
      await sleep(300);
      await own.close();
      assert.equal(await sent, false);
    });

    it('what the driver gives up because its heartbeats stay away is `unavailable` too', async () => {
      const store = await open('&heartbeatFrequencyMS=500', { selectionMs: 500, socketMs: 60_000 });
      await store.ping();
      wire.stall();
      assert.equal(await answered(store.ping()), false);
      assert.equal(await answered(store.enqueueDeliveries(long())), false);
    });
  });
}

if (server) suite(server);
else
  test('sockets to a store server', { skip: 'no server of its protocol on this machine' }, () => undefined);
