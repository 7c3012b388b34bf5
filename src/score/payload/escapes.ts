/** Reads one escaped character: percent codes, HTML entities, backslash escapes, UTF-7, `0x2e`. */
import { base64Digit, hexDigit, isFigureOrLetter, isLetter, isUnreserved } from './characters.ts';
import { codings, entities } from './codings.ts';
import { wordHash } from './lexicon.ts';

/** What the latest read found, as fields of one object, so that nothing is allocated for a character. */
export interface FoundEscape {
  /** Where the escape ends; only set where a character was read. */
  end: number;
  /** Bits of `codings`, of all reads since somebody set it to 0. */
  seen: number;
}

/** Each returns the character's code, or -1 where no escape begins at `at`. */
export interface EscapeReader {
  found: FoundEscape;
  /** `round`: how often the text was decoded before. */
  percent(at: number, length: number, round: number): number;
  entity(at: number, length: number): number;
  backslash(at: number, length: number): number;
  /** `form`: a plus is a space. */
  plus(at: number, length: number, form: boolean): number;
  hexMark(at: number, length: number): number;
}

/** `codes`: what is read, up to the `length` of each call. `astral`: the ASCII code of a character beyond the BMP, or 0. */
export function createEscapeReader(codes: Uint16Array, astral: (codePoint: number) => number): EscapeReader {
  const entityOf = new Map(
    Object.entries(entities).map(([name, sign]) => [wordHash(name), sign.charCodeAt(0)]),
  );
  const found: FoundEscape = { end: 0, seen: 0 };

  return {
    found,
    percent: readPercent,
    entity: readEntity,
    backslash: readBackslash,
    plus: readPlus,
    hexMark: readHexMark,
  };

  function hexByte(at: number, length: number): number {
    if (at + 1 >= length) return -1;
    const high = hexDigit(codes[at]!);
    const low = hexDigit(codes[at + 1]!);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  function readPercent(at: number, length: number, round: number): number {
    if (at + 5 < length && (codes[at + 1]! | 32) === 117) {
      const high = hexByte(at + 2, length);
      const low = hexByte(at + 4, length);
      if (high < 0 || low < 0) return -1;
      found.seen |= codings.percentU | codings.percent;
      found.end = at + 6;
      // The private area F0xx is how some servers show a raw byte.
      return high === 0xf0 || high === 0 ? low : high * 256 + low;
    }
    const byte = hexByte(at + 1, length);
    if (byte < 0) return readBrokenPercent(at, length);
    found.seen |= round === 0 ? codings.percent : codings.twice;
    found.end = at + 3;
    if (byte < 0x80) {
      if (isUnreserved(byte)) found.seen |= codings.needless;
      if (byte === 10 || byte === 13) found.seen |= codings.lineBreak;
      return byte;
    }
    if (byte < 0xc0 || byte > 0xfd) return byte;
    // C0 and C1 begin no valid sequence: they hide an ASCII character, whatever byte follows.
    const extra = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : byte < 0xf8 ? 3 : byte < 0xfc ? 4 : 5;
    let value = byte & (0x3f >> extra);
    let here = at + 3;
    for (let step = 0; step < extra; step += 1) {
      if (here >= length || codes[here] !== 37) return byte;
      const next = hexByte(here + 1, length);
      if (next < 0 && byte < 0xc2 && here + 2 < length && isFigureOrLetter(codes[here + 2]!)) {
        found.seen |= codings.overlong;
        found.end = here + 3;
        return 0x2f;
      }
      if (next < 0 || (extra > 1 && (next & 0xc0) !== 0x80)) return byte;
      if (extra === 1 && byte > 0xc1 && (next & 0xc0) !== 0x80) return byte;
      value = value * 64 + (next & 0x3f);
      here += 3;
    }
    found.end = here;
    if (value < (extra === 1 ? 0x80 : extra === 2 ? 0x800 : 0x10000)) found.seen |= codings.overlong;
    if (value > 0xffff) return astral(value) || 0x2605;
    return value;
  }

  /** `%c0%qf`, `%c1%8s`, `%bg%qf`: no hexadecimal, yet some servers read on and get a slash. */
  function readBrokenPercent(at: number, length: number): number {
    if (at + 5 >= length || codes[at + 3] !== 37) return -1;
    if (!isFigureOrLetter(codes[at + 1]!) || !isFigureOrLetter(codes[at + 2]!)) return -1;
    if (!isFigureOrLetter(codes[at + 4]!) || !isFigureOrLetter(codes[at + 5]!)) return -1;
    if (hexByte(at + 4, length) >= 0) return -1;
    found.seen |= codings.overlong;
    found.end = at + 6;
    return 0x2f;
  }

  function readEntity(at: number, length: number): number {
    const next = at + 1 < length ? codes[at + 1]! : 0;
    if (next === 35) {
      const hex = at + 2 < length && (codes[at + 2]! | 32) === 120;
      let here = at + (hex ? 3 : 2);
      const first = here;
      let value = 0;
      while (here < length && here - first < 8) {
        const figure = hexDigit(codes[here]!);
        if (figure < 0 || (!hex && figure > 9)) break;
        value = value * (hex ? 16 : 10) + figure;
        here += 1;
      }
      if (here === first || value > 0x10ffff) return -1;
      if (here < length && codes[here] === 59) here += 1;
      found.end = here;
      if (value < 128) found.seen |= codings.entity;
      return value > 0xffff ? astral(value) || 0x2605 : value;
    }
    let hash = 0x811c9dc5 | 0;
    let here = at + 1;
    while (here < length && here - at < 9 && isLetter(codes[here]!)) {
      hash = Math.imul(hash ^ (codes[here]! | 32), 0x01000193);
      here += 1;
    }
    const sign = entityOf.get(hash);
    if (sign === undefined) return -1;
    const closed = here < length && codes[here] === 59;
    // Without its semicolon a name may be that of the next parameter: only the four old ones count, and not before `=`.
    if (!closed && (here >= length || codes[here] === 61 || here - at > 5)) return -1;
    if (!closed && sign !== 60 && sign !== 62 && sign !== 34 && sign !== 38) return -1;
    found.seen |= codings.entity;
    found.end = closed ? here + 1 : here;
    return sign;
  }

  function readBackslash(at: number, length: number): number {
    const next = at + 1 < length ? codes[at + 1]! : 0;
    if (next === 117) {
      if (at + 2 < length && codes[at + 2] === 123) {
        let value = 0;
        let here = at + 3;
        while (here < length && here - at < 10 && hexDigit(codes[here]!) >= 0) {
          value = value * 16 + hexDigit(codes[here]!);
          here += 1;
        }
        if (here === at + 3 || codes[here] !== 125 || value > 0xffff) return -1;
        found.seen |= codings.backslash;
        found.end = here + 1;
        return value;
      }
      const high = hexByte(at + 2, length);
      const low = hexByte(at + 4, length);
      if (high < 0 || low < 0) return -1;
      if (high === 0) found.seen |= codings.backslash;
      found.end = at + 6;
      return high * 256 + low;
    }
    if (next === 120) {
      const byte = hexByte(at + 2, length);
      if (byte < 0) return -1;
      if (byte < 128) found.seen |= codings.backslash;
      found.end = at + 4;
      return byte;
    }
    if (next === 34 || next === 39 || next === 47) {
      found.end = at + 2;
      return next;
    }
    return -1;
  }

  function readPlus(at: number, length: number, form: boolean): number {
    if (at + 4 < length && codes[at + 1] === 65 && codes[at + 4] === 45) {
      const high = base64Digit(codes[at + 2]!);
      const low = base64Digit(codes[at + 3]!);
      const value = (high * 64 + low) >> 2;
      if (high >= 0 && low >= 0 && value > 32 && value < 127) {
        found.seen |= codings.utf7;
        found.end = at + 5;
        return value;
      }
    }
    return form ? 32 : -1;
  }

  /** `0x2e0x2f`: dots and slashes in a spelling that some path checkers accept. */
  function readHexMark(at: number, length: number): number {
    if (at + 3 >= length || (codes[at + 1]! | 32) !== 120) return -1;
    const byte = hexByte(at + 2, length);
    if (byte !== 0x2e && byte !== 0x2f && byte !== 0x5c) return -1;
    if (at + 4 < length && codes[at + 4] !== 48 && hexDigit(codes[at + 4]!) >= 0) return -1;
    found.seen |= codings.needless;
    found.end = at + 4;
    return byte;
  }
}
