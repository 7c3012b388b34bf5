import assert from 'node:assert/strict';
import { after, describe, it, type TestContext } from 'node:test';
import { limits } from '../../src/api/auth/throttle.ts';
import { issueWelcome } from '../../src/cases/welcome.ts';
import { localParts } from '../../src/cli/local-parts.ts';
import { fieldsOf, openApi } from '../support/api-client.ts';
import { startMongo } from '../support/mongo-server.ts';

const mongo = await startMongo();
after(() => mongo?.close());

type Token = { access_token: string };

async function open(t: TestContext, env: Record<string, string> = {}) {
  let nowMs = Date.parse('2026-11-25T12:00:00Z');
  const api = await openApi(t, { env, overrides: { clock: () => nowMs } });
  const user = await api.createUser('owner@example.org');
  const now = (): string => new Date(nowMs).toISOString();
  return {
    api,
    user,
    pass: (ms: number) => {
      nowMs += ms;
    },
    issue: () => issueWelcome({ ...localParts, now, store: api.store }, user),
    enter: (secret: string) => api.call<Token>('POST', '/auth/welcome', { body: { secret } }),
    choose: (token: string, new_password: string) =>
      api.call<Token>('POST', '/auth/first-password', {
        headers: { authorization: `Bearer ${token}` },
        body: { new_password },
      }),
  };
}

for (const kind of ['sqlite', 'mongo'] as const)
  describe(`a one-time address on ${kind}`, { skip: kind === 'mongo' && mongo === null }, () => {
    const env = (): Record<string, string> =>
      kind === 'mongo' ? { MONGODB_URI: mongo!.uri, DATABASE_NAME: mongo!.newDatabase() } : {};

    it('signs in once, ends other sessions, and lets a password be chosen once', async (t) => {
      const { api, user, issue, enter, choose } = await open(t, env());
      const secret = await issue();
      const answers = await Promise.all([1, 2, 3, 4].map(() => enter(secret)));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401, 401]);
      const { access_token } = answers.find(({ status }) => status === 200)!.body;
      assert.equal((await api.call('GET', '/auth/me', { headers: user.headers })).status, 401);
      const short = await choose(access_token, 'short');
      assert.equal(short.status, 422);
      assert.deepEqual(fieldsOf(short.body), ['new_password']);
      const chosen = await choose(access_token, 'a new long password');
      assert.equal(chosen.status, 200);
      assert.equal((await choose(access_token, 'again and again')).status, 401, 'that session is over');
      assert.equal((await choose(chosen.body.access_token, 'again and again')).status, 403);
      const signIn = (password: string) =>
        api.call<Token>('POST', '/auth/login', { body: { email: user.email, password } });
      assert.equal((await signIn(user.password)).status, 401);
      const signedIn = await signIn('a new long password');
      assert.equal(signedIn.status, 200);
      const audit = await api.call<{ items: { kind: string; data: { path: string } }[] }>(
        'GET',
        '/api/audit',
        {
          headers: { authorization: `Bearer ${signedIn.body.access_token}` },
        },
      );
      assert.ok(audit.body.items.some(({ data }) => data.path === '/auth/welcome'));
    });

    it('is worth nothing after ten minutes, after a newer one, and for anybody else', async (t) => {
      const { api, user, pass, issue, enter, choose } = await open(t, env());
      const old = await issue();
      pass(10 * 60_000);
      assert.equal((await enter(old)).status, 401);
      const first = await issue();
      const second = await issue();
      assert.equal((await enter(first)).status, 401);
      for (const secret of ['x', 'A'.repeat(43), '\u202e', 'a'.repeat(101)])
        assert.ok([401, 422].includes((await enter(secret)).status));
      assert.equal((await choose(user.token, 'not allowed so')).status, 403);
      const key = await api.call<{ key: string }>('POST', '/api/keys', {
        headers: user.headers,
        body: { name: 'k', scopes: ['admin'] },
      });
      const { access_token } = (await enter(second)).body;
      assert.equal((await choose(key.body.key, 'not allowed so')).status, 403);
      const stranger = await api.createUser();
      assert.equal((await choose(stranger.token, 'not allowed so')).status, 403);
      assert.equal((await choose(access_token, 'allowed like this')).status, 200);
    });
  });

describe('one-time addresses', () => {
  it('cannot be tried without end', async (t) => {
    const { enter } = await open(t);
    for (let n = 0; n < limits.welcomesPerNetwork; n++)
      assert.equal((await enter('A'.repeat(43))).status, 401);
    assert.equal((await enter('A'.repeat(43))).status, 429);
  });

  it('are not there in demo mode', async (t) => {
    const api = await openApi(t, { env: { AUTH_ENABLED: 'False' } });
    assert.equal((await api.call('POST', '/auth/welcome', { body: { secret: 'x' } })).status, 400);
    assert.equal(
      (await api.call('POST', '/auth/first-password', { body: { new_password: 'long enough' } })).status,
      400,
    );
  });
});
