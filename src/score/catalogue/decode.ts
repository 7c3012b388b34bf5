/** Percent codes, as servers and the proxies before them read them: once, twice, three times, and too long. */

const rounds = 3;
const percent = 37;
const plus = 43;
/** No byte has it. */
const noSign = 256;

/** By byte the value of a hexadecimal digit in lower case, or 255. */
const digits = Uint8Array.from({ length: 256 }, (_, code) =>
  code >= 48 && code <= 57 ? code - 48 : code >= 97 && code <= 102 ? code - 87 : 255,
);
/** By byte the same in lower case. */
const lowers = Uint8Array.from({ length: 256 }, (_, code) => (code >= 65 && code <= 90 ? code | 32 : code));

/** `/`, `.` and `\` written with more bytes of UTF-8 than they need. */
const tooLong = /\xc0[\xae\xaf\x5c]|\xc1\x9c|\xe0\x80[\xae\xaf]/g;
const short = (found: string): string => (found.endsWith('\xae') ? '.' : '/');

/** What `%u` codes stand for that paths are bent with; others keep their low byte. */
const wide = new Map([
  [0x2215, 47],
  [0x2216, 47],
  [0xff0f, 47],
  [0xff3c, 47],
  [0xff0e, 46],
]);

export interface PercentDecoder {
  /**
   * `text` is in lower case; of characters beyond Latin-1 the low byte is kept. Linear in the length. Of a query `+`
   * is a space, and what a code stands for stays what it is.
   */
  decode(text: string, isQuery?: boolean): string;
}

export function createPercentDecoder(): PercentDecoder {
  // Kept from call to call: nothing is allocated for texts without codes, and little for those with.
  let bytes = Buffer.alloc(4096);
  let mayBeTooLong = false;

  /** Whether the last round left or made a percent sign: without one there is nothing more to decode. */
  let isPercentLeft = false;

  /** A `%u` code at `at`: what it stands for, or -1. */
  function wideAt(view: Buffer, at: number, length: number): number {
    if (view[at + 1] !== 117 || at + 5 >= length) return -1;
    let value = 0;
    for (let step = 2; step <= 5; step += 1) {
      const digit = digits[view[at + step]!]!;
      if (digit === 255) return -1;
      value = value * 16 + digit;
    }
    return lowers[(wide.get(value) ?? value) & 255]!;
  }

  /** One round, in place; `space` is the sign that stands for one. The new length, or -1 where nothing was decoded. */
  function once(length: number, space: number): number {
    const view = bytes;
    // Up to the first code nothing moves.
    const first = view.indexOf(percent);
    if (first < 0 || first >= length) return -1;
    let at = space === noSign ? first : 0;
    let to = at;
    let isDecoded = false;
    isPercentLeft = false;
    for (; at < length; at += 1) {
      let code = view[at]!;
      // A tight loop for what stands between codes.
      while (code !== percent) {
        view[to] = code === space ? 32 : code;
        to += 1;
        at += 1;
        if (at >= length) return isDecoded ? to : -1;
        code = view[at]!;
      }
      const high = at + 2 < length ? digits[view[at + 1]!]! : 255;
      const low = high === 255 ? 255 : digits[view[at + 2]!]!;
      let value = code;
      if (low !== 255) {
        value = high * 16 + low;
        if (value === 0xc0 || value === 0xc1 || value === 0xe0) mayBeTooLong = true;
        value = lowers[value]!;
        at += 2;
        isDecoded = true;
      } else {
        const found = wideAt(view, at, length);
        if (found >= 0) {
          value = found;
          at += 5;
          isDecoded = true;
        }
      }
      if (value === percent) isPercentLeft = true;
      view[to] = value;
      to += 1;
    }
    return isDecoded ? to : -1;
  }

  return {
    decode(text, isQuery = false) {
      if (!text.includes('%')) return isQuery ? text.replaceAll('+', ' ') : text;
      mayBeTooLong = false;
      if (text.length > bytes.length) bytes = Buffer.alloc(text.length * 2);
      let length = bytes.write(text, 'latin1');
      for (let round = 0; round < rounds; round += 1) {
        const after = once(length, isQuery && round === 0 ? plus : noSign);
        if (after < 0) break;
        length = after;
        if (!isPercentLeft) break;
      }
      const decoded = bytes.toString('latin1', 0, length);
      return mayBeTooLong ? decoded.replace(tooLong, short) : decoded;
    },
  };
}
