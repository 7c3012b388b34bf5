import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { noTouches } from '../../src/core/alert.ts';
import { AppError, type ErrorCode } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/store.ts';
import { openStore } from '../../src/store/open.ts';
import { checkSqliteVersion, openConnection } from '../../src/store/sqlite/connection/connection.ts';
import { toEventValues } from '../../src/store/sqlite/event-record.ts';
import { migrate, migrations, schemaVersion } from '../../src/store/sqlite/migrations/migrate.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import {
  makeDelivery,
  makeEvent,
  makeIncident,
  makeUser,
  record,
  time,
} from '../support/store/contract/records.ts';
import { tempFolder } from '../support/store/sqlite-folder.ts';

const isError =
  (code: ErrorCode, words: RegExp) =>
  (error: unknown): boolean =>
    error instanceof AppError && error.code === code && words.test(error.detail);

const toJson = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));

describe('opening the embedded store', () => {
  it('opens every connection so that no crash damages the file', (t) => {
    const file = join(tempFolder(t), 'a.db');
    for (const readOnly of [false, true]) {
      const db = openConnection(file, { readOnly });
      const read = (name: string): unknown => Object.values(db.raw.prepare(`PRAGMA ${name}`).get() ?? {})[0];
      assert.equal(read('journal_mode'), 'wal');
      assert.equal(read('synchronous'), 1);
      assert.equal(read('busy_timeout'), 5000);
      assert.equal(read('foreign_keys'), 1);
      assert.equal(read('mmap_size') ?? 0, 0);
      assert.throws(() => db.raw.exec('DELETE FROM sqlite_schema'), /may not be modified|readonly/);
      db.close();
    }
  });

  it('refuses an SQLite that can damage databases', async (t) => {
    for (const version of ['3.51.2', '3.50.9', '3.7.0', '2.9.9', '', undefined])
      assert.throws(() => checkSqliteVersion(version), isError('internal', /3\.51\.3/));
    for (const version of ['3.51.3', '3.53.4', '3.52.0', '4.0.0']) checkSqliteVersion(version);
    const file = join(tempFolder(t), 'a.db');
    await assert.rejects(openSqliteStore({ file, sqliteVersion: '3.51.2' }), isError('internal', /3\.51\.2/));
    assert.equal(existsSync(file), false);
  });

  it('has the schema that the snapshot shows', (t) => {
    const db = openConnection(join(tempFolder(t), 'a.db'));
    migrate(db);
    const made = db.raw
      .prepare(
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name",
      )
      .all()
      .map((row) => String(row.sql));
    db.close();
    const text = `-- schema ${migrations.length}\n${made.join(';\n')};\n`;
    const snapshot = join(import.meta.dirname, 'sqlite-schema.sql');
    if (process.env.UPDATE_SNAPSHOTS) writeFileSync(snapshot, text);
    assert.equal(text, readFileSync(snapshot, 'utf8'));
    for (const name of [
      'users',
      'nodes',
      'decoys',
      'honeypot_logs',
      'agent_events',
      'alerts',
      'attacker_profiles',
    ])
      assert.match(text, new RegExp(`CREATE TABLE ${name} \\(`));
    for (const sql of made)
      if (sql.startsWith('CREATE TABLE')) assert.match(sql, /\) STRICT(, WITHOUT ROWID)?$/);
  });

  it('runs migrations once, and goes on where it was cut short', (t) => {
    const db = openConnection(join(tempFolder(t), 'a.db'));
    const steps = ['CREATE TABLE sequence (value INTEGER) STRICT; INSERT INTO sequence VALUES (0)'];
    migrate(db, steps);
    migrate(db, steps);
    steps.push('CREATE TABLE two (a INTEGER) STRICT', 'CREATE TABLE three (a INTEGER) STRICT; SELECT broken');
    assert.throws(() => migrate(db, steps), /broken/);
    assert.equal(schemaVersion(db), 2);
    assert.throws(() => db.raw.prepare('SELECT * FROM three'), /no such table/);
    steps[2] = 'CREATE TABLE three (a INTEGER) STRICT';
    migrate(db, steps);
    assert.equal(schemaVersion(db), 3);
    assert.equal(db.raw.prepare('SELECT count(*) AS n FROM sequence').get()?.n, 1);
    db.close();
  });

  it('opens a database of schema 4: incidents, and what its process left waiting, with defaults', async (t) => {
    const file = join(tempFolder(t), 'a.db');
    const db = openConnection(file);
    migrate(db, migrations.slice(0, 4));
    const {
      touched: _t,
      notified_channels: _o,
      key_steps: _k,
      active_at: _a,
      resumed_at: _r,
      snooze: _s,
      merged_into: _i,
      merge: _m,
      merged: _d,
      seen: _e,
      protocol: _p,
      vulnerability: _v,
      ...old
    } = makeIncident({ user_id: 'user-1' });
    const fields = Object.entries(old).map(([name, value]): [string, string | number | null] => [
      name,
      typeof value === 'boolean' ? Number(value) : typeof value === 'object' ? toJson(value) : value,
    ]);
    db.raw
      .prepare(
        `INSERT INTO incidents (${fields.map(([name]) => name).join()}) VALUES (${fields.map(() => '?').join()})`,
      )
      .run(...fields.map(([, value]) => value));
    const event = makeEvent({ user_id: 'user-1' });
    const fold = {
      user_id: 'user-1',
      incident_id: old.incident_id,
      events: 3,
      alerts: 1,
      last_seen: time(30),
    };
    const waiting = {
      rows: [{ collection: event.collection, values: toEventValues(event, 1, true).slice(0, -1) }],
      ...{ profiles: [], rollups: [], windows: [], sessions: [], alertFolds: [] },
      incidentFolds: [{ ...fold, worse: null, told: null }],
    };
    db.raw.prepare('INSERT INTO backlog (effects) VALUES (?)').run(JSON.stringify(waiting));
    db.close();
    const store = await openSqliteStore({ file });
    t.after(() => store.close());
    assert.deepEqual(await store.of('user-1').event(event.log_id), event);
    const incident = await store.of('user-1').incident(old.incident_id);
    assert.deepEqual(incident, {
      ...old,
      ...{ event_count: 4, alert_count: 2, last_seen: time(30), active_at: time(30), resumed_at: null },
      ...{ touched: noTouches(), notified_channels: {}, key_steps: [], snooze: null },
      ...{ merged_into: null, merge: null, merged: [], seen: [] },
      ...{ protocol: null, vulnerability: null },
    });
    const found = await store
      .of('user-1')
      .incidents({ node_id: old.node_id, service: old.service }, { limit: 5 });
    assert.equal(found.items.length, 1, 'what stands in the record itself is found');
  });

  it('opens an existing database again with everything in it', async (t) => {
    const dataDir = tempFolder(t);
    const user = makeUser();
    for (const isFirst of [true, false]) {
      const store = await openStore({ databaseName: 'unused', dataDir });
      assert.equal(store.kind, 'sqlite');
      assert.equal(await store.createUser(user), isFirst);
      await store.close();
    }
  });

  it('brings a database of an earlier version to the newest schema with its nodes', async (t) => {
    const file = join(tempFolder(t), 'a.db');
    const db = openConnection(file);
    migrate(db, migrations.slice(0, 3));
    db.raw.exec(
      `INSERT INTO nodes (node_id, user_id, name, status, key_hash, created_at, deleted_at, uninstall_grace_until)
       VALUES ('node-1', 'u', 'old', 'active', 'hash', '2026-01-01', '2026-02-01', '2026-03-01')`,
    );
    db.close();
    const store = await openSqliteStore({ file });
    t.after(() => store.close());
    assert.equal((await store.nodeByKeyHash('hash'))?.uninstall_grace_until, '2026-03-01');
    assert.equal(await store.of('u').endUninstallGrace('node-1'), true);
  });

  it('writes what an earlier version left waiting, although it knew fewer columns', async (t) => {
    const file = join(tempFolder(t), 'a.db');
    const db = openConnection(file);
    migrate(db, migrations.slice(0, 5));
    const event = makeEvent({ user_id: 'u' });
    const row = { collection: 'honeypot_logs', values: toEventValues(event, 1, true).slice(0, 26) };
    const none = { profiles: [], rollups: [], windows: [], sessions: [], alertFolds: [], incidentFolds: [] };
    db.raw.prepare('INSERT INTO backlog (effects) VALUES (?)').run(JSON.stringify({ rows: [row], ...none }));
    db.close();
    const store = await openSqliteStore({ file });
    t.after(() => store.close());
    assert.deepEqual(await store.of('u').event(event.log_id), event);
  });

  it('keeps its files from other users of the machine', async (t) => {
    const folder = tempFolder(t);
    const file = join(folder, 'a.db');
    const store = await openSqliteStore({ file });
    await store.createUser(makeUser());
    await store.backup(join(folder, 'b.db'));
    for (const name of ['a.db', 'a.db-wal', 'b.db', 'a.db.pid'])
      assert.equal(statSync(join(folder, name)).mode & 0o077, 0, name);
    await store.close();
  });

  it('refuses a newer schema and leaves it as it is', async (t) => {
    const file = join(tempFolder(t), 'a.db');
    await (await openSqliteStore({ file })).close();
    const raw = new DatabaseSync(file);
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    await assert.rejects(openSqliteStore({ file }), isError('internal', /schema 99.*newer version/));
    const after = new DatabaseSync(file);
    assert.equal(after.prepare('PRAGMA user_version').get()?.user_version, 99);
    after.close();
  });

  it('says of a file that is no database, or a damaged one, what to do', async (t) => {
    const folder = tempFolder(t);
    const noDatabase = join(folder, 'text.db');
    writeFileSync(noDatabase, 'this is no database '.repeat(400));
    await assert.rejects(openSqliteStore({ file: noDatabase }), isError('unavailable', /damaged.*backup/));

    const damaged = join(folder, 'damaged.db');
    const store = await openSqliteStore({ file: damaged });
    const events = Array.from({ length: 300 }, () => makeEvent({ user_id: 'user-1' }));
    await record(store, events);
    await store.close();
    const bytes = readFileSync(damaged);
    bytes.fill(0xa5, 4096);
    writeFileSync(damaged, bytes);
    await assert.rejects(
      async () => {
        const again = await openSqliteStore({ file: damaged });
        try {
          await again.of('user-1').events({}, { limit: 100 });
        } finally {
          await again.close();
        }
      },
      isError('unavailable', /damaged.*backup/),
    );
  });

  it('says of a folder that is not there that the file cannot be opened', async (t) => {
    const file = join(tempFolder(t), 'missing', 'a.db');
    await assert.rejects(openSqliteStore({ file }), isError('unavailable', /cannot be opened/));
    mkdirSync(join(file, '..'));
    await (await openSqliteStore({ file })).close();
  });
});

