/** Finds the ends of JSON values without parsing them: for an array of many megabytes, or objects over several lines. */
import { openTail, toText } from './decode.ts';
import { type Framed, type Framer, framed, tooLong, unframed } from './framer.ts';

/** `array` = the elements of one array; `sequence` = values one after another. */
export type ValueLayout = 'array' | 'sequence';

const newline = 10;
const quote = 34;
const comma = 44;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

const isBlank = (code: number): boolean =>
  code === 32 || code === newline || code === 13 || code === 9 || code === 0 || code === 0xfeff;

const outside = 'is outside the array';

export interface ValueSplitter {
  /** The values that ended in this chunk of text. */
  push(text: string): Framed[];
  end(): Framed[];
  /** Whether all of it was one array that also ended. */
  isWhole(): boolean;
}

/**
 * Looks at brackets and strings only: JSON.parse decides whether a value is valid. Buffers at most `maxLength`
 * characters. Text outside the array that is not blank is one problem per run.
 */
export function createValueSplitter(layout: ValueLayout, maxLength: number): ValueSplitter {
  const level = layout === 'array' ? 1 : 0;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let closed = false;
  /** The line of the last reported text outside the array; 0 = none. */
  let strayLine = 0;
  let line = 1;
  /** The line on which the value began; 0 = no value has begun. */
  let started = 0;
  let held = '';
  let heldLength = 0;

  const hold = (part: string): void => {
    heldLength += part.length;
    held = heldLength > maxLength ? '' : held + part;
  };
  const take = (isCutOff: boolean): Framed => {
    const value =
      heldLength > maxLength
        ? unframed(started, tooLong(maxLength))
        : isCutOff
          ? unframed(started, 'is truncated')
          : framed(started, held);
    started = 0;
    held = '';
    heldLength = 0;
    return value;
  };

  return {
    push(piece) {
      const out: Framed[] = [];
      let from = 0;
      for (let at = 0; at < piece.length; at++) {
        const code = piece.charCodeAt(at);
        if (code === newline) line += 1;
        if (inString) {
          if (escaped) escaped = false;
          else if (code === backslash) escaped = true;
          else if (code === quote) inString = false;
          continue;
        }
        if (level === 1 && depth === 0) {
          from = at + 1;
          if (code === openBracket && !closed) depth = 1;
          else if (!isBlank(code) && strayLine !== line) {
            strayLine = line;
            out.push(unframed(line, outside));
          }
          continue;
        }
        const isEnd = level === 1 && code === closeBracket;
        if ((depth === level && (code === comma || isEnd)) || (started === 0 && isBlank(code))) {
          if (started > 0) {
            hold(piece.slice(from, at));
            out.push(take(false));
          }
          if (code === closeBracket) {
            depth = 0;
            closed = true;
          }
          from = at + 1;
          continue;
        }
        if (started === 0) {
          started = line;
          from = at;
        }
        if (code === quote) inString = true;
        else if (code === openBrace || code === openBracket) depth += 1;
        else if (code === closeBrace || code === closeBracket) {
          depth = Math.max(level, depth - 1);
          if (depth === level && level === 0) {
            hold(piece.slice(from, at + 1));
            out.push(take(false));
            from = at + 1;
          }
        }
      }
      if (started > 0 && from < piece.length) hold(piece.slice(from));
      return out;
    },
    end: () => (started > 0 ? [take(depth > level || inString)] : []),
    isWhole: () => closed && strayLine === 0,
  };
}

/** The same for bytes: chunks may end within a character. */
export function createValueFramer(layout: ValueLayout, maxBytes: number): Framer {
  const splitter = createValueSplitter(layout, maxBytes);
  let tail: Uint8Array = new Uint8Array(0);
  return {
    push(piece) {
      const bytes = tail.length === 0 ? piece : Buffer.concat([tail, piece]);
      const end = bytes.length - openTail(bytes);
      tail = Uint8Array.from(bytes.subarray(end));
      return splitter.push(toText(bytes.subarray(0, end)));
    },
    end: () => [...splitter.push(toText(tail)), ...splitter.end()],
  };
}
