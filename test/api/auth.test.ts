import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import bcrypt from 'bcrypt';
import { decodeJwt, SignJWT, UnsecuredJWT } from 'jose';
import { createPasswords } from '../../src/api/auth/password.ts';
import { type Api, fieldsOf, openApi } from '../support/api-client.ts';
import { testSecret } from '../support/server.ts';

const now = '2026-01-01T00:00:00.000Z';
const ada = { email: 'ada@example.org', password: 'correct horse battery' };
interface Token {
  access_token: string;
  token_type: string;
  user: { id: string; email: string; created_at: string };
}
const register = (api: Api, body: unknown = ada) => api.call<Token>('POST', '/auth/register', { body });
const login = (api: Api, body: unknown = ada) => api.call<Token>('POST', '/auth/login', { body });
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const me = (api: Api, token: string) => api.call('GET', '/auth/me', bearer(token));

describe('an account', () => {
  it('is made with an e-mail address and a password, and signed in at once', async (t) => {
    const api = await openApi(t);
    const { status, body } = await register(api);
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body).sort(), ['access_token', 'token_type', 'user']);
    assert.equal(body.token_type, 'bearer');
    assert.deepEqual(Object.keys(body.user).sort(), ['created_at', 'email', 'id']);
    assert.match(body.user.id, /^user-[0-9a-f]{16}$/);
    assert.equal(body.user.email, ada.email);
    assert.deepEqual((await me(api, body.access_token)).body, body.user);
  });

  it('is made once for an e-mail address, however that is written', async (t) => {
    const api = await openApi(t);
    await register(api);
    const again = await register(api, { ...ada, email: 'ADA@Example.org' });
    assert.equal(again.status, 400);
    assert.equal((again.body as unknown as { detail: string }).detail, 'Email already registered');
    assert.equal((await login(api, { ...ada, email: ' Ada@example.ORG ' })).status, 200);
  });

  it('needs a valid e-mail address and a password of 8 characters to 72 bytes, never cut', async (t) => {
    const api = await openApi(t);
    for (const [field, body] of [
      ['email', { ...ada, email: 'ada' }],
      ['email', { ...ada, email: 'a b@example.org' }],
      ['email', { password: ada.password }],
      ['password', { ...ada, password: 'seven77' }],
      ['password', { ...ada, password: '' }],
      ['password', { ...ada, password: 'x'.repeat(73) }],
      ['password', { ...ada, password: 'ü'.repeat(37) }],
      ['password', { ...ada, password: null }],
      ['password', { ...ada, password: 12345678 }],
      ['isAdmin', { ...ada, isAdmin: true }],
    ] as const) {
      const { status, body: problem } = await register(api, body);
      assert.equal(status, 422, JSON.stringify(body));
      assert.deepEqual(fieldsOf(problem), [field]);
    }
    const longest = { ...ada, password: 'x'.repeat(72) };
    assert.equal((await register(api, longest)).status, 200);
    assert.equal((await login(api, { ...ada, password: `${'x'.repeat(72)}y` })).status, 422);
    assert.equal((await login(api, { ...ada, password: 'x'.repeat(71) })).status, 401);
    assert.equal((await login(api, longest)).status, 200);
  });

  it('takes passwords as they are: NUL makes a difference, and how a system writes the same letters none', async (t) => {
    const api = await openApi(t);
    assert.equal((await register(api, { email: 'nul@example.org', password: 'before\0after' })).status, 200);
    assert.equal((await login(api, { email: 'nul@example.org', password: 'before\0other' })).status, 401);
    assert.equal((await login(api, { email: 'nul@example.org', password: 'before\0after' })).status, 200);
    const passwords = [
      'Zwölf-Bären-Tanz9',
      'caf\u00e9 au lait',
      'Ελληνικά γράμματα',
      '비밀번호비밀번호',
      'ガギグゲゴ-2026',
      'Ấp Bắc tháng 1',
      'naïve façade',
      'Ångström unit',
      'ñandú ñandú',
      'cafe\u0301 au lait',
    ];
    for (const [at, password] of passwords.entries()) {
      const email = `nfc${at}@example.org`;
      assert.equal((await register(api, { email, password })).status, 200);
      for (const form of ['NFC', 'NFD'])
        assert.equal((await login(api, { email, password: password.normalize(form) })).status, 200, password);
      assert.equal((await login(api, { email, password: `${password}x` })).status, 401);
    }
    const old = 'Zwo\u0308lf-Ba\u0308ren';
    const stored = await bcrypt.hash(old, 4);
    const passwordsOfOld = createPasswords({ cost: 4 });
    assert.equal(await passwordsOfOld.verify(old, stored), true);
    assert.equal(await passwordsOfOld.verify(old.normalize('NFC'), stored), true);
    assert.equal(await passwordsOfOld.verify(`${old}x`, stored), false);
    const account = { email: 'zo\u00eb@example.org', password: 'long enough' };
    assert.equal((await register(api, account)).status, 200);
    assert.equal((await login(api, { ...account, email: account.email.normalize('NFD') })).status, 200);
  });

  it('of the Python platform, which kept addresses as they were typed, signs in', async (t) => {
    const api = await openApi(t);
    const password_hash = await bcrypt.hash(ada.password, 4);
    const old = { id: 'user-1', email: 'Ada@Example.org', password_hash, token_version: 0, created_at: now };
    assert.equal(await api.store.createUser(old), true);
    const { status, body } = await login(api, { ...ada, email: 'Ada@Example.org' });
    assert.equal(status, 200);
    assert.equal((await me(api, body.access_token)).status, 200);
  });

  it('answers an unknown user and a wrong password alike', async (t) => {
    const api = await openApi(t);
    await register(api);
    const wrong = await login(api, { ...ada, password: 'wrong password' });
    const unknown = await login(api, { email: 'nobody@example.org', password: ada.password });
    for (const { status, body } of [wrong, unknown]) {
      assert.equal(status, 401);
      assert.equal((body as unknown as { detail: string }).detail, 'Invalid email or password');
    }
    const plain = ({ body }: { body: unknown }) => ({ ...(body as object), requestId: '' });
    assert.deepEqual(plain(wrong), plain(unknown));
  });

  it('cannot be asked for with operators instead of texts', async (t) => {
    const api = await openApi(t);
    await register(api);
    const { status, body } = await login(api, { email: { $gt: '' }, password: { $ne: null } });
    assert.equal(status, 422);
    assert.deepEqual(fieldsOf(body), ['email', 'password']);
  });

  it('cannot be made where registration is closed', async (t) => {
    const api = await openApi(t, { env: { REGISTRATION: 'closed' } });
    assert.equal((await register(api)).status, 403);
  });
});

