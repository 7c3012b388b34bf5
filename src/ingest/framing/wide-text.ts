/** UTF-16 and UTF-32 as UTF-8, with and without a byte-order mark: what Windows' `>` and its editors write. */

type Chunks = AsyncIterable<Uint8Array>;

const isMark = (head: Uint8Array, ...mark: number[]): boolean =>
  head.length >= mark.length && mark.every((byte, at) => head[at] === byte);

/** Whether each of the first characters is ASCII, its byte at `at` of `width` and zeros beside it. Two of them at least. */
function isAsciiIn(head: Uint8Array, width: number, at: number): boolean {
  const end = Math.min(head.length - (head.length % width), width * 4);
  if (end < width * 2) return false;
  for (let byte = 0; byte < end; byte++) {
    const value = head[byte] as number;
    if (byte % width === at ? value === 0 || value > 0x7f : value !== 0) return false;
  }
  return true;
}

const utf16 = (label: 'utf-16le' | 'utf-16be') =>
  async function* (chunks: Chunks): AsyncGenerator<Uint8Array, void, undefined> {
    const decoder = new TextDecoder(label);
    for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    yield Buffer.from(decoder.decode());
  };

const utf32 = (isLittle: boolean) =>
  async function* (chunks: Chunks): AsyncGenerator<Uint8Array, void, undefined> {
    let rest = Buffer.alloc(0);
    for await (const chunk of chunks) {
      const bytes = Buffer.concat([rest, chunk]);
      const end = bytes.length - (bytes.length % 4);
      let text = '';
      for (let at = 0; at < end; at += 4) {
        const code = isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
        text += code <= 0x10_ffff ? String.fromCodePoint(code) : '\ufffd';
      }
      rest = bytes.subarray(end);
      yield Buffer.from(text);
    }
    if (rest.length > 0) yield Buffer.from('\ufffd');
  };

/** In this order: the mark of UTF-32 begins as that of UTF-16 does. */
export const wideEncodings = [
  {
    name: 'UTF-32',
    matches: (head: Uint8Array) => isMark(head, 0xff, 0xfe, 0, 0) || isAsciiIn(head, 4, 0),
    undo: utf32(true),
  },
  {
    name: 'UTF-32',
    matches: (head: Uint8Array) => isMark(head, 0, 0, 0xfe, 0xff) || isAsciiIn(head, 4, 3),
    undo: utf32(false),
  },
  {
    name: 'UTF-16',
    matches: (head: Uint8Array) => isMark(head, 0xff, 0xfe) || isAsciiIn(head, 2, 0),
    undo: utf16('utf-16le'),
  },
  {
    name: 'UTF-16',
    matches: (head: Uint8Array) => isMark(head, 0xfe, 0xff) || isAsciiIn(head, 2, 1),
    undo: utf16('utf-16be'),
  },
];
