/** Strangers must not lock people out, and what was revoked must stay revoked, with what came of it. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import bcrypt from 'bcrypt';
import { createLines } from '../../src/api/auth/sign-in-lines.ts';
import { endKeys, removeAccount, setAccountState } from '../../src/cases/account-states.ts';
import { findAccount } from '../../src/cases/accounts.ts';
import { localParts } from '../../src/cli/local-parts.ts';
import { honeypotLog, openApi } from '../support/api-client.ts';

const password = 'correct horse battery';

describe('ninety strangers who try to sign in without a pause', () => {
  it('lock the owner out neither of a known place, nor of a new one, nor of changing the password', async (t) => {
    const checked: string[] = [];
    const release: (() => void)[] = [];
    t.mock.method(bcrypt, 'compare', async (given: string) => {
      checked.push(given);
      await new Promise<void>((resolve) => release.push(resolve));
      return given.startsWith(password);
    });
    const api = await openApi(t, { env: { TRUST_PROXY: '127.0.0.1' } });
    const from = async (ip: string, path: string, body: object, headers: Record<string, string> = {}) =>
      (await api.call('POST', path, { headers: { 'x-forwarded-for': ip, ...headers }, body })).status;
    const email = 'ada@example.org';
    /** Lets one check after another end until `answer` is there. */
    const until = async <T>(answer: Promise<T>): Promise<T> => {
      const clock = setInterval(() => release.shift()?.(), 3);
      return answer.finally(() => clearInterval(clock));
    };
    await from('192.0.2.1', '/auth/register', { email, password });
    const signedIn = await until(
      api.call<{ access_token: string }>('POST', '/auth/login', {
        headers: { 'x-forwarded-for': '192.0.2.1' },
        body: { email, password },
      }),
    );
    assert.equal(signedIn.status, 200);
    const authorization = `Bearer ${signedIn.body.access_token}`;

    let isOver = false;
    let refused = 0;
    const strangers = Array.from({ length: 90 }, async (_, n) => {
      for (let tries = 0; !isOver; tries++) {
        // Names that nobody has, from ten providers: each a first try as long as its network has any left.
        const ip = `198.51.${n % 10}.${n}`;
        const status = await from(ip, '/auth/login', {
          email: `s${n}-${tries}@example.org`,
          password: 'a guess',
        });
        if (status === 503) refused++;
        if (status === 429) return;
      }
    });
    const clock = setInterval(() => release.shift()?.(), 3);
    while (refused === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const checkedBefore = checked.length;
    const [known, fresh, changed] = await Promise.all([
      from('192.0.2.1', '/auth/login', { email, password: `${password}` }),
      from('203.0.113.77', '/auth/login', { email, password: `${password}` }),
      from(
        '203.0.113.99',
        '/auth/password',
        { current_password: password, new_password: 'another good password' },
        { authorization },
      ),
    ]);
    assert.deepEqual([known, fresh, changed], [200, 200, 200]);
    // Not after all the strangers: they were taken before them.
    assert.ok(checked.length - checkedBefore < 60, String(checked.length - checkedBefore));
    isOver = true;
    await Promise.all(strangers);
    clearInterval(clock);
  });

  it('fill only their own line, and cannot hold all its places', async () => {
    const lines = createLines({ parallel: 1 });
    let open = (): void => undefined;
    const held = lines.run('rest', '', () => new Promise<void>((resolve) => (open = resolve)));
    const outcomes: Promise<string>[] = [];
    for (let n = 0; n < 200; n++)
      outcomes.push(lines.run('rest', `s${n}`, async () => 'checked').catch((error) => error.code as string));
    let wins = 0;
    const owner = lines.run('rest', 'owner', async () => void wins++);
    const signed = lines.run('signed', 'owner', async () => {
      assert.equal(wins, 0);
      return 'first';
    });
    open();
    await held;
    assert.equal(await signed, 'first');
    await owner;
    assert.equal(wins, 1);
    const answers = await Promise.all(outcomes);
    assert.equal(answers.filter((one) => one === 'checked').length, 63);
    // Who of one account and network comes in crowds waits for nobody else's place.
    const again = lines.run('rest', '', () => new Promise<void>((resolve) => (open = resolve)));
    const crowd = Array.from({ length: 20 }, () =>
      lines.run('rest', 'same', async () => 'checked').catch((error) => error.code as string),
    );
    open();
    await again;
    assert.equal((await Promise.all(crowd)).filter((one) => one === 'checked').length, 4);
  });
});

