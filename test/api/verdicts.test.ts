import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { agentEvent } from '../support/api-client.ts';
import {
  type AlertView,
  type IncidentView,
  openScene,
  type PageView,
  type Scene,
} from '../support/triage.ts';

interface Said {
  alert: AlertView;
  suggestion: { condition: Record<string, unknown>; past_events: number } | null;
  applied: { id: string; condition: object; expires_at: string; origin: { alert_id: string } } | null;
  reverted: boolean;
}
const kinds = async ({ as }: Scene): Promise<string[]> =>
  (await as<PageView<{ kind: string }>>('GET', '/api/tuning')).body.items.map(({ kind }) => kind);
const rules = async ({ as }: Scene): Promise<{ id: string; hits: number }[]> =>
  (await as<{ id: string; hits: number }[]>('GET', '/api/suppressions')).body;

/** Whether one more touch reaches people: it makes an alert, or joins the one of its host and decoy. */
async function wakes({ api, as, node }: Scene, hostname: string, change: object = {}): Promise<boolean> {
  const { body } = await api.call<{ event_id: string }>('POST', '/api/agent-alert', {
    headers: { 'x-node-key': node.key },
    body: { ...agentEvent, timestamp: new Date().toISOString(), hostname, ...change },
  });
  const stored = await as<{ alert_id: string | null; suppressed_by: string | null }>(
    'GET',
    `/api/events/${body.event_id}`,
  );
  assert.equal(stored.body.alert_id === null, stored.body.suppressed_by !== null);
  return stored.body.alert_id !== null;
}

describe('a verdict', () => {
  it('"expected" hides exactly what the person looked at, and nothing beside it', async (t) => {
    const scene = await openScene(t);
    const { as, touch, user } = scene;
    const alert = await touch('backup-1', { username: 'backup' });
    await touch('laptop-2');
    const said = await as<Said>('POST', `/api/alerts/${alert.alert_id}/verdict`, {
      verdict: 'expected',
      note: 'nightly backup',
    });
    assert.deepEqual(said.body.alert.human_verdict && { ...said.body.alert.human_verdict, at: 0 }, {
      verdict: 'expected',
      note: 'nightly backup',
      by: user.email,
      at: 0,
    });
    const { applied, suggestion } = said.body;
    assert.deepEqual(applied?.condition, suggestion?.condition);
    assert.deepEqual(suggestion?.condition, {
      sources: ['backup-1'],
      nodes: [scene.node.id],
      services: ['endpoint_agent'],
      attack_types: [alert.attack_type],
      max_risk: alert.risk_score,
      users: ['backup'],
      decoys: [agentEvent.file_path],
    });
    assert.equal(suggestion?.past_events, 1);
    assert.ok(applied && applied.expires_at > new Date().toISOString(), 'it ends by itself');
    assert.equal(await wakes(scene, 'backup-1', { username: 'backup' }), false);
    assert.equal(await wakes(scene, 'backup-1', { username: 'mallory' }), true, 'another user');
    assert.equal(await wakes(scene, 'laptop-2', { username: 'backup' }), true, 'another host');
    assert.equal(
      await wakes(scene, 'backup-1', { username: 'backup', file_path: '/x', file_accessed: 'x' }),
      true,
      'another decoy',
    );
    assert.deepEqual(
      (await rules(scene)).map(({ hits }) => hits),
      [1],
      'a hidden event is counted',
    );
    const hidden = await as<PageView<{ suppressed_by: string | null }>>('GET', '/api/events?source=backup-1');
    assert.equal(
      hidden.body.items.filter(({ suppressed_by }) => suppressed_by === applied.id).length,
      1,
      'and kept',
    );
  });

  it('can be taken back, in three ways', async (t) => {
    const scene = await openScene(t);
    const { as, touch } = scene;
    const alert = await touch('backup-1');
    const url = `/api/alerts/${alert.alert_id}/verdict`;
    const first = await as<Said>('POST', url, { verdict: 'expected' });
    assert.equal(await wakes(scene, 'backup-1'), false);
    assert.equal((await as<Said>('POST', url, { verdict: 'attack' })).body.reverted, true);
    assert.equal(await wakes(scene, 'backup-1'), true);
    await as('POST', url, { verdict: 'expected' });
    assert.equal((await as('POST', `/api/tuning/${first.body.applied?.id}/revert`)).status, 200);
    assert.equal(await wakes(scene, 'backup-1'), true);
    await as('POST', url, { verdict: 'expected' });
    assert.equal((await as('DELETE', `/api/suppressions/${first.body.applied?.id}`)).status, 200);
    assert.deepEqual(await rules(scene), []);
    assert.deepEqual((await kinds(scene)).reverse(), [
      'applied',
      'reverted',
      'judged',
      'applied',
      'reverted',
      'applied',
      'reverted',
    ]);
  });

  it('"harmless" only suggests, and "expected" too where it is told to', async (t) => {
    const scene = await openScene(t);
    const alert = await scene.touch('host-a');
    const url = `/api/alerts/${alert.alert_id}/verdict`;
    const harmless = await scene.as<Said>('POST', url, { verdict: 'harmless' });
    assert.notEqual(harmless.body.suggestion, null);
    assert.equal(harmless.body.applied, null);
    const asked = await scene.as<Said>('POST', url, { verdict: 'expected', apply: false });
    assert.equal(asked.body.applied, null);
    const attack = await scene.as<Said>('POST', url, { verdict: 'attack' });
    assert.equal(attack.body.suggestion, null);
    assert.deepEqual(await rules(scene), []);
    assert.deepEqual(await kinds(scene), ['judged', 'suggested', 'suggested']);
  });

  it("is never given by an attacker's volume", async (t) => {
    const scene = await openScene(t);
    const alert = await scene.touch('host-a');
    await scene.as('POST', `/api/alerts/${alert.alert_id}/verdict`, { verdict: 'harmless' });
    for (let n = 0; n < 60; n++) assert.equal(await wakes(scene, 'host-a'), true);
    assert.deepEqual(await rules(scene), []);
  });

  it('said twice is one rule', async (t) => {
    const scene = await openScene(t);
    const alert = await scene.touch('host-a');
    for (let n = 0; n < 3; n++)
      await scene.as('POST', `/api/alerts/${alert.alert_id}/verdict`, { verdict: 'expected' });
    assert.equal((await rules(scene)).length, 1);
  });

  it('of an incident stands with it and adjusts nothing', async (t) => {
    const scene = await openScene(t);
    const { incident_id } = await scene.touch('host-a');
    const { body } = await scene.as<IncidentView>('POST', `/api/incidents/${incident_id}/verdict`, {
      verdict: 'expected',
      note: 'pentest',
    });
    assert.equal(body.human_verdict?.verdict, 'expected');
    assert.deepEqual(await rules(scene), []);
    assert.equal(
      (await scene.as('POST', `/api/incidents/${incident_id}/verdict`, { verdict: 'maybe' })).status,
      422,
    );
  });
});
