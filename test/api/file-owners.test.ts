import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { openApi } from '../support/api-client.ts';
import { ttyLog } from '../support/tty-log.ts';

interface Capture {
  sha256: string;
  sessions: { node_id: string; session: string }[];
  count: number;
}

const record = (sensor: string, session: string): object => ({
  eventid: 'cowrie.login.failed',
  src_ip: '203.0.113.9',
  username: 'root',
  password: 'admin',
  session,
  sensor,
  timestamp: '2026-11-21T10:15:30.123456Z',
});
const tape = ttyLog(Date.parse('2026-11-21T10:15:30Z'), [
  [0, '# '],
  [800, '>id\r'],
]);

async function scene(t: TestContext, sensor: string | null = 'tpot') {
  const api = await openApi(t);
  const user = await api.createUser();
  const made = await api.call<{ node_id: string; api_key: string }>('POST', '/nodes', {
    headers: user.headers,
    body: { name: 'relay', sensor },
  });
  const headers = { 'x-node-key': made.body.api_key };
  const put = async (path: string, body: Uint8Array | string): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(api.address + path, { method: 'POST', headers, body: body as string });
    return { status: response.status, body: await response.json() };
  };
  const below = async (): Promise<Record<string, string>> => {
    const { body } = await api.call<{ node_id: string; name: string; parent_id: string | null }[]>(
      'GET',
      '/nodes',
      { headers: user.headers },
    );
    return Object.fromEntries(
      body.filter(({ parent_id }) => parent_id).map((one) => [one.name, one.node_id]),
    );
  };
  const recordingsOf = async (node: string, session: string): Promise<number> => {
    const { body } = await api.call<{ recordings: unknown[] }>('GET', `/api/sessions/${node}/${session}`, {
      headers: user.headers,
    });
    return body.recordings.length;
  };
  await api.call('POST', '/ingest/json', { headers, body: [record('edge-1', 's1'), record('edge-2', 's2')] });
  return { api, user, node: made.body.node_id, put, below, recordingsOf };
}

describe('files that come with the key of a relay', () => {
  it('belong to the sensor that is named, or that has the session; otherwise to the relay', async (t) => {
    const { node, put, below, recordingsOf, api, user } = await scene(t);
    const nodes = await below();
    assert.deepEqual(Object.keys(nodes).sort(), ['edge-1', 'edge-2']);
    assert.equal((await put('/api/recordings/s1', tape)).status, 200);
    assert.equal((await put('/api/recordings/s2?sensor=edge-2', tape)).status, 200);
    assert.equal(await recordingsOf(nodes['edge-1']!, 's1'), 1);
    assert.equal(await recordingsOf(nodes['edge-2']!, 's2'), 1);

    const owners = async (query: string): Promise<string[]> => {
      const { status, body } = await put(`/api/captures?${query}`, 'x');
      assert.equal(status, 200);
      return (body as { capture: Capture }).capture.sessions.map((one) => one.node_id);
    };
    assert.deepEqual(await owners('session=s1'), [nodes['edge-1']]);
    // What the sensor is called goes before the session of another.
    assert.deepEqual((await owners('session=s1&sensor=edge-2')).at(-1), nodes['edge-2']);
    assert.deepEqual((await owners('session=none')).at(-1), node);
    assert.deepEqual((await owners('session=none&sensor=nobody')).at(-1), node);

    const off = await api.call('PATCH', `/nodes/${nodes['edge-1']}`, {
      headers: user.headers,
      body: { status: 'inactive' },
    });
    assert.equal(off.status, 200);
    assert.equal((await put('/api/recordings/s1?sensor=edge-1', tape)).status, 403);
    assert.equal((await put('/api/captures?session=s1', 'y')).status, 403);
    assert.equal((await put('/api/captures?session=s2', 'y')).status, 200);
  });

  it('belong to the node itself where it is no relay', async (t) => {
    const { node, put, recordingsOf } = await scene(t, 'cowrie');
    assert.equal((await put('/api/recordings/s1?sensor=edge-1', tape)).status, 200);
    assert.equal(await recordingsOf(node, 's1'), 1);
  });
});

describe('a captured file', () => {
  it('counts once for each record that names it, however often it is sent', async (t) => {
    const { put } = await scene(t, 'cowrie');
    const count = async (query: string): Promise<number> =>
      ((await put(`/api/captures?${query}`, 'x')).body as { capture: Capture }).capture.count;
    assert.equal(await count('session=s1&record=r1'), 1);
    assert.equal(await count('session=s1&record=r1'), 1);
    assert.equal(await count('session=s1&record=r2'), 2);
    assert.equal(await count('session=s2&record=r1'), 3);
    assert.equal(await count('session=s2&record=r1'), 3);
    assert.equal(await count('session=s2'), 4);
    for (let at = 0; at < 30; at++) await count(`session=s3&record=many${at}`);
    assert.equal(await count('session=s3&record=many29'), 34);
    assert.equal((await put(`/api/captures?record=${'x'.repeat(200)}`, 'x')).status, 422);
  });
});
