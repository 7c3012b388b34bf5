import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toDefanged } from '../../console/parts/defang.ts';

describe('a copy without a live link', () => {
  it('is of addresses and links, and leaves everything else as it is', () => {
    for (const [value, expected] of [
      ['203.0.113.9', '203[.]0[.]113[.]9'],
      ['203.0.113.9:8080', '203[.]0[.]113[.]9:8080'],
      ['http://evil.example/a.b?c=d.e', 'hxxp://evil[.]example/a.b?c=d.e'],
      ['HTTPS://u@evil.example:1/x', 'hxxpS://u[@]evil[.]example:1/x'],
      ['ftp://198.51.100.7/x.sh', 'fxp://198[.]51[.]100[.]7/x.sh'],
    ] as const)
      assert.equal(toDefanged(value), expected);
    for (const value of [
      '',
      'root',
      'j.doe',
      'passwords.xlsx',
      '1.2.3',
      'javascript:alert(1)',
      '2001:db8::1',
    ])
      assert.equal(toDefanged(value), value);
  });
});
