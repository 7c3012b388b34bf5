import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { agentEvent, fieldsOf, honeypotLog } from '../support/api-client.ts';
import { openScene, type Scene } from '../support/triage.ts';

interface Rule {
  id: string;
  name: string;
  enabled: boolean;
  expired: boolean;
  hits: number;
  last_hit_at: string | null;
  version: number;
  condition: object;
}
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

describe('a suppression rule', () => {
  it('hides what it says, counts it, and keeps the events', async (t) => {
    const scene = await openScene(t);
    const { as } = scene;
    assert.equal(await wakes(scene, 'host-a'), true);
    const made = await as<Rule>('POST', '/api/suppressions', {
      name: 'maintenance',
      condition: { sources: ['HOST-A'] },
    });
    assert.equal(made.status, 200);
    for (let n = 0; n < 3; n++) assert.equal(await wakes(scene, 'host-a'), false);
    assert.equal(await wakes(scene, 'host-b'), true);
    const [rule] = (await as<Rule[]>('GET', '/api/suppressions')).body;
    assert.equal(rule?.hits, 3);
    assert.notEqual(rule?.last_hit_at, null);
    assert.equal((await as<{ total_attacks: number }>('GET', '/api/stats')).body.total_attacks, 5);
    await as('PATCH', `/api/suppressions/${made.body.id}`, { enabled: false });
    assert.equal(await wakes(scene, 'host-a'), true);
    await as('PATCH', `/api/suppressions/${made.body.id}`, {
      enabled: true,
      condition: { sources: ['host-c'] },
    });
    assert.equal(await wakes(scene, 'host-a'), true);
    assert.equal(await wakes(scene, 'host-c'), false);
    await as('DELETE', `/api/suppressions/${made.body.id}`);
    assert.equal(await wakes(scene, 'host-c'), true);
  });

  it('hides nothing any more once it has expired', async (t) => {
    let nowMs = Date.now();
    const scene = await openScene(t, { overrides: { clock: () => nowMs } });
    const expires_at = new Date(nowMs + 60_000).toISOString();
    await scene.as('POST', '/api/suppressions', {
      name: 'for a minute',
      condition: { sources: ['host-a'] },
      expires_at,
    });
    assert.equal(await wakes(scene, 'host-a'), false);
    nowMs += 61_000;
    assert.equal(await wakes(scene, 'host-a'), true);
    const [rule] = (await scene.as<Rule[]>('GET', '/api/suppressions')).body;
    assert.equal(rule?.expired, true);
  });

  it('is previewed with the exact count of what it would have hidden', async (t) => {
    const scene = await openScene(t);
    const { api, node, as } = scene;
    const events = Array.from({ length: 200 }, (_, n) => ({
      ...honeypotLog,
      source_ip: `198.51.100.${n % 5}`,
      payload: n % 4 === 0 ? 'root:Summer2026' : 'root:123456',
      timestamp: new Date(Date.parse('2026-11-20T00:00:00Z') + n * 60_000).toISOString(),
    }));
    await api.call('POST', '/api/events', { headers: { 'x-node-key': node.key }, body: events });
    for (let n = 0; n < 3; n++) await wakes(scene, 'host-a');
    interface Preview {
      count: number;
      would_have_alerted: number;
    }
    const preview = async (condition: object, more: object = {}): Promise<Preview> => {
      const { body, status } = await as<Preview>('POST', '/api/suppressions/preview', { condition, ...more });
      assert.equal(status, 200, JSON.stringify(body));
      return body;
    };
    assert.equal((await preview({ networks: ['198.51.100.0/31'] })).count, 80);
    assert.equal((await preview({ sources: ['198.51.100.0'], text: 'summer2026' })).count, 10);
    assert.equal(
      (await preview({ networks: ['198.51.100.0/24'], time_of_day: { from: 60, until: 120 } })).count,
      60,
    );
    assert.equal(
      (await preview({ services: ['ssh'] }, { from: '2026-11-20T03:00:00Z', to: '2026-11-20T03:10:00Z' }))
        .count,
      10,
    );
    assert.deepEqual(
      (({ count, would_have_alerted }) => ({ count, would_have_alerted }))(
        await preview({ sources: ['host-a'] }),
      ),
      { count: 3, would_have_alerted: 3 },
    );
    assert.equal((await preview({ sources: ['host-a'], max_risk: 3 })).would_have_alerted, 0);
    assert.equal((await preview({ decoys: [agentEvent.file_path], users: ['J.DOE'] })).count, 3);
    assert.equal((await as<Rule[]>('GET', '/api/suppressions')).body.length, 0, 'it changes nothing');
  });

  it('must say something, and something that can be', async (t) => {
    const { as } = await openScene(t);
    const post = (condition: unknown, more: object = {}) =>
      as('POST', '/api/suppressions', { name: 'x', condition, ...more });
    for (const condition of [{}, { sources: [] }, { sources: [], nodes: [] }])
      assert.equal((await post(condition)).status, 422, JSON.stringify(condition));
    assert.deepEqual(fieldsOf((await post({ networks: ['10.0.0.0/8', 'x', '10.0.0.0/33'] })).body), [
      'condition.networks.1',
      'condition.networks.2',
    ]);
    assert.deepEqual(fieldsOf((await post({ time_of_day: { from: 5, until: 5 } })).body), [
      'condition.time_of_day.until',
    ]);
    assert.deepEqual(fieldsOf((await post({ attack_types: ['Magic'], max_risk: 11, x: 1 })).body), [
      'condition.attack_types.0',
      'condition.max_risk',
      'condition.x',
    ]);
    assert.deepEqual(fieldsOf((await post({ text: 'x' }, { expires_at: '2020-01-01T00:00:00Z' })).body), [
      'expires_at',
    ]);
    const { body } = await as<Rule>('POST', '/api/suppressions', { name: 'x', condition: { text: 'x' } });
    assert.equal((await as('PATCH', `/api/suppressions/${body.id}`, { name: 'y', version: 7 })).status, 409);
    assert.equal((await as('PATCH', `/api/suppressions/${body.id}`, { name: 'y', version: 1 })).status, 200);
  });
});
