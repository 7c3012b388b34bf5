import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toPolicy } from '../../src/alert/policy.ts';
import { isEscalationDue } from '../../src/cases/escalation.ts';
import { defaultAlertSettings, toAlertSettings } from '../../src/core/alert-settings.ts';
import { startMs } from '../support/tenant-sim.ts';

describe("a tenant's alert settings", () => {
  it('are the defaults where nothing is set', () => {
    assert.deepEqual(toAlertSettings(null), defaultAlertSettings);
    const policy = toPolicy(defaultAlertSettings, 7, []);
    assert.equal(policy.threshold, 7);
    assert.equal(policy.windowMs, 3_600_000);
  });

  it("beat the server's own", () => {
    const settings = toAlertSettings({ body: { threshold: 0, window_minutes: 5 } });
    const policy = toPolicy(settings, 7, []);
    assert.equal(policy.threshold, 0);
    assert.equal(policy.windowMs, 300_000);
    assert.equal(settings.escalation_minutes, null);
  });
});

describe('an escalation', () => {
  const incident = {
    status: 'open' as const,
    acknowledged_at: null,
    escalated_at: null,
    assignee: null,
    opened_at: new Date(startMs).toISOString(),
    notifications: 1,
    notified_channels: {},
    snooze: null,
    risk_score: 8,
    attack_type: 'BruteForce',
    event_count: 5,
  };
  const snooze = {
    until: new Date(startMs + 60 * 60_000).toISOString(),
    events: null,
    risk: 8,
    attack_type: 'BruteForce',
    by: 'ada@example.org',
    at: new Date(startMs).toISOString(),
  };
  const after = { escalation_minutes: 15 };
  const due = startMs + 15 * 60_000;

  it('is due when nobody acknowledged in time', () => {
    assert.equal(isEscalationDue(incident, after, due), true);
    assert.equal(isEscalationDue(incident, after, due - 1), false);
    assert.equal(isEscalationDue(incident, { escalation_minutes: null }, due), false);
  });

  it('is due for what was snoozed once it has become worse, goes on too long, or its time has come', () => {
    for (const change of [
      { snooze, risk_score: 9 },
      { snooze, attack_type: 'CommandExecution' },
      { snooze: { ...snooze, events: 5 } },
      { snooze: { ...snooze, until: new Date(due).toISOString() } },
    ])
      assert.equal(isEscalationDue({ ...incident, ...change }, after, due), true, JSON.stringify(change));
  });

  it('is not due for what is in hand, was escalated, or was never told', () => {
    for (const change of [
      { status: 'acknowledged' as const },
      { status: 'resolved' as const },
      { acknowledged_at: 'x' },
      { escalated_at: 'x' },
      { assignee: 'ada@example.org' },
      { notifications: 0 },
      { snooze },
    ])
      assert.equal(isEscalationDue({ ...incident, ...change }, after, due), false, JSON.stringify(change));
  });
});
