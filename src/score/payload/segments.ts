/**
 * Cuts an input into the pieces a server would take apart: path, parameters, headers, body fields. Each piece is
 * judged for itself, so a request with one bad parameter is as bad as the parameter, and the words around it
 * neither hide it nor make it worse. Positions only: nothing is copied.
 */

/** What a piece is; the model knows paths, keys and header lines from values. */
export const pieceKinds = { value: 0, path: 1, key: 2, agent: 3, header: 4, text: 5 } as const;

export interface Segments {
  count: number;
  from: Int32Array;
  to: Int32Array;
  /** Of `pieceKinds`. */
  kind: Uint8Array;
  /** 1 = `+` stands for a space. */
  form: Uint8Array;
  /** The key of a value, or an empty range. */
  keyFrom: Int32Array;
  keyTo: Int32Array;
}

const maxPieces = 96;

export function createSegments(): Segments {
  return {
    count: 0,
    from: new Int32Array(maxPieces),
    to: new Int32Array(maxPieces),
    kind: new Uint8Array(maxPieces),
    form: new Uint8Array(maxPieces),
    keyFrom: new Int32Array(maxPieces),
    keyTo: new Int32Array(maxPieces),
  };
}

/** Fills `segments` from `text`; what does not fit any more is one last piece. */
export function segment(text: string, segments: Segments): void {
  segments.count = 0;
  const lineEnd = endOfLine(text, 0);
  const target = requestTarget(text, lineEnd);
  if (target !== null) {
    if (target.from > 0 && !knownMethod(text, target.from - 1))
      push(segments, 0, target.from, pieceKinds.key, false);
    cutTarget(text, target.from, target.to, segments);
    if (lineEnd < text.length) cutHeaders(text, lineEnd, segments);
    return;
  }
  if (headerName(text, 0, lineEnd) > 0 && looksLikeHeader(text, lineEnd)) {
    cutHeaders(text, -1, segments);
    return;
  }
  cutFree(text, 0, text.length, segments);
}

function push(
  segments: Segments,
  from: number,
  to: number,
  kind: number,
  form: boolean,
  keyFrom = 0,
  keyTo = 0,
): void {
  if (to <= from) return;
  const at = segments.count < maxPieces ? segments.count : maxPieces - 1;
  if (at === segments.count) {
    segments.count += 1;
    segments.from[at] = from;
    segments.kind[at] = kind;
    segments.form[at] = form ? 1 : 0;
    segments.keyFrom[at] = keyFrom;
    segments.keyTo[at] = keyTo;
  }
  segments.to[at] = to;
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}

const methods = ' GET POST PUT HEAD DELETE OPTIONS PATCH CONNECT TRACE PROPFIND ';

function knownMethod(text: string, to: number): boolean {
  return to <= 8 && methods.includes(` ${text.slice(0, to)} `);
}

/** The target of a request line (`METHOD target[ HTTP/x]`), or null. */
function requestTarget(text: string, lineEnd: number): { from: number; to: number } | null {
  const gap = text.indexOf(' ');
  if (gap < 1 || gap > 20 || gap >= lineEnd) return null;
  const version = text.lastIndexOf(' HTTP/', lineEnd);
  const known = knownMethod(text, gap);
  const first = text.charCodeAt(gap + 1);
  const target = first === 47 || first === 42 || text.startsWith('http', gap + 1);
  if (version > gap && (known || target)) return { from: gap + 1, to: version };
  if (!known || !target) return null;
  return { from: gap + 1, to: text.charCodeAt(lineEnd - 1) === 13 ? lineEnd - 1 : lineEnd };
}

/** A path or address and its query. */
function cutTarget(text: string, from: number, to: number, segments: Segments): void {
  const query = text.indexOf('?', from);
  if (query < 0 || query >= to) {
    push(segments, from, to, pieceKinds.path, false);
    return;
  }
  push(segments, from, query, pieceKinds.path, false);
  cutParameters(text, query + 1, to, 38, segments);
}

/** `key=value` pairs between `separator`s; a separator that no key follows belongs to the value. */
function cutParameters(text: string, from: number, to: number, separator: number, segments: Segments): void {
  let at = from;
  while (at < to) {
    const keyEnd = endOfKey(text, at, to);
    if (keyEnd < 0) {
      // No key: the text up to the next pair is a value by itself.
      const next = nextPair(text, at, to, separator);
      push(segments, at, next, pieceKinds.value, true);
      at = next + 1;
      continue;
    }
    const next = nextPair(text, keyEnd + 1, to, separator);
    // A key with other signs than a name has may be part of the payload (`1+or+1=1`): it stays with its value.
    if (isPlainKey(text, at, keyEnd))
      push(segments, keyEnd + 1, next, pieceKinds.value, separator === 38, at, keyEnd);
    else push(segments, at, next, pieceKinds.value, separator === 38);
    at = next + 1;
    if (separator === 59) while (at < to && text.charCodeAt(at) === 32) at += 1;
  }
}

/** Place of the `=` that ends a key at `from`, or -1. */
function endOfKey(text: string, from: number, to: number): number {
  const stop = Math.min(to, from + 80);
  for (let at = from; at < stop; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 61) return at > from ? at : -1;
    if (code <= 32 || code === 38 || code === 39 || code === 34 || code === 60 || code === 62 || code === 59)
      return -1;
  }
  return -1;
}

