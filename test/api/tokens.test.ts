import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { mostRecordedPerMinute } from '../../src/cases/token-hits.ts';
import { type Api, assertProblem, fieldsOf, openApi, type TestUser } from '../support/api-client.ts';

interface Token {
  id: string;
  note: string;
  answer: string;
  path: string;
  url: string | null;
  hits: number;
  unrecorded_hits: number;
  last_hit_at: string | null;
  last_test_at: string | null;
  enabled: boolean;
  expired: boolean;
  version: number;
  node_id: string;
}
interface Event {
  log_id: string;
  kind: string;
  node_id: string;
  source_ip: string;
  payload: string;
  activity: string;
  timestamp: string;
  extra: Record<string, unknown>;
  verdict: { risk_score: number; exposure: string; reasons: string[] };
}

/** Everything that comes back for these bytes, until the server closes. */
const exchange = (api: Api, bytes: string | Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    const { port, hostname } = new URL(api.address);
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let seen = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      seen += text;
    });
    socket.on('end', () => resolve(seen)).on('error', reject);
  });
const ask = (api: Api, line: string, headers: string[] = []): Promise<string> =>
  exchange(
    api,
    Buffer.from(
      `${[`${line} HTTP/1.1`, 'Host: files.example', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`,
      'latin1',
    ),
  );

const make = async (api: Api, user: TestUser, body: object = {}): Promise<Token> => {
  const made = await api.call<Token>('POST', '/api/tokens', { headers: user.headers, body });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  return made.body;
};
const read = async (api: Api, user: TestUser, id: string): Promise<Token> =>
  (await api.call<Token>('GET', `/api/tokens/${id}`, { headers: user.headers })).body;
const eventsOf = async (api: Api, user: TestUser): Promise<Event[]> =>
  (await api.call<{ items: Event[] }>('GET', '/api/events?limit=200', { headers: user.headers })).body.items;

async function open(t: TestContext, env: Record<string, string> = {}) {
  const api = await openApi(t, { env });
  return { api, user: await api.createUser() };
}
/** Without its moment. */
const timeless = (answer: string): string => answer.replace(/Date: [^\r]+/, 'Date:');

