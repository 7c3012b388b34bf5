import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import bcrypt from 'bcrypt';
import { clientNetworkOf } from '../../src/api/auth/client-network.ts';
import { allowance, limits } from '../../src/api/auth/throttle.ts';
import { type Api, openApi } from '../support/api-client.ts';

const password = 'correct horse battery';
const minuteMs = 60_000;

/** A server that believes who its proxy says is calling, and whose clock the test holds. */
async function open(t: Parameters<typeof openApi>[0]) {
  const time = { now: Date.parse('2026-11-01T00:00:00Z') };
  const api = await openApi(t, { env: { TRUST_PROXY: '127.0.0.1' }, overrides: { clock: () => time.now } });
  const from = async (ip: string, body: object, path = '/auth/login') => {
    const answer = await api.call<{ access_token?: string }>('POST', path, {
      headers: { 'x-forwarded-for': ip },
      body,
    });
    const retry = Number(answer.headers.get('retry-after') ?? 0);
    assert.equal(answer.status === 429 || answer.status === 503, retry > 0);
    return { status: answer.status, retry };
  };
  const guess = (ip: string, email = 'ada@example.org') => from(ip, { email, password: 'a wrong guess' });
  const right = (ip: string, email = 'ada@example.org') => from(ip, { email, password });
  await from('192.0.2.1', { email: 'ada@example.org', password }, '/auth/register');
  return { api, time, from, guess, right };
}

describe('signing in', () => {
  it('is slowed down for who guesses, more with each try, and the wait is told', async (t) => {
    const { time, guess, right } = await open(t);
    for (let n = 0; n < limits.freeAttempts; n++) assert.equal((await guess('198.51.100.1')).status, 401);
    const first = await guess('198.51.100.1');
    assert.deepEqual(first, { status: 429, retry: limits.firstWaitMs / 1000 });
    assert.equal((await right('198.51.100.1')).status, 429);
    const waits: number[] = [];
    for (let n = 0; n < 4; n++) {
      const { retry } = await guess('198.51.100.1');
      waits.push(retry);
      time.now += retry * 1000;
      assert.equal((await guess('198.51.100.1')).status, 401);
    }
    assert.deepEqual(waits, [5, 5, 10, 20]);
    time.now += limits.pairMs;
    assert.equal((await right('198.51.100.1')).status, 200);
  });

  it('is not made longer by impatience', async (t) => {
    const { guess } = await open(t);
    for (let n = 0; n < limits.freeAttempts; n++) await guess('198.51.100.1');
    for (let n = 0; n < 50; n++) assert.equal((await guess('198.51.100.1')).retry, limits.firstWaitMs / 1000);
  });

  it('of a thousand at once is slowed down as well', async (t) => {
    const { guess } = await open(t);
    const answers = await Promise.all(Array.from({ length: 200 }, () => guess('198.51.100.1')));
    assert.equal(answers.filter(({ status }) => status === 401).length, limits.freeAttempts);
    assert.equal(answers.filter(({ status }) => status === 429).length, 200 - limits.freeAttempts);
  });

  it('lets the owner in where they have been before while strangers fill the line', async (t) => {
    const looked: string[] = [];
    const release: (() => void)[] = [];
    t.mock.method(bcrypt, 'compare', async (given: string) => {
      looked.push(given);
      await new Promise<void>((resolve) => release.push(resolve));
      return given === password;
    });
    const { guess, right } = await open(t);
    /** Lets one password check after another be done until `answer` is there. */
    const until = async <T>(answer: Promise<T>): Promise<T> => {
      const clock = setInterval(() => release.shift()?.(), 5);
      return answer.finally(() => clearInterval(clock));
    };
    assert.equal((await until(right('192.0.2.1'))).status, 200);
    looked.length = 0;
    const full = Promise.withResolvers<void>();
    const strangers = Array.from({ length: 80 }, async (_, n) => {
      if ((await guess(`10.0.${n}.1`, `s${n}@example.org`)).status === 503) full.resolve();
    });
    await full.promise;
    assert.equal((await until(right('192.0.2.1'))).status, 200);
    // In one line with them they would be refused, or wait for all of them.
    assert.ok(looked.indexOf(password) < 40, `${looked.indexOf(password)} before them`);
    await until(Promise.all(strangers));
  });

  it('counts all addresses of an IPv6 network as one network, however they are written', async (t) => {
    const { guess } = await open(t);
    for (let n = 0; n < limits.freeAttempts; n++)
      assert.equal((await guess(`2001:db8:1:2::${n}`)).status, 401);
    assert.equal((await guess('2001:db8:1:2:ffff:ffff:ffff:ffff')).status, 429);
    assert.equal((await guess('2001:0db8:0001:0002::1')).status, 429);
    assert.equal((await guess('2001:db8:1:3::1')).status, 401);
    for (let n = 0; n < limits.freeAttempts; n++) await guess('203.0.113.77');
    assert.equal((await guess('::ffff:203.0.113.77')).status, 429);
  });

  it('lets the owner in from where they were before, while strangers try from everywhere', async (t) => {
    const { right, guess } = await open(t);
    assert.equal((await right('192.0.2.1')).status, 200);
    for (let n = 0; n < 300; n++) await guess(`2001:db8:${n.toString(16)}::1`);
    assert.equal((await right('192.0.2.1')).status, 200);
  });

  it('lets the owner in at their first attempt from a new network, while strangers try from everywhere', async (t) => {
    const { right, guess } = await open(t);
    for (let n = 0; n < 300; n++) await guess(`2001:db8:${n.toString(16)}::1`);
    assert.equal((await right('192.0.2.99')).status, 200);
    assert.equal((await right('2001:db8:ffff::1')).status, 200);
  });

  it('gives networks that an account never signed in from one attempt only while it is under attack', async (t) => {
    const { time, guess, right } = await open(t);
    for (let n = 0; n < limits.strangersFailures; n++)
      assert.equal((await guess(`2001:db8:${n.toString(16)}::1`)).status, 401);
    assert.equal((await guess('198.51.100.9')).status, 401);
    assert.equal((await guess('198.51.100.9')).status, 429);
    time.now += limits.accountMs + limits.pairMs;
    for (let n = 0; n < limits.freeAttempts; n++) assert.equal((await guess('198.51.100.9')).status, 401);
    assert.equal((await right('192.0.2.1')).status, 200);
  });

  it('is bounded for a network over all accounts, known or not, but not for those who live there', async (t) => {
    const { from, guess, right } = await open(t);
    assert.equal((await right('198.51.100.1')).status, 200);
    let refused = 0;
    for (let n = 0; n < 120; n++)
      if ((await guess('198.51.100.1', `user${n}@example.org`)).status === 429) refused++;
    assert.equal(refused, 120 + 1 - limits.attemptsPerNetwork);
    assert.equal((await right('198.51.100.1')).status, 200);
    assert.equal((await from('198.51.100.1', { email: 'new@example.org', password })).status, 429);
  });

  it('looks alike for accounts that are not there', async (t) => {
    const { guess } = await open(t);
    const seen = [];
    for (const email of ['ada@example.org', 'nobody@example.org']) {
      const statuses = [];
      for (let n = 0; n < limits.freeAttempts + 2; n++) statuses.push(await guess('198.51.100.5', email));
      seen.push(statuses);
    }
    assert.deepEqual(seen[0], seen[1]);
  });

  it('counts changing the password along: a stolen token guesses no faster', async (t) => {
    const api: Api = await openApi(t);
    const user = await api.createUser();
    const change = async () =>
      (
        await api.call('POST', '/auth/password', {
          headers: user.headers,
          body: { current_password: 'a wrong guess', new_password: 'another password' },
        })
      ).status;
    for (let n = 0; n < limits.freeAttempts; n++) assert.equal(await change(), 422);
    assert.equal(await change(), 429);
  });
});

