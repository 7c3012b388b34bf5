import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/store.ts';
import { createCommits } from '../../src/store/sqlite/commit.ts';
import { openConnection } from '../../src/store/sqlite/connection/connection.ts';
import { toOperations } from '../../src/store/sqlite/connection/operations.ts';
import { createWalSync } from '../../src/store/sqlite/connection/wal-sync.ts';
import { migrate } from '../../src/store/sqlite/migrations/migrate.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { openObservableBuffer } from '../../src/store/sqlite/writing/observable-buffer.ts';
import { openWriteBuffer } from '../../src/store/sqlite/writing/write-buffer.ts';
import {
  makeAlert,
  makeEvent,
  makeProfileDelta,
  makeRollupDelta,
  record,
} from '../support/store/contract/records.ts';
import { tempFolder } from '../support/store/sqlite-folder.ts';

const user = 'user-1';

/** Events in a file, and whether what is counted beside them agrees. */
async function inspect(file: string): Promise<Set<string>> {
  const store = await openSqliteStore({ file });
  const stats = await store.of(user).stats();
  await store.close();
  const raw = new DatabaseSync(file, { readOnly: true });
  assert.equal(raw.prepare('PRAGMA integrity_check').get()?.integrity_check, 'ok');
  const ids = raw
    .prepare('SELECT log_id FROM honeypot_logs ORDER BY seq')
    .all()
    .map((row) => String(row.log_id));
  const profile = raw.prepare('SELECT coalesce(sum(total_attacks), 0) AS n FROM attacker_profiles').get();
  raw.close();
  assert.equal(new Set(ids).size, ids.length, 'an event stands twice');
  assert.equal(stats.total_attacks, ids.length, 'the totals do not agree with the events');
  assert.equal(profile?.n, ids.length, 'the profiles do not agree with the events');
  return new Set(ids);
}

const batchOf = (size: number) => {
  const events = Array.from({ length: size }, () => makeEvent({ user_id: user }));
  const effects = {
    rollups: [makeRollupDelta({ user_id: user, events: size })],
    profiles: [makeProfileDelta({ user_id: user, events: size })],
  };
  return { events, effects };
};

describe('the embedded store in a crash', () => {
  it('has every acknowledged event once after kill -9, and no part of a batch', async (t) => {
    const file = join(tempFolder(t), 'a.db');
    const writer = join(import.meta.dirname, '..', 'support', 'store', 'sqlite-writer.ts');
    const acknowledged: string[] = [];
    for (let round = 0; round < 6; round++) {
      const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', writer, file, '10'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      t.after(() => child.kill('SIGKILL'));
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      await once(child.stdout, 'data');
      await sleep(randomInt(50, 250));
      child.kill('SIGKILL');
      await once(child, 'close');
      const whole = text.slice(0, text.lastIndexOf('\n')).split('\n').slice(1);
      acknowledged.push(...whole.flatMap((line) => line.split(' ')).filter((id) => id !== ''));
    }
    assert.ok(acknowledged.length > 100, `only ${acknowledged.length} events were written`);
    const stored = await inspect(file);
    assert.deepEqual(
      acknowledged.filter((id) => !stored.has(id)),
      [],
    );
    assert.equal(stored.size % 10, 0, 'a batch is there in part');
  });

  it('is a consistent prefix wherever its files were copied or cut', async (t) => {
    const folder = tempFolder(t);
    const file = join(folder, 'a.db');
    const store = await openSqliteStore({ file });
    t.after(() => store.close());
    const written: string[] = [];
    for (let batch = 0; batch < 40; batch++) {
      const { events, effects } = batchOf(25);
      await record(store, events, effects);
      written.push(...events.map((event) => event.log_id));
      if (batch % 4 !== 3) continue;
      const copy = join(folder, `copy-${batch}.db`);
      copyFileSync(file, copy);
      const log = readFileSync(`${file}-wal`);
      const isCut = batch % 8 === 7;
      writeFileSync(`${copy}-wal`, isCut ? log.subarray(0, randomInt(0, log.length)) : log);
      const stored = [...(await inspect(copy))];
      assert.deepEqual(stored, written.slice(0, stored.length));
      assert.equal(stored.length % 25, 0, 'a batch is there in part');
      if (!isCut) assert.equal(stored.length, written.length);
    }
  });
});

