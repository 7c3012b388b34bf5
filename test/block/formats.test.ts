import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formats } from '../../src/block/index.ts';
import { block, formatContract, some } from '../support/block-contract.ts';

for (const format of formats) describe(`the block list as ${format.name}`, () => formatContract(format));

/** Loaded by the real programs when they were written: nft 1.0.6, ipset 7.17, iptables 1.8.9, nginx 1.22.1, HAProxy 2.6.12. */
const expected: Record<string, string> = {
  text: '198.51.100.0/24\n203.0.113.9\n2001:db8::/32\n2001:db9::5\n',
  haproxy: '198.51.100.0/24\n203.0.113.9\n2001:db8::/32\n2001:db9::5\n',
  pf: '# DecoyVerse block list\n198.51.100.0/24\n203.0.113.9\n2001:db8::/32\n2001:db9::5\n',
  nginx: 'deny 198.51.100.0/24;\ndeny 203.0.113.9;\ndeny 2001:db8::/32;\ndeny 2001:db9::5;\n',
  iptables:
    '*filter\n:DECOYVERSE - [0:0]\n-A DECOYVERSE -s 198.51.100.0/24 -j DROP\n-A DECOYVERSE -s 203.0.113.9 -j DROP\nCOMMIT\n',
  ip6tables:
    '*filter\n:DECOYVERSE - [0:0]\n-A DECOYVERSE -s 2001:db8::/32 -j DROP\n-A DECOYVERSE -s 2001:db9::5 -j DROP\nCOMMIT\n',
  ipset: [
    'create decoyverse4 hash:net family inet hashsize 4096 maxelem 65536 -exist',
    'create decoyverse4-new hash:net family inet hashsize 4096 maxelem 65536 -exist',
    'flush decoyverse4-new',
    'add decoyverse4-new 198.51.100.0/24 -exist',
    'add decoyverse4-new 203.0.113.9 -exist',
    'swap decoyverse4 decoyverse4-new',
    'destroy decoyverse4-new',
    'create decoyverse6 hash:net family inet6 hashsize 4096 maxelem 65536 -exist',
    'create decoyverse6-new hash:net family inet6 hashsize 4096 maxelem 65536 -exist',
    'flush decoyverse6-new',
    'add decoyverse6-new 2001:db8::/32 -exist',
    'add decoyverse6-new 2001:db9::5 -exist',
    'swap decoyverse6 decoyverse6-new',
    'destroy decoyverse6-new',
    '',
  ].join('\n'),
  cisco: [
    'no ip access-list extended DECOYVERSE',
    'ip access-list extended DECOYVERSE',
    ' deny ip 198.51.100.0 0.0.0.255 any',
    ' deny ip host 203.0.113.9 any',
    ' permit ip any any',
    'no ipv6 access-list DECOYVERSE6',
    'ipv6 access-list DECOYVERSE6',
    ' deny ipv6 2001:db8::/32 any',
    ' deny ipv6 host 2001:db9::5 any',
    ' permit ipv6 any any',
    'end',
    '',
  ].join('\n'),
};

describe('the formats of firewalls', () => {
  it('are those that the firewalls load', () => {
    for (const [name, text] of Object.entries(expected))
      assert.equal(formats.find((one) => one.name === name)?.render(some), text, name);
    const nft = formats.find(({ name }) => name === 'nftables')?.render(some) ?? '';
    assert.match(nft, /^table inet decoyverse\ndelete table inet decoyverse\ntable inet decoyverse \{\n/);
    assert.match(nft, /elements = \{ 198\.51\.100\.0\/24,\s+203\.0\.113\.9 \}/);
    assert.doesNotMatch(formats.find(({ name }) => name === 'nftables')?.render([]) ?? '', /elements/);
  });

  it('in JSON and CSV say where an entry comes from', () => {
    const one = block('203.0.113.9', {
      note: 'said "no", twice',
      source: 'incident',
      incident_id: 'inc-1',
      expires_at: '2026-12-01T00:00:00.000Z',
    });
    const json = JSON.parse(formats.find(({ name }) => name === 'json')?.render([one]) ?? '') as {
      blocks: object[];
    };
    assert.deepEqual(json.blocks, [
      {
        network: '203.0.113.9',
        family: 4,
        source: 'incident',
        added_at: '2026-11-24T10:00:00.000Z',
        expires_at: '2026-12-01T00:00:00.000Z',
        incident_id: 'inc-1',
        note: 'said "no", twice',
      },
    ]);
    assert.match(
      formats.find(({ name }) => name === 'csv')?.render([one]) ?? '',
      /,"said ""no"", twice"\r\n$/,
    );
  });
});
