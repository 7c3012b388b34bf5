/**
 * What the model sees of a window of tokens: the sequence of token classes (1 to 3 in a row), the words and
 * their neighbours, pieces of unknown words, and the window as a whole (codings, quotes, brackets, density).
 * Every feature is a place in one hashed table; a feature counts once a window however often it occurs.
 */

import { createClassTraits, trait } from './class-traits.ts';
import {
  createFeatureTable,
  type FeatureList,
  type FeatureTable,
  maxFeatures,
  maxSeen,
  stampBits,
  stampMask,
  tableBits,
  tableSize,
} from './feature-table.ts';
import { punctuationClass, shapes, type Tokens } from './token-classes.ts';
import { bucket, comparison, lengthStep, whole } from './whole-window.ts';
import { createWindowKey } from './window-key.ts';
import { createWindowMemory } from './window-memory.ts';

export interface Extractor {
  /** Features of `tokens[first, last)`; the list is overwritten by the next call. */
  extract(
    tokens: Tokens,
    codes: Uint16Array,
    first: number,
    last: number,
    seen: number,
    kind: number,
    keyHash: number,
  ): FeatureList;
}

const salt = {
  bare: 0x1234567,
  two: 0x2345671,
  three: 0x3456712,
  word: 0x6712345,
  pair: 0x7123456,
  left: 0x13579bd,
  right: 0x2468ace,
  piece: 0x369cf25,
} as const;

