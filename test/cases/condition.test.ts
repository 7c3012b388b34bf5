import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCondition } from '../../src/cases/condition.ts';
import { parseExpiry, toIso } from '../../src/cases/expiry.ts';
import { AppError } from '../../src/core/errors.ts';

const errorsOf = (work: () => unknown): string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError)
      return (error.errors ?? []).map(({ field, message }) => `${field} ${message}`);
    throw error;
  }
  return [];
};

describe('a condition', () => {
  it('has its networks in canonical form, and all else as it was given', () => {
    assert.deepEqual(
      toCondition({ networks: ['10.1.2.3/8', '::ffff:203.0.113.9'], text: 'x', max_risk: 3 }),
      {
        networks: ['10.0.0.0/8', '203.0.113.9'],
        text: 'x',
        max_risk: 3,
      },
    );
  });

  it('names everything that is wrong with it', () => {
    assert.deepEqual(
      errorsOf(() =>
        toCondition({ networks: ['x', '10.0.0.0/8', '1.2.3.4/33'], time_of_day: { from: 5, until: 5 } }),
      ),
      [
        'condition.networks.0 must be a CIDR network such as 10.0.0.0/8',
        'condition.networks.2 must be a CIDR network such as 10.0.0.0/8',
        'condition.time_of_day.until must differ from the start',
      ],
    );
    for (const empty of [{}, { sources: [] }, { sources: [], networks: [] }])
      assert.deepEqual(
        errorsOf(() => toCondition(empty)),
        ['condition must contain at least one criterion'],
      );
    assert.deepEqual(
      errorsOf(() => toCondition({ max_risk: 0 })),
      [],
    );
  });
});

describe('an end that people set', () => {
  const now = '2026-11-24T10:00:00.000Z';
  it('is in the future, in UTC, or never', () => {
    assert.equal(parseExpiry('2026-11-24T12:00:00+01:00', now), '2026-11-24T11:00:00.000Z');
    assert.equal(parseExpiry(null, now), null);
    assert.equal(parseExpiry(undefined, now), null);
    for (const past of [now, '2026-11-24T10:30:00+01:00', '2020-01-01'])
      assert.deepEqual(
        errorsOf(() => parseExpiry(past, now)),
        ['expires_at must be in the future'],
      );
    assert.equal(toIso('2026-11-24'), '2026-11-24T00:00:00.000Z');
  });
});
