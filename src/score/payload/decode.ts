/**
 * Reads a piece of input as its target would: percent codes (once, twice, `%u`, overlong UTF-8), HTML entities,
 * backslash escapes, UTF-7, full-width and look-alike letters, characters that show nothing. Every decoded
 * character keeps the place of the input it came from, so that evidence can be named in the input's own bytes.
 */
import { base64Digit, hexDigit, isFigureOrLetter, isLetter, isUnreserved } from './characters.ts';
import { codings, entities } from './codings.ts';
import { createFold } from './fold.ts';
import { wordHash } from './lexicon.ts';

const maxRounds = 4;

export interface Decoded {
  /** The piece itself where nothing had to be decoded: what is read stands in `codes[from, to)`. */
  codes: Uint16Array;
  from: number;
  to: number;
  /** Place in the input of each decoded character; one past the last holds the end. */
  origin: Int32Array;
  /** Bits of `codings`. */
  seen: number;
}

export interface Decoder {
  /** Decodes `source[from, to)`. The result is overwritten by the next call. `form`: `+` stands for a space. */
  decode(source: Uint16Array, from: number, to: number, form: boolean): Decoded;
}

/** What a character may begin or be, as bits. */
const escaping = 1;
const wide = 2;
const control = 4;
const nul = 8;
const zero = 16;

function characterTraits(): Uint8Array {
  const traits = new Uint8Array(128);
  for (let code = 1; code < 32; code += 1)
    if (code !== 9 && code !== 10 && code !== 13) traits[code] = control;
  traits[0] = nul;
  for (const sign of '%&\\+') traits[sign.charCodeAt(0)] = escaping;
  traits[48] = zero;
  traits[127] = wide;
  return traits;
}

