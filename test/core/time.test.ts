import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { timestampMs } from '../../src/core/time.ts';

describe('the time of an event', () => {
  it('is read as Date reads it, from year 0 to 9999', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('0000-01-01T00:00:00Z'),
          max: new Date('9999-12-31T23:59:59.999Z'),
          noInvalidDate: true,
        }),
        (date) => timestampMs(date.toISOString()) === date.getTime(),
      ),
      { numRuns: 2000 },
    );
  });

  for (const text of [
    '2024-02-29T23:59:59.999Z',
    '2000-02-29T00:00:00.000Z',
    '1900-03-01T00:00:00.000Z',
    '1970-01-01T00:00:00.000Z',
    '1969-12-31T23:59:59.999Z',
    '2026-11-25T08:00:00Z',
  ])
    it(`is right for ${text}`, () => assert.equal(timestampMs(text), Date.parse(text)));

  it('is no number where there is none', () => {
    assert.ok(Number.isNaN(timestampMs('')));
    assert.ok(Number.isNaN(timestampMs('yesterday')));
  });
});