describe('the embedded store on a bad disk', () => {
  type Commits = Pick<Store, 'context' | 'record' | 'append' | 'apply' | 'recover' | 'unfinished'>;
  const open = (file: string) => {
    const db = openConnection(file);
    migrate(db);
    const buffer = openWriteBuffer(db, Date.now);
    const disk = createWalSync(db, { onFailure: assert.ifError });
    return {
      db,
      buffer,
      commits: toOperations<Commits>(createCommits(db, buffer, openObservableBuffer(db), Date.now), disk),
    };
  };
  const isUnavailable =
    (words: RegExp) =>
    (error: unknown): boolean =>
      error instanceof AppError && error.code === 'unavailable' && words.test(error.detail);

  it('says unavailable when the disk is full, writes nothing of that batch, and goes on when there is room', async (t) => {
    const { db, buffer, commits } = open(join(tempFolder(t), 'a.db'));
    t.after(() => db.close());
    const write = async ({ events, effects }: ReturnType<typeof batchOf>) =>
      record({ ...commits } as unknown as Store, events, effects);
    await write(batchOf(10));
    const pages = Number(db.raw.prepare('PRAGMA page_count').get()?.page_count);
    db.raw.exec(`PRAGMA max_page_count = ${pages + 2}`);
    const big = batchOf(1000);
    await assert.rejects(write(big), isUnavailable(/disk is full/));
    const count = () => {
      buffer.settle();
      return db.raw.prepare('SELECT count(*) AS n FROM honeypot_logs').get()?.n;
    };
    db.raw.exec('PRAGMA max_page_count = 1000000');
    assert.equal(count(), 10);
    assert.equal((await write(big)).accepted.size, 1000);
    assert.equal(count(), 1010);
    assert.equal(db.raw.prepare('SELECT sum(events) AS n FROM totals').get()?.n, 1010);
  });

  it('says unavailable when the database is read-only', async (t) => {
    const { db, commits } = open(join(tempFolder(t), 'a.db'));
    t.after(() => db.close());
    db.raw.exec('PRAGMA query_only = 1');
    const { events } = batchOf(3);
    await assert.rejects(commits.append(events), isUnavailable(/read-only/));
    db.raw.exec('PRAGMA query_only = 0');
    assert.equal((await commits.append(events)).accepted.size, 3);
  });

  it('says unavailable when another writer does not let go', async (t) => {
    const file = join(tempFolder(t), 'a.db');
    const { db, commits } = open(file);
    t.after(() => db.close());
    db.raw.exec('PRAGMA busy_timeout = 50');
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const { events } = batchOf(3);
    await assert.rejects(commits.append(events), isUnavailable(/busy/));
    other.exec('ROLLBACK');
    other.close();
    assert.equal((await commits.append(events)).accepted.size, 3);
  });
});

describe('a backup of the embedded store', () => {
  it('is whole and consistent although events were taken meanwhile', async (t) => {
    const folder = tempFolder(t);
    const file = join(folder, 'a.db');
    const store = await openSqliteStore({ file });
    const first = batchOf(500);
    await record(store, first.events, {
      ...first.effects,
      alerts: [makeAlert({ user_id: user, alert_id: 'ALERT-1' })],
    });
    let isCopying = true;
    const shares: number[] = [];
    const copy = join(folder, 'copy.db');
    const copying = store
      .backup(copy, (share) => shares.push(share))
      .finally(() => {
        isCopying = false;
      });
    while (isCopying) {
      const { events, effects } = batchOf(20);
      await record(store, events, effects);
      await sleep(1);
    }
    await copying;
    await store.close();
    const all = await inspect(file);
    const copied = await inspect(copy);
    for (const { log_id } of first.events) assert.ok(copied.has(log_id));
    for (const id of copied) assert.ok(all.has(id));
    assert.equal(existsSync(`${copy}.partial`), false);
    const restored = await openSqliteStore({ file: copy });
    assert.equal((await restored.of(user).alert('ALERT-1'))?.alert_id, 'ALERT-1');
    await restored.close();
    assert.deepEqual(
      shares,
      [...shares].sort((a, b) => a - b),
    );
  });

  it('does not mind a writer that is in the middle of a transaction at every step', async (t) => {
    const folder = tempFolder(t);
    const store = await openSqliteStore({ file: join(folder, 'a.db') });
    t.after(() => store.close());
    for (let round = 0; round < 20; round++) {
      const batches = Array.from({ length: 3 }, () => batchOf(100));
      const copying = store.backup(join(folder, `copy-${round}.db`));
      for (const { events, effects } of batches) await record(store, events, effects);
      await copying;
    }
  });

  it('leaves nothing behind where it fails, and never writes over its source', async (t) => {
    const folder = tempFolder(t);
    const file = join(folder, 'a.db');
    const store = await openSqliteStore({ file });
    t.after(() => store.close());
    await assert.rejects(store.backup(file), (e) => e instanceof AppError && e.code === 'bad_request');
    await assert.rejects(store.backup(join(folder, 'missing', 'b.db')));
    await store.ping();
  });
});
