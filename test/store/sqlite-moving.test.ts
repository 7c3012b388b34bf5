import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { noEffects } from '../../src/core/effects.ts';
import { AppError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/store.ts';
import { type MovingLimits, type MovingStore, openSqliteMoving } from '../../src/store/sqlite/moving.ts';
import { openSqliteThread } from '../../src/store/sqlite/thread.ts';
import { eventually } from '../support/pipeline.ts';
import {
  makeEvent,
  makeProfileDelta,
  makeRollupDelta,
  newTenant,
  record,
} from '../support/store/contract/records.ts';
import { tempFolder } from '../support/store/sqlite-folder.ts';

const user = newTenant();

async function open(t: TestContext, limits?: MovingLimits): Promise<MovingStore> {
  const store = await openSqliteMoving({ file: join(tempFolder(t), 'a.db'), ...(limits ? { limits } : {}) });
  t.after(() => store.close());
  return store;
}

async function write(store: Store, size: number): Promise<void> {
  const events = Array.from({ length: size }, () => makeEvent({ user_id: user }));
  const effects = {
    rollups: [makeRollupDelta({ user_id: user, events: size })],
    profiles: [makeProfileDelta({ user_id: user, events: size })],
  };
  const { accepted } = await record(store, events, effects);
  assert.equal(accepted.size, size);
  // Here the store answers within the turn it was asked in; a server's requests come in turns of their own.
  await nextTurn();
}

const isUnavailable = (error: unknown): boolean => error instanceof AppError && error.code === 'unavailable';

describe('the embedded store that moves', () => {
  it('is here while the disk answers at once, in a thread when it does not, and here again when little comes', async (t) => {
    const patient = await open(t, { waitedMs: 1e9, quietEvents: 50, quietMs: 300, patienceMs: 1000 });
    for (let i = 0; i < 50; i++) await write(patient, 20);
    assert.equal(patient.place, 'here');
    // No disk is so quick that writing waits for nothing at all.
    const store = await open(t, { waitedMs: 0.001, quietEvents: 50, quietMs: 300, patienceMs: 1000 });
    let written = 0;
    while (store.place === 'here') {
      await write(store, 30);
      written += 30;
    }
    await write(store, 30);
    await eventually(async () => store.place === 'here');
    await write(store, 3);
    assert.equal((await store.of(user).stats()).total_attacks, written + 33);
    assert.equal((await store.of(user).profile('203.0.113.7'))?.total_attacks, written + 33);
  });

  it('loses nothing of many writers and readers while it moves to and fro', async (t) => {
    const store = await open(t);
    let isDone = false;
    let moves = 0;
    const restless = (async () => {
      while (!isDone) if (await store.move(store.place === 'here' ? 'thread' : 'here')) moves += 1;
    })();
    const writers = Array.from({ length: 6 }, async () => {
      for (let i = 0; i < 60; i++) {
        await write(store, 5);
        await store.hit('key', 60_000, Date.now());
        assert.ok((await store.of(user).events({}, { limit: 3 })).items.length > 0);
      }
    });
    await Promise.all(writers);
    isDone = true;
    await restless;
    assert.ok(moves > 1, `moved ${moves} times`);
    assert.equal((await store.of(user).stats()).total_attacks, 6 * 60 * 5);
    assert.equal((await store.hits('key', Date.now()))?.count, 6 * 60);
  });

  it('stays where it is while something long is under way', async (t) => {
    const store = await open(t, { waitedMs: 1e9, quietEvents: 0, quietMs: 60_000, patienceMs: 1000 });
    for (let i = 0; i < 20; i++) await write(store, 100);
    const copying = store.backup(join(tempFolder(t), 'copy.db'));
    assert.equal(await store.move('thread'), false);
    await copying;
    assert.equal(await store.move('thread'), true);
    await write(store, 1);
  });

  it('goes on here where the thread cannot open the file', async (t) => {
    const file = join(tempFolder(t), 'a.db');
    const errors: unknown[] = [];
    const store = await openSqliteMoving({
      file,
      startThread: async () => ({
        open: () => Promise.reject(new AppError('unavailable', 'The disk is full')),
        end: async () => undefined,
      }),
      onError: (error) => errors.push(error),
    });
    t.after(() => store.close());
    await write(store, 3);
    assert.equal(await store.move('thread'), false);
    await write(store, 3);
    assert.equal(store.place, 'here');
    assert.equal((await store.of(user).stats()).total_attacks, 6);
    assert.equal(errors.length, 1);
  });

  it('answers nothing after it was closed, and closes once', async (t) => {
    const store = await open(t);
    await store.move('thread');
    await store.close();
    await store.close();
    await assert.rejects(store.ping(), isUnavailable);
    await assert.rejects(store.of(user).stats(), isUnavailable);
    assert.equal(await store.move('here'), false);
  });
});

describe('the embedded store in a thread', () => {
  it('says why it could not be opened, as the store itself does', async (t) => {
    const folder = tempFolder(t);
    const damaged = join(folder, 'damaged.db');
    writeFileSync(damaged, 'no database at all, '.repeat(500));
    await assert.rejects(openSqliteThread({ file: damaged }), isUnavailable);
    const file = join(folder, 'a.db');
    const first = await openSqliteThread({ file });
    await assert.rejects(
      openSqliteThread({ file }),
      (error) => error instanceof AppError && error.code === 'conflict',
    );
    await first.close();
  });

  it('fails a batch whose decision fails, and takes the next', async (t) => {
    const store = await openSqliteThread({ file: join(tempFolder(t), 'a.db') });
    t.after(() => store.close());
    const context = await store.context({ logIds: [], windows: [], sessions: [], openKeys: [] });
    await assert.rejects(
      store.record([makeEvent({ user_id: user })], context, () => {
        throw new RangeError('no decision');
      }),
      /no decision/,
    );
    await write(store, 2);
    assert.equal((await store.of(user).events({}, { limit: 10 })).items.length, 2);
  });

  it('decides anew, on what stands, where another batch came between', async (t) => {
    const store = await openSqliteThread({ file: join(tempFolder(t), 'a.db') });
    t.after(() => store.close());
    const twice = makeEvent({ user_id: user });
    const context = await store.context({ logIds: [twice], windows: [], sessions: [], openKeys: [] });
    await write(store, 1);
    await record(store, [twice], {});
    const seen: number[] = [];
    const outcome = await store.record([twice, makeEvent({ user_id: user })], context, (fresh) => {
      seen.push(fresh.length);
      return { ...noEffects(), rollups: [makeRollupDelta({ user_id: user, events: fresh.length })] };
    });
    assert.deepEqual(seen, [2, 1]);
    assert.equal(outcome.accepted.size, 1);
    assert.equal(outcome.duplicates.get(twice.log_id)?.log_id, twice.log_id);
    assert.equal((await store.of(user).stats()).total_attacks, 2);
  });
});