describe('a session', () => {
  it('is a JWT of HS256 for seven days that names user and e-mail address', async (t) => {
    const api = await openApi(t);
    const { body } = await register(api);
    const claims = decodeJwt(body.access_token);
    const [header] = body.access_token.split('.');
    assert.equal(JSON.parse(Buffer.from(header!, 'base64url').toString()).alg, 'HS256');
    assert.equal(claims.sub, body.user.id);
    assert.equal(claims.email, ada.email);
    assert.equal(claims.exp! - claims.iat!, 7 * 24 * 3600);
  });

  it('is nothing but a token that is whole, ours, unexpired and of HS256', async (t) => {
    const api = await openApi(t);
    const { body } = await register(api);
    const key = new TextEncoder().encode(testSecret);
    const now = Math.floor(Date.now() / 1000);
    const claims = { email: ada.email, sub: body.user.id, iat: now, exp: now + 3600, ver: 0 };
    const sign = (payload: object, alg = 'HS256', secret = key) =>
      new SignJWT({ ...payload }).setProtectedHeader({ alg }).sign(secret);
    assert.equal((await me(api, await sign(claims))).status, 200);
    const parts = body.access_token.split('.');
    const refused: Record<string, string> = {
      'another secret': await sign(claims, 'HS256', new TextEncoder().encode('x'.repeat(32))),
      HS512: await sign(claims, 'HS512', new TextEncoder().encode(testSecret.padEnd(64, '!'))),
      'HS384 with our secret': await sign(claims, 'HS384', key).catch(() => 'a.b.c'),
      unsigned: new UnsecuredJWT(claims).encode(),
      expired: await sign({ ...claims, iat: now - 7200, exp: now - 3600 }),
      'no expiry': await sign({ ...claims, exp: undefined }),
      'no issue time': await sign({ ...claims, iat: undefined }),
      'no subject': await sign({ ...claims, sub: undefined }),
      'no address': await sign({ ...claims, email: undefined }),
      'an unknown user': await sign({ ...claims, sub: 'user-0000000000000000' }),
      'another address': await sign({ ...claims, email: 'eve@example.org' }),
      'too old': await sign({ ...claims, iat: now - 8 * 24 * 3600, exp: now + 3600 }),
      'another version': await sign({ ...claims, ver: 1 }),
      'a cut signature': `${parts[0]}.${parts[1]}.${parts[2]!.slice(0, -4)}`,
      'no signature': `${parts[0]}.${parts[1]}.`,
      'two parts': `${parts[0]}.${parts[1]}`,
      'a long text': 'x'.repeat(5000),
      'the secret': testSecret,
    };
    for (const [what, token] of Object.entries(refused)) {
      const { status, headers } = await me(api, token);
      assert.equal(status, 401, what);
      assert.equal(headers.get('www-authenticate'), 'Bearer');
    }
    for (const authorization of [
      '',
      'Bearer',
      'Bearer ',
      'Basic YTpi',
      body.access_token,
      `Bearer ${body.access_token} x`,
    ])
      assert.equal(
        (await api.call('GET', '/auth/me', { headers: { authorization } })).status,
        401,
        authorization,
      );
    assert.equal((await api.call('GET', '/auth/me')).status, 401);
    assert.equal((await me(api, body.access_token)).status, 200);
  });

  it('survives a clock that is set back an hour, and one that is a day ahead', async (t) => {
    let shift = 0;
    const api = await openApi(t, { overrides: { clock: () => Date.now() + shift } });
    const { body } = await register(api);
    for (shift of [-3600_000, 24 * 3600_000, 6 * 24 * 3600_000])
      assert.equal((await me(api, body.access_token)).status, 200, String(shift));
    shift = 7 * 24 * 3600_000 + 10_000;
    assert.equal((await me(api, body.access_token)).status, 401);
  });

  it('that began before a restore is refused, also in the second of the restore', async (t) => {
    const secondMs = Math.floor(Date.now() / 1000) * 1000;
    let nowMs = secondMs + 400;
    const api = await openApi(t, { overrides: { clock: () => nowMs, sessionsSinceMs: secondMs + 500 } });
    const before = await register(api);
    assert.equal((await me(api, before.body.access_token)).status, 401);
    nowMs = secondMs + 600;
    const after = await login(api);
    assert.equal((await me(api, after.body.access_token)).status, 200);
  });

  it('of the Python platform, which has no version, holds until the first revocation', async (t) => {
    const api = await openApi(t);
    const { body } = await register(api);
    const now = Math.floor(Date.now() / 1000);
    const old = await new SignJWT({ sub: body.user.id, email: ada.email, iat: now, exp: now + 3600 })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(testSecret));
    assert.equal((await me(api, old)).status, 200);
    assert.equal((await api.call('POST', '/auth/logout', bearer(old))).status, 200);
    assert.equal((await me(api, old)).status, 401);
  });

  it('is over after signing out, at the next request', async (t) => {
    const api = await openApi(t);
    const { body } = await register(api);
    const other = await login(api);
    assert.equal((await api.call('POST', '/auth/logout', bearer(body.access_token))).status, 200);
    assert.equal((await me(api, body.access_token)).status, 401);
    assert.equal((await me(api, other.body.access_token)).status, 401);
    assert.equal((await me(api, (await login(api)).body.access_token)).status, 200);
  });

  it('is ended by a POST without a body, or with an empty one of JSON', async (t) => {
    const api = await openApi(t);
    await register(api);
    for (const more of [{}, { body: '' }, { body: {} }]) {
      const { body } = await login(api);
      assert.equal(
        (await api.call('POST', '/auth/logout', { ...bearer(body.access_token), ...more })).status,
        200,
      );
      assert.equal((await me(api, body.access_token)).status, 401);
    }
    const { body } = await login(api);
    const wrong = await api.call('POST', '/auth/logout', {
      ...bearer(body.access_token),
      body: { all: true },
    });
    assert.equal(wrong.status, 422);
  });

  it('is over after the password was changed, but for the one that changed it', async (t) => {
    const api = await openApi(t);
    const { body } = await register(api);
    const change = (token: string, current_password: string, new_password: string) =>
      api.call<Token>('POST', '/auth/password', {
        ...bearer(token),
        body: { current_password, new_password },
      });
    const wrong = await change(body.access_token, 'not my password', 'a better password');
    assert.equal(wrong.status, 422);
    assert.deepEqual(fieldsOf(wrong.body), ['current_password']);
    assert.equal((await change(body.access_token, ada.password, 'short')).status, 422);
    const { status, body: changed } = await change(body.access_token, ada.password, 'a better password');
    assert.equal(status, 200);
    assert.equal((await me(api, body.access_token)).status, 401);
    assert.equal((await me(api, changed.access_token)).status, 200);
    assert.equal((await login(api)).status, 401);
    assert.equal((await login(api, { ...ada, password: 'a better password' })).status, 200);
  });
});

