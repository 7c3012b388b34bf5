import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { BlockList } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import fc from 'fast-check';
import { createMarks, markLimits } from '../../src/geo/marks.ts';
import { createNetworkSet } from '../../src/geo/network-set.ts';
import { parseAddress, parseNetwork } from '../../src/lib/address-words.ts';

function open(t: TestContext, files: Record<string, string | Buffer>) {
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-marks-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const warnings: string[] = [];
  return { folder, warnings, marks: createMarks(folder, (message) => warnings.push(message)) };
}

describe('marks', () => {
  it('are the names of the files that hold an address', async (t) => {
    const { marks, warnings } = open(t, {
      'tor.txt': '# exits\n203.0.113.9\n2001:db8::7   # with a word\n\n',
      'vpn.txt': '\ufeff203.0.113.0/24\r\n2001:db8::/32\r\n::ffff:198.51.100.7\r\n',
      'scanners.txt': '198.51.100.0/25',
      'notes.md': '203.0.113.0/24',
    });
    assert.deepEqual(marks.of('203.0.113.9'), [], 'nothing is known before it was read');
    await marks.refresh();
    assert.deepEqual(warnings, []);
    const cases: Record<string, string[]> = {
      '203.0.113.9': ['tor', 'vpn'],
      '::ffff:203.0.113.9': ['tor', 'vpn'],
      '203.0.113.10': ['vpn'],
      '203.0.114.0': [],
      '2001:db8::7%eth0': ['tor', 'vpn'],
      '2001:db9::': [],
      '198.51.100.7': ['scanners', 'vpn'],
      '198.51.100.128': [],
      'web-01': [],
      '': [],
    };
    for (const [address, expected] of Object.entries(cases))
      assert.deepEqual(marks.of(address), expected, address);
  });

  it('name each line that is none by file and line, and read the rest', async (t) => {
    const { marks, warnings } = open(t, {
      'bad.txt': [
        'tor exit',
        '203.0.113.9',
        '0.0.0.0/0',
        '::/0',
        '10.0.0.0/33',
        `${'1'.repeat(5000)}`,
        '\u0000\u0001',
        '198.51.100.7,198.51.100.8',
        '203.0.113.10',
      ].join('\n'),
      'binary.txt': Buffer.from([0xff, 0xfe, 0x00, 0x31, 0x0a, 0xc3, 0x28]),
    });
    await marks.refresh();
    assert.deepEqual(marks.of('203.0.113.9'), ['bad']);
    assert.deepEqual(marks.of('203.0.113.10'), ['bad']);
    assert.deepEqual(marks.of('192.0.2.1'), []);
    const [bad, binary] = marks.files();
    assert.deepEqual(
      bad?.errors.map(({ line }) => line),
      [1, 3, 4, 5, 6, 7, 8],
    );
    assert.equal(bad?.networks, 2);
    assert.equal(binary?.networks, 0);
    assert.equal(binary?.errorCount, 2);
    assert.ok(warnings.some((message) => message.includes('bad.txt:1: ')));
    assert.ok(warnings.some((message) => message.includes('7 lines in all')));
    // What stands in a file never reaches the log.
    assert.ok(!warnings.join().includes('tor exit'));
  });

  it('follow the folder: changed, gone, new, and no folder at all', async (t) => {
    const { folder, marks, warnings } = open(t, { 'tor.txt': '203.0.113.9', 'vpn.txt': '203.0.113.9' });
    await marks.refresh();
    assert.deepEqual(marks.of('203.0.113.9'), ['tor', 'vpn']);
    writeFileSync(join(folder, 'tor.txt'), '203.0.113.10\n');
    utimesSync(join(folder, 'tor.txt'), 1_790_000_000, 1_790_000_000);
    rmSync(join(folder, 'vpn.txt'));
    writeFileSync(join(folder, 'aws.txt'), '203.0.113.0/24');
    await marks.refresh();
    assert.deepEqual(marks.of('203.0.113.9'), ['aws']);
    assert.deepEqual(marks.of('203.0.113.10'), ['aws', 'tor']);
    assert.equal(marks.files()[1]?.changedAt, '2026-09-21T14:13:20.000Z');
    rmSync(folder, { recursive: true });
    await marks.refresh();
    assert.deepEqual(marks.of('203.0.113.10'), []);
    assert.equal(marks.problem(), null);
    assert.deepEqual(warnings, []);
  });

  it('keep what they read when a file grows beyond the limit, and say so once', async (t) => {
    const { folder, marks, warnings } = open(t, { 'tor.txt': '203.0.113.9' });
    await marks.refresh();
    writeFileSync(join(folder, 'tor.txt'), Buffer.alloc(markLimits.bytes + 1, '#'));
    await marks.refresh();
    await marks.refresh();
    assert.deepEqual(marks.of('203.0.113.9'), ['tor']);
    assert.equal(warnings.length, 1);
    assert.match(marks.files()[0]?.problem ?? '', /larger than 8 MB/);
  });

  it('leave out what is no mark: wrong names, folders, dangling links, more files than there may be', async (t) => {
    const many = Object.fromEntries(Array.from({ length: 70 }, (_, n) => [`m${n + 10}.txt`, '203.0.113.9']));
    const { folder, marks, warnings } = open(t, { ...many, 'Bad Name.txt': '203.0.113.9' });
    mkdirSync(join(folder, 'a.txt'));
    symlinkSync(join(folder, 'nothing'), join(folder, 'b.txt'));
    await marks.refresh();
    assert.equal(marks.of('203.0.113.9').length, markLimits.files - 2);
    assert.match(marks.problem() ?? '', /Bad Name/);
    assert.match(marks.files()[0]?.problem ?? '', /not a file/);
    rmSync(join(folder, 'Bad Name.txt'));
    await marks.refresh();
    assert.match(marks.problem() ?? '', /first 64 files/);
    assert.equal(warnings.length, 3);
  });

  it('read no more networks of a file than there may be', async (t) => {
    const lines = Array.from(
      { length: markLimits.networks + 5 },
      (_, n) => `11.${n >> 16}.${(n >> 8) & 255}.${n & 255}`,
    );
    const { marks } = open(t, { 'big.txt': lines.join('\n') });
    await marks.refresh();
    const [file] = marks.files();
    assert.equal(file?.networks, markLimits.networks);
    assert.equal(file?.errors[0]?.line, markLimits.networks + 1);
    assert.deepEqual(marks.of('11.0.0.0'), ['big']);
  });
});

