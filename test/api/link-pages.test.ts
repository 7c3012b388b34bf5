/** Lists whose body the contract fixes: the next page is in a `Link` header. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openApi } from '../support/api-client.ts';
import { openScene } from '../support/triage.ts';

const toNext = (headers: Headers): string | null =>
  /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1] ?? null;

type Get = (path: string) => Promise<{ status: number; body: unknown; headers: Headers }>;
/** All pages from `path` on, by their `Link` headers. */
async function readPages<T>(get: Get, path: string, toItems: (body: unknown) => T[]): Promise<T[][]> {
  const pages: T[][] = [];
  for (let next: string | null = path; next !== null; ) {
    const { status, body, headers } = await get(next);
    assert.equal(status, 200, next);
    pages.push(toItems(body));
    next = toNext(headers);
    assert.ok(pages.length < 30, 'it ends');
  }
  return pages;
}

describe('decoys', () => {
  it('page by a Link header beyond a thousand, of all nodes and of one', async (t) => {
    const api = await openApi(t);
    const [user, stranger] = [await api.createUser(), await api.createUser()];
    const [node, other] = [await api.createNode(user, 'one'), await api.createNode(user, 'two')];
    const register = (key: string, from: number, count: number) =>
      api.call('POST', '/api/agent/register-decoys', {
        headers: { 'x-node-key': key },
        body: {
          decoys: Array.from({ length: count }, (_, n) => ({
            file_name: `f${from + n}.txt`,
            file_path: `/srv/f${from + n}.txt`,
            type: 'file',
          })),
        },
      });
    for (let from = 0; from < 1100; from += 100)
      assert.equal((await register(node.key, from, 100)).status, 200);
    assert.equal((await register(other.key, 5000, 5)).status, 200);
    const get: Get = (path) => api.call('GET', path, { headers: user.headers });
    const toItems = (body: unknown) => body as { id: string; node_id: string }[];

    for (const [path, count] of [
      ['/api/decoys?limit=1000', 1105],
      ['/api/decoys', 1105],
      [`/api/decoys?limit=1000&node_id=${node.id}`, 1100],
      [`/nodes/${node.id}/decoys`, 1100],
      [`/nodes/${node.id}/decoys?limit=300`, 1100],
      [`/api/decoys?node_id=${other.id}`, 5],
    ] as const) {
      const pages = await readPages(get, path, toItems);
      assert.equal(new Set(pages.flat().map(({ id }) => id)).size, count, path);
      assert.equal(pages.flat().length, count, path);
    }
    for (const path of ['/api/decoys', `/nodes/${node.id}/decoys`])
      assert.equal((await get(`${path}?cursor=broken`)).status, 400);
    const theirs = await api.call('GET', '/api/decoys', { headers: stranger.headers });
    assert.deepEqual([theirs.body, theirs.headers.get('link')], [[], null]);

    for (const path of ['/api/decoys', `/nodes/${node.id}/decoys`]) {
      assert.deepEqual((await get(`${path}?from=2999-01-01`)).body, []);
      assert.deepEqual((await get(`${path}?to=2001-01-01T00:00:00Z`)).body, []);
      const since = await readPages(get, `${path}?from=2001-01-01&limit=1000`, toItems);
      assert.ok(since.length > 1 && since.flat().length >= 1100, 'pages keep the range');
    }

    // What a deleted node had is passed over, and the pages go on.
    assert.equal((await api.call('DELETE', `/nodes/${node.id}`, { headers: user.headers })).status, 200);
    const left = (await readPages(get, '/api/decoys?limit=2', toItems)).flat();
    assert.deepEqual([left.length, new Set(left.map(({ node_id }) => node_id))], [5, new Set([other.id])]);
  });
});

describe('the block list', () => {
  it('is whole without a limit, and pages by a Link header with one', async (t) => {
    const { as, api, user, node } = await openScene(t);
    const other = await api.createNode(user, 'another');
    const addresses = ['203.0.113.9', '2001:db8::1', '203.0.113.0/24', '203.0.113.10', '198.51.100.7'];
    for (const ip_address of addresses) await as('POST', '/api/block-ip', { ip_address });
    await as('POST', '/api/block-ip', { ip_address: '192.0.2.1', node_id: other.id });
    const get: Get = (path) => as('GET', path);
    const toItems = (body: unknown) => (body as { data: { id: string; ip_address: string }[] }).data;
    const whole = await get('/api/blocked-ips');
    assert.deepEqual(Object.keys(whole.body as object), ['success', 'data']);
    assert.equal(whole.headers.get('link'), null);
    assert.equal(toItems(whole.body).length, 6);

    const pages = await readPages(get, '/api/blocked-ips?limit=2', toItems);
    assert.deepEqual(
      pages.map((page) => page.length),
      [2, 2, 2],
    );
    assert.deepEqual(pages.flat(), toItems(whole.body));
    assert.deepEqual(toItems((await get('/api/blocked-ips?from=2999-01-01')).body), []);
    assert.deepEqual(toItems((await get('/api/blocked-ips?to=2001-01-01')).body), []);
    assert.equal(toItems((await get('/api/blocked-ips?from=2001-01-01&to=2999-01-01')).body).length, 6);
    const ofNode = await readPages(get, `/api/blocked-ips?limit=3&node_id=${node.id}`, toItems);
    assert.deepEqual(
      ofNode.map((page) => page.map(({ ip_address }) => ip_address)),
      [
        ['198.51.100.7', '203.0.113.0/24', '203.0.113.9'],
        ['203.0.113.10', '2001:db8::1'],
      ],
    );

    // The entry that a page ended with is taken off: nothing is left out, nothing comes twice.
    const begun = await get('/api/blocked-ips?limit=2');
    const [, last] = toItems(begun.body);
    await as('DELETE', `/api/blocked-ips/${last?.id}`);
    assert.deepEqual(await readPages(get, toNext(begun.headers) ?? '', toItems), pages.slice(1));
    for (const cursor of ['broken', 'bm9uZQ', '%00'])
      assert.equal((await get(`/api/blocked-ips?cursor=${cursor}`)).status, 400, cursor);
    assert.equal((await get('/api/blocked-ips?limit=0')).status, 422);
  });
});
