/**
 * What the model sees of a window of tokens: the sequence of token classes (1 to 3 in a row), the words and
 * their neighbours, pieces of unknown words, and the window as a whole (codings, quotes, brackets, density).
 * Every feature is a place in one hashed table; a feature counts once a window however often it occurs.
 */
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
  windowStep,
  windowTokens,
} from './feature-table.ts';
import { wordClasses } from './lexicon.ts';
import {
  isLexical,
  isPunctuation,
  lexicalClass,
  punctuationClass,
  shapes,
  type Tokens,
} from './token-classes.ts';
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
  whole: 0x48d159e,
  call: 0x5a7c3e1,
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
  /** What the loop over tokens asks of a class, as bits. */
  const traits = new Uint8Array(256);
  const trait = { punctuation: 1, lexical: 2, prose: 4, plainWord: 8, figure: 16, comparing: 32 } as const;
  const proseClass = lexicalClass('prose');
  for (let c = 0; c < 256; c += 1) {
    if (isPunctuation(c)) traits[c]! |= trait.punctuation;
    if (isLexical(c)) traits[c]! |= c === proseClass ? trait.prose : trait.lexical;
    if (c === shapes.word || c === shapes.mixedWord || c === shapes.longWord) traits[c]! |= trait.plainWord;
    if (c === shapes.number || c === shapes.longNumber || c === shapes.hexNumber) traits[c]! |= trait.figure;
  }
  for (const c of [lexicalClass('orAnd'), lexicalClass('sqlLike'), punctuationClass('=')])
    traits[c]! |= trait.comparing;
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
  const key = new Int32Array(longestKnown * 2 + 6);

  /** Fills `key` with all that the features of a short window are made of, and gives its length; 0 = they also rest on letters. */
  function keyOf(
    { kind: kinds, hash: names, start, end, disguise }: Tokens,
    first: number,
    last: number,
    seen: number,
    kind: number,
    keyHash: number,
  ): number {
    let longest = 0;
    let length = 6;
    for (let at = first; at < last; at += 1) {
      const c = kinds[at]!;
      const what = traits[c]!;
      // What is compared is compared by name.
      if ((what & trait.comparing) !== 0) return 0;
      key[length] = c;
      key[length + 1] = (what & trait.figure) !== 0 ? 0 : names[at]!;
      length += 2;
      if ((what & trait.punctuation) !== 0) continue;
      const letters = end[at]! - start[at]!;
      if (letters >= 4 && (what & trait.plainWord) !== 0) return 0;
      if (letters > longest) longest = letters;
    }
    key[0] = seen;
    key[1] = disguise;
    key[2] = kind;
    key[3] = keyHash;
    key[4] = first === 0 ? 1 : 0;
    key[5] = lengthStep(longest);
    return length;
  }

  return {
    extract(tokens, codes, first, last, seen, kind, keyHash) {
      const keyLength = last - first <= longestKnown ? keyOf(tokens, first, last, seen, kind, keyHash) : 0;
      if (keyLength > 0) {
        const known = memory.find(key, keyLength);
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
        // Numbers and unknown short words are told by their shape, the rest by name.
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
      // The window's end stands for a token.
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

/** Longer windows are rarely the same twice. */
const longestKnown = 12;

/** Something that holds of the window as a whole. */
function whole(name: number, value: number): number {
  return Math.imul(salt.whole ^ (name * 4099 + value), 0x9e3779b1);
}

function lengthStep(length: number): number {
  return length < 24 ? length >>> 2 : length < 48 ? 6 : length < 96 ? 7 : 8;
}

/** Share as one of six steps. */
function bucket(part: number, all: number): number {
  if (part === 0 || all === 0) return 0;
  const share = part / all;
  return share < 0.1 ? 1 : share < 0.25 ? 2 : share < 0.4 ? 3 : share < 0.6 ? 4 : 5;
}

/** `x = x` and `'a' like 'a'` compare a thing with itself: 1 = same, 2 = two numbers or two strings. */
function comparison(
  tokens: Tokens,
  at: number,
  first: number,
  last: number,
  quote: number,
  doubleQuote: number,
): number {
  const { kind, hash } = tokens;
  let left = at - 1;
  let right = at + 1;
  let quoted = 0;
  if (kind[left] === quote || kind[left] === doubleQuote) {
    left -= 1;
    quoted += 1;
  }
  if (right < last && (kind[right] === quote || kind[right] === doubleQuote)) {
    right += 1;
    quoted += 1;
  }
  if (left < first || right >= last) return 0;
  if (isPunctuation(kind[left]!) || isPunctuation(kind[right]!)) return 0;
  if (hash[left] === hash[right]) return quoted === 0 ? 1 : 2;
  return quoted === 2 || (kind[left] === shapes.number && kind[right] === shapes.number) ? 4 : 0;
}

/** Named so that the model file can tell whether it was trained on the same vocabulary. */
export function featureFingerprint(): string {
  return `features-4/${tableBits}/${windowTokens}/${windowStep}/${wordClasses.length}`;
}
