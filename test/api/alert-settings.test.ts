import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldsOf, honeypotLog } from '../support/api-client.ts';
import { openScene } from '../support/triage.ts';

describe('alert settings', () => {
  it('decide what counts as inside, at once: declared networks and an exposure for all nodes', async (t) => {
    const { as, api, node } = await openScene(t);
    const touch = async (source: string) =>
      (
        await api.call<{
          alert_created: boolean;
          ml_prediction: { risk_score: number; exposure: string; exposure_reason: string; reasons: string[] };
        }>('POST', '/api/honeypot-log', {
          headers: { 'x-node-key': node.key },
          body: { ...honeypotLog, source_ip: source, timestamp: new Date().toISOString() },
        })
      ).body;
    const outside = await touch('198.51.100.7');
    assert.equal(outside.ml_prediction.exposure, 'internet');
    assert.equal(outside.alert_created, false);
    const inside = await touch('10.0.3.17');
    assert.equal(inside.ml_prediction.exposure, 'internal');
    assert.match(inside.ml_prediction.exposure_reason, /private address/);
    assert.match(inside.ml_prediction.reasons[0] ?? '', /^Somebody inside the network tried to sign in/);
    assert.ok(inside.ml_prediction.risk_score >= 8);
    assert.equal(inside.alert_created, true);

    const saved = await as<{ networks: string[] }>('PATCH', '/api/alert-settings', {
      networks: ['198.51.100.9/24', '198.51.100.0/24'],
    });
    assert.deepEqual(saved.body.networks, ['198.51.100.0/24']);
    assert.equal((await touch('198.51.100.7')).alert_created, true);
    await as('PATCH', '/api/alert-settings', { exposure: 'internet' });
    assert.equal((await touch('10.0.3.18')).alert_created, false);

    const refused = await as<{ errors: { field: string }[] }>('PATCH', '/api/alert-settings', {
      networks: ['10.0.0.0/8', 'office'],
    });
    assert.equal(refused.status, 422);
    assert.deepEqual(fieldsOf(refused.body), ['networks.1']);
    assert.equal((await as('PATCH', '/api/alert-settings', { exposure: 'moon' })).status, 422);
  });

  it('name channels for escalations, which must exist', async (t) => {
    const { as } = await openScene(t);
    const { body: channel } = await as<{ id: string }>('POST', '/api/channels', {
      name: 'Boss',
      channel: 'syslog',
      settings: { host: '93.184.216.34' },
      enabled: false,
    });
    const refused = await as<{ errors: { field: string }[] }>('PATCH', '/api/alert-settings', {
      escalation_channels: [channel.id, 'ch-nobody'],
    });
    assert.equal(refused.status, 422);
    assert.deepEqual(fieldsOf(refused.body), ['escalation_channels.1']);
    const saved = await as<{ escalation_channels: string[] }>('PATCH', '/api/alert-settings', {
      escalation_channels: [channel.id],
    });
    assert.deepEqual(saved.body.escalation_channels, [channel.id]);
  });

  it('have defaults, and what is set holds at once', async (t) => {
    const { as, api, node } = await openScene(t);
    assert.deepEqual((await as('GET', '/api/alert-settings')).body, {
      threshold: null,
      effective_threshold: 7,
      window_minutes: 60,
      escalation_minutes: null,
      escalation_channels: [],
      quiet_hours: null,
      exposure: 'auto',
      networks: [],
      timezone: null,
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
