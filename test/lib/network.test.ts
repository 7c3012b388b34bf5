import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { byAddress, holds, overlaps, parseNetwork, toWildcard } from '../../src/lib/network.ts';

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

  it('reads its own form again, and holds itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(128), (address, bits) => {
        const network = parseNetwork(
          address.includes(':') ? `${address}/${bits}` : `${address}/${bits % 33}`,
        );
        if (!network) return;
        const again = net(network.text);
        assert.deepEqual(again, network);
        assert.ok(holds(network, again) && overlaps(network, again) && byAddress(network, again) === 0);
      }),
    );
  });

  it('holds and overlaps what it should', () => {
    assert.ok(holds(net('10.0.0.0/8'), net('10.255.255.255')));
    assert.ok(!holds(net('10.0.0.0/8'), net('11.0.0.0')));
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
});
