import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NodeTested } from '../../src/contract/node-test.ts';
import { newWebhookSecret } from '../../src/notify/channels/webhook.ts';
import { type Api, fieldsOf, openApi, type TestUser } from '../support/api-client.ts';
import { answer, openReceiver, until } from '../support/notify/receiver.ts';

const test = (api: Api, user: TestUser, id: string, body?: unknown) =>
  api.call<NodeTested>('POST', `/nodes/${id}/test`, { headers: user.headers, body });
const read = async (api: Api, user: TestUser, path: string): Promise<unknown> =>
  (await api.call('GET', path, { headers: user.headers })).body;

/** All lists and sums in which an event, its source, alert or message would be seen. */
const places = [
  '/api/events',
  '/api/incidents',
  '/api/alerts',
  '/api/attackers',
  '/api/sessions',
  '/api/decoys',
  '/api/deliveries',
  '/api/stats',
  '/api/activity',
  '/api/top',
  '/api/techniques',
  '/api/vulnerabilities',
  '/api/observables?kind=address',
  '/api/observables?kind=url',
  '/api/tuning/threshold',
  '/api/search?q=2001:db8',
  '/api/recent-attacks',
];

describe('a test of a node', () => {
  it('passes every stage, says what a real alert would do, and is counted nowhere', async (t) => {
    const receiver = await openReceiver(answer(204));
    t.after(() => receiver.close());
    const api = await openApi(t, { env: { NOTIFY_ALLOW_PRIVATE: '127.0.0.1' } });
    const user = await api.createUser();
    const node = await api.createNode(user, 'ssh-1');
    const channel = (name: string, filter: object) =>
      api.call<{ id: string }>('POST', '/api/channels', {
        headers: user.headers,
        body: {
          name,
          channel: 'webhook',
          settings: { url: `${receiver.url}/${name}`, secret: newWebhookSecret() },
          filter,
        },
      });
    await channel('soc', {});
    await channel('windows', { services: ['rdp'] });
    const before = await Promise.all(places.map((path) => read(api, user, path)));

    const quiet = await test(api, user, node.id);
    assert.equal(quiet.status, 200);
    const { outcome, stages, channels, threshold, ml_prediction, suppressed_by } = quiet.body;
    assert.equal(outcome, 'alert');
    assert.equal(suppressed_by, null);
    assert.ok(ml_prediction.risk_score > threshold);
    assert.deepEqual(
      stages.map(({ stage }) => stage),
      ['taken', 'scored', 'decided', 'recorded'],
    );
    const times = stages.map(({ after_ms }) => after_ms);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    );
    assert.deepEqual(
      channels.map(({ name, notified, sent }) => ({ name, notified, sent })),
      [
        { name: 'soc', notified: 'now', sent: null },
        { name: 'windows', notified: 'no', sent: null },
      ],
    );
    assert.equal(receiver.seen.length, 0);

    const loud = await test(api, user, node.id, { notify: true });
    assert.deepEqual(
      loud.body.channels.map(({ sent }) => sent?.ok ?? null),
      [true, null],
    );
    assert.equal(receiver.seen.length, 1);
    assert.match(receiver.seen[0]!.body.toString(), /"type":"incident.test"/);
    assert.match(receiver.seen[0]!.body.toString(), /test of the node “ssh-1”/);
    assert.notEqual(loud.body.event.source_ip, quiet.body.event.source_ip);

    await until(() => api.deliverer.counters().in_flight === 0);
    const after = await Promise.all(places.map((path) => read(api, user, path)));
    for (const [at, path] of places.entries()) assert.deepEqual(after[at], before[at], path);
    const { items } = (await read(api, user, '/api/audit')) as { items: { data: { path: string } }[] };
    assert.ok(JSON.stringify(items).includes('/nodes/:id/test'));
  });

  it('is judged by what is set: a rule suppresses it, a threshold holds it back, an agent touches a file', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user, 'ssh-1');
    const rule = await api.call<{ id: string; hits: number }>('POST', '/api/suppressions', {
      headers: user.headers,
      body: { name: 'all', condition: { nodes: [node.id] } },
    });
    const suppressed = await test(api, user, node.id);
    assert.deepEqual([suppressed.body.outcome, suppressed.body.suppressed_by], ['suppressed', rule.body.id]);
    const [listed] = (await read(api, user, '/api/suppressions')) as { hits: number }[];
    assert.equal(listed?.hits, 0, 'a test is no hit of the rule');
    await api.call('DELETE', `/api/suppressions/${rule.body.id}`, { headers: user.headers });
    await api.call('POST', '/api/agent/register', {
      headers: node.headers,
      body: { node_id: node.id, hostname: 'laptop', os: 'linux' },
    });
    const touched = await test(api, user, node.id);
    assert.deepEqual([touched.body.event.kind, touched.body.outcome], ['file.opened', 'alert']);
    await api.call('PATCH', '/api/alert-settings', { headers: user.headers, body: { threshold: 10 } });
    assert.equal((await test(api, user, node.id)).body.outcome, 'below_threshold');
  });

  it('is refused for an inactive node, for another tenant’s, above ten a minute, and with a wrong body', async (t) => {
    const api = await openApi(t, { overrides: { clock: () => Date.parse('2026-11-25T12:00:00Z') } });
    const user = await api.createUser();
    const other = await api.createUser('other@example.org');
    const node = await api.createNode(user, 'ssh-1');
    assert.equal((await test(api, other, node.id)).status, 404);
    assert.equal((await test(api, user, 'node-none')).status, 404);
    assert.deepEqual(fieldsOf((await test(api, user, node.id, { notify: 'yes' })).body), ['notify']);
    await api.call('PATCH', `/nodes/${node.id}`, { headers: user.headers, body: { status: 'inactive' } });
    assert.equal((await test(api, user, node.id)).status, 409);
    await api.call('PATCH', `/nodes/${node.id}`, { headers: user.headers, body: { status: 'active' } });
    for (let n = 0; n < 10; n++) assert.equal((await test(api, user, node.id)).status, 200);
    const late = await test(api, user, node.id);
    assert.deepEqual([late.status, late.headers.get('retry-after')], [429, '60']);
  });
});
