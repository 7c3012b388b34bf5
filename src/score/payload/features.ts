/**
 * What the model sees of a window of tokens: the sequence of token classes (1 to 3 in a row), the words and
 * their neighbours, pieces of unknown words, and the window as a whole (codings, quotes, brackets, density).
 * Every feature is a place in one hashed table; a feature counts once a window however often it occurs.
 */
import { codingCount } from './codings.ts';
import { wordClasses } from './lexicon.ts';
import {
  isLexical,
  isPunctuation,
  lexicalClass,
  punctuationClass,
  shapes,
  type Tokens,
} from './token-classes.ts';

/** Places in the table. */
export const tableBits = 18;
export const tableSize = 1 << tableBits;
/** A window: long enough for an attack, short enough that the text around it does not drown it. */
export const windowTokens = 64;
export const windowStep = 54;

/** More than any window has. */
export const maxFeatures = windowTokens * 12 + 128;

export interface FeatureList {
  count: number;
  /** Places in the table, each once. */
  place: Int32Array;
  /** First and last token (one past) that the feature rests on, relative to the window; 0–0 for the whole window. */
  from: Uint8Array;
  to: Uint8Array;
}

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

export function createExtractor(): Extractor {
  const list: FeatureList = {
    count: 0,
    place: new Int32Array(maxFeatures),
    from: new Uint8Array(maxFeatures),
    to: new Uint8Array(maxFeatures),
  };
  // One byte a place, so that it stays in the processor's cache; cleared when the turns run out.
  const stamp = new Uint8Array(tableSize);
  let turn = 0;
  const classSeen = new Uint8Array(256);
  const proseClass = lexicalClass('prose');
  const orAnd = lexicalClass('orAnd');
  const like = lexicalClass('sqlLike');
  const equals = punctuationClass('=');
  const quote = punctuationClass("'");
  const doubleQuote = punctuationClass('"');
  const open = punctuationClass('(');
  const close = punctuationClass(')');

  function add(hash: number, from: number, to: number): void {
    const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    const place = (mixed ^ (mixed >>> 13)) >>> (32 - tableBits);
    if (stamp[place] === turn) return;
    stamp[place] = turn;
    const at = list.count;
    if (at >= maxFeatures) return;
    list.place[at] = place;
    list.from[at] = from;
    list.to[at] = to;
    list.count = at + 1;
  }

  function whole(name: number, value: number): void {
    add(Math.imul(salt.whole ^ (name * 4099 + value), 0x9e3779b1), 0, 0);
  }

  return {
    extract(tokens, codes, first, last, seen, kind, keyHash) {
      turn += 1;
      if (turn === 256) {
        stamp.fill(0);
        classSeen.fill(0);
        turn = 1;
      }
      list.count = 0;
      const { kind: kinds, hash: hashes, start, end } = tokens;
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
      let h1 = first === 0 ? 0x55 : 0x66;
      for (let at = first; at <= last; at += 1) {
        const edge = at === last;
        const c = edge ? shapes.edge : kinds[at]!;
        const here = at - first;
        // Numbers and unknown short words are told by their shape, the rest by name.
        const h = edge
          ? 0x77
          : c === shapes.number || c === shapes.longNumber || c === shapes.hexNumber
            ? c
            : hashes[at]!;
        const stop = edge ? here : here + 1;
        if (!edge) {
          add(Math.imul(salt.bare ^ c, 0x9e3779b1), here, stop);
          if (!isPunctuation(c)) {
            add(Math.imul(salt.word ^ h, 0x9e3779b1), here, stop);
            words += 1;
            const length = end[at]! - start[at]!;
            if (length > longest) longest = length;
            if (c === proseClass) prose += 1;
            else if (isLexical(c)) lexical += 1;
            else if (length >= 4 && (c === shapes.word || c === shapes.mixedWord || c === shapes.longWord))
              pieces(codes, start[at]!, end[at]!, here);
          } else {
            marks += 1;
            if (c === quote) quotes += 1;
            else if (c === doubleQuote) doubles += 1;
            else if (c === open) depth += 1;
            else if (c === close) depth -= 1;
          }
          if (c < 256 && classSeen[c] !== turn) {
            classSeen[c] = turn;
            if (isLexical(c) && c !== proseClass) classes += 1;
          }
          if ((c === equals || c === like || c === orAnd) && at > first && at + 1 < last)
            same |= comparison(tokens, at, first, last, quote, doubleQuote);
        }
        const pair = Math.imul(c1 * 257 + c + 1, 0x85ebca6b);
        const triple = Math.imul(pair ^ (c2 + 1), 0xc2b2ae35);
        const from = here > 0 ? here - 1 : 0;
        add(salt.two ^ pair, from, stop);
        add(salt.three ^ triple, here > 1 ? here - 2 : 0, stop);
        add(Math.imul(salt.pair ^ Math.imul(h1, 31) ^ h, 0x9e3779b1), from, stop);
        if (!edge && !isPunctuation(c))
          add(Math.imul(salt.left ^ Math.imul(c1 + 1, 0x1003f) ^ h, 0x9e3779b1), from, stop);
        if (here > 0 && !isPunctuation(c1))
          add(Math.imul(salt.right ^ Math.imul(c + 1, 0x1003f) ^ h1, 0x9e3779b1), from, stop);
        c2 = c1;
        c1 = c;
        h1 = h;
      }
      const count = last - first;
      for (let bit = 0; bit < codingCount; bit += 1) if (((seen >>> bit) & 1) === 1) whole(1, bit);
      for (let bit = 0; bit < 6; bit += 1) if (((tokens.disguise >>> bit) & 1) === 1) whole(2, bit);
      whole(3, kind);
      whole(4, count < 16 ? count : 16 + (count >>> 3));
      whole(5, bucket(marks, count));
      whole(6, bucket(prose, words));
      whole(7, bucket(lexical, words));
      whole(8, classes < 12 ? classes : 12);
      whole(9, (quotes & 1) * 2 + (quotes > 0 ? 1 : 0));
      whole(10, (doubles & 1) * 2 + (doubles > 0 ? 1 : 0));
      whole(11, depth > 0 ? 1 : depth < 0 ? 2 : 0);
      whole(12, longest < 24 ? longest >>> 2 : longest < 48 ? 6 : longest < 96 ? 7 : 8);
      if (same > 0) whole(13, same);
      whole(14, bucket(prose, words) * 8 + bucket(marks, count));
      whole(15, Math.min(classes, 5) * 8 + bucket(prose, words));
      if (keyHash !== 0) whole(16, keyHash);
      return list;
    },
  };

  /** Four-letter pieces of a word that no list knows. */
  function pieces(codes: Uint16Array, from: number, to: number, here: number): void {
    const stop = Math.min(to, from + 16);
    let window = 0;
    for (let at = from; at < stop; at += 1) {
      const code = codes[at]!;
      window =
        (window << 8) | (code < 128 ? (code >= 65 && code <= 90 ? code | 32 : code) : 0x80 | (code & 0x7f));
      if (at >= from + 3) add(Math.imul(salt.piece ^ window, 0x9e3779b1), here, here + 1);
    }
  }
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
  return `features-3/${tableBits}/${windowTokens}/${windowStep}/${wordClasses.length}`;
}