describe('the lock of the embedded store', () => {
  const writer = join(import.meta.dirname, '..', 'support', 'store', 'sqlite-writer.ts');

  it('lets one in at a time, and the next when that one has closed', async (t) => {
    const file = join(tempFolder(t), 'a.db');
    const first = await openSqliteStore({ file });
    const inUse = isError('conflict', new RegExp(`in use by process ${process.pid}\\b`));
    await assert.rejects(openSqliteStore({ file }), inUse);
    await assert.rejects(openSqliteStore({ file }), inUse);
    await first.ping();
    await first.close();
    await (await openSqliteStore({ file })).close();
  });

  it('names the process that holds it, and ends with that process however it ends', async (t) => {
    const file = join(tempFolder(t), 'a.db');
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', writer, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    t.after(() => child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    await assert.rejects(
      openSqliteStore({ file }),
      isError('conflict', new RegExp(`process ${child.pid}\\b`)),
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    const store = await openSqliteStore({ file });
    await store.ping();
    await store.close();
  });

  it('ends the claims on messages that its last holder left, at once', async (t) => {
    const file = join(tempFolder(t), 'a.db');
    const first = await openSqliteStore({ file });
    const delivery = makeDelivery({ user_id: 'user-1', next_at_ms: 1000 });
    const { user_id, channel_id, delivery_id } = delivery;
    await first.enqueueDeliveries([delivery]);
    const claim = async (store: Store, worker: string) =>
      (
        await store.claimDeliveries({
          nowMs: 2000,
          channels: [{ user_id, channel_id, count: 5 }],
          worker,
          leaseMs: 60_000,
        })
      ).map((one) => one.delivery_id);
    assert.deepEqual(await claim(first, 'w-1'), [delivery_id]);
    assert.deepEqual(await claim(first, 'w-2'), []);
    await first.close();
    const next = await openSqliteStore({ file });
    assert.deepEqual(await claim(next, 'w-2'), [delivery_id]);
    assert.deepEqual(await next.settleDeliveries('w-1', [{ delivery_id, outcome: delivery }]), []);
    await next.close();
  });

  it('is let go where opening fails behind it', async (t) => {
    const file = join(tempFolder(t), 'a.db');
    writeFileSync(file, 'this is no database '.repeat(400));
    await assert.rejects(openSqliteStore({ file }), isError('unavailable', /damaged/));
    writeFileSync(file, '');
    await (await openSqliteStore({ file })).close();
  });
});
