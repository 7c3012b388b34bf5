/** Reads decoded text as plain letters: full-width and look-alike ones, and without what shows nothing. */
import { isLetter, isWordPart } from './characters.ts';
import { codings } from './codings.ts';
import { createFolding } from './folding.ts';

export interface Fold {
  /** Folds `codes[0, length)` in place, `origin` with it; returns the new length. */
  apply(codes: Uint16Array, origin: Int32Array, length: number): number;
  /** Bits of `codings` that the last call found. */
  seen(): number;
  /** ASCII code of a character beyond the BMP, or 0. */
  astral(codePoint: number): number;
}

export function createFold(): Fold {
  const folding = createFolding();
  let seen = 0;
  return { apply, seen: () => seen, astral: folding.astral };

  function apply(codes: Uint16Array, origin: Int32Array, length: number): number {
    seen = 0;
    let out = 0;
    let alike = 0;
    for (let at = 0; at < length; at += 1) {
      let code = codes[at]!;
      if (code > 126) {
        if (folding.invisible[code] === 1) {
          seen |= codings.invisible;
          continue;
        }
        if (code >= 0xd800 && code < 0xdc00 && at + 1 < length && (codes[at + 1]! & 0xfc00) === 0xdc00) {
          const plain = folding.astral(((code & 0x3ff) << 10) + (codes[at + 1]! & 0x3ff) + 0x10000);
          if (plain > 0) seen |= codings.wide;
          origin[out] = origin[at]!;
          codes[out] = plain || 0x2605;
          out += 1;
          at += 1;
          continue;
        }
        const plain = folding.always[code]!;
        if (plain > 0) {
          if (code > 0xfe00 || (code > 0x205f && code < 0x2800 && isLetter(plain))) seen |= codings.wide;
          code = plain;
        }
        alike |= folding.lookAlike[code]!;
      }
      origin[out] = origin[at]!;
      codes[out] = code;
      out += 1;
    }
    origin[out] = origin[length]!;
    if (alike !== 0) foldLookAlikes(codes, out);
    return out;
  }

  /** A word is read in Latin when all its foreign letters look Latin; «привет» stays as it is. */
  function foldLookAlikes(codes: Uint16Array, length: number): void {
    let at = 0;
    while (at < length) {
      if (!isWordPart(codes[at]!)) {
        at += 1;
        continue;
      }
      const first = at;
      let latin = 0;
      let alike = 0;
      let other = 0;
      while (at < length && isWordPart(codes[at]!)) {
        const code = codes[at]!;
        if (code < 128) latin += 1;
        else if (folding.lookAlike[code]! > 0) alike += 1;
        else other += 1;
        at += 1;
      }
      if (alike === 0 || other > 0 || (latin === 0 && alike < 3)) continue;
      if (latin > 0) seen |= codings.lookAlike;
      for (let here = first; here < at; here += 1) {
        if (codes[here]! >= 128) codes[here] = folding.lookAlike[codes[here]!]!;
      }
    }
  }
}