describe('two who change a password at once', () => {
  it('are told apart: one succeeds, and the other does not undo it', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const change = async (new_password: string) =>
      (
        await api.call('POST', '/auth/password', {
          headers: user.headers,
          body: { current_password: user.password, new_password },
        })
      ).status;
    const statuses = await Promise.all([change('the first password'), change('the second password')]);
    assert.deepEqual(statuses.toSorted(), [200, 409]);
    const winner = statuses[0] === 200 ? 'the first password' : 'the second password';
    const signIn = async (given: string) =>
      (await api.call('POST', '/auth/login', { body: { email: user.email, password: given } })).status;
    assert.equal(await signIn(winner), 200);
    assert.equal((await api.store.userById(user.id))?.token_version, 1);
  });
});

/** What a key with the scope admin makes. */
async function withKey(t: TestContext) {
  const api = await openApi(t);
  const user = await api.createUser();
  const make = async <T>(path: string, body: object, headers: Record<string, string> = user.headers) => {
    const answer = await api.call<T>('POST', path, { headers, body });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  };
  const { key, api_key } = await make<{ key: string; api_key: { id: string } }>('/api/keys', {
    name: 'leaked',
    scopes: ['admin'],
  });
  const asKey = { 'x-api-key': key };
  const node = await make<{ node_id: string; api_key: string }>('/nodes', { name: 'planted' }, asKey);
  const feed = await make<{ path: string }>('/api/block-feeds', { name: 'spying' }, asKey);
  const own = await make<{ node_id: string; api_key: string }>('/nodes', { name: 'mine' });
  const send = async (nodeKey: string) =>
    (await api.call('POST', '/api/honeypot-log', { headers: { 'x-node-key': nodeKey }, body: honeypotLog }))
      .status;
  const pull = async () => (await api.call('GET', feed.path)).status;
  return { api, user, make, asKey, keyId: api_key.id, node, own, send, pull };
}

describe('an API key that leaked', () => {
  it('is revoked with what was made with it, or without: its owner sees it and decides', async (t) => {
    const { api, user, keyId, node, own, send, pull, asKey } = await withKey(t);
    const made = await api.call<{ kind: string; name: string }[]>('GET', `/api/keys/${keyId}/made`, {
      headers: user.headers,
    });
    assert.deepEqual(
      made.body.map(({ kind, name }) => `${kind} ${name}`),
      ['node planted', 'feed spying'],
    );
    const kept = await api.call<{ kept: object[]; revoked: object[] }>('DELETE', `/api/keys/${keyId}`, {
      headers: user.headers,
    });
    assert.deepEqual([kept.body.kept.length, kept.body.revoked.length], [2, 0]);
    assert.deepEqual([await send(node.api_key), await pull()], [200, 200]);
    assert.equal((await api.call('GET', '/nodes', { headers: asKey })).status, 401);
    assert.equal((await api.call('GET', `/api/keys/${keyId}/made`, { headers: user.headers })).status, 200);
    const second = await withKey(t);
    const gone = await second.api.call<{ kept: object[]; revoked: object[] }>(
      'DELETE',
      `/api/keys/${second.keyId}?made=revoke`,
      { headers: second.user.headers },
    );
    assert.deepEqual([gone.body.kept.length, gone.body.revoked.length], [0, 2]);
    assert.deepEqual([await second.send(second.node.api_key), await second.pull()], [403, 404]);
    assert.deepEqual([await second.send(second.own.api_key), await send(own.api_key)], [200, 200]);
  });
});

