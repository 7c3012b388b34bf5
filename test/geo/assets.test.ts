import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { assetLimits } from '../../src/geo/assets/asset.ts';
import { type AssetReport, assetFormats } from '../../src/geo/assets/index.ts';

const nowMs = Date.UTC(2026, 11, 1, 12);
const nowSeconds = nowMs / 1000;
const parse = (format: string, text: string | Uint8Array): AssetReport =>
  assetFormats
    .find(({ name }) => name === format)!
    .parse({ bytes: typeof text === 'string' ? Buffer.from(text) : text, source: 'a file', nowMs });
const told = (report: AssetReport): unknown[] =>
  report.assets.map(({ network, name, owner, role }) => [network, name, owner, role]);
const linesOf = ({ rejections }: AssetReport): number[] => rejections.map(({ line }) => line);

describe('a table of assets', () => {
  it('names addresses and networks, in the order of its columns', () => {
    const report = parse(
      'csv',
      '\ufeffOwner;IP Address;Name;Role;Room\r\nJürgen;10.0.3.17;"db; main";Database;4\r\n;10.0.4.0/24;;Printers;\r\n"Ops ""team""";::ffff:10.0.0.9;x;;\r\n',
    );
    assert.deepEqual(told(report), [
      ['10.0.3.17', 'db; main', 'Jürgen', 'Database'],
      ['10.0.4.0/24', null, null, 'Printers'],
      ['10.0.0.9', 'x', 'Ops "team"', null],
    ]);
    assert.equal(report.assets[0]?.source, 'a file');
    assert.deepEqual([report.rejected, report.skipped], [0, 0]);
  });

  it('names each row that is none, and reads the rest', () => {
    const report = parse(
      'csv',
      [
        'address,name',
        '10.0.0.1,one',
        'nowhere,two',
        '10.0.0.1,again',
        `10.0.0.3,${'n'.repeat(300)}`,
        '10.0.0.4',
        '10.0.0.5,"a\u001b[31mred\u202e name"',
        '10.0.0.6,"not closed',
      ].join('\n'),
    );
    assert.deepEqual(told(report), [
      ['10.0.0.1', 'one', null, null],
      ['10.0.0.5', 'a [31mred name', null, null],
    ]);
    assert.deepEqual(linesOf(report).sort(), [3, 4, 5, 8]);
    assert.equal(report.skipped, 1);
    for (const { message } of report.rejections) assert.ok(!/nowhere|again|nnn/.test(message), message);
  });

  it('is refused where its columns are not named', () => {
    for (const text of ['', 'address', '10.0.0.1,web', 'name,owner\nweb,me', 'address,room\n10.0.0.1,4'])
      assert.throws(() => parse('csv', text), { code: 'invalid_request' }, text);
  });
});

