import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { AppError } from '../../../../src/core/errors.ts';
import { type Backend, useStore } from './backend.ts';
import {
  fresh,
  makeAgentEvent,
  makeAlert,
  makeCounts,
  makeDoc,
  makeEvent,
  makeRollupDelta,
  makeSession,
  newTenant,
  nothingAsked,
  record,
  time,
  write,
} from './records.ts';

export function upkeepContract(backend: Backend): void {
  describe(`${backend.name}: upkeep`, () => {
    const open = useStore(backend);
    const nowMs = Date.UTC(2026, 9, 6);
    const old = '2020-01-01T00:00:00.000Z';
    const before = '2026-01-01T00:00:00.000Z';

    it('sweeps what is older, of all tenants, and leaves the rest and the statistics', async () => {
      const users = [newTenant(), newTenant()];
      const kept: string[] = [];
      for (const user of users) {
        const dated = (at: string) => [
          makeEvent({ user_id: user, timestamp: at, received_at: at }),
          makeAgentEvent({ user_id: user, timestamp: at, received_at: at }),
        ];
        const [gone, stays] = [dated(old), dated(time(0))];
        kept.push(...stays.map((event) => event.log_id));
        await record(open.store, [...gone, ...stays], {
          rollups: [makeRollupDelta({ user_id: user, events: 4 })],
          alerts: [
            makeAlert({ user_id: user, alert_id: 'ALERT-old', timestamp: old, last_seen: old }),
            makeAlert({
              user_id: user,
              alert_id: 'ALERT-done',
              timestamp: old,
              last_seen: old,
              status: 'resolved',
            }),
            makeAlert({ user_id: user, alert_id: 'ALERT-new' }),
          ],
          sessions: [
            makeSession({ user_id: user, session: 'old', last_at: old }),
            makeSession({ user_id: user, session: 'new' }),
          ],
        });
      }
      assert.ok((await open.store.sweep(before, nowMs)) >= 10);
      const left: string[] = [];
      for (const user of users) {
        const store = open.store.of(user);
        left.push(...(await store.events({}, { limit: 100 })).items.map((event) => event.log_id));
        const alerts = (await store.alerts({}, { limit: 100 })).items.map((alert) => alert.alert_id);
        assert.deepEqual(alerts, ['ALERT-new']);
        assert.equal(await store.session('node-1', 'old'), null);
        assert.ok(await store.session('node-1', 'new'));
        const stats = await store.stats();
        assert.equal(stats.active_alerts, 1);
        assert.equal(stats.total_attacks, 4);
        assert.equal((await store.rollups('2026', '2027')).length, 1);
      }
      assert.deepEqual(left.sort(), kept.sort());
      assert.equal(await open.store.sweep(before, nowMs), 0);
    });

    it('keeps the windows of days for the days that are looked back over, and the others for two', async () => {
      const windows = [newTenant(), newTenant()].flatMap((user_id) =>
        [3_000_000, 20_800].map((bucket) => ({ user_id, source_ip: '203.0.113.7', bucket })),
      );
      for (const window of windows)
        await write(open.store, window.user_id, {
          windows: [{ ...window, counts: makeCounts({ events: 1, failed_logins: 1 }) }],
        });
      const left = async (days: number) => {
        await open.store.sweep(null, Date.now() + days * 24 * 60 * 60_000);
        return [...(await open.store.context({ ...nothingAsked, windows })).windows.keys()].length;
      };
      assert.equal(await left(1), 4);
      assert.equal(await left(4), 2);
      assert.equal(await left(10), 0);
    });

    it('sweeps more than fits one step', async () => {
      const user = newTenant();
      for (let batch = 0; batch < 4; batch++)
        await record(
          open.store,
          Array.from({ length: 400 }, () => makeEvent({ user_id: user, timestamp: old, received_at: old })),
          { rollups: [makeRollupDelta({ user_id: user, events: 400 })] },
        );
      assert.ok((await open.store.sweep(before, nowMs)) >= 1600);
      assert.deepEqual((await open.store.of(user).events({}, { limit: 1 })).items, []);
    });

    it('sweeps expired documents and counters, and no records where nothing is too old', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const event = makeEvent({ user_id: user, timestamp: old, received_at: old });
      await record(open.store, [event]);
      const doc = (expires_at: string | null, user_id = user) => makeDoc({ user_id, expires_at });
      const [expired, later, never] = [
        doc(new Date(nowMs - 1).toISOString(), other),
        doc(new Date(nowMs + 60_000).toISOString()),
        doc(null),
      ];
      for (const one of [expired, later, never]) await open.store.of(one.user_id).createDoc(one);
      const [spent, running] = [fresh('spent'), fresh('running')];
      await open.store.addToRateLimit(spent, 1000, nowMs - 5000);
      await open.store.addToRateLimit(running, 60_000, nowMs - 5000);
      const revision = await open.store.docsRevision('note');
      const own = await open.store.of(other).docsRevision('note');
      assert.ok((await open.store.sweep(null, nowMs)) >= 1);
      assert.equal(await open.store.of(other).doc('note', expired.id), null);
      assert.ok(await open.store.of(user).doc('note', later.id));
      assert.ok(await open.store.of(user).doc('note', never.id));
      assert.ok((await open.store.docsRevision('note')) > revision);
      assert.ok((await open.store.of(other).docsRevision('note')) > own);
      assert.equal((await open.store.rateLimit(running, nowMs))?.count, 1);
      assert.equal((await open.store.addToRateLimit(spent, 1000, nowMs)).count, 1);
      assert.deepEqual(await open.store.of(user).event(event.log_id), event);
    });

    it('answers a ping and says what it is', async () => {
      await open.store.ping();
      const about = await open.store.about();
      assert.equal(about.kind, backend.kind);
      for (const value of Object.values(about)) assert.ok(['string', 'number'].includes(typeof value));
    });

    it('makes a copy of the whole, or says what does', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'decoyverse-backup-'));
      try {
        const file = join(folder, 'copy.db');
        const shares: number[] = [];
        const copying = open.store.backup(file, (share) => shares.push(share));
        if (backend.kind === 'mongo') {
          await assert.rejects(
            copying,
            (error) =>
              error instanceof AppError && error.code === 'bad_request' && /mongodump/.test(error.detail),
          );
        } else {
          await copying;
          assert.ok(statSync(file).size > 0);
          assert.equal(shares.at(-1), 1);
          assert.ok(shares.every((share) => share >= 0 && share <= 1));
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });

  describe(`${backend.name}: a closed store`, () => {
    it('answers nothing any more, with unavailable', async () => {
      const opened = await backend.open();
      try {
        const { store } = opened;
        const user = newTenant();
        await store.ping();
        await store.close();
        await store.close();
        const isUnavailable = (error: unknown): boolean =>
          error instanceof AppError && error.code === 'unavailable';
        await assert.rejects(store.ping(), isUnavailable);
        await assert.rejects(store.of(user).stats(), isUnavailable);
        await assert.rejects(record(store, [makeEvent({ user_id: user })]), isUnavailable);
      } finally {
        await opened.dispose();
      }
    });
  });
}
