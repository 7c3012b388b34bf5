/** Bytes → lines, in bounded memory, whatever the bytes are. */

export interface Line {
  /** Counted from 1. */
  number: number;
  /** Null for a line that is longer than allowed. */
  text: string | null;
  /** Its length without the line end. */
  sizeBytes: number;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** How many bytes the UTF-8 sequence starting at `at` has; 0 where none starts. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (length === 1) return 1;
  return lenient.decode(bytes.subarray(at, at + length)).includes('\ufffd') ? 0 : length;
}

/**
 * UTF-8 as text. What is not UTF-8 stays readable and distinguishable: each such byte becomes the Latin-1 character of
 * its number (`0xe9` → é), as the program that wrote it most often meant.
 */
export function toText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    let out = '';
    let from = 0;
    for (let at = 0; at < bytes.length; ) {
      const length = sequenceLength(bytes, at);
      if (length > 0) {
        at += length;
        continue;
      }
      out += lenient.decode(bytes.subarray(from, at)) + String.fromCharCode(bytes[at] ?? 0);
      at += 1;
      from = at;
    }
    return out + lenient.decode(bytes.subarray(from));
  }
}

const newline = 0x0a;

/**
 * Yields the lines of each chunk together, so that the caller awaits per chunk and not per line. A last line without
 * a line end is a line. At most one line of `maxBytes` is held; a longer one is counted and its bytes are let go.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Line[], void, undefined> {
  let number = 0;
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  const take = (rest: Uint8Array): Line => {
    number += 1;
    const sizeBytes = heldBytes + rest.length;
    const text =
      sizeBytes > maxBytes ? null : toText(held.length === 0 ? rest : Buffer.concat([...held, rest]));
    held = [];
    heldBytes = 0;
    return { number, text: text?.endsWith('\r') ? text.slice(0, -1) : text, sizeBytes };
  };
  for await (const chunk of chunks) {
    const lines: Line[] = [];
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      lines.push(take(chunk.subarray(from, end)));
      from = end + 1;
    }
    if (from < chunk.length) {
      heldBytes += chunk.length - from;
      if (heldBytes <= maxBytes) held.push(chunk.subarray(from));
      else held = [];
    }
    if (lines.length > 0) yield lines;
  }
  if (heldBytes > 0) yield [take(new Uint8Array(0))];
}