describe('a token', () => {
  it('reports whoever opens its address: event, alert and incident, urgent at once', async (t) => {
    const { api, user } = await open(t);
    const token = await make(api, user, { note: 'bookmark in the finance profile', owner: 'Ada' });
    assert.match(token.path, /^\/t\/[\w-]{22}$/);
    assert.equal(token.url, null);
    const answer = await ask(api, `GET ${token.path}?from=mail`, [
      'User-Agent: Mozilla/5.0 (X11)',
      'Referer: https://intranet.example/passwords',
      'Accept-Language: de-DE,de;q=0.9',
    ]);
    assert.match(
      answer,
      /^HTTP\/1\.1 200 OK\r\nServer: nginx\r\nDate: [^\r]+ GMT\r\nContent-Type: text\/html\r\n/,
    );
    const [event] = await eventsOf(api, user);
    assert.ok(event);
    assert.equal(event.kind, 'token.hit');
    assert.equal(event.source_ip, '127.0.0.1');
    assert.equal(event.node_id, token.node_id);
    assert.equal(event.verdict.risk_score, 10);
    assert.equal(event.extra.token_id, token.id);
    assert.equal(event.extra.note, 'bookmark in the finance profile');
    assert.equal(event.extra.method, 'GET');
    assert.equal(event.extra.user_agent, 'Mozilla/5.0 (X11)');
    assert.equal(event.extra.referer, 'https://intranet.example/passwords');
    assert.equal(event.extra.accept_language, 'de-DE,de;q=0.9');
    assert.match(event.payload, new RegExp(`^GET /t/${token.id}\\?from=mail HTTP/1\\.1\r\n`));
    const incidents = await api.call<{ items: { risk_score: number; title: string }[] }>(
      'GET',
      '/api/incidents',
      {
        headers: user.headers,
      },
    );
    assert.deepEqual(
      incidents.body.items.map(({ risk_score }) => risk_score),
      [10],
    );
    assert.equal(
      incidents.body.items[0]?.title,
      '127.0.0.1 used the planted token “bookmark in the finance profile”',
    );
    const after = await read(api, user, token.id);
    assert.equal(after.hits, 1);
    assert.ok(after.last_hit_at);
    const nodes = await api.call<{ id: string; name: string; os_type: string; last_seen: string | null }[]>(
      'GET',
      '/nodes',
      {
        headers: user.headers,
      },
    );
    assert.equal(nodes.body.length, 1);
    assert.equal(nodes.body[0]?.name, 'Tokens');
    assert.equal(nodes.body[0]?.os_type, 'tokens');
    assert.ok(nodes.body[0]?.last_seen);
  });

  it('answers as its owner chose, a picture under .gif, and HEAD without a body', async (t) => {
    const { api, user } = await open(t);
    const page = await make(api, user);
    const pixel = await make(api, user, { answer: 'pixel' });
    const redirect = await make(api, user, {
      answer: 'redirect',
      redirect_url: 'https://intranet.example.org/a b?x=ü',
    });
    assert.match(
      await ask(api, `GET ${page.path}`),
      /Content-Type: text\/html[\s\S]+<title>Index of \/<\/title>/,
    );
    for (const path of [pixel.path, `${pixel.path}.gif`, `${page.path}.gif`, `${redirect.path}.gif`])
      assert.match(
        await ask(api, `GET ${path}`),
        /^HTTP\/1\.1 200 OK[\s\S]+Content-Type: image\/gif\r\nContent-Length: 43\r\n[\s\S]+GIF89a/,
      );
    const moved = await ask(api, `GET ${redirect.path}`);
    assert.match(moved, /^HTTP\/1\.1 302 Moved Temporarily\r\n/);
    assert.match(moved, /\r\nLocation: https:\/\/intranet\.example\.org\/a%20b\?x=%C3%BC\r\n/);
    const head = await ask(api, `HEAD ${page.path}`);
    assert.match(head, /^HTTP\/1\.1 200 OK[\s\S]+\r\n\r\n$/);
    assert.equal((await read(api, user, page.id)).hits, 3);
    for (const body of [
      { answer: 'redirect' },
      { answer: 'redirect', redirect_url: 'javascript:alert(1)' },
      { answer: 'redirect', redirect_url: 'https://ada:pw@example.org/' },
    ]) {
      const refused = await api.call('POST', '/api/tokens', { headers: user.headers, body });
      assert.equal(refused.status, 422);
      assert.deepEqual(fieldsOf(refused.body), ['redirect_url']);
    }
    const past = await api.call('POST', '/api/tokens', {
      headers: user.headers,
      body: { expires_at: '2020-01-01T00:00:00Z' },
    });
    assert.deepEqual(fieldsOf(past.body), ['expires_at']);
  });

  it('that is disabled, has expired, was deleted or never was is a 404 like any other, and no hit', async (t) => {
    let nowMs = Date.parse('2026-11-25T12:00:00Z');
    const api = await openApi(t, { overrides: { clock: () => nowMs } });
    const user = await api.createUser();
    const [disabled, expired, deleted] = [
      await make(api, user),
      await make(api, user, { expires_at: '2026-11-25T13:00:00Z' }),
      await make(api, user),
    ];
    await api.call('PATCH', `/api/tokens/${disabled.id}`, {
      headers: user.headers,
      body: { enabled: false },
    });
    await api.call('DELETE', `/api/tokens/${deleted.id}`, { headers: user.headers });
    nowMs += 2 * 3600_000;
    const never = timeless(await ask(api, `GET /t/${'A'.repeat(22)}`));
    assert.match(never, /^HTTP\/1\.1 404 Not Found\r\nServer: nginx\r\n[\s\S]+<hr><center>nginx<\/center>/);
    for (const path of [
      disabled.path,
      expired.path,
      deleted.path,
      '/t',
      '/t/',
      '/t/x',
      `${disabled.path}/`,
      `${expired.path}.png`,
      '/t/%ff',
      '/t/%2e%2e/api/health',
      `/t/${'x'.repeat(4000)}`,
    ]) {
      const answer = timeless(await ask(api, `GET ${path}`));
      if (path === '/t/%ff') assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\nServer: nginx/);
      else assert.equal(answer, never, path);
    }
    assert.equal((await read(api, user, expired.id)).expired, true);
    assert.deepEqual(await eventsOf(api, user), []);
  });

  it('looks like a plain web server to every method, and tells nothing of us', async (t) => {
    const { api, user } = await open(t, { CORS_ORIGINS: '*' });
    const token = await make(api, user);
    const body = ['Content-Type: application/json', 'Content-Length: 5', '', '{"a":'];
    const answers = [
      await ask(api, `GET ${token.path}`),
      await ask(api, `GET /t/nothing`),
      await ask(api, `POST ${token.path}`, body),
      await ask(api, `PUT /t/nothing`, body),
      await ask(api, `POST /t/nothing`, ['Content-Type: text/strange', 'Content-Length: 1', '', 'x']),
      await ask(api, `DELETE ${token.path}`),
      await ask(api, `OPTIONS ${token.path}`, [
        'Origin: https://a.example',
        'Access-Control-Request-Method: GET',
      ]),
      await exchange(api, `GET ${token.path} HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n`),
    ];
    for (const answer of answers) {
      assert.match(answer, /^HTTP\/1\.1 \d{3} [^\r]+\r\nServer: nginx\r\n/);
      assert.doesNotMatch(
        answer,
        /decoy|verse|fastify|json|cookie|set-cookie|access-control|x-|keep-alive:|<script|etag|req-/i,
      );
      const names = [...(answer.split('\r\n\r\n')[0] ?? '').matchAll(/^([\w-]+):/gm)].map(([, name]) => name);
      assert.deepEqual(names, ['Server', 'Date', 'Content-Type', 'Content-Length', 'Connection']);
    }
    assert.deepEqual(
      answers.map((answer) => answer.slice(9, 12)),
      ['200', '404', '405', '404', '404', '405', '405', '400'],
    );
    // Opening it in another way than by reading is a use too.
    assert.deepEqual((await eventsOf(api, user)).map(({ extra }) => extra.method).sort(), [
      'DELETE',
      'GET',
      'OPTIONS',
      'POST',
    ]);
  });

  it('keeps hostile headers within bounds, its own secret out of the event, and credentials of others', async (t) => {
    const { api, user } = await open(t);
    const token = await make(api, user);
    const secret = token.path.slice(3);
    await ask(api, `GET ${token.path}?q=${'A'.repeat(5000)}&back=${secret}`, [
      `User-Agent: ${'<script>alert(1)</script>'.repeat(30)}`,
      `Referer: https://x.example/${'r'.repeat(985)}${token.path}`,
      'Accept-Language: \xff\xfe=1+1',
      'Cookie: session=very-secret-cookie',
      'Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.x.y',
      'X-Forwarded-For: 10.9.9.9',
      ...Array.from({ length: 80 }, (_, n) => `X-${n}: __proto__`),
    ]);
    const [event] = await eventsOf(api, user);
    assert.ok(event);
    const text = JSON.stringify(event);
    assert.ok(!text.includes(secret.slice(0, 12)), 'no part of the secret');
    assert.ok(!/very-secret-cookie|eyJhbGci/.test(text));
    assert.match(event.payload, /Cookie: \[26 characters, not kept\]/);
    assert.ok([...event.payload].length <= 10_000);
    assert.ok(String(event.extra.user_agent).length <= 500);
    assert.equal(event.extra.accept_language, '\ufffd\ufffd=1+1');
    assert.equal(event.source_ip, '127.0.0.1', 'a stranger is not believed about their address');
  });

  it('believes a proxy that its operator named', async (t) => {
    const { api, user } = await open(t, { TRUST_PROXY: '127.0.0.1', TOKEN_URL: 'https://files.example.org' });
    const token = await make(api, user);
    assert.equal(token.url, `https://files.example.org${token.path}`);
    await ask(api, `GET ${token.path}`, ['X-Forwarded-For: 2001:DB8:0:0::7']);
    assert.equal((await eventsOf(api, user))[0]?.source_ip, '2001:db8::7');
  });

  it('counts every one of a flood, records some a minute, and still answers all', async (t) => {
    const { api, user } = await open(t);
    const token = await make(api, user);
    const flood = mostRecordedPerMinute + 90;
    const answers = await Promise.all(Array.from({ length: flood }, () => fetch(api.address + token.path)));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    for (let tries = 0; (await read(api, user, token.id)).hits < flood; tries++) {
      assert.ok(tries < 400, 'not all were counted');
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    const after = await read(api, user, token.id);
    assert.equal(after.hits, flood);
    assert.equal(after.unrecorded_hits, flood - mostRecordedPerMinute);
    assert.equal((await eventsOf(api, user)).length, mostRecordedPerMinute);
  });

  it('counts what came just before the server stopped', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const token = await make(api, user);
    for (let n = 0; n < 5; n++) await ask(api, `GET ${token.path}`);
    const again = await api.restart();
    t.after(() => again.close());
    const { body } = await again.call<Token>('GET', `/api/tokens/${token.id}`, { headers: user.headers });
    assert.equal(body.hits, 5);
    assert.equal(body.path, token.path, 'the address can be shown again after a restart');
  });

  it('can be tested: a marked event, no alert, no hit', async (t) => {
    const { api, user } = await open(t);
    const token = await make(api, user, { note: 'bookmark' });
    const { status, body } = await api.call<{ event_id: string }>('POST', `/api/tokens/${token.id}/test`, {
      headers: user.headers,
    });
    assert.equal(status, 200);
    const [event] = await eventsOf(api, user);
    assert.equal(event?.log_id, body.event_id);
    assert.equal(event?.extra.test, true);
    assert.match(event?.payload ?? '', /^TEST of the token token-/);
    const after = await read(api, user, token.id);
    assert.equal(after.hits, 0);
    assert.ok(after.last_test_at);
    const alerts = await api.call<unknown[]>('GET', '/api/alerts', { headers: user.headers });
    assert.deepEqual(alerts.body, []);
  });

  it('reports to its own tenant alone, and through one node however many are made at once', async (t) => {
    const { api, user } = await open(t);
    const other = await api.createUser();
    const made = await Promise.all(Array.from({ length: 6 }, () => make(api, user)));
    const theirs = await make(api, other);
    assert.equal(new Set(made.map(({ node_id }) => node_id)).size, 1);
    assert.notEqual(theirs.node_id, made[0]?.node_id);
    await ask(api, `GET ${theirs.path}`);
    assert.deepEqual(await eventsOf(api, user), []);
    assert.equal((await eventsOf(api, other)).length, 1);
    const seen = await api.call('GET', `/api/tokens/${theirs.id}`, { headers: user.headers });
    assert.equal(seen.status, 404);
    assertProblem(seen);
  });

  it('still reports after its node was deleted', async (t) => {
    const { api, user } = await open(t);
    const token = await make(api, user);
    await api.call('DELETE', `/nodes/${token.node_id}`, { headers: user.headers });
    await ask(api, `GET ${token.path}`);
    const [event] = await eventsOf(api, user);
    assert.ok(event && event.node_id !== token.node_id);
    const nodes = await api.call<{ node_id: string }[]>('GET', '/nodes', { headers: user.headers });
    assert.deepEqual(
      nodes.body.map(({ node_id }) => node_id),
      [event.node_id],
    );
  });
});
