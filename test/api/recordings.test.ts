import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, it } from 'node:test';
import { removeOldFiles } from '../../src/cases/old-files.ts';
import { openApi } from '../support/api-client.ts';
import { ttyLog } from '../support/tty-log.ts';

const visit = {
  timestamp: '2026-11-24T08:05:36.500Z',
  service: 'ssh',
  source_ip: '203.0.113.9',
  activity: 'command',
  payload: 'id',
  extra: { session: 'c04f' },
};
const startMs = Date.parse(visit.timestamp);
const raw = (address: string, key: string, path: string, body: Uint8Array | string, type?: string) =>
  fetch(`${address}${path}`, {
    method: 'POST',
    headers: { 'x-node-key': key, ...(type === undefined ? {} : { 'content-type': type }) },
    body: body as string,
  });

describe('POST /api/recordings/{session}', () => {
  it('keeps a recording once, and the session shows and plays it', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    await api.call('POST', '/api/honeypot-log', { headers: node.headers, body: visit });
    const url = `/api/sessions/${node.id}/c04f`;
    const before = await api.call<{ recordings: unknown[] }>('GET', url, { headers: user.headers });
    assert.deepEqual(before.body.recordings, []);
    assert.equal((await api.call('GET', `${url}/recording`, { headers: user.headers })).status, 404);

    const bytes = ttyLog(startMs, [
      [0, '# '],
      [800, '>id\r'],
    ]);
    for (const isNew of [true, false]) {
      const kept = await raw(api.address, node.key, '/api/recordings/c04f', bytes);
      assert.equal(kept.status, 200);
      const answer = (await kept.json()) as { is_new: boolean; recording: Record<string, unknown> };
      assert.equal(answer.is_new, isNew);
      assert.equal(answer.recording.size_bytes, bytes.length);
      assert.equal(answer.recording.started_at, visit.timestamp);
      assert.equal(answer.recording.duration_ms, 800);
    }
    const after = await api.call<{ recordings: { format: string }[] }>('GET', url, { headers: user.headers });
    assert.deepEqual(
      after.body.recordings.map(({ format }) => format),
      ['cowrie'],
    );
    const played = await api.call<string>('GET', `${url}/recording`, { headers: user.headers });
    assert.equal(played.status, 200);
    assert.equal(played.headers.get('content-type'), 'application/x-asciicast; charset=utf-8');
    assert.equal(played.headers.get('x-content-type-options'), 'nosniff');
    assert.deepEqual(played.body.split('\n').slice(1, 3), ['[0,"o","# "]', '[0.8,"i","id\\r"]']);
  });

  it('is played for those with the scope for secrets alone, and the audit log says so', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    await raw(api.address, node.key, '/api/recordings/c04f', ttyLog(startMs, [[0, 'x']]));
    const url = `/api/sessions/${node.id}/c04f/recording`;
    const made = await api.call<{ key: string }>('POST', '/api/keys', {
      headers: user.headers,
      body: { name: 'reader', scopes: ['read'] },
    });
    const reader = { authorization: `Bearer ${made.body.key}` };
    assert.equal((await api.call('GET', url, { headers: reader })).status, 403);
    assert.equal((await api.call('GET', url, { headers: user.headers })).status, 200);
    const audit = await api.call<{ items: { kind: string }[] }>('GET', '/api/audit', {
      headers: user.headers,
    });
    assert.equal(audit.body.items[0]?.kind, 'Recording played');
  });

  it('keeps another tenant out, and a stranger', async (t) => {
    const api = await openApi(t);
    const [owner, other] = [await api.createUser(), await api.createUser()];
    const node = await api.createNode(owner);
    const theirs = await api.createNode(other);
    await raw(api.address, node.key, '/api/recordings/c04f', ttyLog(startMs, [[0, 'x']]));
    const url = `/api/sessions/${node.id}/c04f/recording`;
    assert.equal((await api.call('GET', url, { headers: other.headers })).status, 404);
    assert.equal((await api.call('GET', url)).status, 401);
    // The same session name at another node is another session.
    await raw(api.address, theirs.key, '/api/recordings/c04f', ttyLog(startMs, [[0, 'y']]));
    const mine = await api.call<string>('GET', url, { headers: owner.headers });
    assert.match(mine.body, /"x"/);
    assert.equal((await raw(api.address, 'nk_wrong', '/api/recordings/c04f', 'x')).status, 401);
  });

  it('refuses what is no recording, too large, packed or nameless, and says why', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    const refused = async (path: string, body: Uint8Array | string): Promise<[number, string]> => {
      const answer = await raw(api.address, node.key, path, body);
      return [answer.status, ((await answer.json()) as { detail: string }).detail];
    };
    assert.deepEqual(await refused('/api/recordings/a', 'MZ no recording'), [
      400,
      'The body is no recording: neither one of Cowrie (tty/<sha256>) nor an asciicast v2',
    ]);
    assert.equal((await refused('/api/recordings/a', ''))[0], 400);
    assert.equal((await refused('/api/recordings/a', Buffer.alloc(4 * 1024 * 1024 + 1)))[0], 413);
    assert.equal((await refused(`/api/recordings/${'a'.repeat(129)}`, ttyLog(startMs, [])))[0], 400);
  });

  it('is bound by the quota of files and by a number a session', async (t) => {
    const api = await openApi(t, { env: { QUOTAS: 'file_bytes=2000' } });
    await api.createUser('first@example.org');
    const user = await api.createUser();
    const node = await api.createNode(user);
    const noise = (seed: number): string =>
      Array.from({ length: 12 }, (_, at) => hash('sha512', `${seed} ${at}`, 'base64')).join('');
    const statuses: number[] = [];
    for (let n = 1; n <= 6; n++) {
      const kept = await raw(
        api.address,
        node.key,
        `/api/recordings/s${n}`,
        ttyLog(startMs, [[0, noise(n)]]),
      );
      statuses.push(kept.status);
    }
    assert.equal(statuses[0], 200);
    assert.equal(statuses.at(-1), 429);
    const quotas = await api.call<{ name: string; used: number; limit: number }[]>('GET', '/api/quotas', {
      headers: user.headers,
    });
    const files = quotas.body.find(({ name }) => name === 'file_bytes');
    assert.ok(files !== undefined && files.used > 500 && files.used <= 2000, JSON.stringify(files));

    const many = await api.createUser();
    const busy = await api.createNode(many);
    const last: number[] = [];
    for (let n = 0; n <= 20; n++)
      last.push(
        (await raw(api.address, busy.key, '/api/recordings/s', ttyLog(startMs + n * 1000, [[0, 'x']])))
          .status,
      );
    assert.deepEqual(last.slice(0, 3), [200, 200, 200]);
    assert.equal(last[20], 429);
  });

  it('ends with the retention of what it shows, bytes included', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    await raw(api.address, node.key, '/api/recordings/old', ttyLog(startMs, [[0, 'x']]));
    await raw(api.address, node.key, '/api/recordings/new', ttyLog(Date.now() - 1000, [[0, 'x']]));
    const tenant = api.store.of(user.id);
    assert.equal(await tenant.countDocs('file-part', 10), 2);
    assert.equal(await removeOldFiles(api.store, '2026-11-25T00:00:00.000Z'), 1);
    assert.equal(await tenant.countDocs('recording', 10), 1);
    assert.equal(await tenant.countDocs('file-part', 10), 1);
    assert.equal(await removeOldFiles(api.store, '2026-11-25T00:00:00.000Z'), 0);
    const cast = await api.call('GET', `/api/sessions/${node.id}/new/recording`, { headers: user.headers });
    assert.equal(cast.status, 200);
  });
});
