import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createPlace, enter, startUp, stop } from '../support/command-line.ts';

async function signIn(address: string, email: string, password: string): Promise<Response> {
  return await fetch(`${address}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
}
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('decoyverse up', () => {
  it('prints one address that signs the owner in once to choose a password, and then none', async (t) => {
    const place = createPlace(t);
    const first = await startUp(place);
    await first.saw(new RegExp(`^  ${first.address}/console/welcome#[\\w-]{43}$`, 'm'));
    const { email, password } = await enter(first);
    await assert.rejects(enter(first), /\/auth\/welcome answered 401/);
    const signedIn = await signIn(first.address, email, password);
    assert.equal(signedIn.status, 200);
    assert.equal((await fetch(`${first.address}/docs`)).status, 200);
    const end = await stop(first);
    assert.equal(end.code, 0);
    assert.equal(end.stderr, '');
    assert.doesNotMatch(end.stdout, /password +\S+$/m, 'no password is printed');

    const second = await startUp(place);
    assert.equal((await signIn(second.address, email, password)).status, 200);
    const { code, stdout } = await stop(second);
    assert.equal(code, 0);
    assert.doesNotMatch(stdout, /password|welcome/);
    assert.match(stdout, /Sign in at http:\S+\/console\//);
  });

  it('prints a new address while nobody has chosen a password; the older one is worth nothing', async (t) => {
    const place = createPlace(t);
    const first = await startUp(place);
    const [, old = ''] = await first.saw(/welcome#(\S+)/);
    await stop(first);
    const second = await startUp(place);
    const [, secret = ''] = await second.saw(/welcome#(\S+)/);
    assert.notEqual(secret, old);
    const open = (one: string) =>
      fetch(`${second.address}/auth/welcome`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ secret: one }),
      });
    assert.equal((await open(old)).status, 401);
    const asked = await place.run(['user', 'welcome', 'Owner@decoyverse.local', '--json']);
    assert.equal(asked.code, 0, asked.stderr);
    const { address } = JSON.parse(asked.stdout) as { address: string };
    assert.equal((await open(secret)).status, 401, 'a newer address replaces it');
    assert.equal((await open(address.split('#')[1] ?? '')).status, 200);
    const unknown = await place.run(['user', 'welcome', 'eve@example.org']);
    assert.equal(unknown.code, 1);
    await stop(second);
  });

  it('keeps its secret and its data to its owner, and its door closed', async (t) => {
    const place = createPlace(t);
    const up = await startUp(place, ['--email', 'Ada@Example.org']);
    await up.saw(/e-mail\s+ada@example\.org/);
    assert.match(up.address, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(mode(place.dataDir), '700');
    assert.equal(mode(join(place.dataDir, 'jwt-secret')), '600');
    assert.equal(mode(join(place.dataDir, 'control.sock')), '600');
    assert.ok(readFileSync(join(place.dataDir, 'jwt-secret'), 'utf8').trim().length >= 43);
    const register = await fetch(`${up.address}/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'stranger@example.org', password: 'long enough' }),
    });
    assert.equal(register.status, 403);
    assert.equal((await fetch(`${up.address}/nodes`)).status, 401);
    await stop(up);
  });

  it('with --demo has something to see, and plays it once', async (t) => {
    const place = createPlace(t);
    const up = await startUp(place, ['--demo']);
    await up.saw(/demo\s+20 events of a scripted attack sent/);
    const { token } = await enter(up);
    const get = async (path: string) =>
      await (await fetch(up.address + path, { headers: { authorization: `Bearer ${token}` } })).json();
    const stats = (await get('/api/stats')) as { total_attacks: number; active_alerts: number };
    assert.equal(stats.total_attacks, 20);
    assert.ok(stats.active_alerts >= 3, JSON.stringify(stats));
    const alerts = (await get('/api/alerts')) as { source_ip: string; attack_type: string }[];
    assert.ok(alerts.some(({ source_ip }) => source_ip === '203.0.113.66'));
    assert.ok(alerts.some(({ source_ip }) => source_ip === 'fin-laptop-07'));
    assert.ok(!alerts.some(({ source_ip }) => source_ip === '198.51.100.23'), 'a passer-by is no alert');
    await stop(up);
    const again = await startUp(place, ['--demo']);
    await again.saw(/the scripted attack was already sent/);
    await stop(again);
  });

  it('says what to do where the port is taken, the data are in use, or the settings are wrong', async (t) => {
    const place = createPlace(t);
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    t.after(() => taken.close());
    const { port } = taken.address() as { port: number };
    const busy = await place.run(['up'], { env: { PORT: String(port) } });
    assert.equal(busy.code, 1);
    assert.match(busy.stderr, /^error: Port \d+ of 127\.0\.0\.1 is in use.*\nhint: .+\n$/);
    assert.doesNotMatch(busy.stdout, /password/);

    const up = await startUp(place);
    const second = await place.run(['up']);
    assert.equal(second.code, 1);
    assert.match(second.stderr, /^error: The database .* is in use by process \d+.*\nhint: .+\n$/);
    await stop(up);

    const open = await place.run(['up'], { env: { AUTH_ENABLED: 'False' } });
    assert.equal(open.code, 1);
    assert.match(open.stderr, /hint: .*decoyverse serve/);
    const wrong = await place.run(['up'], { env: { ALERT_RISK_THRESHOLD: 'x', LOG_LEVEL: 'loud' } });
    assert.equal(wrong.code, 1);
    assert.equal(wrong.stderr.match(/^error: /gm)?.length, 2);
  });
});

describe('decoyverse up, told to stop', () => {
  it('ends although somebody holds its door open and says nothing, or half of a call', async (t) => {
    const place = createPlace(t);
    const up = await startUp(place);
    for (const said of ['', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n{']) {
      const socket = connect(join(place.dataDir, 'control.sock'));
      t.after(() => socket.destroy());
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(said);
    }
    assert.equal((await stop(up)).code, 0);
  });
});

describe('decoyverse serve', () => {
  it('refuses to start without a secret, and says how to make one', async (t) => {
    const { code, stderr } = await createPlace(t).run(['serve']);
    assert.equal(code, 1);
    assert.match(stderr, /^error: JWT_SECRET_KEY is required: .*openssl rand.*\nhint: .+\n$/);
  });

  it('names all mistakes at once and no value', async (t) => {
    const { code, stderr } = await createPlace(t).run(['serve'], {
      env: { JWT_SECRET_KEY: 'tooshort', PORT: 'secretport', MONGODB_URI: 'redis://u:p4ss@h' },
    });
    assert.equal(code, 1);
    for (const name of ['JWT_SECRET_KEY', 'PORT', 'MONGODB_URI'])
      assert.match(stderr, new RegExp(`^error: ${name} `, 'm'));
    assert.doesNotMatch(stderr, /tooshort|secretport|p4ss/);
  });

  it('runs with a secret, or as a demo without one, and stops when told', async (t) => {
    const ways: Record<string, string>[] = [
      { JWT_SECRET_KEY: 'x'.repeat(16) + 'y'.repeat(16) },
      { AUTH_ENABLED: 'False' },
    ];
    for (const env of ways) {
      const place = createPlace(t);
      const server = place.start(['serve'], { ...env, LOG_LEVEL: 'silent' });
      const [, address = ''] = await server.saw(/listening on (http:\/\/\S+)/);
      assert.equal((await fetch(`${address}/api/health`)).status, 200);
      assert.equal((await fetch(`${address}/nodes`)).status, 'AUTH_ENABLED' in env ? 200 : 401);
      const end = await stop(server);
      assert.equal(end.code, 0);
      assert.equal(/warning: demo mode/.test(end.stderr), 'AUTH_ENABLED' in env);
    }
  });
});
