/** Sorted ranges in typed arrays: each begins at its start and ends where the next one begins. */
import type { Words } from '../lib/address-words.ts';

export interface Ranges {
  /** One word per range (IPv4) or four (IPv6), ascending. */
  starts: Uint32Array;
  width: 1 | 4;
  /** One per range; 0 = nothing is known there. */
  values: Uint8Array | Uint32Array;
}

/** The value of the range that holds this IPv4 address; 0 before the first range. */
export function valueAt32({ starts, values }: Ranges, address: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (starts[mid]! <= address) low = mid + 1;
    else high = mid;
  }
  return low === 0 ? 0 : values[low - 1]!;
}

/** The same for an IPv6 address. */
export function valueAt128({ starts, values }: Ranges, [a, b, c, d]: Words): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    const at = 4 * mid;
    const isAfter =
      starts[at] !== a
        ? starts[at]! > a
        : starts[at + 1] !== b
          ? starts[at + 1]! > b
          : starts[at + 2] !== c
            ? starts[at + 2]! > c
            : starts[at + 3]! > d;
    if (isAfter) high = mid;
    else low = mid + 1;
  }
  return low === 0 ? 0 : values[low - 1]!;
}
