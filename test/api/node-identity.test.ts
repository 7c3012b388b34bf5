import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Api, honeypotLog, openApi } from '../support/api-client.ts';

const post = async (
  api: Api,
  headers: Record<string, string>,
  more: { query?: string; body?: object; path?: string } = {},
): Promise<number> => {
  const path = `${more.path ?? '/api/honeypot-log'}${more.query ?? ''}`;
  return (await api.call('POST', path, { headers, body: { ...honeypotLog, ...more.body } })).status;
};

describe('a node that calls', () => {
  it('is named by its key alone, under either header, or by key and id, in any place', async (t) => {
    const api = await openApi(t);
    const node = await api.createNode(await api.createUser());
    const key = { 'x-node-key': node.key };
    assert.equal(await post(api, key), 200);
    assert.equal(await post(api, { 'x-node-api-key': node.key }), 200);
    assert.equal(await post(api, { ...key, 'x-node-api-key': node.key }), 200);
    assert.equal(await post(api, { ...key, 'x-node-id': node.id }), 200);
    assert.equal(await post(api, key, { query: `?node_id=${node.id}` }), 200);
    assert.equal(await post(api, key, { body: { node_id: node.id } }), 200);
    assert.equal(await post(api, key, { body: { node_id: null } }), 200);
    const all = { query: `?node_id=${node.id}`, body: { node_id: node.id } };
    assert.equal(await post(api, { ...key, 'x-node-id': node.id }, all), 200);
  });

  it('must not name two nodes', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const [node, other] = [await api.createNode(user), await api.createNode(user)];
    const key = { 'x-node-key': node.key };
    const both = { ...key, 'x-node-id': node.id };
    assert.equal(await post(api, both, { body: { node_id: other.id } }), 400);
    assert.equal(await post(api, both, { query: `?node_id=${other.id}` }), 400);
    assert.equal(await post(api, key, { query: `?node_id=${node.id}&node_id=${other.id}` }), 400);
    assert.equal(await post(api, { ...key, 'x-node-api-key': other.key }), 400);
  });

  it('is refused as the contract says', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const [node, other] = [await api.createNode(user), await api.createNode(await api.createUser())];
    const stranger = `nk_${'A'.repeat(43)}`;
    const cases: [string, number, Record<string, string>, { query?: string; body?: object }?][] = [
      ['no key', 401, {}],
      ['no key, but an id', 401, { 'x-node-id': node.id }],
      ['an empty key', 401, { 'x-node-key': '' }],
      ["a person's token", 401, user.headers],
      ["a person's token as key", 401, { 'x-node-key': user.token }],
      ["nobody's key", 401, { 'x-node-key': stranger }],
      ["nobody's key with an id", 403, { 'x-node-key': stranger, 'x-node-id': node.id }],
      [
        "nobody's key with an id in the body",
        403,
        { 'x-node-key': stranger },
        { body: { node_id: node.id } },
      ],
      ["nobody's key with an unknown id", 404, { 'x-node-key': stranger, 'x-node-id': 'node-0' }],
      ['an unknown id', 404, { 'x-node-key': node.key, 'x-node-id': 'node-0000000000000000' }],
      ["another's id", 403, { 'x-node-key': node.key, 'x-node-id': other.id }],
      ["another's id in the body", 403, { 'x-node-key': node.key }, { body: { node_id: other.id } }],
      ["another's id in the query", 403, { 'x-node-key': node.key }, { query: `?node_id=${other.id}` }],
      ['a huge key', 401, { 'x-node-key': 'k'.repeat(4000) }],
    ];
    for (const path of ['/api/honeypot-log', '/api/agent/heartbeat', '/api/agent/register'])
      for (const [what, status, headers, more] of cases)
        assert.equal(await post(api, headers, { ...more, path }), status, `${path}: ${what}`);
    const wrongType = await post(api, { 'x-node-key': node.key }, { body: { node_id: 7 } });
    assert.equal(wrongType, 422);
    assert.equal((await api.call('GET', '/api/stats', { headers: user.headers })).body.total_attacks, 0);
  });

  it('gets no further than node routes with its key', async (t) => {
    const api = await openApi(t);
    const node = await api.createNode(await api.createUser());
    for (const headers of [{ 'x-node-key': node.key }, { authorization: `Bearer ${node.key}` }])
      assert.equal((await api.call('GET', '/api/alerts', { headers: headers as never })).status, 401);
  });

  it('is seen: its latest valid call is stamped, an invalid one is not', async (t) => {
    let now = Date.parse('2026-11-01T00:00:00Z');
    const api = await openApi(t, { overrides: { clock: () => now } });
    const user = await api.createUser();
    const node = await api.createNode(user);
    const lastSeen = async () =>
      (await api.call('GET', `/nodes/${node.id}`, { headers: user.headers })).body.last_seen;
    await post(api, { 'x-node-key': node.key, 'x-node-id': 'node-0' });
    assert.equal(await lastSeen(), null);
    await post(api, { 'x-node-key': node.key });
    assert.equal(await lastSeen(), '2026-11-01T00:00:00.000Z');
    now += 61_000;
    await post(api, { 'x-node-key': node.key }, { path: '/api/agent/heartbeat' });
    assert.equal(await lastSeen(), '2026-11-01T00:01:01.000Z');
  });

  it('of a changed key is refused within a second by other processes too', async (t) => {
    let now = Date.now();
    const api = await openApi(t, { overrides: { clock: () => now } });
    const user = await api.createUser();
    const node = await api.createNode(user);
    assert.equal(await post(api, { 'x-node-key': node.key }), 200);
    // What another process does, this one sees in the store only.
    await api.store.of(user.id).updateNode(node.id, { status: 'inactive' });
    now += 1000;
    assert.equal(await post(api, { 'x-node-key': node.key }), 403);
  });
});
