import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldsOf, openApi } from '../support/api-client.ts';

interface GroupView {
  id: string;
  name: string;
  threshold: number | null;
  channels: string[];
  node_count: number;
  version: number;
}

describe('groups of nodes', () => {
  it('are made, changed, listed and deleted', async (t) => {
    const api = await openApi(t);
    const { headers } = await api.createUser();
    const made = await api.call<GroupView>('POST', '/api/groups', {
      headers,
      body: {
        name: 'Lyon',
        exposure: 'internal',
        threshold: 5,
        window_minutes: 30,
        quiet_hours: { from: '22:00', to: '07:00', timezone: 'Europe/Paris', override_risk: 9 },
      },
    });
    assert.equal(made.status, 200);
    assert.match(made.body.id, /^group-[0-9a-f]{24}$/);
    const node = await api.call<{ node_id: string; group_id: string }>('POST', '/nodes', {
      headers,
      body: { name: 'gate', group_id: made.body.id },
    });
    assert.equal(node.body.group_id, made.body.id);
    const path = `/api/groups/${made.body.id}`;
    const one = await api.call<GroupView>('GET', path, { headers });
    assert.deepEqual(one.body, { ...made.body, node_count: 1 });
    const changed = await api.call<GroupView>('PATCH', path, {
      headers,
      body: { threshold: null, quiet_hours: null, version: 1 },
    });
    assert.deepEqual([changed.body.threshold, changed.body.version, changed.body.name], [null, 2, 'Lyon']);
    assert.equal((await api.call('PATCH', path, { headers, body: { name: 'x', version: 1 } })).status, 409);
    const listed = await api.call<GroupView[]>('GET', '/api/groups', { headers });
    assert.deepEqual(listed.body, [changed.body]);
    const refused = await api.call('DELETE', path, { headers });
    assert.equal(refused.status, 409);
    assert.match(String(refused.body.detail), /1 node; .*force=true/);
    assert.deepEqual((await api.call('DELETE', `${path}?force=true`, { headers })).body, {
      status: 'success',
      released: 1,
    });
    assert.equal((await api.call('GET', path, { headers })).status, 404);
    const freed = await api.call('GET', `/nodes/${node.body.node_id}`, { headers });
    assert.equal(freed.body.group_id, null);
  });

  it('name every wrong field', async (t) => {
    const api = await openApi(t);
    const { headers } = await api.createUser();
    for (const [field, body] of [
      ['name', {}],
      ['name', { name: '' }],
      ['exposure', { name: 'n', exposure: 'outside' }],
      ['threshold', { name: 'n', threshold: 11 }],
      ['threshold', { name: 'n', threshold: '5' }],
      ['window_minutes', { name: 'n', window_minutes: 0 }],
      [
        'quiet_hours.timezone',
        { name: 'n', quiet_hours: { from: '22:00', to: '07:00', timezone: 'Mars', override_risk: 1 } },
      ],
      ['quiet_hours', { name: 'n', quiet_hours: 'always' }],
      ['channels.0', { name: 'n', channels: ['ch-none'] }],
      ['channels', { name: 'n', channels: 'all' }],
      ['silence_minutes', { name: 'n', silence_minutes: 5 }],
      [
        'maintenance.0.to',
        { name: 'n', maintenance: [{ from: '2026-12-02T00:00:00Z', to: '2026-12-01T00:00:00Z' }] },
      ],
      ['user_id', { name: 'n', user_id: 'user-1' }],
    ] as const) {
      const answer = await api.call('POST', '/api/groups', { headers, body });
      assert.equal(answer.status, 422, JSON.stringify(body));
      assert.deepEqual(fieldsOf(answer.body), [field]);
    }
    assert.deepEqual((await api.call('GET', '/api/groups', { headers })).body, []);
    const node = await api.createNode(await api.createUser());
    assert.equal(
      (await api.call('PATCH', `/nodes/${node.id}`, { headers, body: { group_id: 'x' } })).status,
      422,
    );
  });
});
