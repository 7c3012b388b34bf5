import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Api, honeypotLog, openApi, type TestNode, type TestUser } from '../support/api-client.ts';

async function open(t: Parameters<typeof openApi>[0]): Promise<{ api: Api; user: TestUser; node: TestNode }> {
  const api = await openApi(t);
  const user = await api.createUser();
  return { api, user, node: await api.createNode(user) };
}
const json = { 'content-type': 'application/json' };

/** Bytes as they are, headers as they are. */
async function post(api: Api, path: string, headers: Record<string, string>, body: Buffer | string) {
  const response = await fetch(`${api.address}${path}`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  const text = await response.text();
  return { status: response.status, text, headers: response.headers };
}

describe('a body', () => {
  it('that reaches for a prototype is refused, on every kind of route, and changes nothing', async (t) => {
    const { api, user, node } = await open(t);
    const poisons = [
      '{"__proto__":{"isAdmin":true}}',
      '{"constructor":{"prototype":{"isAdmin":true}}}',
      '{"\\u005f\\u005fproto__":{"isAdmin":true}}',
      '{"name":"n","deployment_config":{"a":[{"__proto__":{"isAdmin":true}}]}}',
      '{"extra":{"constructor":{"prototype":{"isAdmin":true}}}}',
    ];
    for (const body of poisons)
      for (const [path, headers] of [
        ['/auth/login', {}],
        ['/nodes', user.headers],
        ['/api/honeypot-log', node.headers],
        ['/api/agent/heartbeat', node.headers],
        ['/api/agent/register-decoys', node.headers],
      ] as [string, Record<string, string>][]) {
        const { status } = await post(api, path, { ...json, ...headers }, body);
        assert.equal(status, 400, `${path} ${body}`);
      }
    assert.equal(({} as { isAdmin?: boolean }).isAdmin, undefined);
    // In a text they are what attackers sent, and evidence.
    const kept = await post(
      api,
      '/api/honeypot-log',
      { ...json, ...node.headers },
      JSON.stringify({ ...honeypotLog, payload: poisons[0] }),
    );
    assert.equal(kept.status, 200);
  });

  it('may be 32 levels deep and no deeper, whatever its size', async (t) => {
    const { api, user, node } = await open(t);
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    const heartbeat = (body: string) => post(api, '/api/agent/heartbeat', { ...json, ...node.headers }, body);
    assert.equal((await heartbeat(nested(32))).status, 200);
    const config = (levels: number) =>
      post(api, '/nodes', { ...json, ...user.headers }, `{"name":"n","deployment_config":${nested(levels)}}`);
    assert.equal((await config(31)).status, 200);
    assert.equal((await config(32)).status, 400);
    for (const levels of [33, 10_000, 150_000]) {
      const { status, text } = await heartbeat(nested(levels));
      assert.equal(status, 400);
      assert.match(text, /too deep/);
    }
    for (const body of [
      '['.repeat(500_000),
      '[{"a":'.repeat(100_000),
      `${'['.repeat(500_000)}${']'.repeat(500_000)}`,
    ])
      assert.equal((await heartbeat(body)).status, 400);
    // Brackets in texts are not nesting.
    const texts = JSON.stringify({ a: '[{"'.repeat(100), b: `\\"${'['.repeat(100)}`, 'c[[[[\\': '\\' });
    assert.equal((await heartbeat(texts)).status, 200);
    assert.equal((await api.call('GET', '/api/health')).body.status, 'healthy');
  });

  it('whose keys are given twice means the last one, for the checks as for the store', async (t) => {
    const { api, user, node } = await open(t);
    const twice = JSON.stringify(honeypotLog).replace('"service":', '"service":"first","service":');
    const { status, text } = await post(api, '/api/honeypot-log', { ...json, ...node.headers }, twice);
    assert.equal(status, 200);
    const event = await api.call('GET', `/api/events/${JSON.parse(text).log_id}`, { headers: user.headers });
    assert.equal(event.body.service, honeypotLog.service);
    const claim = JSON.stringify(honeypotLog).replace('{', `{"node_id":"${node.id}","node_id":"node-0",`);
    assert.equal(
      (await post(api, '/api/honeypot-log', { ...json, 'x-node-key': node.key }, claim)).status,
      404,
    );
  });

  it('that is compressed is refused unread, but for batches', async (t) => {
    const { api, user, node } = await open(t);
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 32));
    const before = process.memoryUsage().rss;
    for (const encoding of ['gzip', 'deflate', 'br', 'x-gzip', 'gzip, gzip'])
      for (const [path, headers] of [
        ['/auth/login', {}],
        ['/nodes', user.headers],
        ['/api/honeypot-log', node.headers],
        ['/api/agent/heartbeat', node.headers],
      ] as [string, Record<string, string>][]) {
        const answer = await post(api, path, { ...json, ...headers, 'content-encoding': encoding }, bomb);
        assert.equal(answer.status, 415, `${path} ${encoding}`);
      }
    assert.ok(process.memoryUsage().rss - before < 50 * 1024 * 1024);
  });

  it('is JSON by its content type, or is not taken', async (t) => {
    const { api, node } = await open(t);
    const body = JSON.stringify(honeypotLog);
    const invalid = JSON.stringify({ ...honeypotLog, service: 5 });
    for (const type of [
      'text/plain',
      'application/json garbage',
      'application/jsonx',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain; application/json',
      'application/json, text/plain',
      'json',
      '*/*',
    ])
      assert.equal(
        (await post(api, '/api/honeypot-log', { ...node.headers, 'content-type': type }, body)).status,
        415,
        type,
      );
    for (const type of [
      'application/json',
      'application/json; charset=utf-8',
      'APPLICATION/JSON',
      'application/json;charset=UTF-8 ',
    ]) {
      assert.equal(
        (await post(api, '/api/honeypot-log', { ...node.headers, 'content-type': type }, body)).status,
        200,
        type,
      );
      assert.equal(
        (await post(api, '/api/honeypot-log', { ...node.headers, 'content-type': type }, invalid)).status,
        422,
        type,
      );
    }
  });

  it('is not larger than its route allows', async (t) => {
    const { api, user, node } = await open(t);
    const big = (bytes: number) => JSON.stringify({ a: 'x'.repeat(bytes) });
    assert.equal((await post(api, '/auth/login', json, big(70_000))).status, 413);
    assert.equal((await post(api, '/nodes', { ...json, ...user.headers }, big(140_000))).status, 413);
    assert.equal(
      (await post(api, '/api/honeypot-log', { ...json, ...node.headers }, big(1_100_000))).status,
      413,
    );
    assert.equal(
      (await post(api, '/api/agent/heartbeat', { ...json, ...node.headers }, big(900_000))).status,
      200,
    );
  });

  it('of people is UTF-8; of nodes a broken byte costs a letter, not the event', async (t) => {
    const { api, user, node } = await open(t);
    const broken = Buffer.concat([Buffer.from('{"name":"caf'), Buffer.from([0xe9]), Buffer.from('"}')]);
    assert.equal((await post(api, '/nodes', { ...json, ...user.headers }, broken)).status, 400);
    const [head, tail] = JSON.stringify({ ...honeypotLog, payload: 'caf@' }).split('@');
    const event = Buffer.concat([Buffer.from(head!), Buffer.from([0xe9]), Buffer.from(tail!)]);
    const { status, text } = await post(api, '/api/honeypot-log', { ...json, ...node.headers }, event);
    assert.equal(status, 200);
    const stored = await api.call('GET', `/api/events/${JSON.parse(text).log_id}`, { headers: user.headers });
    assert.equal(stored.body.payload, 'caf\ufffd');
  });
});

