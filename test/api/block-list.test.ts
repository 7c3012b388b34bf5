import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldsOf, honeypotLog } from '../support/api-client.ts';
import { type IncidentView, openScene, type PageView, type Scene } from '../support/triage.ts';

interface BlockedView {
  id: string;
  ip_address: string;
  node_id: string | null;
  status: string;
  source: string;
  expires_at: string | null;
  incident_id: string | null;
  alert_id: string | null;
}
const blocked = async ({ as }: Scene, query = ''): Promise<BlockedView[]> =>
  (await as<{ data: BlockedView[] }>('GET', `/api/blocked-ips${query}`)).body.data;
const beat = async ({ api }: Scene, key: string): Promise<string[]> =>
  (
    await api.call<{ pending_blocks: string[] }>('POST', '/api/agent/heartbeat', {
      headers: { 'x-node-key': key },
      body: { hostname: 'x' },
    })
  ).body.pending_blocks;

async function openFeed({ as }: Scene): Promise<string> {
  const { body } = await as<{ path: string }>('POST', '/api/block-feeds', { name: 'edge' });
  return body.path.replace(/text$/, '');
}

describe('the block list', () => {
  it('goes to agents by heartbeat until they confirm', async (t) => {
    const scene = await openScene(t);
    const { as, api, node, user } = scene;
    const other = await api.createNode(user, 'another');
    const made = await as<BlockedView>('POST', '/api/block-ip', { ip_address: '203.0.113.9' });
    assert.equal(made.body.status, 'pending');
    await as('POST', '/api/block-ip', { ip_address: '203.0.113.10', node_id: other.id });
    await as('POST', '/api/block-ip', { ip_address: '198.51.100.0/24' });
    assert.deepEqual(await beat(scene, node.key), ['203.0.113.9'], 'networks are for firewalls');
    assert.deepEqual(await beat(scene, other.key), ['203.0.113.9', '203.0.113.10']);
    const confirm = (key: string, ip_address: string, inQuery = false) =>
      api.call('POST', `/api/agent/block-confirmed${inQuery ? `?ip_address=${ip_address}` : ''}`, {
        headers: { 'x-node-key': key },
        body: inQuery ? undefined : { ip_address },
      });
    assert.deepEqual((await confirm(node.key, '203.0.113.9')).body, { status: 'success' });
    assert.deepEqual(await beat(scene, node.key), []);
    assert.deepEqual(await beat(scene, other.key), ['203.0.113.9', '203.0.113.10']);
    assert.equal((await confirm(other.key, '203.0.113.10', true)).status, 200);
    assert.equal((await confirm(node.key, '203.0.113.10')).status, 200, 'it was not asked of this node');
    assert.equal((await confirm(node.key, '192.0.2.77')).status, 200, 'taken off meanwhile');
    assert.equal((await confirm(node.key, 'nonsense')).status, 422);
    assert.deepEqual(
      (await blocked(scene)).map(({ ip_address, status }) => [ip_address, status]),
      [
        ['198.51.100.0/24', 'pending'],
        ['203.0.113.9', 'blocked'],
        ['203.0.113.10', 'blocked'],
      ],
    );
    assert.deepEqual(
      (await blocked(scene, `?node_id=${node.id}`)).map(({ status }) => status),
      ['pending', 'blocked'],
    );
    assert.deepEqual(
      (await blocked(scene, `?node_id=${other.id}`)).map(({ ip_address, status }) => [ip_address, status]),
      [
        ['198.51.100.0/24', 'pending'],
        ['203.0.113.9', 'pending'],
        ['203.0.113.10', 'blocked'],
      ],
      'what another node confirmed says nothing of this one',
    );
  });

  it('takes addresses in every form once, and refuses what must not be blocked', async (t) => {
    const scene = await openScene(t);
    const { as } = scene;
    for (const ip_address of [
      '2001:DB8::0:5',
      '2001:db8::5',
      '::ffff:203.0.113.9',
      '203.0.113.9/32',
      '198.51.100.77/24',
    ])
      assert.equal((await as('POST', '/api/block-ip', { ip_address })).status, 200, ip_address);
    assert.deepEqual(
      (await blocked(scene)).map(({ ip_address }) => ip_address),
      ['198.51.100.0/24', '203.0.113.9', '2001:db8::5'],
    );
    for (const ip_address of [
      '0.0.0.0/0',
      '::/0',
      '127.0.0.1',
      '::1',
      '10.0.0.0/7',
      '224.0.0.1',
      '0.0.0.0',
      '255.255.255.255',
      '1.2.3',
      '1.2.3.4/33',
      'example.org',
      '1.2.3.4; drop',
      '01.2.3.4',
      'fe80::1%eth0',
    ])
      assert.deepEqual(
        fieldsOf((await as('POST', '/api/block-ip', { ip_address })).body),
        ['ip_address'],
        ip_address,
      );
    assert.equal(
      (await as('POST', '/api/block-ip', { ip_address: '203.0.113.1', node_id: 'node-none' })).status,
      404,
    );
  });

  it('forgets what has expired, and what is taken off', async (t) => {
    let nowMs = Date.now();
    const scene = await openScene(t, { overrides: { clock: () => nowMs } });
    const { as, node } = scene;
    await as('POST', '/api/block-ip', { ip_address: '203.0.113.9', minutes: 10 });
    const { body } = await as<BlockedView>('POST', '/api/block-ip', { ip_address: '203.0.113.10' });
    nowMs += 11 * 60_000;
    assert.deepEqual(await beat(scene, node.key), ['203.0.113.10']);
    assert.equal((await as('DELETE', `/api/blocked-ips/${body.id}`)).status, 200);
    assert.deepEqual(await blocked(scene), []);
    assert.equal(
      (await as('POST', '/api/block-ip', { ip_address: '203.0.113.9', expires_at: '2020-01-01T00:00:00Z' }))
        .status,
      422,
    );
  });

  it('never holds what the never-block list holds, not even what it held before', async (t) => {
    const scene = await openScene(t);
    const { as } = scene;
    await as('POST', '/api/block-ip', { ip_address: '203.0.113.9' });
    await as('POST', '/api/block-ip', { ip_address: '198.51.100.0/24' });
    const saved = await as('PUT', '/api/block-settings', {
      never_block: ['203.0.113.0/28', '198.51.100.77'],
      rule: null,
    });
    assert.deepEqual(saved.body, { never_block: ['203.0.113.0/28', '198.51.100.77'], rule: null });
    assert.deepEqual(
      await blocked(scene),
      [],
      'a network with a protected address in it is let through whole',
    );
    assert.equal((await as('POST', '/api/block-ip', { ip_address: '203.0.113.15' })).status, 422);
    assert.equal((await as('POST', '/api/block-ip', { ip_address: '203.0.113.16' })).status, 200);
    const wrong = await as('PUT', '/api/block-settings', { never_block: ['x', '10.0.0.0/8'], rule: null });
    assert.deepEqual(fieldsOf(wrong.body), ['never_block.0']);
  });

  it('links an entry to the alert that the front end names, and shows it in its incident', async (t) => {
    const scene = await openScene(t);
    const { as, api, touch } = scene;
    const alert = await touch('laptop-7');
    const ip_address = '203.0.113.9';
    const { status, body } = await as<BlockedView>('POST', '/api/block-ip', {
      ip_address,
      node_id: scene.node.id,
      alert_id: alert.alert_id,
    });
    assert.equal(status, 200);
    const link = { source: 'manual', alert_id: alert.alert_id, incident_id: alert.incident_id };
    const linked = ({ source, alert_id, incident_id }: BlockedView) => ({ source, alert_id, incident_id });
    assert.deepEqual(linked(body), link);
    type Entries = PageView<{ kind: string; data: unknown }>;
    const history = await as<Entries>('GET', `/api/incidents/${alert.incident_id}/history`);
    assert.deepEqual(
      history.body.items.map(({ kind, data }) => ({ kind, data })),
      [{ kind: 'blocked', data: { network: ip_address, expires_at: null } }],
    );
    await as('POST', '/api/block-ip', { ip_address });
    assert.deepEqual((await blocked(scene)).map(linked), [link], 'renewing it keeps the link');
    for (const alert_id of [null, '']) {
      const plain = await as<BlockedView>('POST', '/api/block-ip', { ip_address: '203.0.113.10', alert_id });
      assert.equal(plain.body.alert_id, null);
    }
    const stranger = await api.createUser();
    const refusals = [
      await as('POST', '/api/block-ip', { ip_address: '203.0.113.11', alert_id: 'ALERT-0' }),
      await api.call('POST', '/api/block-ip', {
        headers: stranger.headers,
        body: { ip_address: '203.0.113.11', alert_id: alert.alert_id },
      }),
    ];
    assert.deepEqual(
      refusals.map(({ status: code, body: problem }) => [code, (problem as { detail: string }).detail]),
      [
        [404, 'Alert not found'],
        [404, 'Alert not found'],
      ],
    );
    assert.equal((await blocked(scene)).length, 2, 'what was refused is not on the list');
    const wrong = await as('POST', '/api/block-ip', { ip_address, alert_id: 5 });
    assert.deepEqual(fieldsOf(wrong.body), ['alert_id']);
  });

  it('is filled from incidents, and by a rule for a time', async (t) => {
    const scene = await openScene(t);
    const { as, api, node, touch } = scene;
    const attack = async (source_ip: string): Promise<void> => {
      const events = Array.from({ length: 60 }, (_, n) => ({
        ...honeypotLog,
        source_ip,
        payload: `root:${n}`,
        timestamp: new Date(Date.now() - 60_000 + n * 1000).toISOString(),
        extra: { username: 'root', password: String(n), success: false },
      }));
      await api.call('POST', '/api/events', { headers: { 'x-node-key': node.key }, body: events });
    };
    const host = await touch('laptop-7');
    const refused = await as('POST', `/api/incidents/${host.incident_id}/block`, {});
    assert.equal(refused.status, 422, 'a host name is no address');
    await attack('203.0.113.50');
    const { items } = (await as<PageView<IncidentView>>('GET', '/api/incidents?source=203.0.113.50')).body;
    const url = `/api/incidents/${items[0]?.incident_id}/block`;
    const made = await as<BlockedView>('POST', url, { minutes: 60 });
    assert.equal(made.body.source, 'incident');
    assert.equal(made.body.incident_id, items[0]?.incident_id);
    await as('PUT', '/api/block-settings', {
      never_block: ['203.0.113.53'],
      rule: { min_risk: 8, attack_types: [], minutes: 30 },
    });
    for (const source of ['203.0.113.51', '203.0.113.53', '10.1.2.3']) await attack(source);
    let found: BlockedView[] = [];
    while (!found.some(({ source }) => source === 'rule')) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      found = await blocked(scene);
    }
    assert.deepEqual(
      found.map(({ ip_address, source }) => [ip_address, source]),
      [
        ['203.0.113.50', 'incident'],
        ['203.0.113.51', 'rule'],
      ],
    );
    assert.ok(found.every(({ expires_at }) => expires_at !== null));
  });
});

