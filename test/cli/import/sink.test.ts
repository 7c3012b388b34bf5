import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CliError } from '../../../src/cli/failure.ts';
import { type Outcome, sendWhole } from '../../../src/cli/import/sink.ts';
import type { DraftEvent } from '../../../src/core/event.ts';
import { parseNativeEvent } from '../../../src/ingest/native.ts';

const drafts = ['a', 'b', 'c', 'd'].map((event_id) =>
  parseNativeEvent({
    timestamp: '2026-08-21T10:15:30Z',
    service: 'ssh',
    source_ip: '203.0.113.9',
    activity: 'login failed',
    event_id,
  }),
);
const taken: Outcome = { status: 'accepted', alert_created: false };
const later: Outcome = {
  status: 'rejected',
  alert_created: false,
  reason: 'the store is not available; send this event again',
  retryable: true,
};
const wrong: Outcome = { status: 'rejected', alert_created: false, reason: 'could not be stored' };

describe('a batch of an import', () => {
  it('sends again only what the store could not take, and keeps every answer in its place', async () => {
    const calls: string[][] = [];
    const script = [[taken, later, wrong, later], [later, taken], [{ ...taken, alert_created: true }]];
    const outcomes = await sendWhole(async (given: readonly DraftEvent[]) => {
      calls.push(given.map(({ event_id }) => String(event_id)));
      return script.shift() ?? [];
    }, drafts);
    assert.deepEqual(calls, [['a', 'b', 'c', 'd'], ['b', 'd'], ['b']]);
    assert.deepEqual(outcomes, [taken, { ...taken, alert_created: true }, wrong, taken]);
  });

  it('fails with the sink’s own words where the store takes nothing more', async () => {
    let calls = 0;
    const full = sendWhole(async () => {
      calls += 1;
      if (calls === 1) return [taken, taken, later, later];
      throw new CliError('the store did not take the events: The disk is full');
    }, drafts);
    await assert.rejects(full, /The disk is full/);
    assert.equal(calls, 2);
  });
});
