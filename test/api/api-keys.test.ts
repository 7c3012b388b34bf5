import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { honeypotLog } from '../support/api-client.ts';
import { openScene, type Scene } from '../support/triage.ts';

interface KeyView {
  id: string;
  scopes: string[];
  start: string;
  last_used_at: string | null;
  expired: boolean;
}
const makeKey = async (
  { as }: Scene,
  scopes: string[],
  more: object = {},
): Promise<{ key: string; id: string }> => {
  const { body, status } = await as<{ key: string; api_key: KeyView }>('POST', '/api/keys', {
    name: scopes.join('+'),
    scopes,
    ...more,
  });
  assert.equal(status, 200, JSON.stringify(body));
  return { key: body.key, id: body.api_key.id };
};
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe('an API key', () => {
  it('opens what its scopes say, and nothing else', async (t) => {
    const scene = await openScene(t);
    const { api, touch } = scene;
    const { alert_id } = await touch('host-a');
    const calls: [string, string, object | undefined, string[]][] = [
      ['GET', '/api/alerts', undefined, ['read', 'triage', 'admin']],
      ['PATCH', `/api/alerts/${alert_id}`, { status: 'acknowledged' }, ['triage', 'admin']],
      ['POST', '/nodes', { name: 'n' }, ['admin']],
      ['GET', '/api/audit', undefined, ['admin']],
    ];
    for (const scope of ['read', 'triage', 'ingest', 'admin']) {
      const { key } = await makeKey(scene, [scope]);
      for (const [method, path, body, allowed] of calls) {
        const { status } = await api.call(method, path, { headers: bearer(key), body });
        assert.equal(status, allowed.includes(scope) ? 200 : 403, `${scope}: ${method} ${path}`);
      }
      assert.equal(
        (await api.call('GET', '/api/stats', { headers: { 'x-api-key': key } })).status,
        scope === 'ingest' ? 403 : 200,
      );
    }
  });

  it('is shown once, and kept only as a hash', async (t) => {
    const scene = await openScene(t);
    const { key, id } = await makeKey(scene, ['read']);
    assert.match(key, /^dvk_[A-Za-z0-9_-]{43}$/);
    const [shown] = (await scene.as<KeyView[]>('GET', '/api/keys')).body;
    assert.equal(shown?.id, id);
    assert.equal(shown?.start, key.slice(0, 8));
    assert.ok(!JSON.stringify(await scene.api.store.of(scene.user.id).docs('api-key', {}, 10)).includes(key));
  });

  it('is refused when it is revoked, expired, or somebody made it up', async (t) => {
    let nowMs = Date.now();
    const scene = await openScene(t, { overrides: { clock: () => nowMs } });
    const { api, as } = scene;
    const revoked = await makeKey(scene, ['read']);
    const brief = await makeKey(scene, ['read'], { expires_at: new Date(nowMs + 60_000).toISOString() });
    const use = async (key: string): Promise<number> =>
      (await api.call('GET', '/api/alerts', { headers: bearer(key) })).status;
    assert.equal(await use(revoked.key), 200);
    assert.equal(await use(brief.key), 200);
    await as('DELETE', `/api/keys/${revoked.id}`);
    assert.equal(await use(revoked.key), 401);
    nowMs += 61_000;
    assert.equal(await use(brief.key), 401);
    for (const bad of [
      'dvk_',
      `dvk_${'A'.repeat(43)}`,
      `dvk_${'A'.repeat(5000)}`,
      `${brief.key}x`,
      brief.key.slice(0, -1),
    ])
      assert.equal(await use(bad), 401, bad.slice(0, 60));
    assert.equal(
      (await as('POST', '/api/keys', { name: 'x', scopes: ['read'], expires_at: '2020-01-01T00:00:00Z' }))
        .status,
      422,
    );
    assert.equal((await as('POST', '/api/keys', { name: 'x', scopes: ['root'] })).status, 422);
    assert.equal((await as('POST', '/api/keys', { name: 'x', scopes: [] })).status, 422);
  });

  it('cannot make or revoke keys, even with all scopes', async (t) => {
    const scene = await openScene(t);
    const { key, id } = await makeKey(scene, ['admin', 'ingest']);
    const headers = bearer(key);
    assert.equal(
      (await scene.api.call('POST', '/api/keys', { headers, body: { name: 'x', scopes: ['read'] } })).status,
      403,
    );
    assert.equal((await scene.api.call('DELETE', `/api/keys/${id}`, { headers })).status, 403);
  });

  it('says when it was last used', async (t) => {
    const scene = await openScene(t);
    const { key } = await makeKey(scene, ['read']);
    assert.equal((await scene.as<KeyView[]>('GET', '/api/keys')).body[0]?.last_used_at, null);
    await scene.api.call('GET', '/api/alerts', { headers: bearer(key) });
    let used: string | null | undefined = null;
    while (!used) used = (await scene.as<KeyView[]>('GET', '/api/keys')).body[0]?.last_used_at;
    assert.ok(Date.parse(used) <= Date.now());
  });

  it('with the scope ingest delivers events for a node that it names, and does nothing else', async (t) => {
    const scene = await openScene(t);
    const { api, node } = scene;
    const { key } = await makeKey(scene, ['ingest']);
    const send = (headers: Record<string, string>, query = '') =>
      api.call('POST', `/api/honeypot-log${query}`, { headers, body: honeypotLog });
    assert.equal((await send({ ...bearer(key), 'x-node-id': node.id })).status, 200);
    assert.equal((await send({ 'x-api-key': key }, `?node_id=${node.id}`)).status, 200);
    assert.equal((await send(bearer(key))).status, 400, 'which node?');
    const stranger = await api.createUser();
    const foreign = await api.createNode(stranger);
    assert.equal((await send({ ...bearer(key), 'x-node-id': foreign.id })).status, 404);
    assert.equal((await send({ ...bearer(key), 'x-node-id': 'node-none' })).status, 404);
    const reader = await makeKey(scene, ['read']);
    assert.equal((await send({ ...bearer(reader.key), 'x-node-id': node.id })).status, 403);
    const beat = await api.call('POST', '/api/agent/heartbeat', {
      headers: { ...bearer(key), 'x-node-id': node.id },
      body: {},
    });
    assert.equal(beat.status, 401, 'an agent shows its own key');
  });
});
