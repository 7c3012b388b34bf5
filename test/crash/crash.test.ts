import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findFaults, runCrash } from '../support/crash/crash.ts';

describe('kill -9 during ingest', () => {
  it('loses no acknowledged event, doubles none and leaves the counters true', async () => {
    const figures = await runCrash({ kills: 5, acknowledged: 2000, senders: 4, batchSize: 40 });
    assert.ok(figures.kills >= 5 && figures.acknowledged >= 2000);
    assert.deepEqual(findFaults(figures), []);
  });
});
