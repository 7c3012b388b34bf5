/** The values that a request hands to a program: of its query, its form, its JSON, its path; decoded as a program sees them. */

export interface RequestValue {
  /** '' where the value has none. */
  key: string;
  /** As it stands in the text: evidence is quoted from it. */
  raw: string;
  text: string;
  /** Of `sign`. */
  signs: number;
  place: 'query' | 'body' | 'path' | 'header' | 'bare';
}

const maxValues = 64;
/** Of a longer value the head and the tail are read. */
const partLength = 1_024;
/** A longer text that is no request is prose or code. */
const longestBare = 400;
const longestXml = 20_000;
const longestHead = 4_000;
/** By character: 1 = a value with it may hold something, 2 = if it is a code of such a character, 3 = if `//` follows. */
const tellingSigns = new Uint8Array(128);
for (const sign of ';|`\'"$(\n\\*') tellingSigns[sign.charCodeAt(0)] = 1;
tellingSigns['%'.charCodeAt(0)] = 2;
tellingSigns[':'.charCodeAt(0)] = 3;
tellingSigns['='.charCodeAt(0)] = 3;
/** `;|&`'"$(*\\` and line ends as percent codes, and the code of a percent sign. */
const tellingCodes = new Set([
  0x3b, 0x7c, 0x26, 0x60, 0x27, 0x22, 0x24, 0x28, 0x2a, 0x5c, 0x0a, 0x0d, 0x25, 0x3a, 0x98,
]);

const hexOf = (code: number): number =>
  code >= 48 && code <= 57 ? code - 48 : (code | 32) >= 97 && (code | 32) <= 102 ? (code | 32) - 87 : -1;

/** Whether a rule could find anything in the text from `from` to `to`: most values are plain, and cost only this look. */
function isTelling(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) continue;
    const kind = tellingSigns[code]!;
    if (kind === 0) continue;
    if (kind === 1) return true;
    if (kind === 3) {
      if (text.charCodeAt(at + 1) === 47 && text.charCodeAt(at + 2) === 47) return true;
      continue;
    }
    const high = at + 2 < to ? hexOf(text.charCodeAt(at + 1)) : -1;
    const low = high < 0 ? -1 : hexOf(text.charCodeAt(at + 2));
    if (low >= 0 && tellingCodes.has(high * 16 + low)) return true;
  }
  return text.charCodeAt(from) === 47 && text.charCodeAt(from + 1) === 47;
}

const methodLine = /^[A-Z]{3,12} (\S[^\r\n]*?)(?: HTTP\/\d(?:\.\d)?)?\r?(?:\n|$)/;

/** The signs that rules look for in a value, as bits: most values have none, and no rule is tried on them. */
export const sign = {
  /** `;`, `|`, `&`, a backquote, `$` or a line's end: what parts commands. */
  separator: 1,
  quote: 2,
  bracket: 4,
  backquote: 8,
  lineEnd: 16,
  /** `*`, `.`, `:`, `/` and the like, which many harmless values have. */
  operator: 32,
  semicolon: 64,
  equals: 128,
} as const;

const signOf = new Uint8Array(128);
for (const [signs, bits] of [
  [';', sign.separator | sign.semicolon],
  ['|&$', sign.separator],
  ['`', sign.separator | sign.backquote],
  ['\n\r', sign.separator | sign.lineEnd],
  [`'"`, sign.quote],
  ['(', sign.bracket],
  ['=', sign.operator | sign.equals],
  ['*./:-+^<>', sign.operator],
] as const)
  for (let at = 0; at < signs.length; at += 1) signOf[signs.charCodeAt(at)] = bits;

function signsOf(text: string): number {
  let signs = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 128) signs |= signOf[code]!;
  }
  return signs;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // No UTF-8, or a percent sign by itself: what can be decoded is.
  }
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function jsonDecoded(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:u([0-9a-f]{4})|(.))/gis,
    (_, hex: string | undefined, sign: string | undefined) =>
      hex !== undefined
        ? String.fromCharCode(Number.parseInt(hex, 16))
        : sign === 'n'
          ? '\n'
          : sign === 'r'
            ? '\r'
            : sign === 't'
              ? '\t'
              : (sign ?? ''),
  );
}

const shortened = (text: string): string =>
  text.length <= partLength * 2 ? text : `${text.slice(0, partLength)} ${text.slice(-partLength)}`;

/** Percent codes twice: what a proxy decodes once reaches the program decoded again. */
function formDecoded(raw: string): string {
  const spaced = raw.includes('+') ? raw.replaceAll('+', ' ') : raw;
  if (!spaced.includes('%')) return spaced;
  const once = percentDecoded(spaced);
  const twice = once.includes('%') ? percentDecoded(once) : once;
  // Signs whose last byte is a line's end, which some servers cut them down to.
  return twice.includes('\u560a') ? twice.replaceAll('\u560d', '\r').replaceAll('\u560a', '\n') : twice;
}

/** Values without a sign that means something are left out. */
function add(
  values: RequestValue[],
  key: string,
  raw: string,
  text: string,
  place: RequestValue['place'],
): void {
  const signs = signsOf(text);
  if (signs !== 0) values.push({ key, raw, text, signs, place });
}

function addPairs(text: string, place: 'query' | 'body', values: RequestValue[]): void {
  let from = 0;
  while (from <= text.length && values.length < maxValues) {
    const next = text.indexOf('&', from);
    // `&&` runs a second command: it parts no fields.
    let end = next < 0 ? text.length : next;
    while (end < text.length && text[end + 1] === '&') {
      const further = text.indexOf('&', end + 2);
      end = further < 0 ? text.length : further;
    }
    if (isTelling(text, from, end)) {
      const pair = text.slice(from, end);
      const equals = pair.indexOf('=');
      const hasKey = equals > 0 && equals <= 60;
      const raw = shortened(hasKey ? pair.slice(equals + 1) : pair);
      add(values, hasKey ? pair.slice(0, equals) : '', raw, formDecoded(raw), place);
    }
    from = end + 1;
  }
}

