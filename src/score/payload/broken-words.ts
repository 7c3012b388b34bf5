/** Words that are broken by what their target drops, and the comments among it. */
import type { Lexicon } from './lexicon.ts';
import { characters, isTokenLetter, letterOrDigit, upper } from './token-characters.ts';
import { firstLexical } from './token-classes.ts';

/**
 * A word broken by what the target drops (`c'a't`, `c\at`, `c$@at`, `un/**​/ion`, `java\tscript`): reads on
 * over the breaks; null when nothing was broken.
 */
export function joinBroken(
  codes: Uint16Array,
  from: number,
  to: number,
  sum: number,
  words: Lexicon,
): { kind: number; hash: number; end: number } | null {
  let at = from;
  let total = sum;
  let broken = 0;
  let best: { kind: number; hash: number; end: number } | null = null;
  while (at < to && broken < 12) {
    const after = skipBreak(codes, at, to);
    if (after === at || after >= to || !isTokenLetter(codes[after]!) || codes[after]! >= 128) break;
    at = after;
    broken += 1;
    while (at < to && codes[at]! < 128 && (characters[codes[at]!]! & letterOrDigit) !== 0) {
      total = Math.imul(
        total ^ ((characters[codes[at]!]! & upper) !== 0 ? codes[at]! | 32 : codes[at]!),
        0x01000193,
      );
      at += 1;
    }
    const number = at - from <= 40 ? words.classOf(total) : -1;
    if (number >= 0) best = { kind: number + firstLexical, hash: total, end: at };
  }
  return best;
}

function skipBreak(codes: Uint16Array, from: number, to: number): number {
  const code = codes[from]!;
  const next = from + 1 < to ? codes[from + 1]! : 0;
  if (code === 39 || code === 34 || code === 96) return next === code ? from + 2 : from + 1;
  if (code === 92 || code === 94 || code === 9 || code === 10 || code === 13) return from + 1;
  if (code === 36 && (next === 64 || next === 42)) return from + 2;
  if (code === 47 && next === 42) {
    const close = commentEnd(codes, from, to);
    if (close > 0) return close;
  }
  return from;
}

/** End of a short comment that opens at `from`, or 0 when it is long, holds code, or never closes. */
export function commentEnd(codes: Uint16Array, from: number, to: number): number {
  const stop = Math.min(to - 1, from + 34);
  for (let at = from + 2; at < stop; at += 1) {
    const code = codes[at]!;
    if (code === 42 && codes[at + 1] === 47) return at + 2;
    if (code === 39 || code === 34 || code === 60 || code === 40) return 0;
  }
  return 0;
}
