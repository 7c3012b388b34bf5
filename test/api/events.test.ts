import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Api,
  agentEvent,
  fieldsOf,
  honeypotLog,
  openApi,
  type TestUser,
} from '../support/api-client.ts';

interface Event {
  log_id: string;
  timestamp: string;
  service: string;
  source_ip: string;
  payload: string;
  node_id: string;
  verdict: { risk_score: number; attack_type: string } | null;
}
interface Page {
  items: Event[];
  next_cursor: string | null;
}
const at = (minute: number) => new Date(Date.parse('2026-08-21T10:00:00Z') + minute * 60_000).toISOString();

async function open(t: Parameters<typeof openApi>[0]) {
  const api = await openApi(t);
  const user = await api.createUser();
  const [one, two] = [await api.createNode(user), await api.createNode(user)];
  const logs = Array.from({ length: 60 }, (_one, n) => ({
    ...honeypotLog,
    timestamp: at(n),
    service: n % 3 === 0 ? 'http' : 'ssh',
    source_ip: `203.0.113.${n % 5}`,
    payload: n % 7 === 0 ? `needle ${n} 100% _x` : `hay ${n}`,
  }));
  const send = (key: string, body: unknown) =>
    api.call<{ accepted: number }>('POST', '/api/events', { headers: { 'x-node-key': key }, body });
  assert.equal((await send(one.key, logs.slice(0, 40))).body.accepted, 40);
  assert.equal(
    (await send(two.key, [...logs.slice(40), { ...agentEvent, timestamp: at(60) }])).body.accepted,
    21,
  );
  return { api, user, one, two };
}
const page = async (api: Api, user: TestUser, query = ''): Promise<Page> =>
  (await api.call<Page>('GET', `/api/events?${query}`, { headers: user.headers })).body;
