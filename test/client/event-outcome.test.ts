import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type EventOutcome, sendRepeatedly } from '../../src/client/event-outcome.ts';
import type { DraftEvent } from '../../src/core/event.ts';
import { parseNativeEvent } from '../../src/ingest/native.ts';

const drafts = ['a', 'b', 'c', 'd'].map((event_id) =>
  parseNativeEvent({
    timestamp: '2026-08-21T10:15:30Z',
    service: 'ssh',
    source_ip: '203.0.113.9',
    activity: 'login failed',
    event_id,
  }),
);
const taken: EventOutcome = { status: 'accepted', alert_created: false };
const later: EventOutcome = {
  status: 'rejected',
  alert_created: false,
  reason: 'the store did not answer',
  retryable: true,
};
const wrong: EventOutcome = { status: 'rejected', alert_created: false, reason: 'could not be stored' };

describe('a batch of events', () => {
  it('sends again only what the store could not take, and keeps every answer in its place', async () => {
    const calls: string[][] = [];
    const script = [[taken, later, wrong, later], [later, taken], [{ ...taken, alert_created: true }]];
    const outcomes = await sendRepeatedly(async (given: readonly DraftEvent[]) => {
      calls.push(given.map(({ event_id }) => String(event_id)));
      return script.shift() ?? [];
    }, drafts);
    assert.deepEqual(calls, [['a', 'b', 'c', 'd'], ['b', 'd'], ['b']]);
    assert.deepEqual(outcomes, [taken, { ...taken, alert_created: true }, wrong, taken]);
  });

  it('fails with the sender’s own error where nothing more is taken', async () => {
    let calls = 0;
    const full = sendRepeatedly(async () => {
      calls += 1;
      if (calls === 1) return [taken, taken, later, later];
      throw new Error('the store did not accept the events: The disk is full');
    }, drafts);
    await assert.rejects(full, /The disk is full/);
    assert.equal(calls, 2);
  });

  it('goes by the outcome and not by its words', async () => {
    let calls = 0;
    const outcomes = await sendRepeatedly(
      async () => {
        calls += 1;
        return [taken, { ...wrong, reason: 'busy; send again' }];
      },
      drafts.slice(0, 2),
    );
    assert.equal(calls, 1);
    assert.equal(outcomes[1]?.status, 'rejected');
  });
});
