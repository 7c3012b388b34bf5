import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { escalateDue } from '../../src/cases/escalation.ts';
import { alertSettingsKind } from '../../src/core/alert-settings.ts';
import type { ChannelConfig, Notice } from '../../src/core/channel.ts';
import { alertSettingsDocs, channelDocs } from '../../src/core/doc-kinds.ts';
import { noEffects } from '../../src/core/effects.ts';
import { saveDocument } from '../../src/core/update-document.ts';
import { toDeliveries } from '../../src/notify/delivery/to-deliveries.ts';
import { createNotifications } from '../../src/server/notifications.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { createTenantSim, event, sha256, startMs } from '../support/tenant-sim.ts';

async function open(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-escalate-'));
  const store = await openSqliteStore({ file: join(folder, 'test.db') });
  t.after(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const clock = { ms: startMs };
  /** Two incidents of each tenant; only user-1 wants to hear again. */
  for (const user of ['user-1', 'user-2']) {
    const world = createTenantSim();
    const events = ['203.0.113.1', '203.0.113.2'].map((source_ip, n) =>
      event({ ms: n * 60_000 }, { user_id: user, source_ip, log_id: `log-${user}-${n}` }),
    );
    for (const one of events) {
      const { incidents } = world.feed([one]);
      const context = {
        known: new Map(),
        windows: new Map(),
        sessions: new Map(),
        incidents: new Map(),
        merged: new Map(),
      };
      await store.record([one], context, () => ({ ...noEffects(), incidents }));
    }
  }
  await store.of('user-1').createDoc({
    kind: alertSettingsKind,
    id: 'user-1',
    user_id: 'user-1',
    lookup: null,
    tag: null,
    created_at: '2026-11-24T10:00:00.000Z',
    updated_at: '2026-11-24T10:00:00.000Z',
    expires_at: null,
    version: 1,
    body: { escalation_minutes: 15 },
  });
  const channel = {
    id: 'c1',
    name: 'c',
    channel: 'webhook',
    settings: {},
    enabled: true,
    filter: {},
    disabled_reason: null,
  };
  const round = () =>
    escalateDue({
      store,
      clock: () => clock.ms,
      linkTo: () => null,
      toDeliveries: async (notice: Notice, userId: string) =>
        toDeliveries({ notice, userId, channels: [channel], nowMs: clock.ms, sha256 }),
    });
  const told = async (user = 'user-1') => (await store.of(user).deliveries({}, { limit: 100 })).items;
  return { store, clock, round, told };
}

describe('what nobody acknowledges', () => {
  it('is told once more after the minutes a tenant set, and never again', async (t) => {
    const { store, clock, round, told } = await open(t);
    clock.ms = startMs + 14 * 60_000;
    assert.equal(await round(), 0);
    clock.ms = startMs + 15 * 60_000;
    assert.equal(await round(), 1);
    const [first] = await told();
    assert.equal(first?.occasion, 'escalated');
    assert.equal(first?.notice.source_ip, '203.0.113.1');
    clock.ms = startMs + 60 * 60_000;
    assert.equal(await round(), 1);
    assert.equal(await round(), 0);
    assert.equal((await told()).length, 2);
    assert.deepEqual(await told('user-2'), [], 'the other tenant never asked for it');
    const { items } = await store.of('user-1').incidents({}, { limit: 10 });
    assert.ok(items.every(({ escalated_at }) => escalated_at !== null));
    const history = await store.of('user-1').journal(`incident:${items[0]?.incident_id}`, { limit: 10 });
    assert.deepEqual(
      history.items.map(({ kind, by }) => [kind, by]),
      [['escalated', 'server']],
    );
  });

  it('is told to the channels that are named for it, whatever else they take', async (t) => {
    const { store, clock, told } = await open(t);
    const tenant = store.of('user-1');
    const channel = { settings: {}, channel: 'webhook', enabled: true, filter: {}, disabled_reason: null };
    const add = (id: string, change: Partial<ChannelConfig> = {}) =>
      tenant.createDoc(
        channelDocs.create({ id, user_id: 'user-1' }, { ...channel, id, name: id, ...change }, '2026-11-24'),
      );
    await add('first');
    await add('boss', { events: [], filter: { min_risk: 10 } });
    await add('off', { enabled: false });
    const log = { info: () => undefined, warn: () => undefined };
    const config = {
      notifyAllowPrivate: [],
      registration: 'closed' as const,
      jwtSecret: null,
      publicUrl: null,
    };
    const parts = { store, linkTo: () => null, clock: () => clock.ms };
    const { toDeliveries: send } = createNotifications({ ...parts, config, pageLink: () => null, log });
    const rounds = (named: string[]) =>
      saveDocument(
        tenant,
        alertSettingsDocs,
        { id: 'user-1', user_id: 'user-1' },
        (stored) => ({ ...stored!.body, escalation_channels: named }),
        '2026-11-24',
      ).then(() => escalateDue({ ...parts, toDeliveries: send }));
    clock.ms = startMs + 15 * 60_000;
    assert.equal(await rounds(['boss', 'gone']), 1);
    assert.deepEqual(
      (await told()).map(({ channel_id }) => channel_id),
      ['boss'],
    );
    clock.ms = startMs + 60 * 60_000;
    assert.equal(await rounds(['gone', 'off']), 1);
    assert.deepEqual(
      (await told()).map(({ channel_id }) => channel_id).sort(),
      ['boss', 'first'],
      'where none of them is left, those that take escalations hear it',
    );
  });

  it('is one message although two processes notice at once', async (t) => {
    const { clock, round, told } = await open(t);
    clock.ms = startMs + 60 * 60_000;
    await Promise.all([round(), round()]);
    assert.equal((await told()).length, 2, 'one for each incident');
  });

  it('is not told when somebody took it in hand', async (t) => {
    const { store, clock, round, told } = await open(t);
    const tenant = store.of('user-1');
    const { items } = await tenant.incidents({}, { limit: 10 });
    await tenant.updateIncident(items[0]!.incident_id, null, { assignee: 'ada' });
    await tenant.updateIncident(items[1]!.incident_id, null, {
      status: 'acknowledged',
      acknowledged_at: '2026-11-24T10:01:00.000Z',
    });
    clock.ms = startMs + 60 * 60_000;
    assert.equal(await round(), 0);
    assert.deepEqual(await told(), []);
  });
});
