import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChannelConfig, QuietHours } from '../../../src/core/channel.ts';
import { decideDelivery, quietUntil } from '../../../src/notify/delivery/filter.ts';
import { ordinary } from '../../support/notify/notices.ts';

const config = (change: Partial<ChannelConfig>): ChannelConfig => ({
  id: 'c1',
  name: 'c',
  channel: 'webhook',
  settings: {},
  enabled: true,
  filter: {},
  disabled_reason: null,
  ...change,
});
const night: QuietHours = { from: '22:00', to: '07:00', timezone: 'Europe/Berlin', override_risk: 9 };
const at = (text: string): number => Date.parse(text);
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

describe('what a channel wants', () => {
  it('is all where nothing limits it', () => {
    assert.deepEqual(decideDelivery(config({}), ordinary, 5), { wanted: true, notBeforeMs: 5 });
    assert.deepEqual(
      decideDelivery(config({ filter: { attack_types: [], nodes: [] } }), ordinary, 5).wanted,
      true,
    );
  });

  it('is only what every part of its filter lets through', () => {
    const yes = { min_risk: 9, attack_types: ['BruteForce'], nodes: [ordinary.node_id], services: ['ssh'] };
    assert.equal(decideDelivery(config({ filter: yes }), ordinary, 0).wanted, true);
    for (const no of [
      { min_risk: 10 },
      { attack_types: ['Recon'] },
      { nodes: ['n'] },
      { services: ['http'] },
    ])
      assert.equal(decideDelivery(config({ filter: { ...yes, ...no } }), ordinary, 0).wanted, false);
  });

  it('is nothing while it is switched off, but for a test', () => {
    assert.equal(decideDelivery(config({ enabled: false }), ordinary, 0).wanted, false);
    assert.equal(
      decideDelivery(config({ enabled: false }), { ...ordinary, occasion: 'test' }, 0).wanted,
      true,
    );
  });

  it('waits until the quiet hours end, unless the risk is great', () => {
    const quiet = config({ quiet_hours: night });
    const now = at('2026-11-24T23:30:00Z');
    assert.deepEqual(decideDelivery(quiet, { ...ordinary, risk_score: 8 }, now), {
      wanted: true,
      notBeforeMs: at('2026-11-25T06:00:00Z'),
    });
    assert.deepEqual(decideDelivery(quiet, { ...ordinary, risk_score: 9 }, now), {
      wanted: true,
      notBeforeMs: now,
    });
  });
});

describe('quiet hours', () => {
  it('go over midnight and end to the minute', () => {
    assert.equal(iso(quietUntil(night, at('2026-11-24T20:59:59Z'))), null);
    assert.equal(iso(quietUntil(night, at('2026-11-24T21:00:00Z'))), '2026-11-25T06:00:00.000Z');
    assert.equal(iso(quietUntil(night, at('2026-11-25T05:59:30Z'))), '2026-11-25T06:00:00.000Z');
    assert.equal(iso(quietUntil(night, at('2026-11-25T06:00:00Z'))), null);
  });

  it('lie within one day where they begin before they end', () => {
    const noon = { ...night, from: '12:00', to: '13:00' };
    assert.equal(iso(quietUntil(noon, at('2026-11-24T11:30:00Z'))), '2026-11-24T12:00:00.000Z');
    assert.equal(quietUntil(noon, at('2026-11-24T12:00:00Z')), null);
  });

  it('follow the clocks when they change', () => {
    // In Berlin clocks go back on 25 October 2026 at 3:00 and forward on 28 March 2027 at 2:00.
    assert.equal(iso(quietUntil(night, at('2026-10-24T21:00:00Z'))), '2026-10-25T06:00:00.000Z');
    assert.equal(iso(quietUntil(night, at('2027-03-27T22:00:00Z'))), '2027-03-28T05:00:00.000Z');
    const gap = { ...night, from: '01:00', to: '02:30' };
    const end = quietUntil(gap, at('2027-03-28T00:30:00Z'));
    assert.ok(
      end !== null && end > at('2027-03-28T00:30:00Z') && quietUntil(gap, end) === null,
      iso(end) ?? '',
    );
  });

  it('end for every minute of a year, later than now and outside themselves', () => {
    for (let minute = 0; minute < 366 * 24 * 60; minute += 97) {
      const now = at('2026-11-24T00:00:00Z') + minute * 60_000;
      const end = quietUntil(night, now);
      if (end !== null)
        assert.ok(end > now && end <= now + 10 * 3_600_000 && quietUntil(night, end) === null);
    }
  });
});
