/** Text packed in base64, as in a parameter or after PowerShell's `-enc`. */

function sixBits(code: number): number {
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 97 && code <= 122) return code - 71;
  if (code >= 48 && code <= 57) return code + 4;
  if (code === 43 || code === 45) return 62;
  return code === 47 || code === 95 ? 63 : -1;
}

const longest = 4096;

export interface Unpacker {
  /** Base64 from `from` on that holds readable text, and how many characters it took; else null. */
  unpack(codes: Uint16Array, from: number, to: number): { text: string; length: number } | null;
}

export function createUnpacker(): Unpacker {
  const bytes = Buffer.alloc(longest);
  let count = 0;

  /** Fills `bytes`; returns where the base64 ends, or -1 when it holds no readable text. `spaced`: a space is a plus. */
  function read(codes: Uint16Array, from: number, to: number, spaced: boolean): number {
    let bits = 0;
    let held = 0;
    let odd = 0;
    let zero = false;
    let at = from;
    count = 0;
    for (; at < to && at - from < longest; at += 1) {
      const value = spaced && codes[at] === 32 ? 62 : sixBits(codes[at]!);
      if (value < 0) break;
      bits = ((bits << 6) | value) & 0xffff;
      held += 6;
      if (held < 8) continue;
      held -= 8;
      const byte = (bits >>> held) & 0xff;
      // UTF-16, as PowerShell takes its encoded commands: every other byte is zero.
      if (byte === 0 && count > 0 && !zero) {
        zero = true;
        continue;
      }
      zero = false;
      const readable = (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13;
      if (!readable) {
        odd += 1;
        if (count < 8 || odd > 2 + count / 20) return -1;
      }
      bytes[count] = byte;
      count += 1;
    }
    return at;
  }

  return {
    unpack(codes, from, to) {
      let at = read(codes, from, to, false);
      if (at < 0) return null;
      // In a form a plus is read as a space: what goes on behind one may be the rest.
      if (at + 1 < to && codes[at] === 32 && sixBits(codes[at + 1]!) >= 0) {
        const further = read(codes, from, to, true);
        at = further > 0 ? further : read(codes, from, to, false);
      }
      while (at < to && codes[at] === 61) at += 1;
      return count < 7 ? null : { text: bytes.toString('latin1', 0, count), length: at - from };
    },
  };
}

/** Where base64 may have begun that goes on at `from`, not before `first`: its first characters may be words by themselves. */
export function packedStart(codes: Uint16Array, from: number, first: number): number {
  let at = from;
  while (at > first && from - at < 24 && sixBits(codes[at - 1]!) >= 0) at -= 1;
  return at;
}
