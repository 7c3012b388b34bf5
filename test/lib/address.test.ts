import assert from 'node:assert/strict';
import { isIP, isIPv4, isIPv6 } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import {
  addressFamily,
  parseAddress,
  parseEndpoint,
  toAddress,
  toCanonicalAddress,
} from '../../src/lib/address.ts';
import { filesBelow } from '../support/source.ts';

/** Texts near an address: parts of addresses put together by chance. */
const nearAddress = fc
  .array(
    fc.constantFrom(
      ...[
        '0',
        '1',
        '01',
        '00001',
        '255',
        '256',
        '1e5',
        'ffff',
        'FFFF',
        'g',
        'db8',
        '2001',
        '0x7f',
        '１',
        ' ',
      ],
      ...[
        '.',
        '.',
        '.',
        ':',
        ':',
        '::',
        '%eth0',
        '[',
        ']',
        '/',
        '-',
        '\u0000',
        '127.0.0.1',
        '::ffff:',
        'fe80::',
      ],
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
const anyText = fc.oneof(
  nearAddress,
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

describe('an address', () => {
  it('has one canonical form, however it is written', () => {
    for (const [text, canonical] of [
      ['203.0.113.9', '203.0.113.9'],
      ['2001:DB8:0:0::5', '2001:db8::5'],
      ['2001:0db8:0000:0000:0000:0000:0000:0005', '2001:db8::5'],
      ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
      ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
      ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
      ['0:0:0:0:0:0:0:0', '::'],
      ['::ffff:203.0.113.9', '203.0.113.9'],
      ['::FFFF:cb00:7109', '203.0.113.9'],
      ['0:0:0:0:0:ffff:203.0.113.9', '203.0.113.9'],
      ['::203.0.113.9', '::cb00:7109'],
      ['64:ff9b::203.0.113.9', '64:ff9b::cb00:7109'],
    ] as const)
      assert.equal(parseAddress(text)?.text, canonical, text);
  });

  it('is nothing else', () => {
    for (const text of [
      ...['', ' ', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', '0x7f.0.0.1', '2130706433', '1.2.3.4 '],
      ...[':::', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '::00001', '::g', '::1.2.3', '::1.2.3.256'],
      ...[
        'fe80::1%eth0',
        '[::1]',
        '1.2.3.4:80',
        '1.2.3.4/24',
        '１.2.3.4',
        '1.2.3.4\n',
        '127.1',
        '::ffff:1.2.3.4:80',
      ],
      'a'.repeat(1000),
      ':'.repeat(100_000),
    ])
      assert.equal(parseAddress(text), null, text.slice(0, 60));
  });

  it('is what node:net takes for one', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.ipV4(), fc.ipV6(), fc.ipV4Extended()), (text) => {
        const expected = text.includes('%') ? 0 : isIP(text);
        assert.equal(addressFamily(text), expected, text);
        assert.equal(parseAddress(text) !== null, expected !== 0, text);
      }),
      { numRuns: 5000 },
    );
  });

  it('has the number and the text that ipaddr.js and URLs give it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = parseAddress(text) ?? assert.fail(text);
        // ipaddr.js takes `::1.2.3.4` for a mapped address; RFC 4291 and URLs do not.
        const theirs = ipaddr.process(
          text.includes(':') ? new URL(`http://[${text}]/`).hostname.slice(1, -1) : text,
        );
        assert.equal(address.text, theirs.toString());
        assert.equal(
          address.value,
          theirs.toByteArray().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n),
        );
        assert.deepEqual(parseAddress(address.text), address);
        assert.deepEqual(toAddress(address.family, address.value), address);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an address as others write it', () => {
  it('gives its address, port and zone', () => {
    for (const [text, address, port, zone] of [
      ['203.0.113.9', '203.0.113.9', null, null],
      [' 203.0.113.9\t', '203.0.113.9', null, null],
      ['203.0.113.9:4711', '203.0.113.9', 4711, null],
      ['203.0.113.9:0', '203.0.113.9', 0, null],
      ['[2001:DB8::5]', '2001:db8::5', null, null],
      ['[2001:db8::5]:443', '2001:db8::5', 443, null],
      ['[::ffff:203.0.113.9]:443', '203.0.113.9', 443, null],
      ['2001:db8::5:443', '2001:db8::5:443', null, null],
      ['fe80::1%eth0', 'fe80::1', null, 'eth0'],
      ['[fe80::1%25]:22', 'fe80::1', 22, '25'],
    ] as const) {
      const found = parseEndpoint(text) ?? assert.fail(text);
      assert.deepEqual([found.address.text, found.port, found.zone], [address, port, zone], text);
      assert.equal(toCanonicalAddress(text), address);
    }
  });

  it('is nothing else', () => {
    for (const text of [
      ...[
        '',
        'example.org',
        'example.org:80',
        '203.0.113.9:',
        '203.0.113.9:65536',
        '203.0.113.9:x',
        '[203.0.113.9]',
      ],
      ...[
        '[203.0.113.9]:80',
        '[::1',
        '::1]',
        '[::1]x',
        '[::1]:',
        '[::1]:-1',
        '[[::1]]',
        '203.0.113.9%eth0',
        '::1%',
      ],
      ...[
        'fe80::1%a b',
        'fe80::1%eth0%eth1',
        '203.0.113.9, 10.0.0.1',
        '203.0.113.9/32',
        `fe80::1%${'x'.repeat(65)}`,
      ],
      `${' '.repeat(200)}::1`,
    ])
      assert.equal(parseEndpoint(text), null, text);
  });

  it('never throws, and what it finds node:net takes too', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const found = parseEndpoint(text);
        if (found === null) return;
        assert.ok(found.address.family === 4 ? isIPv4(found.address.text) : isIPv6(found.address.text));
        assert.deepEqual(parseEndpoint(found.address.text)?.address, found.address);
      }),
      { numRuns: 5000 },
    );
  });

  it('takes no longer for hostile text', () => {
    for (const text of ['['.repeat(1e6), ':'.repeat(1e6), '1.'.repeat(1e6), '%'.repeat(1e6), ' '.repeat(1e6)])
      assert.equal(parseEndpoint(text), null);
  });
});

describe('the reading of addresses and networks', () => {
  it('runs in a browser: nothing of node is imported', () => {
    const files = filesBelow('src/lib').filter(({ path }) => /\/(?:address|network)[\w-]*\.ts$/.test(path));
    assert.ok(files.length >= 3);
    for (const { path, text } of files) assert.doesNotMatch(text, /from 'node:|Buffer\b|process\./, path);
  });
});
