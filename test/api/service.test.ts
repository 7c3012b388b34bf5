import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { AppError } from '../../src/core/errors.ts';
import { honeypotLog, openApi } from '../support/api-client.ts';

describe('GET /api/health', () => {
  it('says healthy, version and time, to everybody', async (t) => {
    const api = await openApi(t);
    const { status, body } = await api.call('GET', '/api/health');
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body).sort(), ['status', 'timestamp', 'version']);
    assert.equal(body.status, 'healthy');
    assert.ok(!Number.isNaN(Date.parse(String(body.timestamp))));
  });

  it('answers 503 and unhealthy when the store does not answer, in time', async (t) => {
    const api = await openApi(t);
    api.store.ping = async () => {
      throw new AppError('unavailable', 'gone');
    };
    const gone = await api.call('GET', '/api/health');
    assert.equal(gone.status, 503);
    assert.equal(gone.body.status, 'unhealthy');
    assert.ok(gone.headers.get('retry-after'));
    api.store.ping = () => new Promise(() => undefined);
    assert.equal((await api.call('GET', '/api/health')).status, 503);
  });
});

describe('GET /', () => {
  it('tells programs what this is, and sends browsers to the pages for people', async (t) => {
    const api = await openApi(t, { overrides: { homePath: '/console' } });
    const { status, body } = await api.call('GET', '/');
    assert.equal(status, 200);
    assert.equal(body.name, 'DecoyVerse');
    assert.equal(body.authentication, 'enabled');
    assert.equal(typeof body.version, 'string');
    assert.equal(typeof body.endpoints, 'object');
    const browser = await api.call('GET', '/', {
      headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    });
    assert.equal(browser.status, 302);
    assert.equal(browser.headers.get('location'), '/console');
  });

  it('says when it is a demo', async (t) => {
    const api = await openApi(t, { env: { AUTH_ENABLED: 'False' } });
    assert.equal((await api.call('GET', '/')).body.authentication, 'demo');
  });
});

