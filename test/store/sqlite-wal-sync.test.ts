import assert from 'node:assert/strict';
import { copyFileSync, fdatasyncSync, fstatSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/store.ts';
import type { Flusher } from '../../src/store/sqlite/connection/wal-sync.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import {
  makeDelivery,
  makeEvent,
  makeProfileDelta,
  makeRollupDelta,
  newTenant,
  record,
} from '../support/store/contract/records.ts';
import { tempFolder } from '../support/store/sqlite-folder.ts';

const user = newTenant();

/** A disk on which every flush takes a second by its clock, so that none is waited for in the event loop after the first. */
function slow(flush: Flusher['flush']): Flusher {
  let nowMs = 0;
  return {
    flush,
    flushNow: fdatasyncSync,
    clock: () => {
      nowMs += 1000;
      return nowMs;
    },
  };
}

/** A disk that takes its time: it flushes when `release` is called. */
function createSlowDisk() {
  const waiting: (() => void)[] = [];
  let flushes = 0;
  let isSlow = false;
  const flush = async (fd: number): Promise<void> => {
    flushes += 1;
    if (isSlow) await new Promise<void>((resolve) => waiting.push(resolve));
    fdatasyncSync(fd);
  };
  return {
    flusher: slow(flush),
    begin: () => {
      isSlow = true;
      flushes = 0;
    },
    end: () => {
      isSlow = false;
      for (const release of waiting.splice(0)) release();
    },
    release: () => waiting.shift()?.(),
    get flushes() {
      return flushes;
    },
    get waiting() {
      return waiting.length;
    },
  };
}

async function open(t: TestContext, parts: Partial<Parameters<typeof openSqliteStore>[0]> = {}) {
  const file = join(tempFolder(t), 'a.db');
  const store = await openSqliteStore({ file, ...parts });
  t.after(() => store.close());
  return { file, store };
}

const isPending = async (work: Promise<unknown>): Promise<boolean> => {
  for (let turn = 0; turn < 5; turn++) await nextTurn();
  return (await Promise.race([work.then(() => 'done'), nextTurn('pending')])) === 'pending';
};
const untilWaiting = async (disk: { waiting: number }, count: number): Promise<void> => {
  while (disk.waiting < count) await sleep(1);
};

const eventOf = () => makeEvent({ user_id: user });
const writeOne = (store: Store, log_id?: string) => {
  const event = { ...eventOf(), ...(log_id ? { log_id } : {}) };
  return record(store, [event], {
    rollups: [makeRollupDelta({ user_id: user, events: 1 })],
    profiles: [makeProfileDelta({ user_id: user, events: 1 })],
  });
};

