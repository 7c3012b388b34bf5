import assert from 'node:assert/strict';
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  compareWords,
  holds,
  parseAddress,
  parseNetwork,
  parseV4,
  toAddressBytes,
  toAddressKey,
  toAddressText,
  toNetworkText,
} from '../../src/lib/address-words.ts';

const v4 = fc.ipV4();
const v6 = fc.ipV6();

describe('an address', () => {
  it('is read in every usual writing and written in one', () => {
    const cases: [string, string][] = [
      ['203.0.113.9', '203.0.113.9'],
      ['0.0.0.0', '0.0.0.0'],
      ['255.255.255.255', '255.255.255.255'],
      ['::ffff:203.0.113.9', '203.0.113.9'],
      ['::FFFF:cb00:7109', '203.0.113.9'],
      ['0:0:0:0:0:ffff:203.0.113.9', '203.0.113.9'],
      ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
      ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
      ['::', '::'],
      ['::1', '::1'],
      ['1::', '1::'],
      ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
      ['fe80::1%eth0', 'fe80::1'],
    ];
    for (const [text, canonical] of cases) {
      const address = parseAddress(text);
      assert.ok(address, text);
      assert.equal(toAddressText(address.words), canonical, text);
    }
    assert.equal(parseAddress('fe80::1%eth0')?.zone, 'eth0');
    assert.equal(parseAddress('::ffff:203.0.113.9')?.family, 4);
  });

  it('is refused where it is none, however near', () => {
    const wrong = [
      '',
      '.',
      '1.2.3',
      '1.2.3.',
      '.1.2.3',
      '1..2.3',
      '1.2.3.4.5',
      '01.2.3.4',
      '1.2.3.256',
      '1.2.3.4 ',
      '1.2.3.٤',
      '0x7f.0.0.1',
      '2130706433',
      ':',
      ':::',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1:2:3:4:5:6:7::8',
      '1::2::3',
      '12345::',
      'g::',
      '1.2.3.4::',
      '::1.2.3.4:1',
      '::1.2.3',
      'fe80::1%',
      'fe80::1%a b',
      `fe80::1%${'z'.repeat(40)}`,
      '203.0.113.9%eth0',
      `::${'0'.repeat(10_000)}`,
    ];
    for (const text of wrong) assert.equal(parseAddress(text), null, JSON.stringify(text));
  });

  it('is told from other text as Node tells it', () => {
    const near = fc.stringMatching(/^[0-9a-f:.%]{0,24}$/);
    fc.assert(
      fc.property(fc.oneof(v4, v6, near), (text) => {
        assert.equal(parseV4(text) >= 0, isIPv4(text), text);
        // Node takes any text for a zone.
        if (!text.includes('%'))
          assert.equal(parseAddress(text) !== null, isIPv4(text) || isIPv6(text), text);
      }),
      { numRuns: 3000 },
    );
  });

  it('is the same after it was written', () => {
    fc.assert(
      fc.property(fc.oneof(v4, v6), (text) => {
        const { words } = parseAddress(text)!;
        assert.deepEqual(parseAddress(toAddressText(words))?.words, words);
        assert.equal(Buffer.from(toAddressBytes(words)).toString('hex'), toAddressKey(words));
        if (text.includes(':') && !toAddressText(words).includes('.'))
          assert.equal(new URL(`http://[${text}]/`).hostname, `[${toAddressText(words)}]`);
      }),
      { numRuns: 2000 },
    );
  });

  it('sorts as its key does', () => {
    fc.assert(
      fc.property(fc.oneof(v4, v6), fc.oneof(v4, v6), (a, b) => {
        const [x, y] = [parseAddress(a)!.words, parseAddress(b)!.words];
        const keys = toAddressKey(x) < toAddressKey(y) ? -1 : toAddressKey(x) > toAddressKey(y) ? 1 : 0;
        assert.equal(Math.sign(compareWords(x, y)), keys);
      }),
    );
  });
});

describe('a network', () => {
  it('is cut to its prefix and written in one way', () => {
    const cases: [string, string][] = [
      ['10.1.2.3/8', '10.0.0.0/8'],
      ['203.0.113.9', '203.0.113.9'],
      ['203.0.113.9/32', '203.0.113.9'],
      ['0.0.0.0/0', '0.0.0.0/0'],
      ['2001:db8:ffff::1/33', '2001:db8:8000::/33'],
      ['::ffff:10.1.2.3/104', '10.0.0.0/8'],
      ['::/0', '::/0'],
      ['fe80::1', 'fe80::1'],
    ];
    for (const [text, canonical] of cases) assert.equal(toNetworkText(parseNetwork(text)!), canonical, text);
    for (const text of [
      '10.0.0.0/33',
      '10.0.0.0/',
      '10.0.0.0/08',
      '10.0.0.0/-1',
      '10/8',
      '::/129',
      'fe80::%1/64',
      '/8',
      '10.0.0.0/8/8',
    ])
      assert.equal(parseNetwork(text), null, text);
  });

  it('holds what Node says that it holds', () => {
    const pair = fc.oneof(
      fc.tuple(v4, v4, fc.integer({ min: 0, max: 32 }), fc.constant('ipv4' as const)),
      fc.tuple(v6, v6, fc.integer({ min: 0, max: 128 }), fc.constant('ipv6' as const)),
    );
    fc.assert(
      fc.property(pair, fc.boolean(), ([base, other, bits, family], near) => {
        const network = parseNetwork(`${base}/${bits}`)!;
        const edges = [network.first, network.last].map(toAddressText);
        const list = new BlockList();
        list.addSubnet(base, bits, family);
        for (const text of near ? edges : [other]) {
          const { family: kind, words } = parseAddress(text)!;
          assert.equal(
            holds(network, words),
            near || list.check(text, kind === 4 ? 'ipv4' : 'ipv6'),
            `${base}/${bits} ${text}`,
          );
        }
      }),
      { numRuns: 2000 },
    );
  });
});
