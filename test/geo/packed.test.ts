import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { packBlocks } from '../../src/geo/packed-blocks.ts';
import { type Bytes, DamagedError, packFile, readPackedFile } from '../../src/geo/packed-file.ts';
import { openOwners, packOwners } from '../../src/geo/packed-owners.ts';
import { openRanges, packRanges } from '../../src/geo/packed-ranges.ts';
import type { Words } from '../../src/lib/address-words.ts';
import { flatten, scanNaively } from '../../train/geo/flatten.ts';

const toWords = (value: bigint): Words => {
  const word = (at: bigint): number => Number((value >> (32n * at)) & 0xffffffffn);
  return [word(3n), word(2n), word(1n), word(0n)];
};

/** Starts that ascend from 0 below 2^bits. */
const tables = (bits: number) =>
  fc.uniqueArray(fc.bigInt({ min: 1n, max: 2n ** BigInt(bits) - 1n }), { maxLength: 200 }).chain((starts) =>
    fc.record({
      starts: fc.constant([0n, ...starts.sort((a, b) => (a < b ? -1 : 1))]),
      values: fc.array(fc.nat({ max: 100_000 }), {
        minLength: starts.length + 1,
        maxLength: starts.length + 1,
      }),
    }),
  );

/** Bytes in memory. */
const toBytes = (bytes: Uint8Array): Bytes => ({
  size: bytes.length,
  read(from, length) {
    if (from < 0 || from + length > bytes.length) throw new DamagedError('not there');
    return Buffer.from(bytes.subarray(from, from + length));
  },
});
const toAddress = (value: bigint, width: 1 | 4): readonly number[] =>
  width === 1 ? [Number(value)] : toWords(value);

describe('packed ranges', () => {
  for (const [width, bits] of [
    [1, 32],
    [4, 128],
  ] as const)
    it(`of ${bits} bits answer as a plain look does, within a block and across blocks`, () => {
      fc.assert(
        fc.property(
          tables(bits),
          fc.array(fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n }), { maxLength: 40 }),
          ({ starts, values }, others) => {
            const { index, blocks } = packRanges(starts, values, width);
            const table = openRanges(index, width, 100_000, toBytes(blocks));
            for (const address of [...others, ...starts, ...starts.slice(1).map((start) => start - 1n)]) {
              const expected = values[starts.findLastIndex((start) => start <= address)];
              assert.equal(table.valueAt(toAddress(address, width)), expected);
            }
          },
        ),
      );
    });

  it('are refused where bytes are missing, left over or changed', () => {
    const starts = Array.from({ length: 200 }, (_, n) => BigInt(n * n * 1000));
    const { index, blocks } = packRanges(
      starts,
      starts.map((_, n) => n * 7),
      1,
    );
    const ask = (changedIndex: Uint8Array, changedBlocks: Uint8Array, limit = 2000): void => {
      const table = openRanges(changedIndex, 1, limit, toBytes(changedBlocks));
      for (const start of starts) table.valueAt([Number(start)]);
    };
    ask(index, blocks);
    for (let length = 0; length < index.length; length += 1)
      assert.throws(() => ask(index.subarray(0, length), blocks), DamagedError, String(length));
    for (let length = 0; length < blocks.length; length += 1)
      assert.throws(() => ask(index, blocks.subarray(0, length)), DamagedError, String(length));
    assert.throws(() => ask(index, Buffer.concat([blocks, Buffer.of(0)])), DamagedError);
    assert.throws(() => ask(index, blocks, 100), DamagedError);
    for (let at = 0; at < blocks.length; at += 1) {
      const changed = Uint8Array.from(blocks);
      changed[at] = changed[at]! ^ 4;
      assert.throws(() => ask(index, changed), DamagedError, String(at));
    }
    const beyond = packRanges([0n, 2n ** 32n], [0, 1], 1);
    assert.throws(() => ask(beyond.index, beyond.blocks), DamagedError);
  });

  it('made of anything answer within bounds or are refused', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
        (bytes, address) => {
          const { index, blocks } = packBlocks([{ key: [0, 0, 0, 0], bytes }]);
          try {
            const value = openRanges(index, 4, 7, toBytes(blocks)).valueAt(toWords(address));
            assert.ok(value >= 0 && value <= 7);
          } catch (error) {
            assert.ok(error instanceof DamagedError);
          }
        },
      ),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (index, blocks) => {
        assert.throws(() => openRanges(index, 4, 7, toBytes(blocks)).valueAt([1, 2, 3, 4]), DamagedError);
      }),
    );
  });
});