describe('demo mode', () => {
  const env = { AUTH_ENABLED: 'False', JWT_SECRET_KEY: '' };

  it('has one user, whom everybody is', async (t) => {
    const api = await openApi(t, { env });
    const refused = await register(api);
    assert.equal(refused.status, 400);
    const { status, body } = await login(api, { email: 'any@example.org', password: 'anything' });
    assert.equal(status, 200);
    assert.equal(body.user.id, 'demo-user');
    assert.equal((await api.call('GET', '/auth/me')).body.id, 'demo-user');
    for (const authorization of [`Bearer ${body.access_token}`, 'Bearer junk'])
      assert.equal((await api.call('GET', '/auth/me', { headers: { authorization } })).body.id, 'demo-user');
    assert.equal((await api.call('POST', '/nodes', { body: { name: 'n' } })).body.user_id, 'demo-user');
  });

  it('needs no node key, and keeps events of nodes it knows', async (t) => {
    const api = await openApi(t, { env });
    const event = {
      service: 'ssh',
      source_ip: '203.0.113.9',
      activity: 'x',
      timestamp: '2026-08-21T10:15:30Z',
    };
    assert.equal((await api.call('POST', '/api/honeypot-log', { body: event })).status, 200);
    const node = await api.call('POST', '/nodes', { body: { name: 'n' } });
    const named = await api.call('POST', '/api/honeypot-log', {
      body: { ...event, node_id: node.body.node_id },
    });
    assert.equal(named.status, 200);
    const unknown = await api.call('POST', '/api/honeypot-log', { body: { ...event, node_id: 'node-0' } });
    assert.equal(unknown.status, 404);
    assert.equal((await api.call('GET', '/api/stats')).body.total_attacks, 2);
    assert.equal((await api.call<unknown[]>('GET', '/nodes')).body.length, 2);
  });
});