/** `capacity`: the longest input. */
export function createDecoder(capacity: number): Decoder {
  const fold = createFold();
  const traits = characterTraits();
  const entityOf = new Map(
    Object.entries(entities).map(([name, sign]) => [wordHash(name), sign.charCodeAt(0)]),
  );
  const codes = new Uint16Array(capacity + 1);
  const origin = new Int32Array(capacity + 2);
  const same = Int32Array.from({ length: capacity + 2 }, (_, at) => at);
  const result: Decoded = { codes, from: 0, to: 0, origin, seen: 0 };
  let seen = 0;
  /** Whether what a round leaves may hold something more to decode. */
  let isMore = false;
  /** Whether something was decoded to more than plain ASCII. */
  let isWider = false;
  // Where a code read by `readEscape` ends; a field instead of a pair, so that nothing is allocated.
  let escapeEnd = 0;

  return {
    decode(source, from, to, form) {
      let found = 0;
      for (let at = from; at < to; at += 1) {
        const code = source[at]!;
        found |= code < 128 ? traits[code]! : wide;
      }
      seen = (found & control) !== 0 ? codings.control : 0;
      if ((found & nul) !== 0) seen |= codings.nul;
      result.seen = seen;
      const escapes = (found & escaping) !== 0 || ((found & zero) !== 0 && hasHexMark(source, from, to));
      if (!escapes && (found & (wide | nul)) === 0) {
        result.codes = source;
        result.from = from;
        result.to = to;
        result.origin = same;
        return result;
      }
      let length = 0;
      for (let at = from; at < to; at += 1) {
        const code = source[at]!;
        if (code === 0) continue;
        codes[length] = code;
        origin[length] = at;
        length += 1;
      }
      origin[length] = to;
      codes[length] = 0;
      let isWide = (found & wide) !== 0;
      if (escapes) {
        isWider = false;
        for (let round = 0; round < maxRounds; round += 1) {
          const before = length;
          const changed = unescapeOnce(length, round, form && round === 0);
          if (changed < 0) break;
          length = changed;
          if (!isMore || (length === before && round > 0)) break;
        }
        isWide ||= isWider;
      }
      if (isWide) {
        length = fold.apply(codes, origin, length);
        seen |= fold.seen();
      }
      result.codes = codes;
      result.from = 0;
      result.to = length;
      result.origin = origin;
      result.seen = seen;
      return result;
    },
  };

  /** `0x` within the piece. */
  function hasHexMark(source: Uint16Array, from: number, to: number): boolean {
    for (let at = from; at + 1 < to; at += 1)
      if (source[at] === 48 && (source[at + 1]! | 32) === 120) return true;
    return false;
  }

  /** One round, in place; returns the new length, or -1 when nothing was there to decode. */
  function unescapeOnce(length: number, round: number, form: boolean): number {
    let out = -1;
    isMore = false;
    for (let at = 0; at < length; ) {
      const code = codes[at]!;
      if (code >= 128 || (traits[code]! & (escaping | zero)) === 0) {
        if (out >= 0) {
          codes[out] = code;
          origin[out] = origin[at]!;
          out += 1;
        }
        at += 1;
        continue;
      }
      let decoded = -1;
      escapeEnd = at + 1;
      if (code === 37) decoded = readPercent(at, length, round);
      else if (code === 38) decoded = readEntity(at, length);
      else if (code === 92) decoded = readBackslash(at, length);
      else if (code === 43) decoded = readPlus(at, length, form);
      else decoded = readHexMark(at, length);
      const place = origin[at]!;
      if (decoded >= 0) {
        if (out < 0) out = at;
        at = escapeEnd;
        if (decoded === 0) {
          seen |= codings.nul;
          continue;
        }
        if (decoded < 32 && decoded !== 9 && decoded !== 10 && decoded !== 13) seen |= codings.control;
        if (decoded > 126) isWider = true;
        else if ((traits[decoded]! & (escaping | zero)) !== 0) isMore = true;
      } else {
        decoded = code;
        at += 1;
        isMore ||= code !== 48 || mayBecomeMark(at, length);
      }
      if (out >= 0) {
        codes[out] = decoded;
        origin[out] = place;
        out += 1;
      }
    }
    if (out < 0) return -1;
    origin[out] = origin[length]!;
    codes[out] = 0;
    return out;
  }

  /** A `0` can only ever begin a mark where an `x` stands behind it, or something that is still to be decoded. */
  function mayBecomeMark(next: number, length: number): boolean {
    if (next >= length) return false;
    const code = codes[next]!;
    return (code | 32) === 120 || (code < 128 && (traits[code]! & (escaping | zero)) !== 0);
  }

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
      seen |= codings.percentU | codings.percent;
      escapeEnd = at + 6;
      // The private area F0xx is how some servers show a raw byte.
      return high === 0xf0 || high === 0 ? low : high * 256 + low;
    }
    const byte = hexByte(at + 1, length);
    if (byte < 0) return readBrokenPercent(at, length);
    seen |= round === 0 ? codings.percent : codings.twice;
    escapeEnd = at + 3;
    if (byte < 0x80) {
      if (isUnreserved(byte)) seen |= codings.needless;
      if (byte === 10 || byte === 13) seen |= codings.lineBreak;
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
        seen |= codings.overlong;
        escapeEnd = here + 3;
        return 0x2f;
      }
      if (next < 0 || (extra > 1 && (next & 0xc0) !== 0x80)) return byte;
      if (extra === 1 && byte > 0xc1 && (next & 0xc0) !== 0x80) return byte;
      value = value * 64 + (next & 0x3f);
      here += 3;
    }
    escapeEnd = here;
    if (value < (extra === 1 ? 0x80 : extra === 2 ? 0x800 : 0x10000)) seen |= codings.overlong;
    if (value > 0xffff) return fold.astral(value) || 0x2605;
    return value;
  }

  /** `%c0%qf`, `%c1%8s`, `%bg%qf`: no hexadecimal, yet some servers read on and get a slash. */
  function readBrokenPercent(at: number, length: number): number {
    if (at + 5 >= length || codes[at + 3] !== 37) return -1;
    if (!isFigureOrLetter(codes[at + 1]!) || !isFigureOrLetter(codes[at + 2]!)) return -1;
    if (!isFigureOrLetter(codes[at + 4]!) || !isFigureOrLetter(codes[at + 5]!)) return -1;
    if (hexByte(at + 4, length) >= 0) return -1;
    seen |= codings.overlong;
    escapeEnd = at + 6;
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
      escapeEnd = here;
      if (value < 128) seen |= codings.entity;
      return value > 0xffff ? fold.astral(value) || 0x2605 : value;
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
    seen |= codings.entity;
    escapeEnd = closed ? here + 1 : here;
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
        seen |= codings.backslash;
        escapeEnd = here + 1;
        return value;
      }
      const high = hexByte(at + 2, length);
      const low = hexByte(at + 4, length);
      if (high < 0 || low < 0) return -1;
      if (high === 0) seen |= codings.backslash;
      escapeEnd = at + 6;
      return high * 256 + low;
    }
    if (next === 120) {
      const byte = hexByte(at + 2, length);
      if (byte < 0) return -1;
      if (byte < 128) seen |= codings.backslash;
      escapeEnd = at + 4;
      return byte;
    }
    if (next === 34 || next === 39 || next === 47) {
      escapeEnd = at + 2;
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
        seen |= codings.utf7;
        escapeEnd = at + 5;
        return value;
      }
    }
    return form ? 32 : -1;
  }

  /** `0x2e0x2f`: dots and slashes as some path checkers are told them. */
  function readHexMark(at: number, length: number): number {
    if (at + 3 >= length || (codes[at + 1]! | 32) !== 120) return -1;
    const byte = hexByte(at + 2, length);
    if (byte !== 0x2e && byte !== 0x2f && byte !== 0x5c) return -1;
    if (at + 4 < length && codes[at + 4] !== 48 && hexDigit(codes[at + 4]!) >= 0) return -1;
    seen |= codings.needless;
    escapeEnd = at + 4;
    return byte;
  }
}
