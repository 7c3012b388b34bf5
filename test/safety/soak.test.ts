/** The soak in short: it runs in CI, so that what it finds is found before the long one runs. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findSoakFaults, runSoak } from '../support/soak/soak.ts';

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
});