/** Where the string that begins behind `from` ends, or -1. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 92) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

/** Parts no values in JSON, as it does in a form. */
const hasAmpersand = (text: string, from: number, to: number): boolean => {
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at) === 38) return true;
  return false;
};

function addJson(text: string, values: RequestValue[]): void {
  let key = '';
  let from = text.indexOf('"');
  while (from >= 0 && values.length < maxValues) {
    const end = endOfString(text, from + 1);
    if (end < 0) return;
    let after = end + 1;
    while (text.charCodeAt(after) <= 32) after += 1;
    if (text.charCodeAt(after) === 58) key = text.slice(from + 1, end);
    else if (isTelling(text, from + 1, end) || hasAmpersand(text, from + 1, end)) {
      const raw = shortened(text.slice(from + 1, end));
      add(values, key, raw, jsonDecoded(raw), 'body');
    }
    from = text.indexOf('"', end + 1);
  }
}

/** The texts between tags, each under the name of its own. */
function addXml(text: string, values: RequestValue[]): void {
  for (const [, key = '', raw = ''] of text
    .slice(0, longestXml)
    .matchAll(/<([\w:.-]{1,60})[^<>]{0,200}>([^<>]{2,1000})(?=<)/g)) {
    if (values.length >= maxValues) return;
    if (isTelling(raw, 0, raw.length) || raw.includes('&amp;'))
      add(values, key.slice(key.lastIndexOf(':') + 1), raw, raw.replaceAll('&amp;', '&'), 'body');
  }
}

/** Headers that name a place, which programs are called with as with a value; and cookies, each by itself. */
const spokenHeader =
  /(x-(?:forwarded|real|client|remote|originating|cluster)[\w-]{0,20}|(?:true-)?client-ip|cf-connecting-ip|forwarded|cookie):[ \t]*([^\r\n]{3,600})/iy;
/** `x`, `t`, `c` and `f`, with which their names begin. */
const firstLetters = new Set([120, 116, 99, 102]);

function addHeaders(head: string, values: RequestValue[]): void {
  for (let at = 0; at >= 0 && at < head.length; ) {
    const from = at;
    const end = head.indexOf('\n', at);
    at = end < 0 ? head.length : end + 1;
    if (!firstLetters.has(head.charCodeAt(from) | 32)) continue;
    spokenHeader.lastIndex = from;
    const found = spokenHeader.exec(head);
    if (found === null) continue;
    const [, name = '', raw = ''] = found;
    if (values.length >= maxValues) return;
    if (!isTelling(raw, 0, raw.length)) continue;
    if (name.length !== 6) add(values, name, raw, percentDecoded(raw), 'header');
    // A cookie without a name, and with a blank: what stands behind the semicolon is no cookie.
    else
      for (const [, part = ''] of raw.matchAll(/(;\s?[^;=\s]{2,40} [^;=]{1,80})(?=;|$)/g))
        add(values, '', part, part, 'header');
  }
}

function addBody(body: string, values: RequestValue[]): void {
  const first = body.trimStart()[0];
  if (first === '{' || first === '[') addJson(body, values);
  else if (body.startsWith('--'))
    for (const part of body.split(/\r?\n--/).slice(0, maxValues)) {
      const blank = /\r?\n\r?\n/.exec(part);
      if (blank === null) continue;
      const raw = shortened(part.slice(blank.index + blank[0].length));
      const key = /\bname="([^"]{1,60})"/.exec(part)?.[1] ?? '';
      const file = /\bfilename="([^"]{1,300})"/.exec(part)?.[1] ?? '';
      if (isTelling(file, 0, file.length)) add(values, 'filename', file, file, 'body');
      if (isTelling(raw, 0, raw.length)) add(values, key, raw, raw, 'body');
    }
  else if (first === '<') addXml(body, values);
  else if (/^[\w.[\]%-]{1,60}=/.test(body)) addPairs(body, 'body', values);
}

/** Only values in which a rule could find something, at most `maxValues`. */
export function requestValues(text: string): RequestValue[] {
  const values: RequestValue[] = [];
  const line = methodLine.exec(text);
  const target = line?.[1] ?? (/^\/[^\s?]*\?/.test(text) ? text : null);
  if (target !== null) {
    const question = target.indexOf('?');
    if (question >= 0) addPairs(target.slice(question + 1), 'query', values);
    const path = question < 0 ? target : target.slice(0, question);
    if (isTelling(path, 0, path.length)) {
      const last = path.slice(path.lastIndexOf('/', path.search(/[;|`$]|%(?:3b|7c|60|0a|24)|$/i)) + 1);
      add(values, '', last, percentDecoded(last), 'path');
    }
    const blank = text.indexOf('\r\n\r\n');
    const end = blank >= 0 ? blank + 4 : text.indexOf('\n\n') + 2;
    if (end > 1 && end < text.length) addBody(text.slice(end), values);
    const head = end > 1 ? text.slice(line?.[0].length ?? 0, end) : text.slice(line?.[0].length ?? 0);
    if (head.length > 4) addHeaders(head.slice(0, longestHead), values);
    return values;
  }
  if (/^\??[\w.[\]-]{1,60}=/.test(text)) addPairs(text.replace(/^\?/, ''), 'query', values);
  else if (/^\s*[{[]/.test(text)) addJson(text, values);
  else if (text.length <= longestBare && isTelling(text, 0, text.length))
    add(values, '', text, text.includes('%') ? formDecoded(text) : text, 'bare');
  return values;
}
