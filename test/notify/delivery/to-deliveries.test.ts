import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, it } from 'node:test';
import type { ChannelConfig, Notice } from '../../../src/core/channel.ts';
import { toDeliveries } from '../../../src/notify/delivery/to-deliveries.ts';
import { ordinary } from '../../support/notify/notices.ts';

const sha256 = (text: string): string => hash('sha256', text);
const channel = (id: string, change: Partial<ChannelConfig> = {}): ChannelConfig => ({
  id,
  name: id,
  channel: 'webhook',
  settings: {},
  enabled: true,
  filter: {},
  disabled_reason: null,
  ...change,
});
const make = (notice: Notice, channels: ChannelConfig[], turn = '') =>
  toDeliveries({ notice, userId: 'user-1', channels, turn, nowMs: 1000, sha256 });

describe('deliveries of a notice', () => {
  it('are one for each channel that wants it', () => {
    const made = make(ordinary, [
      channel('a'),
      channel('b', { enabled: false }),
      channel('c', { filter: { min_risk: 10 } }),
      channel('d'),
    ]);
    assert.deepEqual(
      made.map(({ channel_id }) => channel_id),
      ['a', 'd'],
    );
    assert.equal(made[0]?.state, 'due');
    assert.equal(made[0]?.next_at_ms, 1000);
    assert.match(made[0]?.delivery_id ?? '', /^msg_[0-9a-f]{24}$/);
  });

  it('have the same id whoever makes them, and another for another message', () => {
    const ids = (notice: Notice, turn = ''): string =>
      make(notice, [channel('a')], turn)[0]?.delivery_id ?? '';
    assert.equal(ids(ordinary), ids({ ...ordinary, event_count: 999, last_seen: ordinary.first_seen }));
    const worse: Notice = { ...ordinary, occasion: 'worse' };
    const all = [
      ids(ordinary),
      ids(worse),
      ids({ ...worse, attack_type: 'CommandExecution' }),
      ids({ ...worse, risk_score: 10 }),
      ids({ ...ordinary, occasion: 'throttled' }),
      ids({ ...ordinary, occasion: 'escalated' }),
      ids({ ...ordinary, incident_id: 'inc-2' }),
    ];
    assert.equal(new Set(all).size, all.length);
  });

  it('tell of a resolution only those who keep an alert open, each time anew', () => {
    const resolved: Notice = { ...ordinary, occasion: 'resolved' };
    const channels = [
      channel('a'),
      channel('p', { channel: 'pagerduty' }),
      channel('o', { channel: 'opsgenie' }),
    ];
    assert.deepEqual(
      make(resolved, channels).map(({ channel_id }) => channel_id),
      ['p', 'o'],
    );
    assert.notEqual(
      make(resolved, channels, '3')[0]?.delivery_id,
      make(resolved, channels, '5')[0]?.delivery_id,
    );
  });

  it("wait for the end of the tenant's quiet hours where the channel has none", () => {
    const quietHours = { from: '00:00', to: '06:00', timezone: 'UTC', override_risk: 10 };
    const own = { from: '12:00', to: '13:00', timezone: 'UTC', override_risk: 10 };
    const made = toDeliveries({
      notice: ordinary,
      userId: 'user-1',
      channels: [channel('a'), channel('b', { quiet_hours: own })],
      quietHours,
      nowMs: 3_600_000,
      sha256,
    });
    assert.deepEqual(
      made.map(({ next_at_ms }) => next_at_ms),
      [6 * 3_600_000, 3_600_000],
    );
  });
});
