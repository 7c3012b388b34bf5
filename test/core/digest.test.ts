import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type DigestSchedule, lastDueMs, missedDuesMs, mostMissed } from '../../src/core/digest.ts';

const hourMs = 60 * 60_000;
const daily = (at: string, timezone: string): DigestSchedule => ({
  every: 'day',
  weekday: 'mon',
  at,
  timezone,
});
const due = (schedule: DigestSchedule, now: string): string =>
  new Date(lastDueMs(schedule, Date.parse(now))).toISOString();

describe('when a digest is due', () => {
  it('is the hour by the clocks of its zone, summer and winter', () => {
    const berlin = daily('08:00', 'Europe/Berlin');
    assert.equal(due(berlin, '2026-01-10T07:00:00.000Z'), '2026-01-10T07:00:00.000Z');
    assert.equal(due(berlin, '2026-01-10T06:59:59.999Z'), '2026-01-09T07:00:00.000Z');
    assert.equal(due(berlin, '2026-07-10T06:30:00.000Z'), '2026-07-10T06:00:00.000Z');
    assert.equal(
      due(daily('00:00', 'Pacific/Kiritimati'), '2026-01-10T11:00:00.000Z'),
      '2026-01-10T10:00:00.000Z',
    );
    assert.equal(
      due(daily('23:30', 'Pacific/Marquesas'), '2026-01-10T08:59:00.000Z'),
      '2026-01-09T09:00:00.000Z',
    );
    assert.equal(
      due(daily('05:45', 'Asia/Kathmandu'), '2026-01-10T00:00:00.000Z'),
      '2026-01-10T00:00:00.000Z',
    );
  });

  it('comes once where clocks skip it, and once where they show it twice', () => {
    // Berlin went from 02:00 to 03:00 on 29 March and from 03:00 back to 02:00 on 25 October 2026.
    const half = daily('02:30', 'Europe/Berlin');
    assert.equal(due(half, '2026-03-29T12:00:00.000Z'), '2026-03-29T01:30:00.000Z');
    assert.equal(due(half, '2026-10-25T12:00:00.000Z'), '2026-10-25T00:30:00.000Z');
    assert.equal(due(half, '2026-10-25T01:45:00.000Z'), '2026-10-25T00:30:00.000Z');
    // Lord Howe moves by half an hour, Apia skipped 30 December 2011.
    assert.equal(
      due(daily('02:15', 'Australia/Lord_Howe'), '2026-10-04T12:00:00.000Z'),
      '2026-10-03T15:45:00.000Z',
    );
    assert.equal(due(daily('08:00', 'Pacific/Apia'), '2011-12-30T19:00:00.000Z'), '2011-12-30T18:00:00.000Z');
  });

  it('comes exactly once for each day of a year, in many zones', () => {
    for (const timezone of [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'America/St_Johns',
      'Africa/Casablanca',
      'UTC',
    ])
      for (const at of ['00:00', '02:30', '08:00', '23:59']) {
        const schedule = daily(at, timezone);
        const dues = new Set<number>();
        const endMs = Date.parse('2027-01-01T12:00:00.000Z');
        for (let ms = Date.parse('2026-01-01T12:00:00.000Z'); ms <= endMs; ms += hourMs)
          dues.add(lastDueMs(schedule, ms));
        const sorted = [...dues].sort((a, b) => a - b);
        assert.equal(sorted.length, 366, `${timezone} ${at}`);
        for (const [n, ms] of sorted.entries())
          if (n > 0) {
            const hours = (ms - (sorted[n - 1] ?? 0)) / hourMs;
            assert.ok(hours >= 22.5 && hours <= 25.5, `${timezone} ${at}: ${hours} hours`);
          }
      }
  });

  it('is a day of the week for weekly ones', () => {
    const weekly: DigestSchedule = {
      every: 'week',
      weekday: 'mon',
      at: '08:00',
      timezone: 'America/New_York',
    };
    assert.equal(due(weekly, '2026-11-24T00:00:00.000Z'), '2026-11-23T13:00:00.000Z');
    assert.equal(due(weekly, '2026-11-23T12:59:00.000Z'), '2026-11-16T13:00:00.000Z');
    assert.equal(due({ ...weekly, weekday: 'sun' }, '2026-03-08T13:00:00.000Z'), '2026-03-08T12:00:00.000Z');
  });

  it('was missed while no server ran: each is told, of a long time the last seven', () => {
    const schedule = daily('08:00', 'Europe/Berlin');
    const until = Date.parse('2026-03-27T07:00:00.000Z');
    const missed = (now: string): string[] =>
      missedDuesMs(schedule, until, Date.parse(now)).map((ms) => new Date(ms).toISOString());
    assert.deepEqual(missed('2026-03-28T06:59:00.000Z'), []);
    assert.deepEqual(missed('2026-03-30T12:00:00.000Z'), [
      '2026-03-28T07:00:00.000Z',
      '2026-03-29T06:00:00.000Z',
      '2026-03-30T06:00:00.000Z',
    ]);
    assert.equal(missed('2028-03-30T12:00:00.000Z').length, mostMissed);
  });
});