function isPlainKey(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    const word = (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
    if (!word && code !== 95 && code !== 45 && code !== 46 && code !== 91 && code !== 93 && code !== 58)
      return false;
  }
  return true;
}

function nextPair(text: string, from: number, to: number, separator: number): number {
  for (let at = from; at < to; at += 1) {
    if (text.charCodeAt(at) !== separator) continue;
    let next = at + 1;
    if (separator === 59) while (next < to && text.charCodeAt(next) === 32) next += 1;
    else if (text.startsWith('amp;', next)) next += 4;
    if (endOfKey(text, next, to) > 0 && text.charCodeAt(next) !== 38) return at;
  }
  return to;
}

/** Length of a header's name at `from` (`Name:`), or 0. */
function headerName(text: string, from: number, lineEnd: number): number {
  for (let at = from; at < lineEnd && at - from < 40; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 58) return at - from;
    const letter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 45;
    if (!letter && !(at > from && code >= 48 && code <= 57) && code !== 95) return 0;
  }
  return 0;
}

const headerNames =
  ' user-agent referer cookie host accept accept-language accept-encoding x-forwarded-for content-type authorization origin x-api-version ';

function looksLikeHeader(text: string, lineEnd: number): boolean {
  const length = headerName(text, 0, lineEnd);
  return headerNames.includes(` ${text.slice(0, length).toLowerCase()} `);
}

/** Header lines after `before`, up to an empty one; then the body. */
function cutHeaders(text: string, before: number, segments: Segments): void {
  let at = before + 1;
  while (at < text.length) {
    const end = endOfLine(text, at);
    const last = end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    if (last === at) {
      cutFree(text, end + 1, text.length, segments);
      return;
    }
    const name = headerName(text, at, last);
    if (name === 0) push(segments, at, last, pieceKinds.header, false);
    else cutHeader(text, at, name, last, segments);
    at = end + 1;
  }
}

function cutHeader(text: string, at: number, name: number, to: number, segments: Segments): void {
  let from = at + name + 1;
  while (from < to && text.charCodeAt(from) === 32) from += 1;
  const lower = name <= 12 ? text.slice(at, at + name).toLowerCase() : '';
  if (lower === 'user-agent') push(segments, from, to, pieceKinds.agent, false);
  else if (lower === 'cookie') cutParameters(text, from, to, 59, segments);
  else if (lower === 'referer' && text.startsWith('http', from)) cutTarget(text, from, to, segments);
  else push(segments, from, to, pieceKinds.header, false);
}

/** A body or an input without a request line. */
function cutFree(text: string, from: number, to: number, segments: Segments): void {
  let first = from;
  while (first < to && text.charCodeAt(first) <= 32) first += 1;
  if (first >= to) return;
  const code = text.charCodeAt(first);
  if ((code === 123 || code === 91) && cutJson(text, first, to, segments)) return;
  const link = code === 47 || text.startsWith('http://', first) || text.startsWith('https://', first);
  if (link) {
    const query = text.indexOf('?', first);
    if (query > 0 && query < to && !hasSpace(text, first, query)) {
      cutTarget(text, first, to, segments);
      return;
    }
    push(segments, from, to, hasSpace(text, first, to) ? pieceKinds.text : pieceKinds.path, false);
    return;
  }
  const question = code === 63 ? 1 : 0;
  const key = first + question;
  const keyEnd = endOfKey(text, key, to);
  // `PHNj…Pg==` is packed text, not a key without a value.
  if (keyEnd > 0 && isPlainKey(text, key, keyEnd) && text.charCodeAt(key) > 57 && isMore(text, keyEnd, to)) {
    cutParameters(text, first + question, to, 38, segments);
    return;
  }
  push(segments, from, to, pieceKinds.text, !hasSpace(text, first, to));
}

function isMore(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at) !== 61) return true;
  return from + 1 === to && from < 12;
}

function hasSpace(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 10) return true;
  }
  return false;
}

/** Strings of a JSON text as pieces; false (and nothing pushed) when the strings do not close. */
function cutJson(text: string, from: number, to: number, segments: Segments): boolean {
  const before = segments.count;
  let keyFrom = 0;
  let keyTo = 0;
  let strings = 0;
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (code !== 34) {
      if (code === 44 || code === 123 || code === 125) keyFrom = keyTo = 0;
      // Outside strings only JSON's own signs and words may stand.
      if (code === 39 || code === 60 || code === 40 || code === 59 || code === 36) {
        segments.count = before;
        return false;
      }
      at += 1;
      continue;
    }
    let end = at + 1;
    while (end < to && text.charCodeAt(end) !== 34) end += text.charCodeAt(end) === 92 ? 2 : 1;
    if (end >= to) {
      segments.count = before;
      return false;
    }
    strings += 1;
    let after = end + 1;
    while (after < to && text.charCodeAt(after) <= 32) after += 1;
    if (after < to && text.charCodeAt(after) === 58) {
      keyFrom = at + 1;
      keyTo = end;
      if (!isPlainKey(text, keyFrom, keyTo)) push(segments, keyFrom, keyTo, pieceKinds.key, false);
    } else push(segments, at + 1, end, pieceKinds.value, false, keyFrom, keyTo);
    at = end + 1;
  }
  if (strings === 0) segments.count = before;
  return strings > 0;
}
