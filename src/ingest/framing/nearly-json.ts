/**
 * What real programs write where JSON is expected, made JSON: nginx's `\x22`, other escapes that JSON does not have, raw
 * control characters, NaN and Infinity, a comma before a closing bracket. Linear; decides nothing about brackets.
 */

const quote = 34;
const backslash = 92;

export interface Mended {
  text: string;
  /** What was mended, in plain words, each once. */
  mended: string[];
}

export const mendings = {
  bytes: '\\x escapes',
  escapes: 'escapes that JSON does not have',
  controls: 'control characters in a text',
  numbers: 'NaN or Infinity, read as null',
  commas: 'a comma before a closing bracket',
} as const;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes written one by one: UTF-8 where they are, else the characters of the same numbers. */
function textOfBytes(run: string): string {
  const bytes = Buffer.from(run.replaceAll(/\\x/gi, ''), 'hex');
  try {
    return strict.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

const byteRun = /(?:\\x[0-9a-f]{2})+/iy;
const isHex4 = (text: string, at: number): boolean => /^[0-9a-f]{4}$/i.test(text.slice(at, at + 4));
const inner = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Null where there is nothing to mend. */
export function mendJson(text: string): Mended | null {
  const parts: string[] = [];
  const mended = new Set<string>();
  let from = 0;
  const replace = (at: number, end: number, by: string, what: string): void => {
    parts.push(text.slice(from, at), by);
    from = end;
    mended.add(what);
  };

  /** `at` is behind the opening quote; returns the index behind the closing one. */
  const mendString = (start: number): number => {
    let at = start;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === quote) return at + 1;
      if (code < 32) {
        replace(at, at + 1, inner(text[at] as string), mendings.controls);
        at += 1;
      } else if (code !== backslash) at += 1;
      else at = mendEscape(at);
    }
    return at;
  };
  const mendEscape = (at: number): number => {
    const next = text[at + 1] ?? '';
    if (next !== '' && '"\\/bfnrt'.includes(next)) return at + 2;
    if (next === 'u' && isHex4(text, at + 2)) return at + 6;
    byteRun.lastIndex = at;
    const run = byteRun.exec(text)?.[0];
    if (run !== undefined) {
      replace(at, at + run.length, inner(textOfBytes(run)), mendings.bytes);
      return at + run.length;
    }
    if (next === '') return at + 1;
    // `\'` is the mark itself; any other (`C:\Users`) was meant as it is written.
    replace(at, at + 1, next === "'" ? '' : '\\\\', mendings.escapes);
    return at + 1;
  };

  const number = /[-+]?(?:NaN|Infinity|inf(?![a-z]))/iy;
  const comma = /,\s{0,100}(?=[}\]])/y;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = mendString(at + 1);
      continue;
    }
    const pattern = code === 44 ? comma : number;
    pattern.lastIndex = at;
    const found = code === 44 || /[-+NI]/i.test(text[at] as string) ? pattern.exec(text)?.[0] : undefined;
    if (found === undefined) {
      at += 1;
      continue;
    }
    replace(
      at,
      at + found.length,
      code === 44 ? '' : 'null',
      code === 44 ? mendings.commas : mendings.numbers,
    );
    at += found.length;
  }
  if (mended.size === 0) return null;
  parts.push(text.slice(from));
  return { text: parts.join(''), mended: [...mended] };
}
