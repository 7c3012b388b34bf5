/**
 * Reads a piece of input as its target would: percent codes (once, twice, `%u`, overlong UTF-8), HTML entities,
 * backslash escapes, UTF-7, full-width and look-alike letters, invisible characters. Every decoded
 * character keeps the place of the input it came from, so that evidence can be named in the input's own bytes.
 */
import { codings } from './codings.ts';
import { createEscapeReader } from './escapes.ts';
import { createFold } from './fold.ts';

const maxRounds = 4;

export interface Decoded {
  /** The piece itself where nothing had to be decoded: the text is `codes[from, to)`. */
  codes: Uint16Array;
  from: number;
  to: number;
  /** Place in the input of each decoded character; one past the last holds the end. */
  origin: Int32Array;
  /** Bits of `codings`. */
  seen: number;
}

export interface Decoder {
  /** Decodes `source[from, to)`. The result is overwritten by the next call. `form`: `+` means a space. */
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
  const codes = new Uint16Array(capacity + 1);
  const origin = new Int32Array(capacity + 2);
  const escapes = createEscapeReader(codes, fold.astral);
  const same = Int32Array.from({ length: capacity + 2 }, (_, at) => at);
  const result: Decoded = { codes, from: 0, to: 0, origin, seen: 0 };
  let seen = 0;
  /** Whether what a round leaves may hold something more to decode. */
  let isMore = false;
  /** Whether something was decoded to more than plain ASCII. */
  let isWider = false;

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
      const hasEscapes = (found & escaping) !== 0 || ((found & zero) !== 0 && hasHexMark(source, from, to));
      if (!hasEscapes && (found & (wide | nul)) === 0) {
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
      if (hasEscapes) {
        isWider = false;
        escapes.found.seen = 0;
        for (let round = 0; round < maxRounds; round += 1) {
          const before = length;
          const changed = unescapeOnce(length, round, form && round === 0);
          if (changed < 0) break;
          length = changed;
          if (!isMore || (length === before && round > 0)) break;
        }
        isWide ||= isWider;
        seen |= escapes.found.seen;
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
      escapes.found.end = at + 1;
      if (code === 37) decoded = escapes.percent(at, length, round);
      else if (code === 38) decoded = escapes.entity(at, length);
      else if (code === 92) decoded = escapes.backslash(at, length);
      else if (code === 43) decoded = escapes.plus(at, length, form);
      else decoded = escapes.hexMark(at, length);
      const place = origin[at]!;
      if (decoded >= 0) {
        if (out < 0) out = at;
        at = escapes.found.end;
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

  /** A `0` can only begin a mark where an `x` follows, or something that is still to be decoded. */
  function mayBecomeMark(next: number, length: number): boolean {
    if (next >= length) return false;
    const code = codes[next]!;
    return (code | 32) === 120 || (code < 128 && (traits[code]! & (escaping | zero)) !== 0);
  }
}
