import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Route } from '../../src/api/http/route.ts';
import { openTestServer, type TestServer, type TestUser } from '../support/server.ts';

/** A body each route takes: what is refused for its body would prove nothing about its id. */
const bodies: Record<string, unknown> = {
  'PATCH /nodes/:id': { status: 'inactive' },
  'PATCH /api/alerts/:alert_id': { status: 'resolved' },
  'POST /api/alerts/:alert_id/verdict': { verdict: 'expected' },
  'PATCH /api/incidents/:incident_id': { status: 'resolved' },
  'POST /api/incidents/:incident_id/comments': { text: 'seen' },
  'POST /api/incidents/:incident_id/verdict': { verdict: 'attack' },
  'POST /api/incidents/:incident_id/block': {},
  'POST /api/incidents/:incident_id/split': { alert_ids: ['none'] },
  'PATCH /api/suppressions/:id': { enabled: false },
  'PATCH /api/channels/:id': { enabled: false },
  'PATCH /api/groups/:id': { threshold: 5 },
  'PATCH /api/known-scanners/:id': { enabled: false },
  'PATCH /api/mappings/:id': { enabled: false },
  'PATCH /api/digests/:id': { enabled: false },
  'PATCH /api/views/:id': { name: 'theirs' },
  'PATCH /api/tokens/:id': { enabled: false },
};

/** Of the owner's one session; a route that names it names its node before it. */
const session = 'session-1';

interface Ids {
  /** What the owner has, by the route's path up to its parameter. */
  [prefix: string]: string;
}

/** Gives a tenant one of everything that has an id. */
async function furnish(server: TestServer, user: TestUser): Promise<Ids> {
  const node = await server.createNode(user);
  const headers = { 'x-node-key': node.key };
  const make = async <T>(path: string, body: object): Promise<T> => {
    const made = await server.call<T>('POST', path, { headers: user.headers, body });
    assert.equal(made.status, 200, `${path}: ${JSON.stringify(made.body)}`);
    return made.body;
  };
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const settings = { url: 'http://127.0.0.1:1024/', secret };
  const channel = await make<{ id: string }>('/api/channels', { name: 'hook', channel: 'webhook', settings });
  const event = {
    timestamp: new Date().toISOString(),
    hostname: 'fin-laptop-07',
    username: 'j.doe',
    file_accessed: 'passwords.xlsx',
    file_path: '/home/j/passwords.xlsx',
    action: 'ACCESSED',
    severity: 'CRITICAL',
    alert_type: 'decoy_access',
  };
  const sent = await server.call<{ event_id: string; alert_created: boolean }>('POST', '/api/agent-alert', {
    headers,
    body: event,
  });
  assert.equal(sent.body.alert_created, true);
  const alerts = await server.call<{ alert_id: string; incident_id: string }[]>('GET', '/api/alerts', {
    headers: user.headers,
  });
  const { items } = (
    await server.call<{ items: { delivery_id: string }[] }>('GET', '/api/deliveries', {
      headers: user.headers,
    })
  ).body;
  const visit = {
    timestamp: event.timestamp,
    service: 'ssh',
    source_ip: '203.0.113.80',
    activity: 'command',
    payload: 'id',
    extra: { session },
  };
  assert.equal((await server.call('POST', '/api/honeypot-log', { headers, body: visit })).status, 200);
  const cast = '{"version":2,"width":80,"height":24}\n[0,"o","x"]\n';
  const recorded = await server.call('POST', `/api/recordings/${session}`, { headers, body: cast });
  assert.equal(recorded.status, 200);
  const { body: left } = await server.call<{ capture: { sha256: string } }>('POST', '/api/captures', {
    headers,
    body: '#!/bin/sh\n',
  });
  const assets = await server.call<{ id: string }>('PUT', '/api/assets', {
    headers: user.headers,
    body: { name: 'by hand', entries: [{ network: '10.0.0.7', name: 'fin-7' }] },
  });
  const commands = await server.call<{ items: { id: string }[] }>('GET', '/api/observables?kind=command', {
    headers: user.headers,
  });
  const condition = { services: ['smtp'] };
  const rule = await make<{ id: string }>('/api/suppressions', { name: 'rule', condition });
  const { api_key } = await make<{ api_key: { id: string } }>('/api/keys', { name: 'key', scopes: ['read'] });
  const group = await make<{ id: string }>('/api/groups', { name: 'Lyon' });
  const scanner = await make<{ id: string }>('/api/known-scanners', {
    name: 'Nessus',
    networks: ['10.0.0.9'],
    may: ['connect'],
  });
  const mapping = await make<{ id: string }>('/api/mappings', {
    name: 'door',
    when: { door: '*' },
    events: [{ kind: 'connection.opened' }],
  });
  const daily = { name: 'daily', every: 'day', at: '08:00', timezone: 'Europe/Berlin' };
  const digest = await make<{ id: string }>('/api/digests', daily);
  const view = await make<{ id: string }>('/api/views', {
    page: 'events',
    name: 'Shared',
    search: 'min_risk=7',
    shared: true,
  });
  const { feed } = await make<{ feed: { id: string } }>('/api/block-feeds', { name: 'feed' });
  const token = await make<{ id: string }>('/api/tokens', { note: 'bookmark' });
  const { wallboard } = await make<{ wallboard: { id: string } }>('/api/wallboards', { name: 'hall' });
  const blocked = await make<{ id: string }>('/api/block-ip', { ip_address: '203.0.113.9' });
  const job = await server.call<{ id: string }>('POST', '/api/bulk-jobs', {
    headers: user.headers,
    body: { incidents: [{ incident_id: 'none' }], status: 'resolved' },
  });
  assert.equal(job.status, 202);
  return {
    '/api/bulk-jobs/': job.body.id,
    '/api/channels/': channel.id,
    '/api/deliveries/': items[0]!.delivery_id,
    '/api/suppressions/': rule.id,
    '/api/tuning/': rule.id,
    '/api/groups/': group.id,
    '/api/known-scanners/': scanner.id,
    '/api/mappings/': mapping.id,
    '/api/captures/': left.capture.sha256,
    '/api/digests/': digest.id,
    '/api/views/': view.id,
    '/api/keys/': api_key.id,
    '/api/block-feeds/': feed.id,
    '/api/blocked-ips/': blocked.id,
    '/api/tokens/': token.id,
    '/api/wallboards/': wallboard.id,
    '/nodes/': node.id,
    '/api/alerts/': alerts.body[0]!.alert_id,
    '/api/events/': sent.body.event_id,
    '/api/attacker-profile/': event.hostname,
    '/api/incidents/': alerts.body[0]!.incident_id,
    '/api/sessions/': node.id,
    '/api/assets/': assets.body.id,
    '/api/observables/': commands.body.items[0]!.id,
  };
}