describe('an account that is suspended', () => {
  it('is refused everything at once, and is let in again without its old sessions', async (t) => {
    const time = { now: Date.now() };
    const api = await openApi(t, { overrides: { clock: () => time.now } });
    const user = await api.createUser();
    const node = await api.createNode(user);
    const made = await api.call<{ key: string }>('POST', '/api/keys', {
      headers: user.headers,
      body: { name: 'k', scopes: ['read'] },
    });
    const feed = await api.call<{ path: string }>('POST', '/api/block-feeds', {
      headers: user.headers,
      body: { name: 'f' },
    });
    const seen = async () => ({
      session: (await api.call('GET', '/nodes', { headers: user.headers })).status,
      key: (await api.call('GET', '/nodes', { headers: { 'x-api-key': made.body.key } })).status,
      event: (await api.call('POST', '/api/honeypot-log', { headers: node.headers, body: honeypotLog }))
        .status,
      feed: (await api.call('GET', feed.body.path)).status,
      signIn: (
        await api.call('POST', '/auth/login', { body: { email: user.email, password: user.password } })
      ).status,
    });
    const all = { session: 200, key: 200, event: 200, feed: 200, signIn: 200 };
    assert.deepEqual(await seen(), all);
    const account = async () => (await findAccount(api.store, user.email))!;
    await setAccountState({ ...localParts, store: api.store }, await account(), 'suspended');
    time.now += 2000;
    assert.deepEqual(await seen(), { session: 401, key: 401, event: 403, feed: 404, signIn: 403 });
    await setAccountState({ ...localParts, store: api.store }, await account(), 'active');
    time.now += 2000;
    assert.deepEqual(await seen(), { ...all, session: 401 });
    assert.equal(await endKeys(api, user.id), 1);
    assert.equal((await seen()).key, 401);
    const removed = await removeAccount({ ...localParts, store: api.store }, await account());
    assert.equal(removed.nodes, 1);
    time.now += 2000;
    assert.deepEqual(await seen(), { session: 401, key: 401, event: 403, feed: 404, signIn: 401 });
  });
});

describe('a rule that could hide the worst', () => {
  it('requires an administrator and has an end', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const { body } = await api.call<{ key: string }>('POST', '/api/keys', {
      headers: user.headers,
      body: { name: 'analyst', scopes: ['triage'] },
    });
    const triage = { 'x-api-key': body.key };
    const make = (condition: object, more: object = {}, headers: Record<string, string> = triage) =>
      api.call<{ id: string; expires_at: string | null }>('POST', '/api/suppressions', {
        headers,
        body: { name: 'rule', condition, ...more },
      });
    const wide = [
      { sources: ['203.0.113.9'] },
      { max_risk: 8 },
      { text: 'x', max_risk: 8 },
      { nodes: ['n'], max_risk: 9 },
    ];
    for (const condition of wide) {
      assert.equal((await make(condition)).status, 403, JSON.stringify(condition));
      assert.equal((await make(condition, { expires_at: null }, user.headers)).status, 422);
      const { status, body: rule } = await make(condition, {}, user.headers);
      assert.equal(status, 200);
      assert.ok(rule.expires_at !== null);
    }
    const narrow = await make({ networks: ['203.0.113.0/24'], max_risk: 8 }, { expires_at: null });
    assert.deepEqual([narrow.status, narrow.body.expires_at], [200, null]);
    const widen = (headers: Record<string, string>, change: object) =>
      api.call('PATCH', `/api/suppressions/${narrow.body.id}`, { headers, body: change });
    assert.equal((await widen(triage, { condition: { text: 'x' } })).status, 403);
    assert.equal((await widen(user.headers, { condition: { text: 'x' }, expires_at: null })).status, 422);
    const widened = await widen(user.headers, { condition: { text: 'x' } });
    assert.equal(widened.status, 200);
    assert.ok(widened.body.expires_at !== null);
    assert.equal((await widen(triage, { enabled: false })).status, 200);
    assert.equal((await widen(triage, { enabled: true })).status, 403);
    assert.equal((await widen(user.headers, { expires_at: null })).status, 422);
  });
});