describe('GET /metrics', () => {
  const token = 'the-operator-reads-metrics-with-this';
  it('is read with the operator’s token and by nobody else', async (t) => {
    const api = await openApi(t, { env: { METRICS_TOKEN: token } });
    const user = await api.createUser();
    const node = await api.createNode(user);
    await api.call('POST', '/api/honeypot-log', { headers: node.headers, body: honeypotLog });
    assert.equal((await api.call('GET', '/metrics')).status, 401);
    assert.equal((await api.call('GET', '/metrics', { headers: user.headers })).status, 401);
    for (const wrong of [token.slice(1), `${token}x`, ''])
      assert.equal(
        (await api.call('GET', '/metrics', { headers: { authorization: `Bearer ${wrong}` } })).status,
        401,
      );
    const { status, body, headers } = await api.call<string>('GET', '/metrics', {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.equal(status, 200);
    assert.match(headers.get('content-type') ?? '', /^text\/plain/);
    assert.match(
      body,
      /^decoyverse_info\{version="[\d.]+",store="sqlite",model="[\d.]+\+p[\d.]+\+s[\d.]+"\} 1$/m,
    );
    assert.match(body, /^# TYPE decoyverse_drift_command_unknown_share gauge$/m);
    assert.match(body, /^# TYPE decoyverse_drift_command_texts_total counter$/m);
    assert.match(body, /^decoyverse_received_total 1$/m);
    assert.match(body, /^process_resident_memory_bytes \d+$/m);
    for (const line of body.split('\n').filter((one) => one !== ''))
      assert.match(line, /^(# (HELP|TYPE) |(decoyverse|process)_[a-z0-9_]+(\{[^}]*\})? -?[\d.e+-]+$)/);
    assert.ok(!body.includes(user.id) && !body.includes(node.id));
  });

  it('compares a model in shadow with the one that judges, on live events', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'decoyverse-shadow-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    for (const name of ['payload', 'shell'])
      copyFileSync(
        join(import.meta.dirname, '..', '..', 'src', 'score', name, 'model.bin'),
        join(folder, `${name}.bin`),
      );
    const api = await openApi(t, { env: { METRICS_TOKEN: token, SHADOW_MODELS: folder } });
    const node = await api.createNode(await api.createUser());
    await api.call('POST', '/api/honeypot-log', { headers: node.headers, body: honeypotLog });
    const { body } = await api.call<string>('GET', '/metrics', {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.match(body, /^decoyverse_shadow_events_total 1$/m);
    assert.match(body, /^decoyverse_shadow_same_risk_total 1$/m);
  });

  it('is read by nobody where the operator set no token', async (t) => {
    const api = await openApi(t);
    for (const authorization of ['Bearer ', 'Bearer null', 'Bearer undefined'])
      assert.equal((await api.call('GET', '/metrics', { headers: { authorization } })).status, 401);
  });
});

describe('other origins', () => {
  const preflight = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  };
  const headersOf = async (
    api: Awaited<ReturnType<typeof openApi>>,
    origin: string,
    method = 'GET',
    more: object = {},
  ) => {
    const answer = await api.app.inject({
      method: method as 'GET',
      url: '/api/stats',
      headers: { origin, ...more },
    });
    return { status: answer.statusCode, ...answer.headers } as Record<string, unknown>;
  };

  it('get nothing unless the operator names them', async (t) => {
    const api = await openApi(t);
    for (const [method, more] of [
      ['GET', {}],
      ['OPTIONS', preflight],
    ] as const) {
      const answer = await headersOf(api, 'https://any.example', method, more);
      assert.deepEqual(
        Object.keys(answer).filter((name) => name.startsWith('access-control')),
        [],
      );
    }
  });

  it('that are named may call, and no other', async (t) => {
    const api = await openApi(t, { env: { CORS_ORIGINS: 'https://one.example, https://two.example' } });
    const one = await headersOf(api, 'https://one.example', 'OPTIONS', preflight);
    assert.equal(one.status, 204);
    assert.equal(one['access-control-allow-origin'], 'https://one.example');
    assert.match(String(one['access-control-allow-headers']), /Authorization/);
    assert.match(String(one['access-control-allow-methods']), /PATCH/);
    assert.equal(one.vary, 'Origin');
    const error = await headersOf(api, 'https://two.example');
    assert.equal(error.status, 401);
    assert.equal(error['access-control-allow-origin'], 'https://two.example');
    for (const origin of [
      'https://three.example',
      'https://one.example.evil.example',
      'http://one.example',
      'null',
      '',
    ])
      assert.equal((await headersOf(api, origin))['access-control-allow-origin'], undefined, origin);
  });

  it('may all call with *, but never with credentials', async (t) => {
    const api = await openApi(t, { env: { CORS_ORIGINS: '*' } });
    for (const [method, more] of [
      ['GET', {}],
      ['OPTIONS', preflight],
    ] as const) {
      const answer = await headersOf(api, 'https://any.example', method, more);
      assert.equal(answer['access-control-allow-origin'], '*');
      assert.equal(answer['access-control-allow-credentials'], undefined);
    }
  });
});

describe('a store that fails', () => {
  it('is answered with 503 and the time to wait, without a word of what went wrong', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    api.store.userById = async () => {
      throw new AppError('unavailable', 'The store does not answer', {
        retryAfterSeconds: 3,
        cause: new Error('secret host db-7'),
      });
    };
    const { status, headers, body } = await api.call('GET', '/auth/me', { headers: user.headers });
    assert.equal(status, 503);
    assert.equal(headers.get('retry-after'), '3');
    assert.ok(!JSON.stringify(body).includes('db-7'));
  });

  it('without saying for how long is answered with a time to wait all the same', async (t) => {
    const api = await openApi(t);
    const node = await api.createNode(await api.createUser());
    api.store.nodeByKeyHash = async () => {
      throw new AppError('unavailable', 'The store does not answer');
    };
    const answer = await api.call('POST', '/api/honeypot-log', {
      headers: { 'x-node-key': node.key },
      body: honeypotLog,
    });
    assert.equal(answer.status, 503);
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
  });

  it('in a way that nobody expected is answered with 500, and its cause goes to the log only', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    api.store.userById = async () => {
      throw new TypeError('secret detail');
    };
    const { status, body } = await api.call('GET', '/auth/me', { headers: user.headers });
    assert.equal(status, 500);
    assert.ok(!JSON.stringify(body).includes('secret detail'));
    assert.match(String(body.requestId), /^req-/);
  });
});