describe('a set of networks', () => {
  it('holds what Node says that it holds', () => {
    // Beyond ::/3: Node asks an IPv6 network never for the IPv4 addresses that are mapped into it.
    const high = fc.ipV6().filter((text) => parseAddress(text)!.words[0] >= 0x20000000);
    const v4 = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }));
    const v6 = fc.tuple(high, fc.integer({ min: 3, max: 128 }));
    // Few distinct addresses, so that networks touch, repeat and lie in one another.
    const close = fc.tuple(
      fc.nat({ max: 255 }).map((n) => `255.255.255.${n}`),
      fc.integer({ min: 24, max: 32 }),
    );
    const familyOf = (text: string) => (text.includes(':') ? 'ipv6' : 'ipv4');
    fc.assert(
      fc.property(
        fc.array(fc.oneof(v4, v6, close), { maxLength: 30 }),
        fc.array(fc.oneof(fc.ipV4(), high, fc.constant('255.255.255.255'), fc.constant('::'))),
        (networks, others) => {
          const list = new BlockList();
          for (const [base, bits] of networks) list.addSubnet(base, bits, familyOf(base));
          const set = createNetworkSet(networks.map(([base, bits]) => parseNetwork(`${base}/${bits}`)!));
          for (const text of [...others, ...networks.map(([base]) => base)])
            assert.equal(set.has(parseAddress(text)!.words), list.check(text, familyOf(text)), text);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