const prefixOf = ({ path }: Route): string => path.slice(0, path.indexOf(':'));

async function raw(server: TestServer, method: string, url: string, user: TestUser, body: unknown) {
  const answer = await server.app.inject({
    method: method as 'GET',
    url,
    headers: { ...user.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    payload: body === undefined ? undefined : JSON.stringify(body),
  });
  // The request's own id is a digit longer now and then; bodies are compared without it.
  const own = ['date', 'content-length'];
  const headers = Object.entries(answer.headers).filter(([name]) => !own.includes(name));
  return { status: answer.statusCode, headers, body: answer.body.replace(/"requestId":"[^"]*"/, '') };
}

describe("another tenant's id", () => {
  it('answers exactly as a missing one, on every route that takes an id', async (t) => {
    const server = await openTestServer({ env: { NOTIFY_ALLOW_PRIVATE: '127.0.0.1' } });
    t.after(() => server.close());
    const [owner, other] = [await server.createUser(), await server.createUser()];
    const ids = await furnish(server, owner);
    const routes = server.app.routeTable.filter(
      ({ path, access }) => path.includes(':') && typeof access === 'object' && 'user' in access,
    );
    assert.ok(routes.length >= 9, `only ${routes.length} routes found`);
    for (const route of routes) {
      const name = `${route.method} ${route.path}`;
      const id = ids[prefixOf(route)];
      assert.ok(id, `${name}: give the owner one of these in furnish()`);
      const missing = id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
      const to = (value: string) =>
        route.path.replace(':session', session).replace(/:\w+/, encodeURIComponent(value));
      const body = bodies[name];
      const foreign = await raw(server, route.method, to(id), other, body);
      const absent = await raw(server, route.method, to(missing), other, body);
      assert.equal(foreign.status, 404, name);
      assert.deepEqual(foreign, absent, name);
    }
  });

  it('is found by its owner on all these routes, so that the above proves something', async (t) => {
    const server = await openTestServer({ env: { NOTIFY_ALLOW_PRIVATE: '127.0.0.1' } });
    t.after(() => server.close());
    const owner = await server.createUser();
    const ids = await furnish(server, owner);
    for (const [prefix, id] of Object.entries(ids)) {
      if (!server.app.hasRoute({ method: 'GET', url: `${prefix}:id` })) continue;
      const { status } = await raw(server, 'GET', `${prefix}${encodeURIComponent(id)}`, owner, undefined);
      assert.equal(status, 200, prefix);
    }
    const visit = await raw(server, 'GET', `/api/sessions/${ids['/nodes/']}/${session}`, owner, undefined);
    assert.equal(visit.status, 200);
    const cast = await raw(
      server,
      'GET',
      `/api/sessions/${ids['/nodes/']}/${session}/recording`,
      owner,
      undefined,
    );
    assert.equal(cast.status, 200);
  });

  it('gives nothing away in lists, filters, totals and cursors', async (t) => {
    const server = await openTestServer({ env: { NOTIFY_ALLOW_PRIVATE: '127.0.0.1' } });
    t.after(() => server.close());
    const [owner, other] = [await server.createUser(), await server.createUser()];
    const ids = await furnish(server, owner);
    for (const url of [
      '/api/channels',
      '/api/suppressions',
      '/api/keys',
      '/api/groups',
      '/api/known-scanners',
      '/api/mappings',
      '/api/digests',
      '/api/views',
    ]) {
      const mine = await server.call<unknown[]>('GET', url, { headers: owner.headers });
      assert.ok(mine.body.length > 0, url);
      assert.deepEqual((await server.call('GET', url, { headers: other.headers })).body, [], url);
    }
    for (const url of [
      '/api/incidents',
      '/api/deliveries',
      '/api/tuning',
      '/api/attackers',
      '/api/attackers?order=max_risk_score',
      '/api/sessions',
      '/api/sessions?source=203.0.113.80',
      '/api/events?q=source%3A203.0.113.80',
    ])
      assert.deepEqual((await server.call('GET', url, { headers: other.headers })).body, {
        items: [],
        next_cursor: null,
      });
    for (const url of [
      '/api/observables?kind=command',
      '/api/observables?kind=command&sort=rise',
      '/api/top',
      '/api/top?of=service',
      '/api/techniques',
      '/api/vulnerabilities',
    ]) {
      const mine = await server.call<{ items: unknown[] }>('GET', url, { headers: owner.headers });
      const theirs = await server.call<{ items: unknown[] }>('GET', url, { headers: other.headers });
      if (!url.endsWith('vulnerabilities')) assert.ok(mine.body.items.length > 0, url);
      assert.deepEqual(theirs.body.items, [], url);
    }
    const node = ids['/nodes/'];
    for (const url of [
      '/nodes',
      '/api/alerts',
      `/api/alerts?node_id=${node}`,
      '/api/recent-attacks',
      '/api/logs',
      `/api/logs?node_id=${node}`,
      '/api/decoys',
      `/api/decoys?node_id=${node}`,
    ]) {
      const mine = await server.call<unknown[]>('GET', url, { headers: owner.headers });
      assert.ok(mine.body.length > 0, url);
      assert.deepEqual((await server.call('GET', url, { headers: other.headers })).body, [], url);
    }
    for (const query of ['', `?node_id=${node}`, '?source=fin-laptop-07', '?q=passwords', '?min_risk=0']) {
      const page = await server.call('GET', `/api/events${query}`, { headers: other.headers });
      assert.deepEqual(page.body, { items: [], next_cursor: null }, query);
    }
    const stats = await server.call('GET', '/api/stats', { headers: other.headers });
    assert.deepEqual(new Set(Object.values(stats.body)), new Set([0]));
    const nodeStats = await server.call('GET', '/nodes/stats', { headers: other.headers });
    assert.deepEqual(new Set(Object.values(nodeStats.body)), new Set([0]));
  });
});
