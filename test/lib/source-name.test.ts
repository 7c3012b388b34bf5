import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseSource } from '../../src/lib/source-name.ts';

const shown = (text: string): string | null => {
  const found = parseSource(text);
  return found && [found.name, found.port, found.zone].filter((part) => part !== null).join(' ');
};

describe('one source', () => {
  const spellings: Record<string, string[]> = {
    '198.51.100.32': [
      '198.51.100.32',
      ' 198.51.100.32\n',
      '::ffff:198.51.100.32',
      '::FFFF:c633:6420',
      '0:0:0:0:0:ffff:198.51.100.32',
      '[::ffff:198.51.100.32]',
      '198.051.100.032',
      '/198.51.100.32',
      'ip-198/198.51.100.32',
      '"198.51.100.32"',
      '198.51.100.32/32',
    ],
    '198.51.100.32 40000': [
      '198.51.100.32:40000',
      '[::ffff:198.51.100.32]:40000',
      'tcp://198.51.100.32:40000',
      '/198.51.100.32:40000',
      '198.51.100.32#40000',
      '198.51.100.32.40000',
      "('198.51.100.32', 40000)",
      "('::ffff:198.51.100.32', 40000, 0, 0)",
    ],
    '2001:db8::1f': [
      '2001:db8::1f',
      '2001:DB8:0:0:0:0:0:1F',
      '2001:0db8:0000:0000:0000:0000:0000:001f',
      '2001:db8:0::1f',
      '[2001:db8::1f]',
      '2001:db8::0.0.0.31',
      '2001:db8::1f/128',
    ],
    '2001:db8::1f 443': [
      '[2001:db8::1f]:443',
      '[2001:DB8:0::1F]:443',
      'udp://[2001:db8::1f]:443',
      '2001:db8::1f#443',
    ],
    'fe80::a00:27ff:fe4e:66a1 enp0s8': [
      'fe80::a00:27ff:fe4e:66a1%enp0s8',
      '[fe80::a00:27ff:fe4e:66a1%enp0s8]',
      'FE80:0::A00:27FF:FE4E:66A1%enp0s8',
    ],
    'fin-laptop-07.corp.example': [
      'fin-laptop-07.corp.example',
      'FIN-LAPTOP-07.Corp.Example.',
      ' fin-laptop-07.corp.example ',
    ],
    pot_1: ['pot_1', 'POT_1'],
    'pot 22': ['pot:22', 'ssh://pot:22'],
    'zwölf.example': ['zwölf.example', 'zwo\u0308lf.example'],
  };
  for (const [name, texts] of Object.entries(spellings))
    it(`has one name: ${name}`, () => {
      for (const text of texts) assert.equal(shown(text), name, text);
    });

  it('is none where the text is neither an address nor a host name', () => {
    for (const text of [
      '',
      ' ',
      '-',
      '999.1.1.1',
      '1.2.3',
      '12345',
      '203.0.113.9:99999',
      '203.0.113.9, 198.51.100.1',
      'a b',
      'x'.repeat(64),
      `${'x.'.repeat(200)}x`,
      '<script>',
      "'; DROP TABLE",
      '::gggg',
      '2001:db8::1::2',
      'http://',
      '-pot',
      'pot-',
      'a..b',
      '\u202epot',
    ])
      assert.equal(parseSource(text), null, JSON.stringify(text));
  });

  it('of any text is a name that is its own, or none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.domain()), (text) => {
        const found = parseSource(text);
        if (found !== null) assert.equal(parseSource(found.name)?.name, found.name, found.name);
      }),
      { numRuns: 3000 },
    );
  });

  it('is read in time that grows with the text', { timeout: 60_000 }, () => {
    for (const unit of ['a', 'a.', 'a-', '1.', ':', '/', '[', '(', "'", '%', 'a:', ' '])
      for (const length of [290, 100_000]) parseSource(unit.repeat(length));
  });
});
