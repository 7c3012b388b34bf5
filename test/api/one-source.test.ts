/** One source is one source: for events, searches, suppression and blocks, and for who calls through a proxy. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { forwardedChain } from '../../src/api/http/forwarded.ts';
import { openApi } from '../support/api-client.ts';

describe('guesses of one address in every spelling', () => {
  const groups: Record<string, (n: number) => string> = {
    '198.51.100.31': () => '198.51.100.31',
    '198.51.100.32': (n) => ['198.51.100.32', '::ffff:198.51.100.32', '::ffff:c633:6420'][n % 3] ?? '',
    '198.51.100.33': (n) => `198.51.100.33:${40_000 + n}`,
    '2001:db8:7::1': (n) =>
      ['2001:db8:7::1', '2001:DB8:7:0::1', '[2001:db8:7::1]', '[2001:db8:7::1]:443'][n % 4] ?? '',
  };

  it('are one attacker’s, and found, suppressed and blocked as one', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    type Answer = {
      alert_created: boolean;
      ml_prediction: { risk_score: number };
      event: { source_port?: number };
    };
    const alerts: Record<string, number> = {};
    for (const [address, spell] of Object.entries(groups))
      for (let n = 0; n < 12; n++) {
        const { status, body } = await api.call<Answer>('POST', '/api/honeypot-log', {
          headers: { 'x-node-key': node.key },
          body: {
            timestamp: new Date().toISOString(),
            service: 'ssh',
            activity: 'login failed',
            payload: `root/pw${n}`,
            source_ip: spell(n),
          },
        });
        assert.equal(status, 200);
        alerts[address] =
          (alerts[address] ?? 0) + (body.alert_created || body.ml_prediction.risk_score > 7 ? 1 : 0);
      }
    assert.ok((alerts['198.51.100.31'] ?? 0) > 0);
    for (const address of Object.keys(groups))
      assert.equal(alerts[address], alerts['198.51.100.31'], address);
    const get = async (path: string) =>
      (
        await api.call<{ items: { source_ip: string; incident_id: string }[] }>('GET', path, {
          headers: user.headers,
        })
      ).body;
    assert.equal((await get('/api/incidents')).items.length, Object.keys(groups).length);
    for (const written of ['198.51.100.32', '::ffff:198.51.100.32', '[::ffff:c633:6420]:22']) {
      assert.equal(
        (await get(`/api/events?source=${encodeURIComponent(written)}`)).items.length,
        12,
        written,
      );
      assert.equal(
        (await get(`/api/incidents?source=${encodeURIComponent(written)}`)).items.length,
        1,
        written,
      );
      const profile = await api.call(`GET`, `/api/attacker-profile/${encodeURIComponent(written)}`, {
        headers: user.headers,
      });
      assert.equal(profile.body.total_attacks, 12, written);
    }
    const blocked = await api.call<{ ip_address?: string }>('POST', '/api/block-ip', {
      headers: user.headers,
      body: { ip_address: '198.51.100.33:40000' },
    });
    assert.equal(blocked.status, 200);
    const list = await api.call<{ data: { ip_address: string }[] }>('GET', '/api/blocked-ips', {
      headers: user.headers,
    });
    assert.deepEqual(
      list.body.data.map(({ ip_address }) => ip_address),
      ['198.51.100.33'],
    );
    const rule = await api.call<{ condition: { sources: string[] } }>('POST', '/api/suppressions', {
      headers: user.headers,
      body: { name: 'own scanner', condition: { sources: ['::FFFF:198.51.100.32', '[2001:DB8:7::1]:80'] } },
    });
    assert.deepEqual(rule.body.condition.sources, ['198.51.100.32', '2001:db8:7::1']);
  });
});

describe('what proxies say of the caller', () => {
  const chains: [Record<string, string>, string[] | null][] = [
    [{}, null],
    [{ 'x-forwarded-for': '203.0.113.7' }, ['203.0.113.7']],
    [{ 'x-forwarded-for': '203.0.113.7:51123' }, ['203.0.113.7']],
    [{ 'x-forwarded-for': '[2001:db8:0:200::1]:443' }, ['2001:db8:0:200::1']],
    [{ 'x-forwarded-for': '[2001:DB8:0:200::1]' }, ['2001:db8:0:200::1']],
    [{ 'x-forwarded-for': '::ffff:203.0.113.7, 10.0.0.1:80' }, ['203.0.113.7', '10.0.0.1']],
    [{ 'x-forwarded-for': ' 203.0.113.7 ,, 10.0.0.1' }, ['10.0.0.1']],
    [{ 'x-forwarded-for': '203.0.113.7, unknown, 10.0.0.1' }, ['10.0.0.1']],
    [{ 'x-forwarded-for': 'garbage' }, []],
    [{ forwarded: 'for=192.0.2.43' }, ['192.0.2.43']],
    [{ forwarded: 'For="[2001:db8:cafe::17]:4711";proto=https' }, ['2001:db8:cafe::17']],
    [
      { forwarded: 'for=192.0.2.43, for="198.51.100.17:80";by=203.0.113.60' },
      ['192.0.2.43', '198.51.100.17'],
    ],
    [{ forwarded: 'proto=http;for=192.0.2.60' }, ['192.0.2.60']],
    [{ forwarded: 'for=_hidden, for=192.0.2.60' }, ['192.0.2.60']],
    [{ forwarded: 'for=unknown' }, []],
    [{ forwarded: 'for="192.0.2.43:47011' }, []],
    [{ 'x-forwarded-for': '203.0.113.7', forwarded: 'for=192.0.2.43' }, ['203.0.113.7']],
  ];
  for (const [headers, chain] of chains)
    it(`${JSON.stringify(headers)} names ${JSON.stringify(chain)}`, () => {
      assert.deepEqual(forwardedChain(headers), chain);
    });

  it('is read in time that grows with the header', { timeout: 30_000 }, () => {
    for (const unit of ['for=', 'for="', ',', ';', '"\\', 'for=a;', '1.2.3.4,'])
      forwardedChain({ forwarded: unit.repeat(100_000), 'x-forwarded-for': unit.repeat(100_000) });
  });

  const spellings: [string, (address: string, port: number) => [string, string]][] = [
    ['an address and a port', (address, port) => ['x-forwarded-for', `${address}:${port}`]],
    [
      'brackets and a port',
      (address, port) => ['x-forwarded-for', `[2001:db8:0:${address.split('.')[3]}::1]:${port}`],
    ],
    ['brackets', (address) => ['x-forwarded-for', `[2001:db8:0:${address.split('.')[3]}::1]`]],
    ['Forwarded', (address, port) => ['forwarded', `for="${address}:${port}";proto=https`]],
  ];
  for (const [name, spell] of spellings)
    it(`keeps callers apart, so that nobody is locked out by another: ${name}`, async (t) => {
      const api = await openApi(t, { env: { TRUST_PROXY: '127.0.0.1' } });
      const owner = { email: 'ada@example.org', password: 'correct horse battery' };
      const from = async (address: string, port: number, path: string, body: object) =>
        (await api.call('POST', path, { headers: Object.fromEntries([spell(address, port)]), body })).status;
      assert.equal(await from('203.0.113.200', 51_123, '/auth/register', owner), 200);
      assert.equal(await from('203.0.113.200', 51_124, '/auth/login', owner), 200);
      const guesses: number[] = [];
      for (let n = 0; n < 8; n++)
        guesses.push(
          await from('203.0.113.7', 50_000 + n, '/auth/login', { ...owner, password: 'a wrong guess' }),
        );
      assert.deepEqual(guesses, [401, 401, 401, 401, 401, 429, 429, 429]);
      assert.equal(await from('203.0.113.200', 51_125, '/auth/login', owner), 200);
      const signedIn = await api.call<{ access_token: string }>('POST', '/auth/login', {
        headers: Object.fromEntries([spell('203.0.113.200', 51_126)]),
        body: owner,
      });
      const audit = await api.call<{ items: { data: { address: string } }[] }>('GET', '/api/audit', {
        headers: { authorization: `Bearer ${signedIn.body.access_token}` },
      });
      const address = name.startsWith('brackets') ? '2001:db8:0:200::1' : '203.0.113.200';
      assert.ok(audit.body.items.every(({ data }) => data.address === address));
    });
});