describe('an attacker’s text', () => {
  const nasty = [
    '<img src=x onerror=alert(1)>',
    "'; DROP TABLE honeypot_logs; --",
    '\u001b[2J\u001b[31m\u0007',
    'line\r\nbreak\ttab',
    '\u202egnp.exe\u200b\ufeff',
    '${jndi:ldap://x}',
    "=10+20+cmd|' /C calc'!A0",
    'NUL\0inside',
    Array.from({ length: 0xa0 }, (_o, code) => String.fromCharCode(code)).join(''),
    '😀'.repeat(20),
    '{"$where":"1"}',
    '__proto__',
  ];

  it('is stored and given back as it came, in every field, and only ever as JSON', async (t) => {
    const { api, user, node } = await open(t);
    for (const text of nasty) {
      const cut = (max: number) => [...text].slice(0, max).join('') || 'x';
      const event = {
        ...honeypotLog,
        service: cut(50),
        activity: cut(100),
        payload: text,
        extra: { [cut(40) === '__proto__' ? 'key' : cut(40)]: text, list: [text] },
      };
      const sent = await api.call<{ log_id: string }>('POST', '/api/honeypot-log', {
        headers: node.headers,
        body: event,
      });
      assert.equal(sent.status, 200, JSON.stringify(text));
      const { body, headers } = await api.call<Record<string, unknown>>(
        'GET',
        `/api/events/${sent.body.log_id}`,
        { headers: user.headers },
      );
      for (const field of ['service', 'source_ip', 'activity', 'payload', 'extra'] as const)
        assert.deepEqual(body[field], event[field]);
      assert.match(headers.get('content-type') ?? '', /^application\/json/);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      const profile = await api.call('GET', `/api/attacker-profile/${encodeURIComponent(event.source_ip)}`, {
        headers: user.headers,
      });
      assert.equal(profile.body.source_ip, event.source_ip, JSON.stringify(text));
    }
  });

  it('with a lone surrogate costs a letter at most', async (t) => {
    const { api, user, node } = await open(t);
    const body = JSON.stringify({ ...honeypotLog, payload: 'a@b' }).replace('@', '\\ud800');
    const { status, text } = await post(api, '/api/honeypot-log', { ...json, ...node.headers }, body);
    assert.equal(status, 200);
    const stored = await api.call<{ payload: string }>('GET', `/api/events/${JSON.parse(text).log_id}`, {
      headers: user.headers,
    });
    assert.match(stored.body.payload, /^a[\ufffd\ud800]b$/);
  });

  it('is not repeated by error messages', async (t) => {
    const { api, user, node } = await open(t);
    const evil = '<script>alert(1)</script>';
    const answers = [
      await post(
        api,
        '/api/honeypot-log',
        { ...json, ...node.headers },
        JSON.stringify({ ...honeypotLog, timestamp: evil, extra: evil }),
      ),
      await post(api, '/auth/login', json, JSON.stringify({ email: [evil], password: { [evil]: 1 } })),
      await post(api, `/${evil}`, json, '{}'),
      await post(api, '/auth/login', json, evil),
      await post(api, '/auth/login', { 'content-type': evil.replace(/[<>]/g, '') }, '{}'),
    ];
    for (const { status, text, headers } of answers) {
      assert.ok(status >= 400 && status < 500);
      assert.ok(!text.includes('alert'), text);
      assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/);
    }
    const cursor = await api.call('GET', `/api/events?cursor=${encodeURIComponent(evil)}`, {
      headers: user.headers,
    });
    assert.ok(!JSON.stringify(cursor.body).includes('alert'));
  });
});

