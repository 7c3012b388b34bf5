import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { parseAddress } from '../../src/lib/address.ts';
import { scopeOf, scopes, throughNat64 } from '../../src/lib/address-scope.ts';

const scope = (text: string) => scopeOf(parseAddress(text) ?? assert.fail(text));

describe('the scope of an address', () => {
  it('is that of its range, from the first address to the last', () => {
    for (const [text, expected] of [
      ['10.0.0.0', 'private'],
      ['10.255.255.255', 'private'],
      ['11.0.0.0', 'global'],
      ['172.15.255.255', 'global'],
      ['172.16.0.0', 'private'],
      ['172.31.255.255', 'private'],
      ['172.32.0.0', 'global'],
      ['192.168.255.255', 'private'],
      ['100.63.255.255', 'global'],
      ['100.64.0.0', 'shared'],
      ['100.127.255.255', 'shared'],
      ['127.255.255.255', 'loopback'],
      ['169.254.169.254', 'link-local'],
      ['0.0.0.0', 'unspecified'],
      ['0.1.2.3', 'unspecified'],
      ['224.0.0.1', 'multicast'],
      ['240.0.0.1', 'reserved'],
      ['255.255.255.255', 'broadcast'],
      ['192.0.2.1', 'documentation'],
      ['198.51.100.1', 'documentation'],
      ['203.0.113.255', 'documentation'],
      ['198.19.255.255', 'reserved'],
      ['8.8.8.8', 'global'],
      ['::', 'unspecified'],
      ['::1', 'loopback'],
      ['::2', 'tunnel'],
      ['fd00::1', 'unique-local'],
      ['fe80::1', 'link-local'],
      ['fec0::1', 'reserved'],
      ['ff02::1', 'multicast'],
      ['2001:db8::1', 'documentation'],
      ['3fff:fff::1', 'documentation'],
      ['2002:a00:1::1', 'tunnel'],
      ['2001::7f00:1', 'tunnel'],
      ['64:ff9b::a00:1', 'tunnel'],
      ['2001:20::1', 'reserved'],
      ['2606:4700::6810:84e5', 'global'],
      ['4000::1', 'reserved'],
      ['::ffff:10.0.0.1', 'private'],
    ] as const)
      assert.equal(scope(text), expected, text);
  });

  it('is one of the list for every address, and global only where ipaddr.js says unicast', () => {
    // Prefixes of special ranges make the interesting addresses likely.
    const special = fc
      .tuple(
        fc.constantFrom('2001:', '2002:', '64:ff9b:', 'fe80:', 'fec0:', '100:', '3fff:', '5f00:', '2620:'),
        fc.ipV6(),
      )
      .map(([prefix, tail]) => {
        const { parts } = ipaddr.IPv6.parse(`${prefix}:`);
        const rest = ipaddr.IPv6.isValid(tail) ? ipaddr.IPv6.parse(tail).parts : parts;
        return new ipaddr.IPv6([...parts.slice(0, 1), ...rest.slice(1)]).toString();
      });
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), special), (text) => {
        const found = scope(text);
        assert.ok(scopes.includes(found));
        const theirs = ipaddr.process(parseAddress(text)?.text ?? '').range();
        if (found === 'global') assert.equal(theirs, 'unicast', text);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('a NAT64 address', () => {
  it('is the IPv4 address that packets to it end at', () => {
    const end = (text: string) => throughNat64(parseAddress(text) ?? assert.fail(text)).text;
    assert.equal(end('64:ff9b::a9fe:a9fe'), '169.254.169.254');
    assert.equal(end('64:ff9b:1::a00:1'), '64:ff9b:1::a00:1');
    assert.equal(end('2001:db8::1'), '2001:db8::1');
    assert.equal(end('10.0.0.1'), '10.0.0.1');
  });
});