async function all(api: Api, user: TestUser, query = ''): Promise<Event[]> {
  const out: Event[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const next: Page = await page(
      api,
      user,
      `${query}&limit=7${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    );
    assert.ok(next.items.length <= 7);
    out.push(...next.items);
    cursor = next.next_cursor;
  }
  return out;
}

describe('GET /api/events', () => {
  it('pages through everything, newest first, without gaps or repeats, while new ones arrive', async (t) => {
    const { api, user, one } = await open(t);
    const first = await page(api, user, 'limit=20');
    await api.call('POST', '/api/honeypot-log', {
      headers: { 'x-node-key': one.key },
      body: { ...honeypotLog, timestamp: at(100) },
    });
    const seen = [...first.items];
    for (let cursor = first.next_cursor; cursor !== null; ) {
      const next = await page(api, user, `limit=20&cursor=${encodeURIComponent(cursor)}`);
      seen.push(...next.items);
      cursor = next.next_cursor;
    }
    assert.equal(seen.length, 61);
    assert.equal(new Set(seen.map(({ log_id }) => log_id)).size, 61);
    const times = seen.map(({ timestamp }) => timestamp);
    assert.deepEqual(times, [...times].sort().reverse());
  });

  it('filters by node, service, source, type, risk, time and text, and by several at once', async (t) => {
    const { api, user, two } = await open(t);
    const everything = await all(api, user);
    const risk = Math.max(...everything.map(({ verdict }) => verdict?.risk_score ?? 0));
    const type = everything[0]!.verdict!.attack_type;
    const cases: [string, (event: Event) => boolean][] = [
      [`node_id=${two.id}`, (e) => e.node_id === two.id],
      ['service=http', (e) => e.service === 'http'],
      ['source=203.0.113.2', (e) => e.source_ip === '203.0.113.2'],
      [`attack_type=${type}`, (e) => e.verdict?.attack_type === type],
      [`min_risk=${risk}`, (e) => (e.verdict?.risk_score ?? 0) >= risk],
      [`from=${at(10)}&to=${at(20)}`, (e) => e.timestamp >= at(10) && e.timestamp < at(20)],
      ['from=2026-08-21T12:30:00%2B02:00', (e) => e.timestamp >= at(30)],
      ['from=2026-08-21T10:30:00', (e) => e.timestamp >= at(30)],
      ['q=NEEDLE', (e) => e.payload.includes('needle')],
      ['q=%22100%25%20_X%22', (e) => e.payload.includes('100% _x')],
      ['q=%22.*%22', () => false],
      [
        `service=ssh&source=203.0.113.1&q=hay&from=${at(5)}`,
        (e) =>
          e.service === 'ssh' &&
          e.source_ip === '203.0.113.1' &&
          e.payload.includes('hay') &&
          e.timestamp >= at(5),
      ],
      ['q=service:http', (e) => e.service === 'http'],
      ['q=203.0.113.0/31 -hay', (e) => /113\.[01]$/.test(e.source_ip) && !/hay/i.test(e.payload)],
      [
        `q=${encodeURIComponent(`risk>=${risk} after:${at(3)}`)}&service=ssh`,
        (e) => (e.verdict?.risk_score ?? 0) >= risk && e.timestamp >= at(3) && e.service === 'ssh',
      ],
      ['service=none', () => false],
      ['collection=agent_events', (e) => e.service === 'endpoint_agent'],
    ];
    for (const [query, holds] of cases) {
      const expected = everything.filter(holds).map(({ log_id }) => log_id);
      assert.deepEqual(
        (await all(api, user, query)).map(({ log_id }) => log_id),
        expected,
        query,
      );
    }
  });

  it('says what can be asked for in a query', async (t) => {
    const { api, user } = await open(t);
    const { status, body } = await api.call<{ fields: { name: string; values: string[] }[] }>(
      'GET',
      '/api/events/query-fields',
      { headers: user.headers },
    );
    assert.equal(status, 200);
    const names = body.fields.map(({ name }) => name);
    for (const name of ['service', 'source', 'risk', 'after', 'country'])
      assert.ok(names.includes(name), name);
    assert.ok(body.fields.find(({ name }) => name === 'type')?.values.includes('BruteForce'));
  });

  it('gives at most 1,000 at once, however many are asked for', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    const body = Array.from({ length: 1100 }, (_one, n) => ({
      ...honeypotLog,
      timestamp: at(n),
      payload: '',
    }));
    await api.call('POST', '/api/events', { headers: { 'x-node-key': node.key }, body });
    const first = await page(api, user, 'limit=5000');
    assert.equal(first.items.length, 1000);
    const rest = await page(api, user, `limit=1000000&cursor=${encodeURIComponent(first.next_cursor ?? '')}`);
    assert.equal(rest.items.length, 100);
    assert.equal(rest.next_cursor, null);
    const logs = await api.call<unknown[]>('GET', '/api/logs?limit=5000', { headers: user.headers });
    assert.equal(logs.body.length, 1000);
  });

  it('refuses filters that are not what they should be, and cursors that it did not make', async (t) => {
    const { api, user } = await open(t);
    for (const [field, query] of [
      ['min_risk', 'min_risk=11'],
      ['min_risk', 'min_risk=x'],
      ['from', 'from=yesterday'],
      ['to', 'to=2026-99-99'],
      ['q', `q=${'x'.repeat(2001)}`],
      ['collection', 'collection=users'],
      ['service', 'service=a&service=b'],
    ] as const) {
      const { status, body } = await api.call('GET', `/api/events?${query}`, { headers: user.headers });
      assert.equal(status, 422, query);
      assert.deepEqual(fieldsOf(body), [field]);
    }
    const q = encodeURIComponent('risk:8 serivce:ssh');
    const wrong = await api.call('GET', `/api/events?q=${q}`, { headers: user.headers });
    assert.equal(wrong.status, 422);
    assert.deepEqual(wrong.body.errors, [
      {
        field: 'q',
        message: 'unknown field `serivce`; did you mean `service`?',
        position: 7,
        length: 7,
        suggestion: 'service',
      },
    ]);
    for (const cursor of ['x', 'bnVsbA', 'W10', 'eyJhIjp7IiRndCI6IiJ9fQ', '%00']) {
      const { status } = await api.call('GET', `/api/events?cursor=${cursor}`, { headers: user.headers });
      assert.equal(status, 400, cursor);
    }
  });

  it('shows one event by its id, and nothing by any other', async (t) => {
    const { api, user } = await open(t);
    const { items } = await page(api, user, 'limit=1');
    const one = await api.call('GET', `/api/events/${items[0]?.log_id}`, { headers: user.headers });
    assert.deepEqual(one.body, items[0]);
    for (const id of ['log-0', '%00', '..%2f..%2fetc%2fpasswd', 'x'.repeat(101), '__proto__', 'constructor'])
      assert.equal((await api.call('GET', `/api/events/${id}`, { headers: user.headers })).status, 404, id);
  });
});
