/** Calls that must happen once, and nodes that may exist already. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldsOf, openApi } from '../support/api-client.ts';

async function open(t: Parameters<typeof openApi>[0], env: Record<string, string> = {}) {
  const time = { now: Date.parse('2026-11-01T00:00:00Z') };
  const api = await openApi(t, { env, overrides: { clock: () => time.now } });
  const user = await api.createUser();
  const post = <T extends object>(path: string, body: unknown, key?: string, headers = user.headers) =>
    api.call<T>('POST', path, {
      headers: { ...headers, ...(key === undefined ? {} : { 'idempotency-key': key }) },
      body,
    });
  const nodes = async () =>
    (await api.call<{ name: string }[]>('GET', '/nodes', { headers: user.headers })).body;
  return { api, user, time, post, nodes };
}
type Node = { node_id: string; api_key: string | null };

describe('an Idempotency-Key', () => {
  it('gives the first answer again, with the key that is shown once, and makes nothing', async (t) => {
    const { post, nodes } = await open(t);
    const first = await post<Node>('/nodes', { name: 'pot' }, 'key-00000001');
    const again = await post<Node>('/nodes', { name: 'pot' }, 'key-00000001');
    assert.equal(first.status, 200);
    assert.ok(first.body.api_key);
    assert.deepEqual(again.body, first.body);
    assert.equal(first.headers.get('idempotent-replayed'), null);
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    assert.equal((await nodes()).length, 1);
    const other = await post<Node>('/nodes', { name: 'pot' }, 'key-00000002');
    assert.notEqual(other.body.node_id, first.body.node_id);
  });

  it('of calls at the same time makes one thing', async (t) => {
    const { post, nodes } = await open(t);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post<Node>('/nodes', { name: 'pot' }, 'key-00000001')),
    );
    assert.equal((await nodes()).length, 1);
    for (const { status, headers } of answers) {
      assert.ok(status === 200 || status === 409);
      if (status === 409) assert.equal(headers.get('retry-after'), '1');
    }
    assert.ok(answers.some(({ status }) => status === 200));
  });

  it('used for another request is refused, and so is one that is none', async (t) => {
    const { post } = await open(t);
    await post('/nodes', { name: 'pot' }, 'key-00000001');
    for (const [path, body] of [
      ['/nodes', { name: 'other' }],
      ['/api/groups', { name: 'pot' }],
    ] as const) {
      const answer = await post(path, body, 'key-00000001');
      assert.equal(answer.status, 422);
      assert.deepEqual(fieldsOf(answer.body), ['Idempotency-Key']);
    }
    for (const key of ['short', 'x'.repeat(256), 'with blank in it'])
      assert.equal((await post('/nodes', { name: 'pot' }, key)).status, 422);
  });

  it('of a call that failed may be used again', async (t) => {
    const { post } = await open(t);
    const wrong = { name: 'pot', group_id: 'none' };
    assert.equal((await post('/nodes', wrong, 'key-00000001')).status, 422);
    assert.equal((await post('/nodes', { name: 'pot' }, 'key-00000001')).status, 200);
  });

  it('is each account’s own, and forgotten after a day', async (t) => {
    const { api, post, nodes, time } = await open(t);
    const other = await api.createUser();
    const first = await post<Node>('/nodes', { name: 'pot' }, 'key-00000001');
    const theirs = await post<Node>('/nodes', { name: 'pot' }, 'key-00000001', other.headers);
    assert.equal(theirs.status, 200);
    assert.notEqual(theirs.body.node_id, first.body.node_id);
    time.now += 25 * 3600_000;
    assert.equal((await post<Node>('/nodes', { name: 'pot' }, 'key-00000001')).status, 200);
    assert.equal((await nodes()).length, 2);
  });

  it('works for everything that is made', async (t) => {
    const { post } = await open(t);
    const made: [string, object][] = [
      ['/api/groups', { name: 'dmz' }],
      ['/api/keys', { name: 'k', scopes: ['read'] }],
      ['/api/suppressions', { name: 's', condition: { sources: ['203.0.113.9'] } }],
      ['/api/block-ip', { ip_address: '203.0.113.9' }],
    ];
    for (const [path, body] of made) {
      const key = `key-of-${path}`;
      const first = await post(path, body, key);
      assert.equal(first.status, 200, path);
      const again = await post(path, body, key);
      assert.deepEqual(again.body, first.body, path);
      assert.equal(again.headers.get('idempotent-replayed'), 'true', path);
    }
  });
});

describe('a node of a name that exists', () => {
  it('is returned where that is asked for, without its key', async (t) => {
    const { post, nodes } = await open(t);
    const first = await post<Node>('/nodes?if_exists=return', { name: 'pöt' });
    assert.ok(first.body.api_key);
    const again = await post<Node>('/nodes?if_exists=return', { name: 'po\u0308t' });
    assert.equal(again.body.node_id, first.body.node_id);
    assert.equal(again.body.api_key, null);
    assert.equal((await nodes()).length, 1);
    await post('/nodes', { name: 'pöt' });
    assert.equal((await nodes()).length, 2);
    assert.equal((await post('/nodes?if_exists=other', { name: 'pöt' })).status, 422);
    await Promise.all(Array.from({ length: 20 }, () => post('/nodes?if_exists=return', { name: 'new' })));
    assert.equal((await nodes()).filter(({ name }) => name === 'new').length, 1);
  });

  it('is returned where the quota of nodes is used up, too', async (t) => {
    const { api, time } = await open(t, { QUOTAS: 'nodes=1', REGISTRATION: 'open' });
    // The first account has quotas of its own, and of two of the same moment neither is certain to be it.
    time.now += 1000;
    const user = await api.createUser();
    const post = (path: string, name: string) =>
      api.call<Node>('POST', path, { headers: user.headers, body: { name } });
    const first = await post('/nodes', 'only');
    assert.equal(first.status, 200);
    assert.equal((await post('/nodes?if_exists=return', 'another')).status, 429);
    const again = await post('/nodes?if_exists=return', 'only');
    assert.deepEqual([again.status, again.body.node_id], [200, first.body.node_id]);
  });
});