export function createExtractor(table: FeatureTable = createFeatureTable()): Extractor {
  const list: FeatureList = {
    count: 0,
    place: new Int32Array(maxSeen),
    range: new Uint16Array(maxSeen),
    sum: 0,
    unknown: 0,
  };
  // Hashes are written down first and looked up afterwards, in one short loop: the look-ups do not wait for each other.
  const hashes = new Int32Array(maxSeen);
  const ranges = new Uint16Array(maxSeen);
  let turn = 0;
  const classSeen = new Uint16Array(256);
  const traits = createClassTraits();
  const quote = punctuationClass("'");
  const doubleQuote = punctuationClass('"');
  const open = punctuationClass('(');
  const close = punctuationClass(')');

  /** Fills the list with the places of the first `count` hashes; no step depends on whether a place is new. */
  function settle(count: number): void {
    const { place: places, range } = list;
    let [kept, sum, unknown] = [0, 0, 0];
    for (let at = 0; at < count; at += 1) {
      const hash = hashes[at]!;
      const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
      const place = (mixed ^ (mixed >>> 13)) >>> (32 - tableBits);
      const entry = table[place]!;
      const isNew = (0 - ((entry ^ turn) & stampMask)) >>> 31;
      table[place] = (entry & ~stampMask) | turn;
      places[kept] = place;
      range[kept] = ranges[at]!;
      kept += isNew;
      sum += Math.imul(entry >> 16, isNew);
      unknown += (((entry >>> stampBits) & 1) ^ 1) & isNew;
    }
    if (kept > maxFeatures) {
      kept = maxFeatures;
      [sum, unknown] = [0, 0];
      for (let at = 0; at < kept; at += 1) {
        const entry = table[places[at]!]!;
        sum += entry >> 16;
        unknown += ((entry >>> stampBits) & 1) ^ 1;
      }
    }
    list.count = kept;
    list.sum = sum;
    list.unknown = unknown;
  }

  const memory = createWindowMemory();
  const windowKey = createWindowKey(traits);

  return {
    extract(tokens, codes, first, last, seen, kind, keyHash) {
      const keyLength = windowKey.fill(tokens, first, last, seen, kind, keyHash);
      if (keyLength > 0) {
        const known = memory.find(windowKey.key, keyLength);
        if (known !== null) return known;
      }
      turn += 1;
      if (turn > stampMask) {
        for (let place = 0; place < tableSize; place += 1) table[place]! &= ~stampMask;
        classSeen.fill(0);
        turn = 1;
      }
      const { kind: kinds, hash: names, start, end } = tokens;
      let n = 0;
      let prose = 0;
      let marks = 0;
      let lexical = 0;
      let quotes = 0;
      let doubles = 0;
      let depth = 0;
      let words = 0;
      let longest = 0;
      let classes = 0;
      let same = 0;
      let c1: number = shapes.edge;
      let c2: number = shapes.edge;
      let isMark1 = false;
      let h1 = first === 0 ? 0x55 : 0x66;
      const count = last - first;
      for (let here = 0; here < count; here += 1) {
        const at = first + here;
        const c = kinds[at]!;
        const what = traits[c]!;
        const isMark = (what & trait.punctuation) !== 0;
        // Numbers and unknown short words are identified by their shape, the rest by name.
        const h = (what & trait.figure) !== 0 ? c : names[at]!;
        const alone = here * 256 + here + 1;
        hashes[n] = Math.imul(salt.bare ^ c, 0x9e3779b1);
        ranges[n] = alone;
        n += 1;
        if (!isMark) {
          hashes[n] = Math.imul(salt.word ^ h, 0x9e3779b1);
          ranges[n] = alone;
          n += 1;
          words += 1;
          const length = end[at]! - start[at]!;
          if (length > longest) longest = length;
          if ((what & trait.prose) !== 0) prose += 1;
          else if ((what & trait.lexical) !== 0) lexical += 1;
          else if (length >= 4 && (what & trait.plainWord) !== 0) {
            // Four-letter pieces of a word that no list knows.
            const from = start[at]!;
            const stop = length < 16 ? from + length : from + 16;
            let letters = 0;
            for (let letter = from; letter < stop; letter += 1) {
              const code = codes[letter]!;
              letters =
                (letters << 8) |
                (code < 128 ? (code >= 65 && code <= 90 ? code | 32 : code) : 0x80 | (code & 0x7f));
              if (letter < from + 3) continue;
              hashes[n] = Math.imul(salt.piece ^ letters, 0x9e3779b1);
              ranges[n] = alone;
              n += 1;
            }
          }
        } else {
          marks += 1;
          if (c === quote) quotes += 1;
          else if (c === doubleQuote) doubles += 1;
          else if (c === open) depth += 1;
          else if (c === close) depth -= 1;
        }
        if (classSeen[c] !== turn) {
          classSeen[c] = turn;
          if ((what & trait.lexical) !== 0) classes += 1;
        }
        if ((what & trait.comparing) !== 0 && here > 0 && at + 1 < last)
          same |= comparison(tokens, at, first, last, quote, doubleQuote);
        const pair = Math.imul(c1 * 257 + c + 1, 0x85ebca6b);
        const withLast = here > 0 ? alone - 256 : alone;
        hashes[n] = salt.two ^ pair;
        ranges[n] = withLast;
        hashes[n + 1] = salt.three ^ Math.imul(pair ^ (c2 + 1), 0xc2b2ae35);
        ranges[n + 1] = here > 1 ? alone - 512 : here + 1;
        hashes[n + 2] = Math.imul(salt.pair ^ Math.imul(h1, 31) ^ h, 0x9e3779b1);
        ranges[n + 2] = withLast;
        n += 3;
        if (!isMark) {
          hashes[n] = Math.imul(salt.left ^ Math.imul(c1 + 1, 0x1003f) ^ h, 0x9e3779b1);
          ranges[n] = withLast;
          n += 1;
        }
        if (here > 0 && !isMark1) {
          hashes[n] = Math.imul(salt.right ^ Math.imul(c + 1, 0x1003f) ^ h1, 0x9e3779b1);
          ranges[n] = withLast;
          n += 1;
        }
        c2 = c1;
        c1 = c;
        h1 = h;
        isMark1 = isMark;
      }
      // The window's end counts as a token.
      const pair = Math.imul(c1 * 257 + shapes.edge + 1, 0x85ebca6b);
      const withLast = count > 0 ? (count - 1) * 256 + count : 0;
      hashes[n] = salt.two ^ pair;
      ranges[n] = withLast;
      hashes[n + 1] = salt.three ^ Math.imul(pair ^ (c2 + 1), 0xc2b2ae35);
      ranges[n + 1] = count > 1 ? (count - 2) * 256 + count : count;
      hashes[n + 2] = Math.imul(salt.pair ^ Math.imul(h1, 31) ^ 0x77, 0x9e3779b1);
      ranges[n + 2] = withLast;
      n += 3;
      if (count > 0 && !isMark1) {
        hashes[n] = Math.imul(salt.right ^ Math.imul(shapes.edge + 1, 0x1003f) ^ h1, 0x9e3779b1);
        ranges[n] = withLast;
        n += 1;
      }
      const proseShare = bucket(prose, words);
      const markShare = bucket(marks, count);
      const wholeFrom = n;
      for (let rest = seen, bit = 0; rest !== 0; rest >>>= 1, bit += 1)
        if ((rest & 1) === 1) hashes[n++] = whole(1, bit);
      for (let rest = tokens.disguise, bit = 0; rest !== 0; rest >>>= 1, bit += 1)
        if ((rest & 1) === 1) hashes[n++] = whole(2, bit);
      hashes[n++] = whole(3, kind);
      hashes[n++] = whole(4, count < 16 ? count : 16 + (count >>> 3));
      hashes[n++] = whole(5, markShare);
      hashes[n++] = whole(6, proseShare);
      hashes[n++] = whole(7, bucket(lexical, words));
      hashes[n++] = whole(8, classes < 12 ? classes : 12);
      hashes[n++] = whole(9, (quotes & 1) * 2 + (quotes > 0 ? 1 : 0));
      hashes[n++] = whole(10, (doubles & 1) * 2 + (doubles > 0 ? 1 : 0));
      hashes[n++] = whole(11, depth > 0 ? 1 : depth < 0 ? 2 : 0);
      hashes[n++] = whole(12, lengthStep(longest));
      if (same > 0) hashes[n++] = whole(13, same);
      hashes[n++] = whole(14, proseShare * 8 + markShare);
      hashes[n++] = whole(15, (classes < 5 ? classes : 5) * 8 + proseShare);
      if (keyHash !== 0) hashes[n++] = whole(16, keyHash);
      ranges.fill(0, wholeFrom, n);
      settle(n);
      if (keyLength > 0) memory.offer(list);
      return list;
    },
  };
}