describe('packed owners', () => {
  const owners = Array.from({ length: 100 }, (_, n) => ({
    asn: 4_294_967_295 - n,
    name: n === 50 ? '' : `Ünder ${'x'.repeat(n)}`,
  }));
  const { index, blocks } = packOwners(owners);

  it('are what they were', () => {
    const list = openOwners(index, toBytes(blocks));
    for (const [n, owner] of owners.entries()) assert.deepEqual(list.at(n), owner);
    assert.ok(list.limit >= owners.length);
  });

  it('are refused where they are missing or changed', () => {
    const list = openOwners(index, toBytes(blocks));
    for (let n = owners.length; n < list.limit; n += 1) assert.throws(() => list.at(n), DamagedError);
    for (let at = 0; at < blocks.length; at += 1) {
      const changed = Uint8Array.from(blocks);
      changed[at] = changed[at]! ^ 1;
      const damaged = openOwners(index, toBytes(changed));
      assert.throws(() => owners.map((_, n) => damaged.at(n)), DamagedError, String(at));
    }
    assert.throws(() => packOwners([{ asn: 1, name: 'x'.repeat(256) }]), /longer than 255/);
  });
});

describe('a packed file', () => {
  const open = (bytes: Buffer) => readPackedFile(toBytes(bytes));
  const file = packFile({ one: Buffer.from('eins'), two: Buffer.alloc(5000, 'zwei'), none: Buffer.alloc(0) });

  it('gives each section back, whole and in parts', () => {
    const read = open(file);
    assert.equal(read.whole('one').toString(), 'eins');
    assert.equal(read.whole('two').length, 5000);
    assert.equal(read.whole('none').length, 0);
    assert.throws(() => read.whole('three'), DamagedError);
    const part = read.part('two');
    assert.equal(part.size, 5000);
    assert.equal(part.read(4996, 4).toString(), 'zwei');
    for (const [from, length] of [
      [4997, 4],
      [-1, 4],
      [5000, 1],
    ] as const)
      assert.throws(() => part.read(from, length), DamagedError);
    assert.throws(() => read.part('three'), DamagedError);
  });

  it('is refused where it is cut off anywhere, goes on, or is something else', () => {
    for (let length = 0; length < file.length; length += 1)
      assert.throws(() => open(file.subarray(0, length)), DamagedError, String(length));
    assert.throws(() => open(Buffer.concat([file, Buffer.of(1)])), DamagedError);
    assert.throws(() => open(Buffer.from('PK\x03\x04 and so on, and on')), DamagedError);
  });

  it('gives no whole section of which a byte is changed', () => {
    const header = file.indexOf(']') + 1;
    for (let at = header; at < file.length; at += 1) {
      const changed = Buffer.from(file);
      changed[at] = changed[at]! ^ 4;
      const read = open(changed);
      assert.throws(() => ['one', 'two', 'none'].map(read.whole), DamagedError, String(at));
    }
  });
});

describe('rows that overlap', () => {
  it('are cut so that the narrower speaks, as a look at every row finds', () => {
    const row = fc
      .tuple(fc.nat({ max: 300 }), fc.nat({ max: 60 }), fc.constantFrom('AA', 'BB', 'CC', 'DD'))
      .map(([first, length, value]) => ({
        first: BigInt(first),
        last: BigInt(Math.min(first + length, 255 + 45)),
        value,
        name: '',
      }))
      .filter(({ first, last }) => first <= last);
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const most = 300n;
        const { starts, values } = flatten(rows, most);
        const addresses = Array.from({ length: 301 }, (_, n) => BigInt(n));
        const expected = scanNaively(rows, addresses);
        for (const address of addresses)
          assert.equal(values[starts.findLastIndex((start) => start <= address)], expected[Number(address)]);
        assert.ok(values.every((value, at) => at === 0 || value !== values[at - 1]));
      }),
      { numRuns: 500 },
    );
  });
});
