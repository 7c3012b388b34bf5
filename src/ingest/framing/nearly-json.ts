/**
 * What real programs write where JSON is expected, made JSON: nginx's `\x22`, other escapes that JSON does not have, raw
 * control characters, NaN and Infinity, the words and numbers of other languages (`None`, `True`, `+1`, `007`), keys without
 * quotes, commas too many, values that were left empty. Linear; decides nothing about brackets.
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
  moreCommas: 'commas without a value between',
  words: 'words of another language for true, false and null',
  digits: 'numbers that JSON does not write so',
  keys: 'names without quotes',
  empty: 'values left empty, read as null',
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
  const comma2 = /,\s{0,20},/y;
  const word = /[A-Za-z_]\w{0,60}/y;
  const words: Readonly<Record<string, string>> = {
    None: 'null',
    undefined: 'null',
    nil: 'null',
    NULL: 'null',
    Null: 'null',
    True: 'true',
    TRUE: 'true',
    False: 'false',
    FALSE: 'false',
  };
  /** A plus, zeros in front, a dot at the end: `+4001`, `04001`, `4001.`. */
  const odd = /(?:\+(?=\d)|(-?)0+(?=\d))?(\d{1,30})(\.(?!\d))?(?![\w.])/y;
  const plainNumber = /-?(?:0|[1-9]\d{0,400})(?:\.\d{1,400})?(?:e[+-]?\d{1,9})?(?![\w.])/iy;
  const emptyValue = /:(?=\s{0,20}[,}\]])/y;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = mendString(at + 1);
      continue;
    }
    if (code === 58) {
      emptyValue.lastIndex = at;
      if (emptyValue.test(text)) replace(at, at + 1, ':null', mendings.empty);
      at += 1;
      continue;
    }
    if (code === 44) {
      comma2.lastIndex = at;
      const twice = comma2.exec(text)?.[0];
      if (twice !== undefined) {
        replace(at, at + twice.length - 1, '', mendings.moreCommas);
        at += twice.length - 1;
        continue;
      }
    }
    if (code === 45 || (code >= 48 && code <= 57)) {
      plainNumber.lastIndex = at;
      const plain = plainNumber.exec(text)?.[0];
      if (plain !== undefined) {
        at += plain.length;
        continue;
      }
    }
    if (code === 43 || (code >= 48 && code <= 57)) {
      odd.lastIndex = at;
      const found = odd.exec(text);
      // Nothing odd about most of them.
      const length = found?.[0].length ?? 0;
      if (found !== null && length > (found[2] as string).length)
        replace(at, at + length, found[2] as string, mendings.digits);
      if (length > 0) {
        at += length;
        continue;
      }
    }
    const pattern = code === 44 ? comma : number;
    pattern.lastIndex = at;
    const found = code === 44 || /[-+NI]/i.test(text[at] as string) ? pattern.exec(text)?.[0] : undefined;
    if (found === undefined) {
      word.lastIndex = at;
      const name = word.exec(text)?.[0];
      if (name === undefined) {
        at += 1;
        continue;
      }
      const end = at + name.length;
      const by = Object.hasOwn(words, name) ? words[name] : undefined;
      if (/^\s{0,20}:/.test(text.slice(end, end + 21))) replace(at, end, `"${name}"`, mendings.keys);
      else if (by !== undefined) replace(at, end, by, mendings.words);
      at = end;
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
