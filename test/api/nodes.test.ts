import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import {
  type Api,
  agentEvent,
  fieldsOf,
  honeypotLog,
  openApi,
  type TestNode,
  type TestUser,
} from '../support/api-client.ts';

const create = (api: Api, user: TestUser, body: unknown) =>
  api.call('POST', '/nodes', { headers: user.headers, body });
const report = (api: Api, node: TestNode) =>
  api.call('POST', '/api/honeypot-log', { headers: { 'x-node-key': node.key }, body: honeypotLog });
const agent = (api: Api, node: TestNode, what: string, body: unknown = {}) =>
  api.call('POST', `/api/agent/${what}`, { headers: { 'x-node-key': node.key }, body });

describe('a node', () => {
  it('is made active, with a key that is shown this once', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const config = { decoys: [{ deep: ['free-form', 1, null] }] };
    const { status, body } = await create(api, user, {
      name: 'ssh-1',
      os_type: 'linux',
      deployment_config: config,
    });
    assert.equal(status, 200);
    assert.match(String(body.node_id), /^node-[0-9a-f]{16}$/);
    assert.match(String(body.api_key), /^nk_[\w-]{43}$/);
    assert.equal(body.node_api_key, body.api_key);
    assert.equal(body.user_id, user.id);
    assert.equal(body.status, 'active');
    assert.equal(body.last_seen, null);
    assert.deepEqual(body.deployment_config, config);
    const listed = await api.call<Record<string, unknown>[]>('GET', '/nodes', { headers: user.headers });
    const one = await api.call('GET', `/nodes/${body.node_id}`, { headers: user.headers });
    assert.deepEqual(listed.body, [{ ...body, api_key: null, node_api_key: null }]);
    assert.deepEqual(one.body, listed.body[0]);
    const everything = JSON.stringify([listed.body, one.body]);
    assert.ok(!everything.includes(createHash('sha256').update(String(body.api_key)).digest('hex')));
  });

  it('has an owner and a location that people write, and is found by them', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const { body: made } = await create(api, user, { name: 'ssh-2', owner: ' IT Lyon ', location: 'rack 4' });
    assert.deepEqual([made.owner, made.location], ['IT Lyon', 'rack 4']);
    const patch = { owner: '', location: 'rack 5' };
    const { headers } = user;
    const { body } = await api.call<Record<string, unknown>>('PATCH', `/nodes/${made.node_id}`, {
      headers,
      body: patch,
    });
    assert.deepEqual([body.owner, body.location], [null, 'rack 5']);
    interface Found {
      groups: { group: string; items: { id: string }[] }[];
    }
    const { body: found } = await api.call<Found>('GET', '/api/search?q=rack%205', { headers });
    assert.equal(found.groups.find(({ group }) => group === 'nodes')?.items[0]?.id, made.node_id);
  });

  it('has a name of 1 to 100 characters and a configuration of at most 64 KiB', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    for (const [field, body] of [
      ['name', {}],
      ['name', { name: '' }],
      ['name', { name: 'x'.repeat(101) }],
      ['name', { name: 5 }],
      ['name', { name: null }],
      ['os_type', { name: 'n', os_type: 5 }],
      ['status', { name: 'n', status: 'inactive' }],
      ['exposure', { name: 'n', exposure: 'outside' }],
      ['exposure', { name: 'n', exposure: null }],
      ['owner', { name: 'n', owner: 7 }],
      ['location', { name: 'n', location: 'x'.repeat(101) }],
      ['labels', { name: 'n', labels: 'a' }],
      ['labels', { name: 'n', labels: Array.from({ length: 17 }, (_, at) => `l${at}`) }],
      ['labels.0', { name: 'n', labels: ['x'.repeat(51)] }],
      ['labels.1', { name: 'n', labels: ['a', ' '] }],
      ['deployment_config', { name: 'n', deployment_config: 'x'.repeat(65 * 1024) }],
    ] as const) {
      const answer = await create(api, user, body);
      assert.equal(answer.status, 422, JSON.stringify(body).slice(0, 80));
      assert.deepEqual(fieldsOf(answer.body), [field]);
    }
    assert.equal((await create(api, user, { name: '😀'.repeat(100) })).status, 200);
    assert.equal(
      (await create(api, user, { name: 'n', deployment_config: 'x'.repeat(64 * 1024 - 2) })).status,
      200,
    );
  });

  it('is switched off and on by its owner; off, it delivers nothing but still says that it lives', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    const patch = (body: unknown) => api.call('PATCH', `/nodes/${node.id}`, { headers: user.headers, body });
    for (const body of [{ status: 'off' }, { status: null }, {}, { status: 'active', user_id: 'user-1' }])
      assert.equal((await patch(body)).status, 422, JSON.stringify(body));
    assert.equal((await patch({ status: 'inactive' })).body.status, 'inactive');
    assert.equal((await report(api, node)).status, 403);
    assert.equal((await agent(api, node, 'register', { hostname: 'h' })).status, 200);
    assert.equal((await agent(api, node, 'heartbeat')).body.status, 'inactive');
    const after = await api.call('GET', `/nodes/${node.id}`, { headers: user.headers });
    assert.equal(after.body.status, 'inactive');
    assert.equal((await patch({ status: 'active' })).body.status, 'active');
    assert.equal((await report(api, node)).status, 200);
  });

  it('is deleted for good where no agent had registered', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    const { status, body } = await api.call('DELETE', `/nodes/${node.id}`, { headers: user.headers });
    assert.equal(status, 200);
    assert.equal(body.status, 'success');
    assert.equal(typeof body.message, 'string');
    assert.deepEqual((await api.call('GET', '/nodes', { headers: user.headers })).body, []);
    assert.equal((await api.call('GET', `/nodes/${node.id}`, { headers: user.headers })).status, 404);
    assert.equal((await api.call('DELETE', `/nodes/${node.id}`, { headers: user.headers })).status, 404);
    assert.equal((await report(api, node)).status, 403);
    assert.equal((await agent(api, node, 'heartbeat')).status, 403);
    assert.equal((await api.call('GET', '/api/stats', { headers: user.headers })).body.total_nodes, 0);
  });

  it('lets its agent take the decoys away within 30 days of being deleted', async (t) => {
    let now = Date.parse('2026-11-01T00:00:00Z');
    const api = await openApi(t, { overrides: { clock: () => now } });
    const user = await api.createUser();
    const node = await api.createNode(user);
    assert.equal((await agent(api, node, 'register', { hostname: 'h', os: 'linux' })).status, 200);
    assert.equal((await agent(api, node, 'heartbeat')).body.uninstall, false);
    await api.call('DELETE', `/nodes/${node.id}`, { headers: user.headers });
    assert.equal((await report(api, node)).status, 403);
    assert.equal((await agent(api, node, 'register')).status, 403);
    now += 29 * 24 * 3600_000;
    const heartbeat = await agent(api, node, 'heartbeat');
    assert.equal(heartbeat.status, 200);
    assert.equal(heartbeat.body.uninstall, true);
    now += 2 * 24 * 3600_000;
    assert.equal((await agent(api, node, 'heartbeat')).status, 403);
  });

  it('has a dead key once its agent has taken the decoys away', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    await agent(api, node, 'register', { hostname: 'h' });
    await api.call('DELETE', `/nodes/${node.id}`, { headers: user.headers });
    assert.deepEqual((await agent(api, node, 'uninstall-complete')).body, { status: 'success' });
    for (const what of ['heartbeat', 'uninstall-complete'])
      assert.equal((await agent(api, node, what)).status, 401);
  });

  it('is inactive and says so once its agent has removed itself, until another one is set up', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    const shown = async () => {
      const { body } = await api.call<{
        status: string;
        agent_removed_at: string | null;
        agent: { hostname: string } | null;
      }>('GET', `/nodes/${node.id}`, { headers: user.headers });
      return body;
    };
    await agent(api, node, 'register', { hostname: 'h' });
    assert.equal((await shown()).agent_removed_at, null);
    const before = new Date().toISOString();
    assert.equal((await agent(api, node, 'uninstall-complete')).status, 200);
    const removed = await shown();
    assert.equal(removed.status, 'inactive');
    assert.ok((removed.agent_removed_at ?? '') >= before);
    assert.equal(removed.agent?.hostname, 'h');
    assert.equal((await report(api, node)).status, 401);
    const stats = await api.call('GET', '/nodes/stats', { headers: user.headers });
    assert.deepEqual(stats.body, { total: 1, active: 0, inactive: 1, online: 1 });

    const { body } = await api.call('POST', `/nodes/${node.id}/rotate-key`, { headers: user.headers });
    const again = { ...node, key: String(body.api_key) };
    assert.equal((await report(api, again)).status, 403, 'a new key alone does not activate it');
    assert.equal((await agent(api, again, 'register', { hostname: 'h2' })).status, 200);
    assert.deepEqual(
      [(await shown()).status, (await shown()).agent_removed_at],
      ['inactive', null],
      'neither does an agent that registers',
    );
    await api.call('PATCH', `/nodes/${node.id}`, { headers: user.headers, body: { status: 'active' } });
    assert.equal((await report(api, again)).status, 200);
  });

  it('waits for no agent when it is deleted after its agent removed itself', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    await agent(api, node, 'register', { hostname: 'h' });
    await agent(api, node, 'uninstall-complete');
    const { body } = await api.call('DELETE', `/nodes/${node.id}`, { headers: user.headers });
    assert.equal(body.message, 'Node deleted; its key is no longer accepted');
  });

  it('is gone at once with force=true, agent or not', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    await agent(api, node, 'register', { hostname: 'h' });
    await api.call('DELETE', `/nodes/${node.id}?force=true`, { headers: user.headers });
    assert.equal((await agent(api, node, 'heartbeat')).status, 403);
    assert.equal((await agent(api, node, 'uninstall-complete')).status, 403);
  });

  it('is no longer asked to uninstall once it is deleted again with force=true', async (t) => {
    const api = await openApi(t);
    const [user, other] = [await api.createUser(), await api.createUser()];
    const node = await api.createNode(user);
    await agent(api, node, 'register', { hostname: 'h' });
    const remove = async (query: string, by = user): Promise<number> =>
      (await api.call('DELETE', `/nodes/${node.id}${query}`, { headers: by.headers })).status;
    assert.equal(await remove(''), 200);
    assert.equal((await agent(api, node, 'heartbeat')).body.uninstall, true);
    assert.deepEqual([await remove(''), await remove('?force=true', other)], [404, 404]);
    assert.equal((await agent(api, node, 'heartbeat')).status, 200);
    assert.equal(await remove('?force=true'), 200);
    assert.equal((await agent(api, node, 'heartbeat')).status, 403);
    assert.equal(await remove('?force=true'), 404);
  });

  it('gets another key, and the old one opens nothing at the next call', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    assert.equal((await report(api, node)).status, 200);
    const { status, body } = await api.call('POST', `/nodes/${node.id}/rotate-key`, {
      headers: user.headers,
    });
    assert.equal(status, 200);
    assert.equal((await report(api, node)).status, 401);
    assert.equal((await report(api, { ...node, key: String(body.api_key) })).status, 200);
  });

  it('is counted by state', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const [one, two] = [await api.createNode(user), await api.createNode(user), await api.createNode(user)];
    await api.call('PATCH', `/nodes/${two.id}`, { headers: user.headers, body: { status: 'inactive' } });
    await report(api, one);
    const { body } = await api.call('GET', '/nodes/stats', { headers: user.headers });
    assert.deepEqual(body, { total: 3, active: 2, inactive: 1, online: 1 });
  });

  it('shows its decoys, with the time of their latest access', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    await agent(api, node, 'register-decoys', [
      {
        file_name: 'passwords.xlsx',
        file_path: agentEvent.file_path,
        type: 'credential',
        is_credential: true,
      },
      { file_name: 'notes.txt', file_path: '/home/j/notes.txt', type: 'document' },
    ]);
    await api.call('POST', '/api/agent-alert', { headers: { 'x-node-key': node.key }, body: agentEvent });
    type Decoys = { node_id: string; file_name: string; type: string; last_accessed: string | null }[];
    const { status, body } = await api.call<Decoys>('GET', `/nodes/${node.id}/decoys`, {
      headers: user.headers,
    });
    assert.equal(status, 200);
    const byName = Object.fromEntries(body.map((decoy) => [decoy.file_name, decoy]));
    assert.deepEqual(Object.keys(byName).sort(), ['notes.txt', 'passwords.xlsx']);
    assert.equal(byName['passwords.xlsx']?.node_id, node.id);
    assert.equal(byName['passwords.xlsx']?.type, 'credential');
    assert.equal(byName['passwords.xlsx']?.last_accessed, '2026-02-04T00:04:29.123Z');
    assert.equal(byName['notes.txt']?.last_accessed, null);
  });
});