describe('a feed', () => {
  it('gives the list in every format, and 304 while nothing changed', async (t) => {
    const scene = await openScene(t);
    const { as, api } = scene;
    for (const ip_address of ['203.0.113.9', '198.51.100.0/24', '198.51.100.7', '2001:db8::/32'])
      await as('POST', '/api/block-ip', { ip_address, note: '=cmd|x' });
    const path = await openFeed(scene);
    const { formats } = (await as<{ formats: { name: string }[] }>('GET', '/api/block-feeds')).body;
    assert.ok(formats.length >= 10);
    for (const { name } of formats) {
      const { status, headers, body } = await api.call<string>('GET', `${path}${name}`);
      assert.equal(status, 200, name);
      const etag = headers.get('etag') ?? '';
      assert.match(etag, /^"[0-9a-f]{32}"$/);
      assert.ok(!JSON.stringify(body).includes('198.51.100.7"'), 'what a network holds is not said twice');
      assert.match(headers.get('cache-control') ?? '', /private/);
      const same = await api.call('GET', `${path}${name}`, {
        headers: { 'if-none-match': `"x", W/${etag}` },
      });
      assert.equal(same.status, 304, name);
    }
    const { body } = await api.call<string>('GET', `${path}text`);
    assert.equal(body, '198.51.100.0/24\n203.0.113.9\n2001:db8::/32\n');
    const before = (await api.call('GET', `${path}text`)).headers.get('etag');
    await as('POST', '/api/block-ip', { ip_address: '203.0.113.10' });
    const after = await api.call('GET', `${path}text`, { headers: { 'if-none-match': before ?? '' } });
    assert.equal(after.status, 200);
  });

  it('is found by its secret alone, and gone when it is taken away', async (t) => {
    const scene = await openScene(t);
    const { as, api } = scene;
    const path = await openFeed(scene);
    const stranger = await api.createUser();
    await api.call('POST', '/api/block-ip', { headers: stranger.headers, body: { ip_address: '192.0.2.1' } });
    assert.equal((await api.call('GET', `${path}text`)).body, '', "nobody else's addresses are in it");
    for (const bad of ['/feeds/x/text', `/feeds/${'A'.repeat(43)}/text`, `${path}pdf`, `${path}__proto__`])
      assert.equal((await api.call('GET', bad)).status, 404, bad);
    const { feeds } = (
      await as<{ feeds: { id: string; last_pulled_at: string | null }[] }>('GET', '/api/block-feeds')
    ).body;
    assert.notEqual(feeds[0]?.last_pulled_at, null);
    assert.ok(!JSON.stringify(feeds).includes(path.split('/')[2] ?? 'x'), 'its secret is shown once');
    await as('DELETE', `/api/block-feeds/${feeds[0]?.id}`);
    assert.equal((await api.call('GET', `${path}text`)).status, 404);
  });
});
