/**
 * Finds where JSON values begin and end in text that may be anything: several on a line, one over several lines, arrays
 * of many megabytes, torn ones with whole ones behind them, and lines of a log between. It looks at brackets and strings
 * only; JSON.parse decides what is a value. One value of the longest allowed size is held at most.
 *
 * A line is where it comes to itself again: an open value ends as torn where the next line cannot go on with it.
 */
import { type Framed, framed, type LinePrefix, problems, unframed } from './framed.ts';
import { parseRecord, parseStrictly } from './json-record.ts';
import { linePrefixOf } from './line-prefixes.ts';
import { createOpenValue, isSkipped, type OpenValue } from './open-value.ts';
import { salvage } from './salvage.ts';

export interface Place {
  /** From 1. */
  line: number;
  /** Whether the text begins its line, and whether it ends it. */
  starts: boolean;
  ends: boolean;
  /** What was taken off the line already. */
  prefix?: LinePrefix | null;
}

export interface ValueScanner {
  /** Whether nothing is open: the next line stands for itself. */
  isIdle(): boolean;
  /** A line, or a part of one; the records that end in it are added to `out`. */
  feed(text: string, place: Place, out: Framed[]): void;
  end(out: Framed[]): void;
}

/** The answer of a search: its records are the elements of an array within. */
const searchAnswer = /^\{[^[]{0,500}"hits"\s{0,9}:\s{0,9}\{[^[]{0,500}"hits"\s{0,9}:\s{0,9}\[/;
const searchHead = 4096;

export function createValueScanner(maxBytes: number, namesEmpty: boolean): ValueScanner {
  let open: OpenValue | null = null;
  let inArray = false;
  /** Of an answer of a search: its closing brackets are part of it. */
  let hasTail = false;
  let prefix: LinePrefix | null = null;
  /** Text that is no value, on the current line; -1 = none. */
  let strayBytes = -1;
  let strayAfter = false;

  const emit = (text: string, line: number, out: Framed[]): void => {
    const parsed = parseRecord(text);
    if (parsed.problem === null) out.push(framed(line, parsed.record, text, parsed.mended, prefix));
    else
      for (const one of salvage(text, parsed.problem))
        out.push({ ...one, line, prefix: one.problem === null ? prefix : null });
  };

  const close = (value: OpenValue, out: Framed[]): void => {
    open = null;
    if (value.isTooLong()) out.push(unframed(value.line, problems.tooLong(maxBytes, value.sizeBytes())));
    else emit(value.text(), value.line, out);
  };

  /** The open value does not go on: its first line is torn, and the others stand for themselves. */
  const abandon = (out: Framed[]): void => {
    const value = open;
    if (value === null) return;
    open = null;
    if (value.isForgotten() || value.lines() === 1) {
      close(value, out);
      return;
    }
    scanAlone(value.text().replace(/\n$/, ''), value.line, false, out);
  };
  /** Lines that each stand for themselves. */
  const scanAlone = (text: string, line: number, starts: boolean, out: Framed[]): void => {
    for (const [at, one] of text.split('\n').entries()) {
      scan(one, { line: line + at, starts: starts || at > 0, ends: true }, out);
      if (open !== null) close(open, out);
    }
  };

  const stray = (text: string, isAfter: boolean): void => {
    if (strayBytes < 0) {
      strayBytes = 0;
      strayAfter = isAfter;
    }
    strayBytes += Buffer.byteLength(text);
  };
  const endLine = (line: number, out: Framed[]): void => {
    if (strayBytes >= 0)
      out.push(
        unframed(
          line,
          strayBytes > maxBytes
            ? problems.tooLong(maxBytes, strayBytes)
            : strayAfter
              ? problems.after
              : problems.noRecord,
        ),
      );
    strayBytes = -1;
    if (open?.isScalar() === true) close(open, out);
  };

  /** Whether `[` at `at` begins an array of records; otherwise it is a log's. */
  const isArrayStart = (text: string, at: number): boolean => {
    let next = at + 1;
    while (next < text.length && isSkipped(text.charCodeAt(next)) && text[next] !== ',') next += 1;
    const first = text[next];
    if (first === undefined || first === '{' || first === '[' || first === '"') return true;
    return text.length <= maxBytes && Array.isArray(parseStrictly(text.slice(at)));
  };

  /** Text outside a value, from `at`: what begins here? Returns where to go on. */
  const between = (text: string, at: number, { line }: Place, isAfter: boolean, out: Framed[]): number => {
    const code = text.charCodeAt(at);
    if (isSkipped(code)) return at + 1;
    if (code === 123 || (inArray && code !== 93)) {
      hasTail &&= inArray;
      open = createOpenValue(line, maxBytes, code !== 123 && code !== 91);
      return at;
    }
    if (inArray) {
      inArray = false;
      return at + 1;
    }
    if (code === 91 && isArrayStart(text, at)) {
      if (namesEmpty && /^\[\s*\]/.test(text.slice(at, at + 100))) out.push(unframed(line, problems.empty));
      inArray = true;
      return at + 1;
    }
    if (hasTail && (code === 125 || code === 93)) return at + 1;
    hasTail = false;
    // The next one under a header of its own: messages that are counted, not parted by lines.
    const next = isAfter ? linePrefixOf(text.slice(at, at + 1024)) : null;
    if (next !== null) return at + next.length;
    if (!isAfter) {
      // The end of a torn record, with a whole one behind it.
      const glued = text.indexOf('}{"', at);
      if (glued >= 0 && isWholeToEnd(text, glued + 1)) {
        out.push(unframed(line, problems.truncated));
        return glued + 1;
      }
    }
    stray(text.slice(at), isAfter);
    return text.length;
  };

  const scan = (text: string, place: Place, out: Framed[]): void => {
    let at = 0;
    let isAfter = false;
    if (place.starts && open === null) {
      prefix = place.prefix ?? (inArray ? null : linePrefixOf(text));
      if (prefix !== null && !place.prefix) at = prefix.length;
    }
    if (strayBytes >= 0) {
      stray(text.slice(at), strayAfter);
      at = text.length;
    }
    while (at < text.length) {
      if (open === null) {
        at = between(text, at, place, isAfter, out);
        continue;
      }
      const value: OpenValue = open;
      const end = value.scan(text, at);
      if (end >= 0) {
        close(value, out);
        isAfter = true;
        at = end;
        continue;
      }
      at = text.length;
      const head = value.head(searchHead);
      const found = head === null ? null : searchAnswer.exec(head);
      if (found === null) continue;
      // Its elements come one by one, whatever its size.
      open = null;
      inArray = true;
      hasTail = true;
      const rest = value.text().slice(found[0].length).split('\n');
      const first = value.line + found[0].split('\n').length - 1;
      for (const [n, one] of rest.entries())
        scan(one, { line: first + n, starts: false, ends: n < rest.length - 1 }, out);
    }
    if (place.ends) endLine(place.line, out);
  };

  return {
    isIdle: () => open === null && !inArray && strayBytes < 0 && !hasTail,
    feed(text, place, out) {
      if (place.starts && open !== null && (!open.mayGoOn(text) || linePrefixOf(text) !== null)) abandon(out);
      const before = open;
      scan(text, place, out);
      if (open === null || !place.ends) return;
      const value: OpenValue = open;
      if (value.isTooLong() && value === before && place.starts && !value.isForgotten()) {
        // Too much for one record: rather a torn one with others behind it.
        abandon(out);
        scanAlone(text, place.line, true, out);
        return;
      }
      if (value.isTooLong()) value.forget();
      value.endLine();
    },
    end(out) {
      abandon(out);
      open = null;
    },
  };
}

/** Whether one JSON value goes from `at` to the end of the text. */
const isWholeToEnd = (text: string, at: number): boolean => parseStrictly(text.slice(at).trimEnd()) !== null;
