import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { durationText, parseDuration } from '../../src/lib/duration.ts';
import { parseRetryAfter } from '../../src/lib/retry-after.ts';

describe('a duration', () => {
  it('is a whole number and a unit', () => {
    const written = {
      '0s': 0,
      '250ms': 250,
      '30s': 30_000,
      '30m': 1_800_000,
      '2h': 7_200_000,
      '7d': 604_800_000,
    };
    for (const [text, ms] of Object.entries(written)) assert.equal(parseDuration(text), ms, text);
    assert.equal(parseDuration('1w'), parseDuration('7d'));
    for (const text of [
      '',
      '7',
      'd',
      '-1d',
      '1.5h',
      '1 d',
      '1D',
      '1d ',
      '１d',
      '9999999999d',
      'constructor',
      '1y',
    ])
      assert.equal(parseDuration(text), null, text);
  });

  it('is shown in two units at most', () => {
    assert.deepEqual([0, 59.4, 60, 125, 3600, 4800].map(durationText), [
      '0 s',
      '59 s',
      '1 min 00 s',
      '2 min 05 s',
      '1 h 00 min',
      '1 h 20 min',
    ]);
  });
});

describe('Retry-After', () => {
  const nowMs = Date.parse('2026-08-21T10:00:00Z');
  it('is seconds or a date, and at most a day', () => {
    assert.equal(parseRetryAfter('7', nowMs), 7000);
    assert.equal(parseRetryAfter('0.5', nowMs), 500);
    assert.equal(parseRetryAfter('Fri, 21 Aug 2026 10:00:30 GMT', nowMs), 30_000);
    assert.equal(parseRetryAfter('Fri, 21 Aug 2026 09:00:00 GMT', nowMs), 0);
    assert.equal(parseRetryAfter('999999999', nowMs), 86_400_000);
    for (const text of [null, undefined, '', '-1', 'soon', '1e9', '0x10', '2026-08-21'])
      assert.equal(parseRetryAfter(text, nowMs), null);
  });
});