describe('leases of ISC dhcpd', () => {
  const lease = (address: string, ...lines: string[]): string =>
    `lease ${address} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

  it('name who has an address now', () => {
    const report = parse(
      'isc-dhcpd',
      [
        '# The format of this file is documented in the dhcpd.leases(5) manual page.\nauthoring-byte-order little-endian;\n',
        lease('10.0.0.1', 'ends 2 2026/12/01 13:00:00;', 'binding state active;', 'client-hostname "old";'),
        lease(
          '10.0.0.1',
          'ends 2 2026/12/01 14:00:00;',
          'binding state active;',
          'client-hostname "web-01";',
        ),
        lease('10.0.0.2', 'ends 2 2026/12/01 11:59:59;', 'binding state active;', 'client-hostname "late";'),
        lease('10.0.0.3', 'ends never;', 'next binding state free;', 'client-hostname "for\\"ever";'),
        lease('10.0.0.4', `ends epoch ${nowSeconds + 60}; # a comment`, 'client-hostname "j\\303\\274rgen";'),
        lease('10.0.0.5', 'ends never;', 'binding state free;', 'client-hostname "freed";'),
        lease('10.0.0.6', 'ends never;', 'hardware ethernet 00:00:5e:00:53:01;'),
        'ia-na "\\001" {\n  cltt 2 2026/12/01 10:00:00;\n  iaaddr 2001:db8::5 {\n    binding state active;\n    ends never;\n    client-hostname "six";\n  }\n}\n',
        'host printer {\n  dynamic;\n  fixed-address 10.0.0.7;\n}\n',
      ].join(''),
    );
    assert.deepEqual(
      report.assets.map(({ network, name }) => [network, name]),
      [
        ['10.0.0.1', 'web-01'],
        ['10.0.0.3', 'for"ever'],
        ['10.0.0.4', 'jürgen'],
        ['2001:db8::5', 'six'],
      ],
    );
    assert.equal(report.rejected, 0, JSON.stringify(report.rejections));
    assert.equal(report.skipped, 3);
  });

  it('that were given back take the name back', () => {
    const report = parse(
      'isc-dhcpd',
      lease('10.0.0.1', 'client-hostname "web";') + lease('10.0.0.1', 'binding state free;'),
    );
    assert.deepEqual(report.assets, []);
  });

  it('that are cut off are named, and hide none after them', () => {
    const report = parse(
      'isc-dhcpd',
      `lease 10.0.0.1 {\n  client-hostname "a";\n${lease('10.0.0.2', 'client-hostname "b";')}garbage\nlease 10.0.0.3 {\n`,
    );
    assert.deepEqual(
      report.assets.map(({ name }) => name),
      ['b'],
    );
    assert.deepEqual(linesOf(report), [1, 6, 7]);
  });
});

describe('leases of dnsmasq', () => {
  it('name who has an address now', () => {
    const report = parse(
      'dnsmasq',
      [
        `${nowSeconds + 60} 00:00:5e:00:53:01 10.0.0.1 web-01 01:00:00:5e:00:53:01`,
        `${nowSeconds - 60} 00:00:5e:00:53:02 10.0.0.2 late *`,
        '0 00:00:5e:00:53:03 10.0.0.3 forever *',
        `${nowSeconds + 60} 00:00:5e:00:53:04 10.0.0.4 * *`,
        'duid 00:01:00:01:2a',
        `${nowSeconds + 60} 12345 2001:db8::1 six 00:01`,
        'soon 00:00:5e:00:53:05 10.0.0.5 x *',
        '1 2',
        `0 x ${'9'.repeat(5000)} y`,
      ].join('\n'),
    );
    assert.deepEqual(
      report.assets.map(({ network, name }) => [network, name]),
      [
        ['10.0.0.1', 'web-01'],
        ['10.0.0.3', 'forever'],
        ['2001:db8::1', 'six'],
      ],
    );
    assert.deepEqual(linesOf(report), [7, 8, 9]);
    assert.equal(report.skipped, 2);
  });
});

describe('leases of Kea', () => {
  it('name who has an address now, of both families', () => {
    const four = parse(
      'kea',
      [
        'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id',
        `10.0.0.1,00:00:5e:00:53:01,,3600,${nowSeconds + 60},1,0,0,old.lan.,0,,0`,
        `10.0.0.1,00:00:5e:00:53:01,,3600,${nowSeconds + 90},1,0,0,web&#x2c01.lan.,0,,0`,
        `10.0.0.2,00:00:5e:00:53:02,,3600,${nowSeconds - 1},1,0,0,late,0,,0`,
        `10.0.0.3,00:00:5e:00:53:03,,3600,${nowSeconds + 60},1,0,0,declined,1,,0`,
        `10.0.0.4,00:00:5e:00:53:04,,3600,${nowSeconds + 60},1,0,0,gone,0,,0`,
        `10.0.0.4,00:00:5e:00:53:04,,0,${nowSeconds + 60},1,0,0,gone,0,,0`,
        '10.0.0.5,00:00:5e:00:53:05,,3600,soon,1,0,0,x,0,,0',
      ].join('\n'),
    );
    assert.deepEqual(
      four.assets.map(({ network, name }) => [network, name]),
      [['10.0.0.1', 'web,01.lan']],
    );
    assert.deepEqual(linesOf(four), [8]);
    const six = parse(
      'kea',
      [
        'address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,hwaddr,state,user_context',
        `2001:db8::1,00:01,3600,${nowSeconds + 60},1,3000,0,7,128,0,0,six,,0,`,
        `2001:db8:1::,00:02,3600,${nowSeconds + 60},1,3000,2,8,56,0,0,router,,0,`,
      ].join('\n'),
    );
    assert.deepEqual(
      six.assets.map(({ network, name }) => [network, name]),
      [
        ['2001:db8::1', 'six'],
        ['2001:db8:1::/56', 'router'],
      ],
    );
    assert.throws(() => parse('kea', 'address,name\n10.0.0.1,x'), { code: 'invalid_request' });
  });
});

