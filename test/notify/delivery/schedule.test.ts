import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decideNext, longestWaitMs, retryWaitsMs } from '../../../src/notify/delivery/schedule.ts';

const hour = 3_600_000;
const waits = [0, 5000, 300_000, 1_800_000, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];

describe('the retry schedule', () => {
  it('is the one of Standard Webhooks: ten tries in 75 hours 35 minutes and 5 seconds', () => {
    assert.deepEqual(retryWaitsMs, waits);
    assert.equal(
      waits.reduce((sum, wait) => sum + wait),
      75 * hour + 35 * 60_000 + 5000,
    );
  });

  it('waits a fifth less to a fifth more', () => {
    for (let attempts = 1; attempts < 10; attempts++)
      for (const random of [0, 0.25, 0.5, 1]) {
        const next = decideNext({ attempts, nowMs: 1000, random, retryAfterMs: null });
        assert.equal(next.state, 'due');
        const wait = next.state === 'due' ? next.next_at_ms - 1000 : 0;
        assert.equal(wait, Math.round((waits[attempts] ?? 0) * (0.8 + 0.4 * random)));
      }
  });

  it('ends after the tenth try', () => {
    assert.deepEqual(decideNext({ attempts: 10, nowMs: 0, random: 0.5, retryAfterMs: 5 }), { state: 'dead' });
  });

  it('waits longer where the receiver asks for it, a day at most, and never less', () => {
    const wait = (retryAfterMs: number): number => {
      const next = decideNext({ attempts: 1, nowMs: 0, random: 0.5, retryAfterMs });
      return next.state === 'due' ? next.next_at_ms : -1;
    };
    assert.equal(wait(60_000), 60_000);
    assert.equal(wait(1), 5000);
    assert.equal(wait(-1), 5000);
    assert.equal(wait(1e12), longestWaitMs);
  });
});
