import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { packFile, readPackedFile } from '../../src/geo/packed-file.ts';
import { DamagedError, packRanges, unpackRanges } from '../../src/geo/packed-ranges.ts';
import { valueAt32, valueAt128 } from '../../src/geo/ranges.ts';
import type { Words } from '../../src/lib/address-words.ts';
import { flatten, scanNaively } from '../../train/geo/flatten.ts';

const toWords = (value: bigint): Words => {
  const word = (at: bigint): number => Number((value >> (32n * at)) & 0xffffffffn);
  return [word(3n), word(2n), word(1n), word(0n)];
};

/** Starts that ascend from 0 below 2^bits. */
const tables = (bits: number) =>
  fc.uniqueArray(fc.bigInt({ min: 1n, max: 2n ** BigInt(bits) - 1n }), { maxLength: 60 }).chain((starts) =>
    fc.record({
      starts: fc.constant([0n, ...starts.sort((a, b) => (a < b ? -1 : 1))]),
      values: fc.array(fc.nat({ max: 100_000 }), {
        minLength: starts.length + 1,
        maxLength: starts.length + 1,
      }),
    }),
  );

describe('packed ranges', () => {
  for (const [width, bits] of [
    [1, 32],
    [4, 128],
  ] as const)
    it(`of ${bits} bits are what they were, and answer as a plain look does`, () => {
      fc.assert(
        fc.property(
          tables(bits),
          fc.array(fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n }), { maxLength: 40 }),
          ({ starts, values }, others) => {
            const ranges = unpackRanges(packRanges(starts, values), width, 100_000);
            for (const address of [...others, ...starts, ...starts.slice(1).map((start) => start - 1n)]) {
              const expected = values[starts.findLastIndex((start) => start <= address)];
              const told =
                width === 1 ? valueAt32(ranges, Number(address)) : valueAt128(ranges, toWords(address));
              assert.equal(told, expected);
            }
          },
        ),
      );
    });

  it('are refused where bytes are missing, left over or changed beyond sense; whatever is read stays in bounds', () => {
    const starts = [0n, 1n, 256n, 2n ** 31n, 2n ** 32n - 1n];
    const whole = packRanges(starts, [0, 1, 2, 300, 4]);
    for (let length = 0; length < whole.length; length += 1)
      assert.throws(() => unpackRanges(whole.subarray(0, length), 1, 300), DamagedError, String(length));
    assert.throws(() => unpackRanges(Buffer.concat([whole, Buffer.of(0)]), 1, 300), DamagedError);
    assert.throws(() => unpackRanges(whole, 1, 299), DamagedError);
    assert.throws(() => unpackRanges(packRanges([0n, 2n ** 32n], [0, 1]), 1, 1), DamagedError);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          const { values } = unpackRanges(bytes, 4, 7);
          assert.ok(values.every((value) => value <= 7));
        } catch (error) {
          assert.ok(error instanceof DamagedError);
        }
      }),
    );
  });
});

/** A file in memory. */
const open = (bytes: Buffer) =>
  readPackedFile({
    size: bytes.length,
    read(from, length) {
      if (from + length > bytes.length) throw new DamagedError('not there');
      return bytes.subarray(from, from + length);
    },
  });

describe('a packed file', () => {
  const file = packFile({ one: Buffer.from('eins'), two: Buffer.alloc(5000, 'zwei'), none: Buffer.alloc(0) });

  it('gives each section back', () => {
    const read = open(file);
    assert.equal(read('one').toString(), 'eins');
    assert.equal(read('two').length, 5000);
    assert.equal(read('none').length, 0);
    assert.throws(() => read('three'), DamagedError);
  });

  it('is refused where it is cut off anywhere, goes on, or is something else', () => {
    for (let length = 0; length < file.length; length += 1)
      assert.throws(() => open(file.subarray(0, length)), DamagedError, String(length));
    assert.throws(() => open(Buffer.concat([file, Buffer.of(1)])), DamagedError);
    assert.throws(() => open(Buffer.from('PK\x03\x04 and so on, and on')), DamagedError);
  });

  it('never unpacks more than it promises', () => {
    const bomb = packFile({ one: Buffer.alloc(1_000_000) });
    const lie = Buffer.from(bomb.toString('latin1').replace('1000000', '0000010'), 'latin1');
    assert.throws(() => open(lie)('one'), DamagedError);
  });

  it('gives no section of which a byte is changed', () => {
    const header = file.indexOf(']') + 1;
    for (let at = header; at < file.length; at += 1) {
      const changed = Buffer.from(file);
      changed[at] = changed[at]! ^ 4;
      const read = open(changed);
      assert.throws(() => ['one', 'two', 'none'].map(read), DamagedError, String(at));
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
