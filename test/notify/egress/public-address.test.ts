import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { isPublic, parseTarget } from '../../../src/notify/egress/public-address.ts';

describe('the address that packets end at', () => {
  it('unwraps IPv4 that travels inside IPv6', () => {
    assert.equal(parseTarget('::ffff:1.2.3.4')?.text, '1.2.3.4');
    assert.equal(parseTarget('64:ff9b::1.2.3.4')?.text, '1.2.3.4');
    assert.equal(parseTarget('fe80::1%lo'), null);
    assert.equal(parseTarget('x'), null);
  });
});

describe('a public address', () => {
  it('is never one that ipaddr.js takes for special, whatever it is wrapped in', () => {
    const special = [
      '64:ff9b::',
      '2001::',
      '2002:a00:1::',
      'fec0::',
      '5f00::',
      '100::',
      '2a00::5efe:a00:1',
      '::',
    ];
    const address = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.ipV4().map((text) => `64:ff9b::${text}`),
      fc.ipV4().map((text) => `::ffff:${text}`),
      fc.constantFrom(...special),
    );
    fc.assert(
      fc.property(address, (text) => {
        const target = parseTarget(text) ?? assert.fail(text);
        if (isPublic(target)) assert.equal(ipaddr.parse(target.text).range(), 'unicast', text);
      }),
      { numRuns: 3000 },
    );
  });
});
