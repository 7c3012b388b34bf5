/** One record per line (NDJSON), in bounded memory. */
import { toText } from './decode.ts';
import { type Framed, type Framer, framed, tooLong, unframed } from './framer.ts';

const newline = 0x0a;
const openBrace = 123;

/** After a power cut a file system may leave blocks of NULs in place of a line. */
const trimmed = (text: string): string => text.replace(/^[\0\s\ufeff]+|[\0\s]+$/g, '');

/**
 * Blank lines are skipped. A last line without a line ending counts. At most one line of `maxBytes` is buffered; a
 * longer one is counted and its bytes are dropped.
 */
export function createLineFramer(maxBytes: number, decode = toText): Framer {
  let number = 0;
  let held: Uint8Array[] = [];
  let heldBytes = 0;

  const take = (rest: Uint8Array, out: Framed[]): void => {
    number += 1;
    const sizeBytes = heldBytes + rest.length;
    const bytes = held.length === 0 ? rest : Buffer.concat([...held, rest]);
    held = [];
    heldBytes = 0;
    if (sizeBytes > maxBytes) {
      out.push(unframed(number, `${tooLong(maxBytes)} (${sizeBytes})`));
      return;
    }
    const line = decode(bytes);
    const text = line.charCodeAt(0) === openBrace && line.endsWith('}') ? line : trimmed(line);
    if (text !== '') out.push(framed(number, text));
  };

  return {
    push(bytes) {
      const out: Framed[] = [];
      let from = 0;
      for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, from)) {
        take(bytes.subarray(from, end), out);
        from = end + 1;
      }
      if (from < bytes.length) {
        heldBytes += bytes.length - from;
        if (heldBytes <= maxBytes) held.push(bytes.subarray(from));
        else held = [];
      }
      return out;
    },
    end() {
      const out: Framed[] = [];
      if (heldBytes > 0) take(new Uint8Array(0), out);
      return out;
    },
  };
}
