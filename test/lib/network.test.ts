import assert from 'node:assert/strict';
import { BlockList } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { toAddress } from '../../src/lib/address.ts';
import {
  byAddress,
  contains,
  createNetworkTest,
  overlaps,
  parseNetwork,
  toNetwork,
  toWildcard,
} from '../../src/lib/network.ts';

const net = (text: string) => parseNetwork(text) ?? assert.fail(text);

describe('an address or network', () => {
  it('is read into one form', () => {
    for (const [text, form] of [
      ['203.0.113.9', '203.0.113.9'],
      [' 203.0.113.9/32 ', '203.0.113.9'],
      ['203.0.113.9/24', '203.0.113.0/24'],
      ['0.0.0.0/0', '0.0.0.0/0'],
      ['2001:DB8:0:0::5', '2001:db8::5'],
      ['2001:db8::5/32', '2001:db8::/32'],
      ['::', '::'],
      ['::/0', '::/0'],
      ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
      ['::ffff:203.0.113.9', '203.0.113.9'],
      ['::ffff:cb00:7109', '203.0.113.9'],
      ['::ffff:203.0.113.0/120', '203.0.113.0/24'],
      ['64:ff9b::203.0.113.9', '64:ff9b::cb00:7109'],
      ['::ffff:203.0.113.9/90', '::ffc0:0:0/90'],
      ['::ffff:0:0/96', '0.0.0.0/0'],
    ] as const)
      assert.equal(parseNetwork(text)?.text, form, text);
  });

  it('is nothing else', () => {
    for (const text of [
      '',
      'x',
      '1.2.3',
      '1.2.3.4.5',
      '256.1.1.1',
      '01.2.3.4',
      '0x7f.0.0.1',
      '1.2.3.4/33',
      '1.2.3.4/-1',
      '1.2.3.4/',
      '1.2.3.4/255.255.255.0',
      '::1/129',
      ':::',
      '1::2::3',
      'fe80::1%eth0',
      '[::1]',
      '1.2.3.4 5.6.7.8',
      '1.2.3.4\n5.6.7.8',
      '1.2.3.4; drop',
      '１.2.3.4',
      'a'.repeat(1000),
    ])
      assert.equal(parseNetwork(text), null, text);
  });

  it('reads its own form again, and contains itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(128), (address, bits) => {
        const network = parseNetwork(
          address.includes(':') ? `${address}/${bits}` : `${address}/${bits % 33}`,
        );
        if (!network) return;
        const again = net(network.text);
        assert.deepEqual(again, network);
        assert.ok(contains(network, again) && overlaps(network, again) && byAddress(network, again) === 0);
      }),
    );
  });

  it('contains and overlaps what it should', () => {
    assert.ok(contains(net('10.0.0.0/8'), net('10.255.255.255')));
    assert.ok(!contains(net('10.0.0.0/8'), net('11.0.0.0')));
    assert.ok(overlaps(net('10.0.0.5'), net('10.0.0.0/8')));
    assert.ok(!overlaps(net('0.0.0.0/0'), net('::/0')));
    assert.ok(overlaps(net('2001:db8::/32'), net('2001:db8:ffff::1')));
  });

  it('sorts by number, IPv4 first, the wider one first', () => {
    const sorted = ['2001:db8::1', '10.0.0.2', '9.0.0.0', '10.0.0.0', '10.0.0.0/8', '100.0.0.0']
      .map(net)
      .sort(byAddress);
    assert.deepEqual(
      sorted.map(({ text }) => text),
      ['9.0.0.0', '10.0.0.0/8', '10.0.0.0', '10.0.0.2', '100.0.0.0', '2001:db8::1'],
    );
  });

  it('has a wildcard mask', () => {
    assert.equal(toWildcard(net('198.51.100.0/24')), '198.51.100.0 0.0.0.255');
    assert.equal(toWildcard(net('198.51.100.128/25')), '198.51.100.128 0.0.0.127');
  });

  it('is made of an address and a length', () => {
    const { family, first } = net('203.0.113.9');
    assert.equal(toNetwork({ family, value: first }, 24)?.text, '203.0.113.0/24');
    for (const bits of [-1, 33, 1.5, Number.NaN])
      assert.equal(toNetwork({ family, value: first }, bits), null);
  });
});

describe('a test of many networks', () => {
  it('answers as node:net does, one by one and all together', () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6());
    // Few different numbers, so that networks overlap and addresses hit them.
    const near = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)).map(([a, b, c]) => `10.${a}.${b}.${c}`);
    const network = fc
      .tuple(fc.oneof(near, near, address, fc.constantFrom('::', '::ffff:0:1')), fc.nat(128))
      .map(([text, bits]) => `${text}/${text.includes(':') ? bits : bits % 33}`);
    fc.assert(
      fc.property(
        fc.array(network, { maxLength: 12 }),
        fc.array(fc.oneof(near, address)),
        (networks, texts) => {
          const list = new BlockList();
          for (const { first, bits, family } of networks.map(net))
            list.addSubnet(toAddress(family, first).text, bits, `ipv${family}`);
          const test = createNetworkTest([...networks, 'no network', '1.2.3.4/99']);
          for (const text of texts) {
            const { family, text: canonical } = net(text);
            assert.equal(test(text), list.check(canonical, `ipv${family}`), `${text} in ${networks}`);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('has no member that is no address', () => {
    const all = createNetworkTest(['0.0.0.0/0', '::/0']);
    for (const text of ['', 'host', '1.2.3', '999.1.1.1', '::1%eth0']) assert.equal(all(text), false, text);
    assert.equal(createNetworkTest([])('1.2.3.4'), false);
  });
});