describe('a hosts file', () => {
  it('names machines by their first name, without what every such file has', () => {
    const report = parse(
      'hosts',
      [
        '127.0.0.1 localhost',
        '::1 ip6-localhost',
        'ff02::1 ip6-allnodes',
        '0.0.0.0 ads.example.org',
        '10.0.0.1\tweb-01.lan web-01 # front',
        '10.0.0.1 other',
        '10.0.0.2 # nobody',
        'fe80::1%eth0 link',
        'ten.zero web',
        '2001:db8::1 six',
      ].join('\r\n'),
    );
    assert.deepEqual(
      report.assets.map(({ network, name }) => [network, name]),
      [
        ['10.0.0.1', 'web-01.lan'],
        ['2001:db8::1', 'six'],
      ],
    );
    assert.deepEqual(linesOf(report), [7, 9]);
    assert.equal(report.skipped, 6);
  });
});

describe('every file of assets', () => {
  it('is on the list', () => {
    const folder = join(import.meta.dirname, '../../src/geo/assets');
    const parsers = readdirSync(folder).filter(
      (file) => !['asset.ts', 'csv-rows.ts', 'index.ts'].includes(file),
    );
    assert.deepEqual(
      parsers.map((file) => file.replace('.ts', '')).sort(),
      assetFormats.map(({ name }) => name).sort(),
    );
  });

  for (const { name } of assetFormats) {
    it(`(${name}) that is too large is refused`, () => {
      assert.throws(() => parse(name, Buffer.alloc(assetLimits.bytes + 1, '\n')), { code: 'too_large' });
    });

    it(`(${name}) is read or refused whatever is in it, and names only clean, bounded text`, () => {
      const heads = [
        'address,name,owner\n10.0.0.1,',
        'address,valid_lifetime,expire,hostname\n10.0.0.1,9,99999999999,',
        'lease 10.0.0.1 {\n client-hostname "',
        '0 x 10.0.0.1 ',
        '10.0.0.1 ',
        '',
      ];
      fc.assert(
        fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 300 }), (head, tail) => {
          try {
            const report = parse(name, Buffer.concat([Buffer.from(head), tail]));
            for (const { network, name: text } of report.assets) {
              assert.ok(network.length > 1 && network.length < 44);
              assert.ok((text ?? '').length <= assetLimits.text);
              assert.doesNotMatch(text ?? '', /[\p{Cc}\p{Cf}\ufffd]/u);
            }
            assert.ok(report.rejections.length <= report.rejected);
          } catch (error) {
            assert.equal((error as { code?: string }).code, 'invalid_request', String(error));
          }
        }),
        { numRuns: 400 },
      );
    });
  }

  it('names no more addresses than there may be, and says what is left out', () => {
    const lines = Array.from(
      { length: assetLimits.assets + 3 },
      (_, n) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255} h${n}`,
    );
    const report = parse('hosts', lines.join('\n'));
    assert.equal(report.assets.length, assetLimits.assets);
    assert.equal(report.rejected, 3);
    const rows = parse('csv', ['address,name', ...lines.map((line) => line.replace(' ', ','))].join('\n'));
    assert.equal(rows.assets.length, assetLimits.assets);
    assert.equal(rows.rejected, 3);
    assert.throws(() => parse('csv', `address,name\n${'1,2\n'.repeat(400_001)}`), { code: 'too_large' });
  });
});
