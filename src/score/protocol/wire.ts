/**
 * The bytes a sensor saw, however it wrote them down: as they are (Latin-1), with `\x16` or `\u0016` for what does not
 * print, as hexadecimal digits, or in base64.
 */

/** The part that is read: greetings are short. */
export const headLength = 1024;

export interface Wire {
  /** The first kilobyte as Latin-1. */
  head: string;
  /** Of all bytes. */
  length: number;
  /** Whether it was written in a code and not as it is. */
  isCoded: boolean;
}

const backslash = 92;

/** The value of a hexadecimal digit, or -1. */
function digit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** The byte that a letter after a backslash means, by the letter's code; -1: none. */
const letters = new Int16Array(128).fill(-1);
for (const [at, sign] of [...'abtnvfre0'].entries())
  letters[sign.charCodeAt(0)] = [7, 8, 9, 10, 11, 12, 13, 27, 0][at]!;
for (const sign of '\\\'"') letters[sign.charCodeAt(0)] = sign.charCodeAt(0);

/** `\x16`, `\u0016`, `\026`, `\n` as bytes, at most `most` of them; of other characters the low byte. */
function decodeEscapes(text: string, most: number): string {
  const bytes = Buffer.alloc(Math.min(text.length, most));
  let to = 0;
  for (let at = 0; at < text.length && to < most; to += 1) {
    const code = text.charCodeAt(at);
    const next = code === backslash && at + 1 < text.length ? text.charCodeAt(at + 1) : -1;
    let value = code;
    let step = 1;
    if (next === 120 || next === 117) {
      const from = at + (next === 120 ? 2 : 4);
      const isByte = next === 120 || text.startsWith('00', at + 2);
      const high = digit(text.charCodeAt(from));
      const low = digit(text.charCodeAt(from + 1));
      if (isByte && high >= 0 && low >= 0) {
        value = high * 16 + low;
        step = from + 2 - at;
      }
    } else if (next >= 48 && next <= 51 && isOctal(text, at + 2)) {
      value = Number.parseInt(text.slice(at + 1, at + 4), 8);
      step = 4;
    } else if (next >= 0 && next < 128 && letters[next]! >= 0) {
      value = letters[next]!;
      step = 2;
    }
    bytes[to] = value;
    at += step;
  }
  return bytes.toString('latin1', 0, to);
}

const isOctal = (text: string, at: number): boolean => {
  const [first, second] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
  return first >= 48 && first <= 55 && second >= 48 && second <= 55;
};

const isHex = /^(?:0x)?(?:[0-9a-fA-F]{2}[\s:]?){4,}$/;
const isBase64 = /^[A-Za-z0-9+/]{8,}={0,2}$/;
/** A byte string as Python writes it. */
const pythonBytes = /^b(['"])([\s\S]*)\1?$/;

/** The bytes unchanged. */
export const toRawWire = (payload: string): Wire => ({
  head: payload.slice(0, headLength),
  length: payload.length,
  isCoded: false,
});

/** The bytes that the text is a code of, where it can be one. */
export function toCodedWires(payload: string): Wire[] {
  const wires: Wire[] = [];
  const start = payload.slice(0, headLength * 4);
  if (start.includes('\\')) {
    const python = start.startsWith("b'") || start.startsWith('b"') ? pythonBytes.exec(start) : null;
    const isWhole = payload.length <= start.length;
    const text = decodeEscapes(
      python === null ? start : python[2]!.replace(/['"]$/, ''),
      isWhole ? start.length : headLength,
    );
    // Of longer texts the true length is not known without decoding them: it is at least this.
    wires.push({
      head: text.slice(0, headLength),
      length: isWhole ? text.length : Math.max(text.length, payload.length >> 2),
      isCoded: true,
    });
  } else if (payload.length >= 8 && /^[0-9a-fA-F]/.test(payload) && isHex.test(start.slice(0, 256))) {
    const digits = start.replace(/^0x|[\s:]/g, '');
    const head = Buffer.from(digits.slice(0, headLength * 2), 'hex').toString('latin1');
    wires.push({ head, length: payload.replace(/[\s:]/g, '').length >> 1, isCoded: true });
  }
  if (
    payload.length >= 12 &&
    payload.length % 4 === 0 &&
    isBase64.test(start.slice(0, 256).replace(/=+$/, ''))
  ) {
    const head = Buffer.from(start.slice(0, headLength * 2), 'base64')
      .toString('latin1')
      .slice(0, headLength);
    const padding = payload.endsWith('==') ? 2 : payload.endsWith('=') ? 1 : 0;
    wires.push({ head, length: (payload.length / 4) * 3 - padding, isCoded: true });
  }
  return wires;
}

/** Of longer payloads the first part is looked through for words. */
const longestSearch = 16_384;
/** A sentence, a query or a command line is at least as long and has spaces; keys and host names have none. */
const shortestWriting = 24;

/** The stretches within bytes that somebody wrote, each in a line of its own. */
export function wordsOf(payload: string): string {
  const start = payload.slice(0, longestSearch);
  const text = start.includes('\\') ? decodeEscapes(start, longestSearch) : start;
  const stretches: string[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : 0;
    if ((code >= 32 && code < 127) || code === 9 || code === 10 || code === 13) continue;
    if (at - from >= shortestWriting) {
      const stretch = text.slice(from, at);
      if (/\S\s+\S/.test(stretch)) stretches.push(stretch);
    }
    from = at + 1;
  }
  return stretches.join('\n');
}

/** Signs that no written text has: control characters but tab and line ends, and of decoded bytes those over 127 too. */
function oddities({ head, isCoded }: Wire, length: number): number {
  let odd = 0;
  for (let at = 0; at < length; at += 1) {
    const code = head.charCodeAt(at);
    if (code < 32 ? code !== 9 && code !== 10 && code !== 13 && code !== 27 : code === 127) odd += 1;
    else if (code >= 128 && code < (isCoded ? 256 : 160)) odd += 1;
  }
  return odd;
}

/** Enough of the beginning to tell bytes from text. */
const enough = 512;

/** One in sixteen, and two at least: a stray byte in a text makes it no binary, but in a handful of characters it does. */
export function isBinaryWire(wire: Wire): boolean {
  const length = Math.min(wire.head.length, enough);
  const odd = oddities(wire, length);
  return odd >= 2 ? odd * 16 >= length : odd === 1 && length <= 8;
}

/** The first part of a payload that was written down in a code, decoded. */
export function decodeWhole(payload: string): string {
  const start = payload.slice(0, longestSearch);
  if (start.includes('\\')) return decodeEscapes(start.replace(/^b['"]/, ''), longestSearch);
  const isDigits = isHex.test(start.slice(0, 256));
  return isDigits
    ? Buffer.from(start.replace(/^0x|[\s:]/g, ''), 'hex').toString('latin1')
    : Buffer.from(start, 'base64').toString('latin1');
}
