/** The soak in short: it runs in CI, so that what it finds is found before the long one runs. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findSlowness, findSoakFaults, runSoak } from '../support/soak/soak.ts';

describe('a day in short', () => {
  it('loses nothing that was acknowledged, and everybody is told of what was due', async (t) => {
    const figures = await runSoak({ seconds: 20, tenants: 6 });
    t.diagnostic(JSON.stringify(figures));
    assert.deepEqual(findSoakFaults(figures), []);
    // Each finding has a name: a soak that cannot fail shows nothing.
    const broken = {
      ...figures,
      ...{
        lost: 1,
        untold: ['/quiet-0 10.0.0.0'],
        vanished: 1,
        kills: 0,
        refusedByDisk: 0,
        integrity: 'row 7',
      },
      contradictions: ['quiet-0-1: rejected'],
    };
    assert.equal(findSoakFaults(broken).length, 7);
    assert.deepEqual(findSoakFaults({ ...figures, acknowledged: 0 }), ['nothing was sent']);
  });

  it('can be held to the bounds of a machine that does nothing else', () => {
    const ms = (p99: number) => ({ p50: 1, p99 });
    const good = { acknowledgedMs: ms(499), toldMs: ms(1999), healthMs: ms(99), mostMemoryMb: 399 };
    assert.deepEqual(findSlowness(good), []);
    const bad = { acknowledgedMs: ms(500), toldMs: ms(2000), healthMs: ms(100), mostMemoryMb: 400 };
    assert.deepEqual(findSlowness(bad), [
      'acknowledgement (p99, ms): 500, not below 500',
      'message (p99, ms): 2000, not below 2000',
      'health (p99, ms): 100, not below 100',
      'memory (MB): 400, not below 400',
    ]);
  });
});
