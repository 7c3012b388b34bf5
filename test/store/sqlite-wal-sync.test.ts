import assert from 'node:assert/strict';
import { copyFileSync, fdatasyncSync, fstatSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/store.ts';
import type { FlushFile } from '../../src/store/sqlite/connection/wal-sync.ts';
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

/** A disk that takes its time: it flushes when `release` is called. */
function createSlowDisk() {
  const waiting: (() => void)[] = [];
  let flushes = 0;
  let isSlow = false;
  const flushFile: FlushFile = async (fd) => {
    flushes += 1;
    if (isSlow) await new Promise<void>((resolve) => waiting.push(resolve));
    fdatasyncSync(fd);
  };
  return {
    flushFile,
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
    const { store } = await open(t, { flushFile: disk.flushFile });
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
    const { store } = await open(t, { flushFile: disk.flushFile });
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
    const { store } = await open(t, { flushFile: disk.flushFile });
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

  it('does not flush where nothing was written', async (t) => {
    const disk = createSlowDisk();
    const { store } = await open(t, { flushFile: disk.flushFile });
    disk.begin();
    t.after(disk.end);
    assert.deepEqual(
      await store.claimDeliveries({ nowMs: 1, limit: 9, perChannel: 9, worker: 'w', leaseMs: 1 }),
      [],
    );
    await store.touchNodes([{ node_id: 'node-none', at: '2026-01-01' }]);
    assert.equal(disk.flushes, 0);
  });

  it('has on the disk, at each flush, all that is answered after it', async (t) => {
    const folder = tempFolder(t);
    const file = join(folder, 'a.db');
    let copies = 0;
    // What a power cut right after this flush leaves: the database file, and the log as far as it was written then.
    const flushFile: FlushFile = async (fd) => {
      const size = fstatSync(fd).size;
      assert.equal(size, statSync(`${file}-wal`).size, 'another file was flushed');
      copies += 1;
      copyFileSync(file, join(folder, `copy-${copies}.db`));
      writeFileSync(join(folder, `copy-${copies}.db-wal`), readFileSync(`${file}-wal`));
    };
    const store = await openSqliteStore({ file, flushFile });
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

  it('is of no use any more when a flush failed: nothing is acknowledged, read or written', async (t) => {
    const isUnavailable = (error: unknown): boolean =>
      error instanceof AppError && error.code === 'unavailable' && /did not confirm/.test(error.detail);
    const failures: AppError[] = [];
    let isBroken = false;
    const { file, store } = await open(t, {
      flushFile: async (fd) => {
        if (isBroken) throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
        fdatasyncSync(fd);
      },
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
