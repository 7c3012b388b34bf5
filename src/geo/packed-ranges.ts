/**
 * Ranges of addresses as a few bytes each, in blocks of 64 whose first start is their key. In a block:
 *
 *   value | exponent, rest, value | exponent, rest, value | …
 *
 * A start is told as its distance from the one before: how often it divides by two (one byte), then the rest without its
 * lowest bit, which is always set, seven bits a byte. Values are seven bits a byte too.
 */
import { type BlockReader, openBlocks, packBlocks } from './packed-blocks.ts';
import { type Bytes, DamagedError } from './packed-file.ts';
import { type Ranges, valueAt32, valueAt128 } from './ranges.ts';

const rangesPerBlock = 64;

function pushVaried(bytes: number[], value: bigint): void {
  let rest = value;
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
}

/** Writes ranges; `starts` ascend from 0. */
export function packRanges(
  starts: readonly bigint[],
  values: readonly number[],
  width: 1 | 4,
): { index: Uint8Array; blocks: Uint8Array } {
  const blocks = [];
  for (let first = 0; first < starts.length; first += rangesPerBlock) {
    const bytes: number[] = [];
    pushVaried(bytes, BigInt(values[first]!));
    for (let at = first + 1; at < Math.min(first + rangesPerBlock, starts.length); at += 1) {
      let distance = starts[at]! - starts[at - 1]!;
      if (distance <= 0n) throw new Error('ranges must ascend');
      let exponent = 0;
      for (; (distance & 1n) === 0n; distance >>= 1n) exponent += 1;
      bytes.push(exponent);
      pushVaried(bytes, distance >> 1n);
      pushVaried(bytes, BigInt(values[at]!));
    }
    const start = starts[first]!;
    const key = Array.from({ length: width }, (_, n) =>
      Number((start >> BigInt(32 * (width - 1 - n))) & 0xffffffffn),
    );
    blocks.push({ key, bytes: Uint8Array.from(bytes) });
  }
  return packBlocks(blocks);
}

/** Adds `part` · 2^`bit` (together below 2^53) to a number of words, the highest first; false where it does not fit. */
function add(words: Uint32Array, part: number, bit: number): boolean {
  if (part === 0) return true;
  let at = words.length - 1 - (bit >>> 5);
  let sum = part * 2 ** (bit & 31);
  for (; sum > 0 && at >= 0; at -= 1) {
    sum += words[at]!;
    words[at] = sum % 4_294_967_296;
    sum = Math.floor(sum / 4_294_967_296);
  }
  return sum === 0;
}

function isAfter(words: Uint32Array, address: ArrayLike<number>): boolean {
  for (let at = 0; at < words.length; at += 1)
    if (words[at] !== address[at]) return words[at]! > address[at]!;
  return false;
}

/** The value of the last range in the block that does not begin after the address; `start` is that of the first one. */
function valueIn(
  bytes: Uint8Array,
  start: Uint32Array,
  address: ArrayLike<number>,
  maxValue: number,
): number {
  let at = 0;
  const readValue = (): number => {
    let value = 0;
    let scale = 1;
    for (; scale <= 4_294_967_296; scale *= 128) {
      const byte = bytes[at];
      if (byte === undefined) break;
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128 && value <= maxValue) return value;
    }
    throw new DamagedError('a value is not in the list');
  };
  /** Moves `start` on to the next range. */
  const advance = (): void => {
    let bit = bytes[at]!;
    let byte = bytes[at + 1];
    at += 2;
    // The lowest bit, which is not told, and the first seven of the rest.
    let fits = byte !== undefined && bit < 160 && add(start, 2 * (byte & 127) + 1, bit);
    for (bit += 8; byte !== undefined && byte > 127 && fits; bit += 7) {
      byte = bytes[at];
      at += 1;
      fits = byte !== undefined && bit < 160 && add(start, byte & 127, bit);
    }
    if (!fits) throw new DamagedError('ranges go beyond the last address');
  };
  let value = readValue();
  while (at < bytes.length) {
    advance();
    if (isAfter(start, address)) return value;
    value = readValue();
  }
  return value;
}

export interface RangeTable {
  /** The value of the range that holds this address (its words, the highest first). Throws DamagedError. */
  valueAt(address: ArrayLike<number>): number;
}

/** Throws DamagedError where the index is not that of ranges from 0 upwards. */
export function openRanges(index: Uint8Array, width: 1 | 4, maxValue: number, blocks: Bytes): RangeTable {
  const reader: BlockReader = openBlocks(index, width, blocks);
  const { keys, count } = reader;
  if (count === 0 || keys.subarray(0, width).some((word) => word !== 0))
    throw new DamagedError('the first range is missing');
  for (let n = 1; n < count; n += 1)
    if (!isAfter(keys.subarray(n * width, (n + 1) * width), keys.subarray((n - 1) * width, n * width)))
      throw new DamagedError('ranges do not ascend');
  const blockAt: Ranges = { starts: keys, width, values: Uint32Array.from({ length: count }, (_, n) => n) };
  return {
    valueAt(address) {
      const block =
        width === 1
          ? valueAt32(blockAt, address[0]!)
          : valueAt128(blockAt, [address[0]!, address[1]!, address[2]!, address[3]!]);
      const start = keys.slice(block * width, (block + 1) * width);
      return valueIn(reader.read(block), start, address, maxValue);
    },
  };
}
