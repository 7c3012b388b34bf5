import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Api,
  agentEvent,
  fieldsOf,
  openApi,
  type TestNode,
  type TestUser,
} from '../support/api-client.ts';

async function open(t: Parameters<typeof openApi>[0]): Promise<{ api: Api; user: TestUser; node: TestNode }> {
  const api = await openApi(t);
  const user = await api.createUser();
  return { api, user, node: await api.createNode(user) };
}
const post = (api: Api, node: TestNode, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.call('POST', `/api/agent/${path}`, { headers: { 'x-node-key': node.key, ...headers }, body });
const nodeOf = async (api: Api, user: TestUser, node: TestNode) =>
  (await api.call<{ agent: object | null }>('GET', `/nodes/${node.id}`, { headers: user.headers })).body;

describe('an agent', () => {
  it('registers with what it says in the query or in the body, or says nothing', async (t) => {
    const { api, user, node } = await open(t);
    const agent = async () => ({ ...(await nodeOf(api, user, node)).agent, registered_at: '' });
    const query = `register?node_id=${node.id}&hostname=box-1&os=linux&version=3`;
    assert.equal((await post(api, node, query)).body.status, 'success');
    assert.deepEqual(await agent(), { hostname: 'box-1', os: 'linux', registered_at: '' });
    const body = { node_id: node.id, hostname: 'box-2', os: 'Windows 11', python: '3.12' };
    assert.equal((await post(api, node, 'register', body)).status, 200);
    assert.deepEqual(await agent(), { hostname: 'box-2', os: 'Windows 11', registered_at: '' });
    assert.equal((await post(api, node, 'register')).status, 200);
    assert.equal((await post(api, node, 'register', '', { 'content-type': 'application/json' })).status, 200);
    assert.deepEqual(await agent(), { hostname: null, os: null, registered_at: '' });
    const wrong = await post(api, node, 'register', { hostname: 'x'.repeat(256), os: 5 });
    assert.equal(wrong.status, 422);
    assert.deepEqual(fieldsOf(wrong.body), ['hostname', 'os']);
  });

  it('says that it lives with anything, and hears what to do', async (t) => {
    const { api, user, node } = await open(t);
    const config = { schedule: { every: 5 } };
    await api.call('PATCH', `/nodes/${node.id}`, {
      headers: user.headers,
      body: { deployment_config: config },
    });
    const said = {
      hostname: 'h',
      os: 'linux',
      platform: 'x',
      version: '1',
      status: 'fine',
      load: [0.1, null],
    };
    for (const body of [undefined, said, {}, []]) {
      const answer = await post(api, node, 'heartbeat', body);
      assert.equal(answer.status, 200);
      assert.deepEqual(answer.body, {
        status: 'active',
        uninstall: false,
        pending_blocks: [],
        deployment_config: config,
      });
    }
    const empty = await post(api, node, 'heartbeat', '', { 'content-type': 'application/json' });
    assert.equal(empty.status, 200);
  });

  it('registers decoys as a list or under decoys, and again without doubling them', async (t) => {
    const { api, user, node } = await open(t);
    const decoys = [
      { file_name: 'a.txt', file_path: '/a.txt', type: 'document', auto_deployed: true, note: 'kept' },
      {
        file_name: 'b.kdbx',
        file_path: '/b.kdbx',
        type: 'credential',
        status: 'planted',
        is_credential: true,
      },
    ];
    assert.deepEqual((await post(api, node, 'register-decoys', decoys)).body, {
      status: 'success',
      registered: 2,
    });
    assert.deepEqual((await post(api, node, 'register-decoys', { decoys })).body, {
      status: 'success',
      registered: 2,
    });
    type Decoy = Record<string, unknown>;
    const list = (await api.call<Decoy[]>('GET', '/api/decoys', { headers: user.headers })).body;
    assert.equal(list.length, 2);
    const b = list.find(({ file_name }) => file_name === 'b.kdbx');
    for (const field of [
      'id',
      'node_id',
      'node_name',
      'file_name',
      'file_path',
      'type',
      'status',
      'triggers_count',
      'last_triggered',
    ])
      assert.ok(b && field in b, field);
    assert.equal(b?.node_name, 'a node');
    assert.equal(b?.status, 'planted');
    assert.equal(b?.triggers_count, 0);
    assert.deepEqual((await post(api, node, 'register-decoys', [])).body.registered, 0);
    for (const [field, body] of [
      ['decoys', {}],
      ['body', { decoys: 'x' }],
      ['0.file_name', [{ file_path: '/x' }]],
      ['1.file_path', [decoys[0], { file_name: 'x', file_path: 'x'.repeat(1025) }]],
    ] as const)
      assert.deepEqual(fieldsOf((await post(api, node, 'register-decoys', body)).body), [field]);
  });

  it('finds the decoy that it registered when that is touched, and its counts stay when it registers again', async (t) => {
    const { api, user, node } = await open(t);
    const decoy = [
      { file_name: agentEvent.file_accessed, file_path: agentEvent.file_path, type: 'credential' },
    ];
    await post(api, node, 'register-decoys', decoy);
    await api.call('POST', '/api/agent-alert', { headers: { 'x-node-key': node.key }, body: agentEvent });
    await post(api, node, 'register-decoys', decoy);
    type Decoy = { type: string; triggers_count: number; last_triggered: string | null };
    const list = (await api.call<Decoy[]>('GET', `/api/decoys?node_id=${node.id}`, { headers: user.headers }))
      .body;
    assert.equal(list.length, 1);
    assert.equal(list[0]?.type, 'credential');
    assert.equal(list[0]?.triggers_count, 1);
    assert.notEqual(list[0]?.last_triggered, null);
    assert.deepEqual(
      (await api.call('GET', '/api/decoys?node_id=node-0', { headers: user.headers })).body,
      [],
    );
  });
});