describe('a path', () => {
  it('that is malformed, too long or wanders off finds nothing', async (t) => {
    const { api, user } = await open(t);
    for (const path of [
      '/nodes/%00',
      '/nodes/..%2f..%2fetc%2fpasswd',
      '/nodes/%2e%2e%2f',
      '/nodes/%zz',
      '/nodes/%',
      '/nodes/%c0%ae%c0%ae',
      `/nodes/${'x'.repeat(101)}`,
      `/nodes/${'x'.repeat(5000)}`,
      '/nodes/__proto__',
      '/nodes/constructor',
      '/nodes/[object%20Object]',
      '/api/attacker-profile/%00%ff',
      '/api/alerts/%22%27%3b--',
      '/docs/../../package.json',
      '/docs/..%2f..%2fpackage.json',
      '/redoc/%2e%2e/%2e%2e/package.json',
      '//nodes',
      '/Nodes',
    ]) {
      const answer = await api.app.inject({ method: 'GET', url: path, headers: user.headers });
      assert.ok([400, 404, 414].includes(answer.statusCode), `${path}: ${answer.statusCode}`);
      assert.match(String(answer.headers['content-type']), /^application\/problem\+json/, path);
      assert.equal(typeof answer.json().detail, 'string');
    }
  });

  it('may end in a slash, as the Python platform had it', async (t) => {
    const { api, user } = await open(t);
    assert.equal((await api.call('GET', '/nodes/', { headers: user.headers })).status, 200);
    const { status } = await api.call('POST', '/nodes/', { headers: user.headers, body: { name: 'n' } });
    assert.equal(status, 200);
    assert.equal((await api.call('GET', '/nodes/')).status, 401);
  });

  it('takes only the methods it has', async (t) => {
    const { api, user } = await open(t);
    for (const [method, path] of [
      ['PUT', '/nodes'],
      ['DELETE', '/nodes'],
      ['HEAD', '/api/live'],
      ['HEAD', '/auth/login'],
      ['OPTIONS', '/nodes'],
      ['TRACE', '/'],
      ['GET', '/auth/login'],
    ] as const)
      assert.equal(
        (await api.app.inject({ method, url: path, headers: user.headers })).statusCode,
        405,
        `${method} ${path}`,
      );
  });

  it('answers HEAD as GET without the body, to the same people', async (t) => {
    const { api, user } = await open(t);
    for (const url of ['/api/health', '/', '/docs', '/openapi.json', '/nodes']) {
      const whole = await api.app.inject({ url, headers: user.headers });
      const head = await api.app.inject({ method: 'HEAD', url, headers: user.headers });
      assert.equal(head.statusCode, 200, url);
      assert.equal(head.headers['content-type'], whole.headers['content-type'], url);
      assert.equal(head.body, '', url);
    }
    assert.equal((await api.app.inject({ method: 'HEAD', url: '/nodes' })).statusCode, 401);
    assert.equal((await api.app.inject({ method: 'HEAD', url: '/metrics' })).statusCode, 401);
  });
});

