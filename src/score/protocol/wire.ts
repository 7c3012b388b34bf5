/**
 * The bytes a sensor saw, however it wrote them down: as they are (Latin-1), with `\x16` or `\u0016` for what does not
 * print, as hexadecimal digits, or in base64.
 */

/** What is looked at: greetings are short. */
export const headLength = 1024;

export interface Wire {
  /** The first kilobyte as Latin-1. */
  head: string;
  /** Of all bytes. */
  length: number;
  /** Whether it was written in a code and not as it is. */
  isCoded: boolean;
}

const escapeCode = /\\(?:x([0-9a-fA-F]{2})|u00([0-9a-fA-F]{2})|([0-3][0-7]{2})|([abtnvfre0\\'"]))/g;
const plain: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  '0': '\0',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

const decodeEscapes = (text: string): string =>
  text.replace(escapeCode, (_, hex?: string, unicode?: string, octal?: string, letter?: string) =>
    letter !== undefined
      ? plain[letter]!
      : String.fromCharCode(
          octal === undefined ? Number.parseInt(hex ?? unicode ?? '0', 16) : Number.parseInt(octal, 8),
        ),
  );

const isHex = /^(?:0x)?(?:[0-9a-fA-F]{2}[\s:]?){4,}$/;
const isBase64 = /^[A-Za-z0-9+/]{8,}={0,2}$/;
/** A byte string as Python writes it. */
const pythonBytes = /^b(['"])([\s\S]*)\1?$/;

/** As written, and decoded where it can be a code; the first is always there. */
export function toWires(payload: string): Wire[] {
  const wires: Wire[] = [{ head: payload.slice(0, headLength), length: payload.length, isCoded: false }];
  const start = payload.slice(0, headLength * 4);
  if (start.includes('\\')) {
    const python = start.startsWith("b'") || start.startsWith('b"') ? pythonBytes.exec(start) : null;
    const isWhole = payload.length <= start.length;
    const text = decodeEscapes(python === null ? start : python[2]!.replace(/['"]$/, ''));
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
const written = /[\t\r\n\x20-\x7e]{24,}/g;

/** The stretches within bytes that somebody wrote, each in a line of its own. */
export function wordsOf(payload: string): string {
  const start = payload.slice(0, longestSearch);
  const bytes = start.includes('\\') ? decodeEscapes(start) : start;
  return (bytes.match(written) ?? []).filter((stretch) => /\S\s+\S/.test(stretch)).join('\n');
}

/** Signs that no written text has: control characters but tab and line ends, and of decoded bytes those over 127 too. */
function oddities({ head, isCoded }: Wire): number {
  let odd = 0;
  for (let at = 0; at < head.length; at += 1) {
    const code = head.charCodeAt(at);
    if (code < 32 ? code !== 9 && code !== 10 && code !== 13 && code !== 27 : code === 127) odd += 1;
    else if (code >= 128 && code < (isCoded ? 256 : 160)) odd += 1;
  }
  return odd;
}

/** One in sixteen, and two at least: a stray byte in a text makes it no binary, but in a handful of characters it does. */
export function isBinaryWire(wire: Wire): boolean {
  const odd = oddities(wire);
  return odd >= 2 ? odd * 16 >= wire.head.length : odd === 1 && wire.head.length <= 8;
}

/** The first part of a payload that was written down in a code, decoded. */
export function decodeWhole(payload: string): string {
  const start = payload.slice(0, longestSearch);
  if (start.includes('\\')) return decodeEscapes(start.replace(/^b['"]/, ''));
  const isDigits = isHex.test(start.slice(0, 256));
  return isDigits
    ? Buffer.from(start.replace(/^0x|[\s:]/g, ''), 'hex').toString('latin1')
    : Buffer.from(start, 'base64').toString('latin1');
}
