/**
 * The one framer: bytes of any layout → parsed records, in bounded memory. A door uses it like this:
 *
 *   const framer = createFramer();
 *   for await (const piece of plainBytes(chunks)) for (const one of framer.push(piece)) …
 *   for (const one of framer.end()) …
 *
 * (read-batch.ts does so, and also takes off shippers' envelopes and applies a format: most doors want that.) It needs no
 * hint of the layout: one record a line, several on a line, arrays, records over several lines, and text between them.
 * Whole lines of plain JSON take a short way; everything else goes through value-scanner.ts.
 */
import { openTail, toText } from './decode.ts';
import { type Framed, framed, type LinePrefix } from './framed.ts';
import { parseStrictly } from './json-record.ts';
import { criPartOf } from './line-prefixes.ts';
import { createValueScanner } from './value-scanner.ts';

export interface Framer {
  /** The records that ended in these bytes. */
  push(bytes: Uint8Array): Framed[];
  /** The remaining records at the end of the input. */
  end(): Framed[];
  /** Whether nothing is held: what follows stands for itself, and could be read by another framer. */
  isIdle(): boolean;
}

/** Limit of one record. The API accepts 8 MiB per request; no sensor writes events near this size. */
export const maxRecordBytes = 1024 * 1024;

const newline = 0x0a;
const openBrace = 123;
/**
 * A long line is handed on in parts of this size, so that an endless one is never held, and so that one push is one short
 * step: each part may hold thousands of broken records, which take longest.
 */
const partBytes = 8 * 1024;
const partLength = 8 * 1024;
const cri: LinePrefix = { name: 'CRI', length: 0 };
const none = new Uint8Array(0);

/**
 * `maxBytes` = the longest record that is read; a longer one is counted, and its bytes are dropped. `decode` turns bytes
 * that are not UTF-8 into text. `namesEmpty`: an array without records counts as a record that is none.
 */
export function createFramer(maxBytes = maxRecordBytes, decode = toText, namesEmpty = false): Framer {
  const scanner = createValueScanner(maxBytes, namesEmpty);
  let line = 1;
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  /** Whether parts of the current line were handed on already. */
  let isWithin = false;
  /** Lines that the container runtime cut, by stream. */
  const cut = new Map<string, string>();

  const joined = (rest: Uint8Array): Uint8Array => {
    const bytes = held.length === 0 ? rest : Buffer.concat([...held, rest]);
    held = [];
    heldBytes = 0;
    return bytes;
  };
  const feed = (text: string, ends: boolean, prefix: LinePrefix | null, out: Framed[]): void => {
    let from = 0;
    do {
      const isLast = text.length - from <= partLength;
      const part = isLast && from === 0 ? text : text.slice(from, from + partLength);
      scanner.feed(part, { line, starts: !isWithin, ends: ends && isLast, prefix }, out);
      isWithin = true;
      from += partLength;
    } while (from < text.length);
    isWithin = !ends;
  };
  const takeText = (text: string, prefix: LinePrefix | null, out: Framed[]): void => {
    const isShort = !isWithin && scanner.isIdle() && text.length <= maxBytes;
    const record = isShort && text.charCodeAt(0) === openBrace ? parseStrictly(text) : null;
    if (record !== null) out.push(framed(line, record, text, undefined, prefix));
    else feed(text, true, prefix, out);
  };
  const takeLine = (rest: Uint8Array, out: Framed[]): void => {
    const text = decode(joined(rest));
    const part = isWithin ? null : criPartOf(text);
    if (part === null) takeText(text, null, out);
    else {
      const whole = (cut.get(part.stream) ?? '') + part.text;
      cut.delete(part.stream);
      // One that is never finished is not held for ever.
      if (part.isLast || whole.length > maxBytes) takeText(whole, cri, out);
      else cut.set(part.stream, whole);
    }
    line += 1;
  };

  return {
    isIdle: () => heldBytes === 0 && !isWithin && cut.size === 0 && scanner.isIdle(),
    push(bytes) {
      const out: Framed[] = [];
      let from = 0;
      for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, from)) {
        takeLine(bytes.subarray(from, end), out);
        from = end + 1;
      }
      if (from < bytes.length) {
        held.push(bytes.subarray(from));
        heldBytes += bytes.length - from;
      }
      if (heldBytes > partBytes) {
        const all = joined(none);
        const whole = all.length - openTail(all);
        if (whole < all.length) {
          held = [all.slice(whole)];
          heldBytes = all.length - whole;
        }
        feed(decode(all.subarray(0, whole)), false, null, out);
      }
      return out;
    },
    end() {
      const out: Framed[] = [];
      if (heldBytes > 0 || isWithin) takeLine(none, out);
      for (const text of cut.values()) takeText(text, cri, out);
      cut.clear();
      scanner.end(out);
      return out;
    },
  };
}
