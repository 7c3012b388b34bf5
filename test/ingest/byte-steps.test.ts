/** Packings and encodings: read, or named as what they are. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { inputOf, login, read } from '../support/framing.ts';

const lines = `${login('a')}\n${login('bé😀')}\n`;
const expected = ['1: a:secret', '2: bé😀:secret'];
const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();
function utf32(text: string, isLittle: boolean): Buffer {
  const points = [...text];
  const bytes = Buffer.alloc(points.length * 4);
  for (const [at, point] of points.entries()) {
    const code = point.codePointAt(0) ?? 0;
    if (isLittle) bytes.writeUInt32LE(code, at * 4);
    else bytes.writeUInt32BE(code, at * 4);
  }
  return bytes;
}
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

describe('bytes before JSON', () => {
  const forms: [string, Buffer][] = [
    ['gzip', gzipSync(lines)],
    ['gzip twice', gzipSync(gzipSync(lines))],
    ['gzip of several members', Buffer.concat(lines.split(/(?<=\n)/).map((line) => gzipSync(line)))],
    ['zstd', zstdCompressSync(lines)],
    ['zstd in gzip', gzipSync(zstdCompressSync(lines))],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${lines}`)],
    ['UTF-16 with a mark', utf16(`\ufeff${lines}`)],
    ['UTF-16 without', utf16(lines)],
    ['UTF-16, big end first', swapped(utf16(`\ufeff${lines}`))],
    ['UTF-16, big end first, without a mark', swapped(utf16(lines))],
    ['UTF-32 with a mark', utf32(`\ufeff${lines}`, true)],
    ['UTF-32 without', utf32(lines, true)],
    ['UTF-32, big end first', utf32(`\ufeff${lines}`, false)],
    ['UTF-32, big end first, without a mark', utf32(lines, false)],
    ['UTF-16 in gzip', gzipSync(utf16(`\ufeff${lines}`))],
  ];
  for (const [name, bytes] of forms)
    it(`are read: ${name}`, async () => {
      assert.deepEqual(await read('cowrie', bytes), expected);
    });

  it('are read where a log was rotated and packed twice', async () => {
    assert.deepEqual(
      await read('cowrie', inputOf('packed-twice.gz')),
      [0, 1, 2, 3, 4].map((n) => `${n + 1}: u:p${n}`),
    );
  });

  const tar = Buffer.alloc(1024);
  tar.write('cowrie.json');
  tar.write('ustar', 257);
  const others: [string, Buffer][] = [
    ['packed by bzip2', Buffer.from('BZh91AY&SY')],
    ['packed by xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4])],
    ['packed by lz4', Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x64])],
    ['packed by lzma', Buffer.from([0x5d, 0, 0, 0x80, 0, 0xff])],
    ['a ZIP archive', Buffer.from('PK\u0003\u0004...')],
    ['a 7-Zip archive', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0])],
    ['a tar archive', tar],
    ['a tar archive', gzipSync(tar)],
    ['a SQLite database', Buffer.from('SQLite format 3\0...')],
    ['a packet capture', Buffer.from([0xd4, 0xc3, 0xb2, 0xa1, 2, 0])],
    ['a Windows event log', Buffer.from('ElfFile\0...')],
  ];
  for (const [name, bytes] of others)
    it(`are named where they are not read: ${name}`, async () => {
      await assert.rejects(read('cowrie', bytes), { name: 'InputError', kind: 'unsupported', step: name });
    });

  it('that are packed more than four times are refused', async () => {
    let bytes: Buffer = Buffer.from(lines);
    for (let n = 0; n < 4; n++) bytes = gzipSync(bytes);
    assert.deepEqual(await read('cowrie', bytes), expected);
    await assert.rejects(read('cowrie', gzipSync(bytes)), { kind: 'unsupported' });
  });

  it('may have a block filled up with zeros behind them', async () => {
    const all = await read('cowrie', gzipSync(lines));
    assert.deepEqual(await read('cowrie', Buffer.concat([gzipSync(lines), Buffer.alloc(700)])), all);
  });

  it('that are cut off or damaged are named', async () => {
    for (const [name, bytes] of [
      ['gzip', gzipSync(lines)],
      ['zstd', zstdCompressSync(lines)],
    ] as const) {
      await assert.rejects(read('cowrie', bytes.subarray(0, -12)), {
        name: 'InputError',
        kind: 'cut_off',
        step: name,
      });
      const damaged = Buffer.from(bytes);
      damaged.fill(0xa5, 12, bytes.length - 12);
      await assert.rejects(read('cowrie', damaged), { name: 'InputError', kind: 'damaged', step: name });
    }
    await assert.rejects(read('cowrie', Buffer.concat([zstdCompressSync(lines), zstdCompressSync(lines)])), {
      kind: 'unsupported',
      step: 'more than one zstd frame',
    });
  });

  it('of a block that a power cut left are none', async () => {
    assert.deepEqual(await read('cowrie', Buffer.concat([Buffer.alloc(4096), Buffer.from(lines)])), expected);
    assert.deepEqual(await read('cowrie', Buffer.concat([Buffer.from(lines), Buffer.alloc(5)])), expected);
  });
});
