/** What is inside a word: the beginning of a serialised object, a number and a keyword in one, a field and its lookup. */
import type { Lexicon } from './lexicon.ts';
import { characters, isTokenLetter, upper } from './token-characters.ts';
import { firstLexical, lexicalClass } from './token-classes.ts';

const serialMagics = ['rO0AB', 'AAEAAAD', 'KztAAU', 'Cs7QAF', 'gASV'] as const;
const sqlAfterFigure: ReadonlySet<number> = new Set(
  ['orAnd', 'union', 'sqlFrom', 'sqlLike'].map(lexicalClass),
);

/** `rO0AB` (Java), `AAEAAAD` (.NET), `gASV` (pickle) and the like. */
export function beginsSerial(codes: Uint16Array, first: number): boolean {
  // Only words that begin like one of them are compared.
  const code = codes[first]!;
  if (code !== 114 && code !== 65 && code !== 75 && code !== 67 && code !== 103) return false;
  for (const magic of serialMagics) {
    let at = 0;
    while (at < magic.length && codes[first + at] === magic.charCodeAt(at)) at += 1;
    if (at === magic.length) return true;
  }
  return false;
}

/** Where a keyword of SQL begins directly after a number (`1or2`), or 0. */
export function gluedKeyword(codes: Uint16Array, first: number, end: number, lexicon: Lexicon): number {
  let at = first;
  while (at < end && codes[at]! >= 48 && codes[at]! <= 57) at += 1;
  if (at === first) return 0;
  // An exponent (`1e1from`) is part of the figure.
  if (at + 1 < end && (codes[at]! | 32) === 101 && codes[at + 1]! >= 48 && codes[at + 1]! <= 57) {
    at += 1;
    while (at < end && codes[at]! >= 48 && codes[at]! <= 57) at += 1;
  }
  let hash = 0x811c9dc5 | 0;
  for (let here = at; here < end && here - at < 10; here += 1) {
    const code = codes[here]!;
    if (code >= 48 && code <= 57) {
      return here - at >= 2 && sqlAfterFigure.has(lexicon.classOf(hash) + firstLexical) ? at : 0;
    }
    hash = Math.imul(hash ^ (code < 128 && (characters[code]! & upper) !== 0 ? code | 32 : code), 0x01000193);
  }
  return end - at >= 2 && end - at < 10 && sqlAfterFigure.has(lexicon.classOf(hash) + firstLexical) ? at : 0;
}

/** Two underscores between letters, in a word that does not itself begin with one (as `__class__` does). */
export function joinsLookup(codes: Uint16Array, at: number, first: number, to: number): boolean {
  return (
    at + 2 < to &&
    codes[at + 1] === 95 &&
    codes[first] !== 95 &&
    codes[at - 1] !== 95 &&
    codes[at + 2] !== 95 &&
    isTokenLetter(codes[at + 2]!)
  );
}
