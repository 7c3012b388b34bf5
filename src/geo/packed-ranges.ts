/**
 * Ranges as a few bytes each. A start is told as its distance from the one before: how often it divides by two (one
 * byte), then the rest without its lowest bit, which is always set, seven bits a byte. Values are seven bits a byte too.
 *
 *   count (u32 LE) | count - 1 exponents | count - 1 rests | count values
 *
 * The first range begins at address 0, so its start is not told.
 */
import type { Ranges } from './ranges.ts';

/** More than any table of the internet's routes holds, by a factor of five. */
const mostRanges = 5_000_000;

export class DamagedError extends Error {
  override name = 'DamagedError';
}

/** Writes ranges; `starts` ascend from 0. */
export function packRanges(starts: readonly bigint[], values: readonly number[]): Uint8Array {
  const exponents: number[] = [];
  const rests: number[] = [];
  const told: number[] = [];
  for (let at = 1; at < starts.length; at += 1) {
    let distance = starts[at]! - starts[at - 1]!;
    if (distance <= 0n) throw new Error('ranges must ascend');
    let exponent = 0;
    for (; (distance & 1n) === 0n; distance >>= 1n) exponent += 1;
    exponents.push(exponent);
    let rest = distance >> 1n;
    for (; rest >= 128n; rest >>= 7n) rests.push(Number(rest & 127n) | 128);
    rests.push(Number(rest));
  }
  for (const value of values) {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) told.push((rest % 128) | 128);
    told.push(rest);
  }
  const bytes = new Uint8Array(4 + exponents.length + rests.length + told.length);
  new DataView(bytes.buffer).setUint32(0, values.length, true);
  bytes.set(exponents, 4);
  bytes.set(rests, 4 + exponents.length);
  bytes.set(told, 4 + exponents.length + rests.length);
  return bytes;
}

/** Adds `part` · 2^`bit` (together below 2^53) to a number of `width` words, the highest first; false where it does not fit. */
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

/** Reads the starts into `starts`; where the values begin. */
function unpackStarts(bytes: Uint8Array, count: number, starts: Uint32Array, width: 1 | 4): number {
  const current = new Uint32Array(width);
  let at = 3 + count;
  for (let n = 1; n < count; n += 1) {
    let bit = bytes[3 + n]!;
    // The lowest bit, which is not told, and the first seven of the rest.
    let byte = bytes[at]!;
    at += 1;
    let fits = add(current, 2 * (byte & 127) + 1, bit);
    bit += 8;
    while (byte > 127 && fits) {
      byte = bytes[at]!;
      at += 1;
      fits = at <= bytes.length && bit < 160 && add(current, byte & 127, bit);
      bit += 7;
    }
    if (!fits || at > bytes.length) throw new DamagedError('ranges go beyond the last address');
    if (width === 1) starts[n] = current[0]!;
    else starts.set(current, n * 4);
  }
  return at;
}

/** Reads them. Throws DamagedError where bytes are missing, left over, or tell of addresses or values there cannot be. */
export function unpackRanges(bytes: Uint8Array, width: 1 | 4, mostValue: number): Ranges {
  if (bytes.length < 4) throw new DamagedError('ranges are cut off');
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (count < 1 || count > mostRanges || bytes.length < 4 + 2 * (count - 1) + count)
    throw new DamagedError('ranges are cut off');
  const starts = new Uint32Array(count * width);
  const values = mostValue < 256 ? new Uint8Array(count) : new Uint32Array(count);
  let at = unpackStarts(bytes, count, starts, width);
  for (let n = 0; n < count; n += 1) {
    let byte = bytes[at]!;
    at += 1;
    let value = byte & 127;
    for (let scale = 128; byte > 127 && scale <= 4_294_967_296; scale *= 128) {
      byte = bytes[at]!;
      at += 1;
      value += (byte & 127) * scale;
    }
    if (at > bytes.length || byte > 127) throw new DamagedError('values are cut off');
    if (value > mostValue) throw new DamagedError('a value is not in the list');
    values[n] = value;
  }
  if (at !== bytes.length) throw new DamagedError('bytes are left over');
  return { starts, width, values };
}
