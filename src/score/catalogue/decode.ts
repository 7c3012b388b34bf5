/** Percent codes, as servers and the proxies before them read them: once, twice, three times, and too long. */

const rounds = 3;
const percent = 37;

/** The value of a hexadecimal digit in lower case, or -1. */
const digit = (code: number): number =>
  code >= 48 && code <= 57 ? code - 48 : code >= 97 && code <= 102 ? code - 87 : -1;

const lower = (code: number): number => (code >= 65 && code <= 90 ? code | 32 : code);

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
  /** `text` is in lower case; of characters beyond Latin-1 the low byte is kept. Linear in the length. */
  decode(text: string): string;
}

export function createPercentDecoder(): PercentDecoder {
  // Kept from call to call: nothing is allocated for texts without codes, and little for those with.
  let bytes = Buffer.alloc(4096);
  let mayBeTooLong = false;

  /** One round, in place; the new length, or -1 where nothing was decoded. */
  function once(length: number): number {
    const view = bytes;
    let to = 0;
    let isDecoded = false;
    for (let at = 0; at < length; at += 1) {
      const code = view[at]!;
      if (code !== percent) {
        view[to] = code;
        to += 1;
        continue;
      }
      const high = at + 2 < length ? digit(view[at + 1]!) : -1;
      const low = high < 0 ? -1 : digit(view[at + 2]!);
      if (low >= 0) {
        const value = high * 16 + low;
        if (value === 0xc0 || value === 0xc1 || value === 0xe0) mayBeTooLong = true;
        view[to] = lower(value);
        at += 2;
        isDecoded = true;
      } else if (view[at + 1] === 117 && at + 5 < length) {
        const four = [2, 3, 4, 5].map((step) => digit(view[at + step]!));
        if (four.some((value) => value < 0)) view[to] = code;
        else {
          const value = four.reduce((sum, one) => sum * 16 + one, 0);
          view[to] = lower(wide.get(value) ?? value & 255);
          at += 5;
          isDecoded = true;
        }
      } else view[to] = code;
      to += 1;
    }
    return isDecoded ? to : -1;
  }

  return {
    decode(text) {
      if (!text.includes('%')) return text;
      mayBeTooLong = false;
      if (text.length > bytes.length) bytes = Buffer.alloc(text.length * 2);
      let length = bytes.write(text, 'latin1');
      for (let round = 0; round < rounds; round += 1) {
        const after = once(length);
        if (after < 0) break;
        length = after;
        if (!bytes.subarray(0, length).includes(percent)) break;
      }
      const decoded = bytes.toString('latin1', 0, length);
      return mayBeTooLong ? decoded.replace(tooLong, short) : decoded;
    },
  };
}
