import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldsOf, honeypotLog } from '../support/api-client.ts';
import { openScene } from '../support/triage.ts';

describe('alert settings', () => {
  it('have defaults, and what is set holds at once', async (t) => {
    const { as, api, node } = await openScene(t);
    assert.deepEqual((await as('GET', '/api/alert-settings')).body, {
      threshold: null,
      effective_threshold: 7,
      window_minutes: 60,
      escalation_minutes: null,
      quiet_hours: null,
    });
    const probe = async (): Promise<boolean> =>
      (
        await api.call<{ alert_created: boolean }>('POST', '/api/honeypot-log', {
          headers: { 'x-node-key': node.key },
          body: { ...honeypotLog, timestamp: new Date().toISOString() },
        })
      ).body.alert_created;
    assert.equal(await probe(), false);
    const saved = await as<{ effective_threshold: number }>('PATCH', '/api/alert-settings', {
      threshold: 0,
      window_minutes: 5,
      escalation_minutes: 15,
    });
    assert.equal(saved.body.effective_threshold, 0);
    assert.equal(await probe(), true);
    const kept = await as<{ window_minutes: number; threshold: number | null }>(
      'PATCH',
      '/api/alert-settings',
      { threshold: null },
    );
    assert.equal(kept.body.window_minutes, 5);
    assert.equal(kept.body.threshold, null);
    assert.equal(await probe(), false);
  });

  it('name what is wrong', async (t) => {
    const { as } = await openScene(t);
    const wrong = await as('PATCH', '/api/alert-settings', {
      threshold: 11,
      window_minutes: 0,
      escalation_minutes: 1.5,
      x: 1,
    });
    assert.deepEqual(fieldsOf(wrong.body), ['escalation_minutes', 'threshold', 'window_minutes', 'x']);
    const quiet = await as('PATCH', '/api/alert-settings', {
      quiet_hours: { from: '25:00', to: '07:00', timezone: 'X/Y', override_risk: 3 },
    });
    assert.deepEqual(fieldsOf(quiet.body), ['quiet_hours.from', 'quiet_hours.timezone']);
    assert.equal((await as('PATCH', '/api/alert-settings', {})).status, 422);
  });
});
