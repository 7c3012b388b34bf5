import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHoursTest, isTimezone, type WeekHours } from '../../src/core/week-hours.ts';

const at = (hours: WeekHours) => {
  const test = createHoursTest(hours);
  return (time: string): boolean => test(`${time}:00.000Z`);
};

describe('hours of the week', () => {
  it('are UTC and every day unless said otherwise', () => {
    const day = at({ from: 9 * 60, until: 17 * 60 });
    assert.deepEqual(
      ['2026-11-30T08:59', '2026-11-30T09:00', '2026-11-29T16:59', '2026-11-30T17:00'].map(day),
      [false, true, true, false],
    );
    const night = at({ from: 22 * 60, until: 6 * 60 });
    assert.deepEqual(
      [
        '2026-11-30T21:59',
        '2026-11-30T22:00',
        '2026-11-30T00:00',
        '2026-11-30T05:59',
        '2026-11-30T06:00',
      ].map(night),
      [false, true, true, true, false],
    );
    assert.equal(at({ from: 0, until: 1440 })('2026-11-30T23:59'), true);
    assert.equal(at({ from: 60, until: 60 })('2026-11-30T01:00'), false);
  });

  it('follow the clocks of their zone, also where they are changed', () => {
    const paris = at({ from: 2 * 60, until: 4 * 60, timezone: 'Europe/Paris' });
    assert.equal(paris('2026-01-15T01:30'), true, 'winter: UTC+1');
    assert.equal(paris('2026-07-15T01:30'), true, 'summer: UTC+2');
    assert.equal(paris('2026-07-15T00:30'), true);
    assert.equal(paris('2026-01-15T00:30'), false);
    // On 25 October 2026 02:00–03:00 happens twice.
    assert.deepEqual(['2026-10-25T00:30', '2026-10-25T01:30', '2026-10-25T02:30'].map(paris), [
      true,
      true,
      true,
    ]);
    const kathmandu = at({ from: 0, until: 15, timezone: 'Asia/Kathmandu' });
    assert.deepEqual(
      ['2026-11-30T18:14', '2026-11-30T18:15', '2026-11-30T18:29', '2026-11-30T18:30'].map(kathmandu),
      [false, true, true, false],
    );
  });

  it('count the hours after midnight to the day on which they began', () => {
    // 2026-11-30 is a Monday.
    const weekend = at({ from: 22 * 60, until: 6 * 60, weekdays: ['sat', 'sun'] });
    assert.deepEqual(
      [
        '2026-11-28T05:00',
        '2026-11-28T23:00',
        '2026-11-29T05:00',
        '2026-11-29T23:00',
        '2026-11-30T05:00',
        '2026-11-30T23:00',
      ].map(weekend),
      [false, true, true, true, true, false],
    );
    const monday = at({ from: 0, until: 1440, timezone: 'Pacific/Auckland', weekdays: ['mon'] });
    assert.deepEqual(
      ['2026-11-29T10:59', '2026-11-29T11:00', '2026-11-30T10:59', '2026-11-30T11:00'].map(monday),
      [false, true, true, false],
    );
  });

  it('know zones from other texts', () => {
    for (const zone of ['UTC', 'Europe/Paris', 'America/Argentina/Buenos_Aires'])
      assert.equal(isTimezone(zone), true);
    for (const zone of ['', 'Mars', '+02:00', 5, null, 'x'.repeat(61)]) assert.equal(isTimezone(zone), false);
    assert.equal(createHoursTest({ from: 0, until: 60, timezone: 'Mars' })('2026-11-30T00:30:00.000Z'), true);
  });
});
