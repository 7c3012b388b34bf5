/**
 * Remembers the features of short windows without unknown words: numbers, dates, addresses, versions, punctuation. Of
 * numbers only the length counts, so the same few windows occur again and again. A window is found by everything its
 * features are made of, never by a hash alone.
 */
import type { FeatureList } from './feature-table.ts';

export interface WindowMemory {
  /** The features of the window that `key[0, length)` describes completely; null where it is not known. */
  find(key: Int32Array, length: number): FeatureList | null;
  /** Keeps the features of the window that was looked up last, once it occurs for the second time. */
  offer(list: FeatureList): void;
}

const places = 2_048;

interface Entry {
  key: Int32Array;
  list: FeatureList;
}

export function createWindowMemory(): WindowMemory {
  const entries = new Array<Entry | null>(places).fill(null);
  const seen = new Int32Array(places);
  let [sought, soughtLength, mark] = [new Int32Array(0), 0, 0];

  return {
    find(key, length) {
      let hash = length;
      for (let at = 0; at < length; at += 1) hash = Math.imul(hash ^ key[at]!, 0x2c1b3c6d) ^ (hash >>> 13);
      [sought, soughtLength, mark] = [key as Int32Array<ArrayBuffer>, length, hash];
      const entry = entries[hash & (places - 1)]!;
      if (entry === null || entry.key.length !== length) return null;
      let at = 0;
      while (at < length && entry.key[at] === key[at]) at += 1;
      return at === length ? entry.list : null;
    },
    offer(list) {
      const place = mark & (places - 1);
      if (seen[place] !== mark) {
        seen[place] = mark;
        return;
      }
      entries[place] = {
        key: sought.slice(0, soughtLength),
        list: {
          count: list.count,
          place: list.place.slice(0, list.count),
          range: list.range.slice(0, list.count),
          sum: list.sum,
          unknown: list.unknown,
        },
      };
    },
  };
}