describe('registering', () => {
  it('is bounded for a network', async (t) => {
    const { from } = await open(t);
    const register = (ip: string, n: number) =>
      from(ip, { email: `n${n}@example.org`, password }, '/auth/register');
    for (let n = 0; n < limits.registrationsPerNetwork; n++)
      assert.equal((await register('198.51.100.1', n)).status, 200);
    assert.equal((await register('198.51.100.1', limits.registrationsPerNetwork)).status, 429);
    assert.equal((await register('198.51.100.2', limits.registrationsPerNetwork)).status, 200);
  });
});

describe('a caller who says where they come from', () => {
  it('is not believed without a proxy that the operator named', async (t) => {
    const api = await openApi(t);
    const guess = async (ip: string) =>
      (
        await api.call('POST', '/auth/login', {
          headers: { 'x-forwarded-for': ip, 'x-real-ip': ip, forwarded: `for=${ip}` },
          body: { email: 'ada@example.org', password },
        })
      ).status;
    for (let n = 0; n < limits.freeAttempts; n++) assert.equal(await guess(`198.51.100.${n}`), 401);
    assert.equal(await guess('198.51.100.99'), 429);
  });
});

describe('a client network', () => {
  it('is an address, or the network of 64 bits of one', () => {
    assert.equal(clientNetworkOf('203.0.113.9'), '203.0.113.9');
    assert.equal(clientNetworkOf('::ffff:203.0.113.9'), '203.0.113.9');
    assert.equal(clientNetworkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
    assert.equal(clientNetworkOf('::1'), '::/64');
    assert.equal(clientNetworkOf('fe80::1%eth0'), 'fe80::/64');
    assert.equal(clientNetworkOf('203.0.113.0/24'), 'unknown');
    assert.equal(clientNetworkOf('not an address'), 'unknown');
  });
});

describe('an allowance', () => {
  it('grows by one attempt each time the wait has doubled', () => {
    assert.deepEqual(allowance(5, 0), { attempts: 5, nextMs: 5000 });
    assert.deepEqual(allowance(5, 5000), { attempts: 6, nextMs: 10_000 });
    assert.deepEqual(allowance(5, 39_999), { attempts: 8, nextMs: 40_000 });
    assert.deepEqual(allowance(1, 14 * minuteMs).nextMs, limits.pairMs);
  });
});