describe('the embedded store and the disk', () => {
  it('answers a write when the disk has it, and goes on reading meanwhile', async (t) => {
    const disk = createSlowDisk();
    const { store } = await open(t, { flusher: disk.flusher });
    disk.begin();
    t.after(disk.end);
    const writing = writeOne(store, 'log-a');
    await untilWaiting(disk, 1);
    assert.equal(await isPending(writing), true);
    assert.equal((await store.of(user).event('log-a'))?.log_id, 'log-a');
    assert.equal((await store.of(user).stats()).total_attacks, 1);
    disk.release();
    assert.equal((await writing).accepted.size, 1);
  });

  it('flushes once for all that was written while the disk was busy', async (t) => {
    const disk = createSlowDisk();
    const { store } = await open(t, { flusher: disk.flusher });
    disk.begin();
    t.after(disk.end);
    const first = writeOne(store);
    await untilWaiting(disk, 1);
    const others = [
      writeOne(store),
      store.addToRateLimit('key', 1000, 1),
      store.createUser({
        id: 'u',
        email: 'e@example.org',
        password_hash: '',
        token_version: 0,
        created_at: '',
      }),
      store.enqueueDeliveries([makeDelivery({ user_id: user })]),
    ];
    assert.equal(await isPending(Promise.race(others)), true);
    disk.release();
    await first;
    await untilWaiting(disk, 1);
    disk.release();
    await Promise.all(others);
    assert.equal(disk.flushes, 2);
  });

  it('answers whoever repeats a write no sooner than the first', async (t) => {
    const disk = createSlowDisk();
    const { store } = await open(t, { flusher: disk.flusher });
    disk.begin();
    t.after(disk.end);
    const first = writeOne(store, 'log-a');
    const repeat = writeOne(store, 'log-a');
    await untilWaiting(disk, 1);
    assert.equal(await isPending(repeat), true);
    disk.release();
    await first;
    assert.deepEqual([...(await repeat).duplicates.keys()], ['log-a']);
    assert.equal(disk.flushes, 1);
  });

  it('waits in the event loop only for a disk that answers at once, and finds out when that changes', async (t) => {
    let takesMs = 0;
    let nowMs = 0;
    const flushes = { atOnce: 0, aside: 0 };
    const flusher: Flusher = {
      flush: async (fd) => {
        flushes.aside += 1;
        fdatasyncSync(fd);
        nowMs += takesMs;
      },
      flushNow: (fd) => {
        flushes.atOnce += 1;
        fdatasyncSync(fd);
        nowMs += takesMs;
      },
      clock: () => nowMs,
    };
    const { store } = await open(t, { flusher });
    for (let at = 0; at < 5; at++) await writeOne(store);
    assert.deepEqual(flushes, { atOnce: 6, aside: 0 });
    takesMs = 30;
    await writeOne(store);
    assert.deepEqual(flushes, { atOnce: 7, aside: 0 });
    for (let at = 0; at < 5; at++) await writeOne(store);
    assert.deepEqual(flushes, { atOnce: 8, aside: 4 });
    takesMs = 0;
    for (let at = 0; at < 100; at++) await writeOne(store);
    assert.ok(flushes.aside < 50, `${flushes.aside} flushes of a quick disk were handed over`);
    assert.equal(flushes.atOnce + flushes.aside, 112);
  });

  it('does not flush where nothing was written', async (t) => {
    const disk = createSlowDisk();
    const { store } = await open(t, { flusher: disk.flusher });
    disk.begin();
    t.after(disk.end);
    assert.deepEqual(
      await store.claimDeliveries({
        nowMs: 1,
        channels: [{ user_id: 'u', channel_id: 'c', count: 9 }],
        worker: 'w',
        leaseMs: 1,
      }),
      [],
    );
    await store.touchNodes([{ node_id: 'node-none', at: '2026-01-01' }]);
    assert.equal(disk.flushes, 0);
  });

  for (const isQuick of [true, false])
    it(`has on ${isQuick ? 'a quick' : 'a slow'} disk, at each flush, all that is answered after it`, async (t) => {
      const folder = tempFolder(t);
      const file = join(folder, 'a.db');
      let copies = 0;
      // What a power cut right after this flush leaves: the database file, and the log as far as it was written then.
      const copyAll = (fd: number): void => {
        const size = fstatSync(fd).size;
        assert.equal(size, statSync(`${file}-wal`).size, 'another file was flushed');
        copies += 1;
        copyFileSync(file, join(folder, `copy-${copies}.db`));
        writeFileSync(join(folder, `copy-${copies}.db-wal`), readFileSync(`${file}-wal`));
      };
      const flusher = { ...slow(async (fd) => copyAll(fd)), flushNow: copyAll };
      const store = await openSqliteStore({
        file,
        flusher: isQuick ? { ...flusher, clock: () => 0 } : flusher,
      });
      t.after(() => store.close());
      for (let at = 0; at < 30; at++) {
        await Promise.all([writeOne(store, `log-${at}-a`), writeOne(store, `log-${at}-b`)]);
        const latest = join(folder, `copy-${copies}.db`);
        const cut = await openSqliteStore({ file: latest });
        assert.ok(await cut.of(user).event(`log-${at}-a`), 'answered, and not on the disk');
        assert.ok(await cut.of(user).event(`log-${at}-b`), 'answered, and not on the disk');
        assert.equal((await cut.of(user).stats()).total_attacks, 2 * (at + 1));
        await cut.close();
      }
    });

  it('refuses what comes while it closes, and takes that for no failure of the disk', async (t) => {
    const failures: AppError[] = [];
    const { store } = await open(t, { onDiskFailure: (error) => failures.push(error) });
    await writeOne(store);
    const closing = store.close();
    const late: Promise<PromiseSettledResult<unknown>[]>[] = [];
    for (let turn = 0; turn < 50; turn++) {
      late.push(Promise.allSettled([store.addToRateLimit(`key-${turn}`, 1000, 1), store.ping()]));
      await nextTurn();
    }
    const settled = (await Promise.all(late)).flat();
    await closing;
    assert.ok(settled.some(({ status }) => status === 'rejected'));
    for (const one of settled)
      assert.ok(
        one.status === 'fulfilled' || (one.reason instanceof AppError && one.reason.code === 'unavailable'),
      );
    assert.deepEqual(failures, []);
  });

  for (const isQuick of [true, false])
    it(`is of no use any more when a flush failed on ${isQuick ? 'a quick' : 'a slow'} disk: nothing is acknowledged, read or written`, async (t) => {
      const isUnavailable = (error: unknown): boolean =>
        error instanceof AppError && error.code === 'unavailable' && /did not confirm/.test(error.detail);
      const failures: AppError[] = [];
      let isBroken = false;
      const flush = (fd: number): void => {
        if (isBroken) throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
        fdatasyncSync(fd);
      };
      const { file, store } = await open(t, {
        flusher: isQuick
          ? { flush: async (fd) => flush(fd), flushNow: flush, clock: () => 0 }
          : slow(async (fd) => flush(fd)),
        onDiskFailure: (error) => failures.push(error),
      });
      await writeOne(store, 'log-a');
      isBroken = true;
      const settled = await Promise.allSettled([
        writeOne(store, 'log-b'),
        store.addToRateLimit('key', 1000, 1),
      ]);
      for (const one of settled) assert.ok(one.status === 'rejected' && isUnavailable(one.reason));
      assert.equal(failures.length, 1);
      await assert.rejects(store.of(user).event('log-a'), isUnavailable);
      await assert.rejects(writeOne(store), isUnavailable);
      await assert.rejects(store.ping(), isUnavailable);
      await store.close();
      // What was acknowledged is there for the next process.
      const raw = new DatabaseSync(file, { readOnly: true });
      t.after(() => raw.close());
      assert.equal(raw.prepare('PRAGMA integrity_check').get()?.integrity_check, 'ok');
    });
});
