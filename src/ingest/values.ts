/** Finds the end of JSON values in text that comes in pieces, without building them: for one array over many megabytes. */

/** One value, or what stood where one was expected. */
export interface Value {
  /** The line it starts on, from 1. */
  line: number;
  /** Null where it is longer than allowed. */
  text: string | null;
  /** The input ended within it. */
  cutOff: boolean;
}

/**
 * Splits at `level` 0 (values one after another) or 1 (the elements of one array). Feed it pieces of text; it hands
 * back the values that ended in them. Only brackets and strings are looked at: whether a value is JSON is for
 * JSON.parse to say. Holds at most `maxLength` characters.
 */
export function createValueSplitter(level: 0 | 1, maxLength: number) {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let line = 1;
  let started = 0;
  let held = '';
  let heldLength = 0;
  const isBlank = (code: number): boolean =>
    code === 32 || code === 10 || code === 13 || code === 9 || code === 0 || code === 0xfeff;

  const hold = (part: string): void => {
    heldLength += part.length;
    held = heldLength > maxLength ? '' : held + part;
  };
  const take = (cutOff: boolean): Value => {
    const value = { line: started, text: heldLength > maxLength ? null : held, cutOff };
    started = 0;
    held = '';
    heldLength = 0;
    return value;
  };

  return {
    push(piece: string): Value[] {
      const out: Value[] = [];
      let from = 0;
      for (let at = 0; at < piece.length; at++) {
        const code = piece.charCodeAt(at);
        if (code === 10) line += 1;
        if (inString) {
          if (escaped) escaped = false;
          else if (code === 92) escaped = true;
          else if (code === 34) inString = false;
          continue;
        }
        const isSeparator = depth === level && (code === 44 || (level === 1 && code === 93));
        if (isSeparator || (started === 0 && isBlank(code))) {
          if (started > 0) {
            hold(piece.slice(from, at));
            out.push(take(false));
          }
          if (code === 93) depth = Math.max(0, depth - 1);
          from = at + 1;
          continue;
        }
        if (level === 1 && depth === 0) {
          // Outside of the array: its own brackets, or something that does not belong there.
          if (code === 91) depth = 1;
          from = at + 1;
          continue;
        }
        if (started === 0) {
          started = line;
          from = at;
        }
        if (code === 34) inString = true;
        else if (code === 123 || code === 91) depth += 1;
        else if (code === 125 || code === 93) {
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
    /** The value that the input ended in, or null. */
    end(): Value | null {
      return started > 0 ? take(depth > level || inString) : null;
    },
  };
}