describe('who wants to be somebody else', () => {
  it('cannot set what is not his to set', async (t) => {
    const { api, user } = await open(t);
    for (const extra of [
      { user_id: 'user-1' },
      { api_key: 'nk_x' },
      { key_hash: 'x' },
      { node_id: 'node-1' },
      { created_at: 'x' },
      { isAdmin: true },
    ])
      assert.equal(
        (await api.call('POST', '/nodes', { headers: user.headers, body: { name: 'n', ...extra } })).status,
        422,
      );
    const register = { email: 'x@example.org', password: 'correct horse', id: 'user-1', token_version: 5 };
    assert.equal((await api.call('POST', '/auth/register', { body: register })).status, 422);
  });

  it('cannot send a form from another site: there are no cookies, and forms are not taken', async (t) => {
    const { api, user } = await open(t);
    const response = await fetch(`${api.address}/auth/login`, {
      method: 'POST',
      headers: { ...json, origin: 'https://evil.example' },
      body: JSON.stringify({ email: user.email, password: user.password }),
    });
    assert.equal(response.headers.get('set-cookie'), null);
    assert.equal(response.headers.get('access-control-allow-origin'), null);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b'])
      assert.equal(
        (await post(api, '/nodes', { ...user.headers, 'content-type': type }, '{"name":"n"}')).status,
        415,
      );
  });
});
