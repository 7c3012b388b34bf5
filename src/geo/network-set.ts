/** Many networks, asked whether they hold an address: sorted, joined, halved. */
import { compareWords, type Network, type Words } from '../lib/address-words.ts';
import { type Ranges, valueAt32, valueAt128 } from './ranges.ts';

export interface NetworkSet {
  has(words: Words): boolean;
  /** Ranges left after those that overlap or touch were joined. */
  size: number;
}

const most = 0xffff_ffff;

/** The address after the last one of a range; null after the end of all addresses. */
function after(words: Words): Words | null {
  const next: [number, number, number, number] = [...words];
  for (let at = 3; at >= 0; at -= 1) {
    if (next[at] !== most) {
      next[at] = next[at]! + 1;
      return next;
    }
    next[at] = 0;
  }
  return null;
}

/** Starts with 1 where a range begins and 0 after its end; `width` last words of each. */
function toRanges(
  networks: readonly Pick<Network, 'first' | 'last'>[],
  width: 1 | 4,
): Ranges & { values: Uint8Array } {
  const sorted = [...networks].sort((a, b) => compareWords(a.first, b.first));
  const joined: { first: Words; last: Words }[] = [];
  for (const { first, last } of sorted) {
    const top = joined.at(-1);
    const next = top ? after(top.last) : null;
    if (top && (next === null || compareWords(first, next) <= 0)) {
      if (compareWords(last, top.last) > 0) top.last = last;
    } else joined.push({ first, last });
  }
  const starts = new Uint32Array(2 * joined.length * width);
  const values = new Uint8Array(2 * joined.length);
  let count = 0;
  const begin = (words: Words, value: number): void => {
    starts.set(words.slice(4 - width), count * width);
    values[count] = value;
    count += 1;
  };
  for (const { first, last } of joined) {
    begin(first, 1);
    const next = after(last);
    // Beyond 255.255.255.255 there is nothing to begin in a table of IPv4.
    if (next && !(width === 1 && last[3] === most)) begin(next, 0);
  }
  return { starts: starts.subarray(0, count * width), width, values: values.subarray(0, count) };
}

export function createNetworkSet(networks: readonly Network[]): NetworkSet {
  const v4 = toRanges(
    networks.filter(({ family }) => family === 4),
    1,
  );
  const v6 = toRanges(
    networks.filter(({ family }) => family === 6),
    4,
  );
  return {
    has: (words) =>
      (words[0] === 0 && words[1] === 0 && words[2] === 0xffff && valueAt32(v4, words[3]) === 1) ||
      valueAt128(v6, words) === 1,
    size: [v4, v6].reduce((sum, { values }) => sum + values.filter((value) => value === 1).length, 0),
  };
}
