/** A JSON value whose end has not come yet. */
import { parseStrictly } from './json-record.ts';

const newline = 10;
const quote = 34;
const comma = 44;
const colon = 58;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

/** What stands between values: blanks, commas, NUL (left by power cuts), RS (RFC 7464), a byte-order mark. */
export const isSkipped = (code: number): boolean =>
  code === 32 ||
  code === comma ||
  code === newline ||
  code === 13 ||
  code === 9 ||
  code === 0 ||
  code === 0x1e ||
  code === 0xa0 ||
  code === 0x85 ||
  code === 0x2028 ||
  code === 0x2029 ||
  code === 0xfeff;

const isBlank = (code: number): boolean => code !== comma && isSkipped(code);

/** Deeper levels are counted, and their kind is not kept: such a record is refused for its depth. */
const mostKinds = 256;

export interface OpenValue {
  /** The line that it began on. */
  line: number;
  /** Goes on with `text` from `at`: the index behind its end, or -1 where it is still open. */
  scan(text: string, at: number): number;
  /** Whether the next line can go on with it. */
  mayGoOn(next: string): boolean;
  endLine(): void;
  lines(): number;
  text(): string;
  /** Its beginning, once so much of it is there and not asked for before; null otherwise. */
  head(length: number): string | null;
  isTooLong(): boolean;
  /** Lets go of the text of one that is too long: only its size is known from now on. */
  forget(): void;
  isForgotten(): boolean;
  sizeBytes(): number;
  /** A number, a word or a text in an array, which ends with its line at the latest. */
  isScalar(): boolean;
}

export function createOpenValue(line: number, maxBytes: number, isScalar: boolean): OpenValue {
  let depth = 0;
  const kinds = new Uint8Array(mostKinds);
  let inString = false;
  let escaped = false;
  /** The last character outside strings that is no blank; a string counts as its quote. */
  let last = 0;
  let parts: string[] = [];
  let length = 0;
  let droppedBytes = 0;
  let lines = 1;
  let wasAsked = false;
  let isForgotten = false;

  const hold = (part: string): void => {
    if (droppedBytes > 0 || length + part.length > maxBytes) {
      droppedBytes += Buffer.byteLength(part);
      return;
    }
    length += part.length;
    parts.push(part);
  };
  const innermost = (): number => (depth > 0 && depth <= mostKinds ? (kinds[depth - 1] as number) : 0);
  const text = (): string => {
    if (parts.length > 1) parts = [parts.join('')];
    return parts[0] ?? '';
  };

  const scan = (piece: string, from: number): number => {
    for (let at = from; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (inString) {
        if (escaped) escaped = false;
        else if (code === backslash) escaped = true;
        else if (code === quote) inString = false;
        continue;
      }
      if (isBlank(code)) continue;
      if (isScalar && depth === 0 && (code === comma || code === closeBracket || code === openBrace)) {
        hold(piece.slice(from, at));
        return at;
      }
      last = code;
      if (code === quote) inString = true;
      else if (code === openBrace || code === openBracket) {
        if (depth < mostKinds) kinds[depth] = code;
        depth += 1;
      } else if (code === closeBrace || code === closeBracket) {
        depth -= 1;
        if (depth <= 0) {
          hold(piece.slice(from, at + 1));
          return at + 1;
        }
      }
    }
    hold(from === 0 ? piece : piece.slice(from));
    return -1;
  };

  return {
    line,
    scan,
    mayGoOn(next) {
      const first = next.charCodeAt(0);
      if (first === 0x1e || (isForgotten && first === openBrace)) return false;
      // A text with a raw line break in it, unless the next line is a record itself.
      if (inString) return first !== openBrace;
      let at = 0;
      while (at < next.length && isBlank(next.charCodeAt(at))) at += 1;
      if (at === next.length) return true;
      const code = next.charCodeAt(at);
      const isClose = code === closeBrace || code === closeBracket;
      if (innermost() !== openBrace) return true;
      if (last === openBrace || last === comma) return code === quote || isClose;
      // A value may follow: a record of its own line does not.
      if (last === colon) return !(first === openBrace && parseStrictly(next.trim()) !== null);
      return code === comma || code === colon || isClose;
    },
    endLine() {
      hold('\n');
      lines += 1;
      // Within a string a line break is a character like others.
      if (escaped) escaped = false;
    },
    lines: () => lines,
    text,
    head(wanted) {
      if (wasAsked || length < wanted) return null;
      wasAsked = true;
      return text().slice(0, wanted);
    },
    isTooLong: () => droppedBytes > 0,
    forget() {
      droppedBytes += Buffer.byteLength(text());
      parts = [];
      isForgotten = true;
    },
    isForgotten: () => isForgotten,
    sizeBytes: () => droppedBytes + Buffer.byteLength(text()),
    isScalar: () => isScalar,
  };
}
