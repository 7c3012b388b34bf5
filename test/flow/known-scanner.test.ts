/** A known scanner's night over ten nodes makes no alert, in any order; what it never does alerts, and says so. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { startMongo } from '../support/mongo-server.ts';
import { openTestServer, type TestNode, type TestServer } from '../support/server.ts';

interface Touch {
  node: number;
  body: { service: string; activity: string; payload: string; extra: object };
}

const kinds = ['connection.opened', 'http.request', 'port.scanned', 'payload.received'] as const;
const bodies: Touch['body'][] = [
  { service: 'ssh', activity: 'connection', payload: '', extra: { kind: kinds[0] } },
  {
    service: 'http',
    activity: 'request',
    payload: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
    extra: { kind: kinds[1] },
  },
  {
    service: 'http',
    activity: 'request',
    payload: 'GET /status HTTP/1.1\r\nHost: a\r\n\r\n',
    extra: { kind: kinds[1] },
  },
  { service: 'portscan', activity: 'port scan', payload: 'TCP port 445', extra: { kind: kinds[2] } },
  {
    service: 'snmp',
    activity: 'SNMP request',
    payload: 'community public: 1.3.6.1.2.1.1.1.0',
    extra: { kind: kinds[3] },
  },
];
const night: Touch[] = Array.from({ length: 10 }, (_, node) => bodies.map((body) => ({ node, body }))).flat();

interface Alert {
  source_ip: string;
  reasons: string[];
}

const mongo = await startMongo();
const onMongo = (): Record<string, string> => ({
  MONGODB_URI: mongo!.uri,
  DATABASE_NAME: mongo!.newDatabase(),
});

async function openScene(t: { after(close: () => Promise<void>): void }, env: Record<string, string> = {}) {
  const server: TestServer = await openTestServer({ env });
  t.after(() => server.close());
  const user = await server.createUser();
  const nodes: TestNode[] = [];
  for (let n = 0; n < 10; n++) nodes.push(await server.createNode(user, `node ${n}`));
  const as = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await server.call<T>(method, path, { headers: user.headers, body });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  };
  const touch = async (source_ip: string, { node, body }: Touch): Promise<boolean> => {
    const timestamp = new Date().toISOString();
    const { body: answer } = await server.call<{ alert_created: boolean }>('POST', '/api/honeypot-log', {
      headers: nodes[node]!.headers,
      body: { ...body, timestamp, source_ip },
    });
    return answer.alert_created;
  };
  return { server, user, nodes, as, touch };
}

describe('a known scanner', () => {
  after(() => mongo?.close());

  it('makes no alert by what it may do, over ten nodes and in any order', async (t) => {
    const { server, user, as, touch } = await openScene(t);
    const { id } = await as<{ id: string }>('POST', '/api/known-scanners', {
      name: 'Nessus',
      networks: ['10.0.0.0/24'],
      may: ['connect', 'page_views', 'probes'],
    });
    let host = 0;
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(night, { minLength: 20 }), async (touches) => {
        host += 1;
        for (const one of touches)
          assert.equal(await touch(`10.0.0.${host}`, one), false, JSON.stringify(one));
      }),
      { numRuns: 8 },
    );
    assert.deepEqual(await as('GET', '/api/alerts'), []);
    const { hits } = await as<{ hits: number }>('GET', `/api/known-scanners/${id}`);
    const { items } = await server.store.of(user.id).events({}, { limit: 1000 });
    const suppressed = items.filter(({ suppressed_by }) => suppressed_by === id);
    assert.ok(hits > 100, `only ${hits}`);
    assert.equal(suppressed.length, hits, 'what was suppressed is stored, and says by what');
    // Without it the same night is loud.
    await as('PATCH', `/api/known-scanners/${id}`, { enabled: false });
    let alerts = 0;
    for (const one of night) if (await touch('10.0.0.200', one)) alerts += 1;
    assert.ok(alerts > 10);
  });

  it('makes no alert on MongoDB either, until its host touches a token', {
    skip: mongo === null,
  }, async (t) => {
    const { as, touch } = await openScene(t, onMongo());
    await as('POST', '/api/known-scanners', {
      name: 'Nessus',
      networks: ['10.0.0.0/24'],
      may: ['connect', 'page_views', 'probes'],
    });
    for (const one of night.toReversed()) assert.equal(await touch('10.0.0.1', one), false);
    assert.deepEqual(await as('GET', '/api/alerts'), []);
    const token: Touch = {
      node: 0,
      body: {
        ...{ service: 'http', activity: 'x', payload: 'https://example.test/t/abc' },
        extra: { kind: 'token.hit' },
      },
    };
    assert.equal(await touch('10.0.0.1', token), true);
    const [latest] = await as<Alert[]>('GET', '/api/alerts?limit=1');
    assert.match(latest?.reasons[0] ?? '', /^The known scanner Nessus did something it never does: /);
  });

  it('alerts for what it never does, and is named', async (t) => {
    const { nodes, as, touch } = await openScene(t);
    const { id } = await as<{ id: string }>('POST', '/api/known-scanners', {
      name: 'Nessus',
      networks: ['10.0.0.9'],
      nodes: [nodes[0]!.id, nodes[1]!.id],
      services: ['http', 'SSH', 'portscan'],
      may: ['connect', 'page_views', 'probes', 'sign_in_attempts'],
    });
    // Each act has a session, and thus an alert, of its own.
    const act = (kind: string, service: string, payload: string, extra: object = {}): Touch => ({
      node: 0,
      body: { service, activity: 'x', payload, extra: { kind, session: `${kind} ${payload}`, ...extra } },
    });
    const allowed = [act('login.failed', 'ssh', 'root:root'), act('port.scanned', 'portscan', 'TCP port 22')];
    for (const one of allowed) assert.equal(await touch('10.0.0.9', one), false, JSON.stringify(one));
    const never: [RegExp, Touch][] = [
      [/planted token/, act('token.hit', 'http', 'https://example.test/t/abc')],
      [/planted credential/, act('login.failed', 'ssh', 'svc:x', { planted_credential: true })],
      [/it signed in/, act('login.succeeded', 'ssh', 'root:root')],
      [/ran a command/, act('command.run', 'ssh', 'uname -a')],
      [/touched a file/, act('file.opened', 'http', 'salaries.xlsx')],
      [
        /sent an attack/,
        act(
          'http.request',
          'http',
          "GET /?id=1'%20UNION%20SELECT%20user,password%20FROM%20users-- HTTP/1.1\r\nHost: a\r\n\r\n",
        ),
      ],
      [/on a node that it has no business with/, { ...allowed[0]!, node: 5 }],
      [/on a service that it has no business with/, act('login.failed', 'rdp', 'anna')],
    ];
    for (const [words, one] of never) {
      assert.equal(await touch('10.0.0.9', one), true, JSON.stringify(one));
      const [latest] = await as<Alert[]>('GET', '/api/alerts?limit=1');
      assert.match(latest?.reasons[0] ?? '', /^The known scanner Nessus did something it never does: /);
      assert.match(latest?.reasons[0] ?? '', words);
    }
    // Hours that are over.
    const hour = new Date().getUTCHours();
    const clock = (add: number): string => `${String((hour + add) % 24).padStart(2, '0')}:00`;
    const hours = { from: clock(3), to: clock(5), timezone: 'UTC', weekdays: [] };
    await as('PATCH', `/api/known-scanners/${id}`, { hours });
    assert.equal(await touch('10.0.0.9', allowed[1]!), true);
    const [latest] = await as<Alert[]>('GET', '/api/alerts?limit=1');
    assert.match(latest?.reasons[0] ?? '', /outside its hours/);
    await as('PATCH', `/api/known-scanners/${id}`, { hours: null });
    assert.equal(await touch('10.0.0.9', allowed[1]!), false);
    // Another host is not it.
    assert.equal(await touch('10.0.0.10', allowed[1]!), true);
  });

  it('is offered for a whole incident that was expected, and then covers it', async (t) => {
    const { nodes, as, touch } = await openScene(t);
    const scanned = night.filter(({ node }) => node < 3);
    let alerts = 0;
    for (const one of scanned) if (await touch('10.0.0.9', one)) alerts += 1;
    assert.ok(alerts > 5);
    const { items } = await as<{ items: { incident_id: string }[] }>('GET', '/api/incidents');
    assert.equal(items.length, 1);
    const path = `/api/incidents/${items[0]!.incident_id}/verdict`;
    type Answer = { known_scanner: { nodes: string[]; may: string[]; networks: string[] } | null };
    assert.equal((await as<Answer>('POST', path, { verdict: 'attack' })).known_scanner, null);
    const { known_scanner } = await as<Answer>('POST', path, { verdict: 'expected' });
    assert.ok(known_scanner);
    assert.deepEqual(known_scanner.networks, ['10.0.0.9']);
    assert.deepEqual(
      known_scanner.nodes,
      nodes
        .slice(0, 3)
        .map(({ id }) => id)
        .sort(),
    );
    assert.deepEqual(known_scanner.may, ['connect', 'page_views', 'probes']);
    await as('POST', '/api/known-scanners', known_scanner);
    for (const one of scanned) assert.equal(await touch('10.0.0.9', one), false);
    // A source that signed in is no scanner.
    const entered = {
      service: 'ssh',
      activity: 'x',
      payload: 'root:root',
      extra: { kind: 'login.succeeded' },
    };
    assert.equal(await touch('10.0.0.77', { node: 0, body: entered }), true);
    const all = await as<{ items: { incident_id: string; source_ip: string }[] }>('GET', '/api/incidents');
    const other = all.items.find(({ source_ip }) => source_ip === '10.0.0.77');
    const no = await as<Answer>('POST', `/api/incidents/${other?.incident_id}/verdict`, {
      verdict: 'expected',
    });
    assert.equal(no.known_scanner, null);
  });
});
