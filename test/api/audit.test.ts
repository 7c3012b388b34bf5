import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toSubjects } from '../../src/api/http/audit-subjects.ts';
import { newWebhookSecret } from '../../src/notify/channels/webhook.ts';
import { openScene, type PageView } from '../support/triage.ts';

interface Line {
  at: string;
  by: string;
  kind: string;
  data: {
    method: string;
    path: string;
    params: Record<string, string>;
    fields: string[];
    address: string;
    subjects: string[];
  };
}

describe('the audit log', () => {
  it('says who did what to what, and no value of it', async (t) => {
    const { as, touch, user, api, node } = await openScene(t);
    const { alert_id } = await touch('host-a');
    await as('PATCH', `/api/alerts/${alert_id}`, { status: 'acknowledged' });
    const secret = newWebhookSecret();
    await as('POST', '/api/channels', {
      name: 'hook',
      channel: 'webhook',
      settings: { url: 'http://127.0.0.1:1024/', secret },
    });
    const { body: made } = await as<{ key: string }>('POST', '/api/keys', {
      name: 'robot',
      scopes: ['triage'],
    });
    await api.call('POST', '/api/block-ip', {
      headers: { authorization: `Bearer ${made.key}` },
      body: { ip_address: '203.0.113.9' },
    });
    await as('PATCH', '/api/incidents/inc-none', { status: 'open' });
    const { items } = (await as<PageView<Line>>('GET', '/api/audit')).body;
    assert.deepEqual(
      items.map(({ by, data }) => [by, data.method, data.path]),
      [
        ['key:robot', 'POST', '/api/block-ip'],
        [user.email, 'POST', '/api/keys'],
        [user.email, 'POST', '/api/channels'],
        [user.email, 'PATCH', '/api/alerts/:alert_id'],
        [user.email, 'POST', '/nodes'],
      ],
    );
    assert.deepEqual(items[3]?.data.params, { alert_id });
    assert.deepEqual(items[2]?.data.fields, ['name', 'channel', 'settings']);
    assert.equal(items[2]?.data.address, '127.0.0.1');
    assert.ok(items[0]?.data.subjects.includes('203.0.113.9'), 'the address that was blocked');
    assert.ok(items[1]?.data.subjects.includes('robot'));
    assert.ok(items[2]?.data.subjects.includes('hook'));
    for (const hidden of [secret, made.key, node.key, user.password])
      assert.ok(!JSON.stringify(items).includes(hidden));
  });

  it('names the address, incidents, rule or channel that a call changed or removed', async (t) => {
    const { as, touch } = await openScene(t);
    const first = await touch('host-a');
    const second = await touch('host-b');
    const { body: blocked } = await as<{ data?: { id: string }; id?: string }>('POST', '/api/block-ip', {
      ip_address: '203.0.113.77',
    });
    const list = await as<{ data: { id: string; ip_address: string }[] }>('GET', '/api/blocked-ips');
    const entry = list.body.data.find(({ ip_address }) => ip_address.startsWith('203.0.113.77'));
    assert.ok(entry, JSON.stringify(blocked));
    await as('DELETE', `/api/blocked-ips/${entry.id}`);
    const { body: rule } = await as<{ id: string }>('POST', '/api/suppressions', {
      name: 'the nightly scan',
      condition: { sources: ['198.51.100.4'], max_risk: 5 },
    });
    await as('PATCH', `/api/suppressions/${rule.id}`, { note: 'x' });
    await as('DELETE', `/api/suppressions/${rule.id}`);
    const bulk = await as('POST', '/api/incidents/bulk', {
      incidents: [{ incident_id: first.incident_id }, { incident_id: second.incident_id }],
      status: 'acknowledged',
    });
    assert.equal(bulk.status, 200, JSON.stringify(bulk.body));
    const { items } = (await as<PageView<Line>>('GET', '/api/audit')).body;
    const named = (method: string, path: string, what: string): void => {
      const line = items.find(({ data }) => data.method === method && data.path === path);
      assert.ok(line?.data.subjects.includes(what), `${method} ${path}: ${JSON.stringify(line?.data)}`);
    };
    named('DELETE', '/api/blocked-ips/:id', '203.0.113.77');
    named('POST', '/api/suppressions', rule.id);
    named('PATCH', '/api/suppressions/:id', 'the nightly scan');
    named('DELETE', '/api/suppressions/:id', 'the nightly scan');
    for (const id of [first.incident_id, second.incident_id]) named('POST', '/api/incidents/bulk', id);
  });

  it('bounds what it names, and keeps nothing but names', () => {
    const incidents = Array.from({ length: 200 }, (_, n) => ({ incident_id: `inc-${n}`, secret: 'x' }));
    const subjects = toSubjects(
      { body: { incidents, password: 'hunter2' }, answer: { key: 'dk_1' }, params: {} },
      null,
    );
    assert.equal(subjects.length, 21);
    assert.equal(subjects.at(-1), 'and 180 more');
    assert.doesNotMatch(JSON.stringify(subjects), /hunter2|dk_1|"x"/);
    const hostile = toSubjects(
      { body: { name: `a\u202e${'b'.repeat(5000)}` }, answer: null, params: null },
      null,
    );
    assert.ok(hostile[0]!.length <= 200 && !hostile[0]!.includes('\u202e'));
  });

  it('says who signed in, and lets nobody who failed write into it', async (t) => {
    const { as, api, user } = await openScene(t);
    const login = (password: string) =>
      api.call('POST', '/auth/login', { body: { email: user.email, password } });
    await login('wrong');
    await login(user.password);
    const { items } = (await as<PageView<Line>>('GET', '/api/audit')).body;
    assert.deepEqual(
      items.map(({ kind, by }) => [kind, by]),
      [
        ['Sign in', user.email],
        ['Create a node', user.email],
      ],
    );
  });

  it('is taken away as NDJSON or CSV, whole and without formulas', async (t) => {
    const { as, api, user } = await openScene(t);
    const { body: made } = await as<{ key: string }>('POST', '/api/keys', {
      name: "=cmd|' /C calc'!A0",
      scopes: ['triage'],
    });
    for (let n = 1; n <= 5; n++)
      await api.call('POST', '/api/block-ip', {
        headers: { authorization: `Bearer ${made.key}` },
        body: { ip_address: `203.0.113.${n}` },
      });
    await api.call('POST', '/auth/login', { body: { email: user.email, password: user.password } });
    const ndjson = await as<string>('GET', '/api/audit/export');
    assert.match(ndjson.headers.get('content-type') ?? '', /x-ndjson/);
    const lines = ndjson.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    assert.equal(lines.length, 8);
    const csv = await as<string>('GET', '/api/audit/export?format=csv');
    const rows = csv.body.trimEnd().split('\r\n');
    assert.equal(rows.length, 9);
    assert.match(rows[0] ?? '', /^at,by,action,/);
    for (const row of rows.slice(1))
      for (const [, value] of row.matchAll(/"((?:[^"]|"")*)"/g))
        assert.doesNotMatch(value ?? '', /^[=+\-@\t\r]/);
    assert.equal((await as('GET', '/api/audit/export?format=xlsx')).status, 422);
    const stranger = await api.createUser();
    const empty = await api.call('GET', '/api/audit/export', { headers: stranger.headers });
    assert.ok(!JSON.stringify(empty.body).includes(user.email));
  });

  it('cannot be changed through the API', async (t) => {
    const { api } = await openScene(t);
    const routes = api.app.routeTable.filter(({ path }) => path.startsWith('/api/audit'));
    assert.ok(routes.length >= 2);
    assert.deepEqual(new Set(routes.map(({ method }) => method)), new Set(['GET']));
  });
});
