/** Cuts bodies and bare inputs: forms, JSON, XML, multipart, addresses, text. */
import { cutHeader, headerName } from './headers.ts';
import { cutMarkup } from './markup.ts';
import { cutParameters, cutTarget, endOfKey, isPlainKey, isTellingKey } from './parameters.ts';
import { endOfLine, lastOfLine, pieceKinds, push, type Segments } from './pieces.ts';

/** A body or an input without a request line. */
export function cutFree(
  text: string,
  codes: Uint16Array,
  from: number,
  to: number,
  segments: Segments,
): void {
  let first = from;
  while (first < to && codes[first]! <= 32) first += 1;
  if (first >= to) return;
  const code = codes[first]!;
  if (code === 45 && cutMultipart(text, codes, first, to, segments)) return;
  if ((code === 123 || code === 91) && cutJson(codes, first, to, segments)) return;
  if (code === 60 && cutMarkup(text, codes, first, to, segments)) return;
  const link = code === 47 || text.startsWith('http://', first) || text.startsWith('https://', first);
  if (link) {
    const query = text.indexOf('?', first);
    if (query > 0 && query < to && !hasSpace(codes, first, query)) {
      cutTarget(text, codes, first, to, segments);
      return;
    }
    push(segments, from, to, hasSpace(codes, first, to) ? pieceKinds.text : pieceKinds.path, false);
    return;
  }
  const question = code === 63 ? 1 : 0;
  const key = first + question;
  const keyEnd = endOfKey(codes, key, to);
  // `PHNj…Pg==` is packed text, not a key without a value.
  if (keyEnd > 0 && isPlainKey(codes, key, keyEnd) && codes[key]! > 57 && isMore(codes, keyEnd, to)) {
    cutParameters(codes, first + question, to, 38, segments);
    return;
  }
  push(segments, from, to, pieceKinds.text, !hasSpace(codes, first, to));
}

/** Parts of a form between lines that begin with `--` and its boundary; false when the text is no such form. */
function cutMultipart(
  text: string,
  codes: Uint16Array,
  from: number,
  to: number,
  segments: Segments,
): boolean {
  if (codes[from + 1] !== 45) return false;
  const end = endOfLine(text, from);
  const boundary = text.slice(from, lastOfLine(codes, from, end));
  if (boundary.length > 90 || !/^[-\w'()+.,/:=?]+$/.test(boundary)) return false;
  if (boundary.endsWith('--') && boundary.length > 4) return true;
  if (end >= to || headerName(codes, end + 1, endOfLine(text, end + 1)) === 0) return false;
  let at = end + 1;
  while (at < to) {
    at = cutPartHead(text, codes, at, to, segments);
    const next = text.indexOf(boundary, at);
    let last = next < 0 ? to : Math.min(next, to);
    while (last > at && codes[last - 1]! <= 32) last -= 1;
    // A form within a form is read as text: each boundary is looked for once.
    if (codes[at] === 45) push(segments, at, last, pieceKinds.text, false);
    else cutFree(text, codes, at, last, segments);
    if (next < 0) break;
    at = endOfLine(text, next) + 1;
  }
  return true;
}

/** Headers of a part; returns where its content begins. */
function cutPartHead(text: string, codes: Uint16Array, from: number, to: number, segments: Segments): number {
  let at = from;
  while (at < to) {
    const end = endOfLine(text, at);
    const last = Math.min(lastOfLine(codes, at, end), to);
    if (last === at) return end + 1;
    cutPartHeader(text, codes, at, last, segments);
    at = end + 1;
  }
  return at;
}

/** Of `Content-Disposition` the quoted values (names of fields and files), of others the whole value. */
function cutPartHeader(text: string, codes: Uint16Array, at: number, to: number, segments: Segments): void {
  const name = headerName(codes, at, to);
  let open = text.indexOf('"', at);
  if (name === 0 || open < 0 || open >= to) {
    if (name === 0 || text.slice(at, at + name).toLowerCase() !== 'content-disposition')
      cutHeader(text, codes, at, name, to, segments);
    return;
  }
  while (open >= 0 && open < to) {
    let close = open + 1;
    while (close < to && (codes[close] !== 34 || !endsValue(codes, close + 1, to))) close += 1;
    push(segments, open + 1, close, pieceKinds.value, false);
    open = text.indexOf('"', close + 1);
  }
}

/** A quote that closes a value is followed by the line's end or `;`. */
function endsValue(codes: Uint16Array, at: number, to: number): boolean {
  return at >= to || codes[at] === 59;
}

function isMore(codes: Uint16Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (codes[at] !== 61) return true;
  return from + 1 === to && from < 12;
}

function hasSpace(codes: Uint16Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = codes[at]!;
    if (code === 32 || code === 10) return true;
  }
  return false;
}

/** Strings of a JSON text as pieces; false (and nothing pushed) when the strings do not close. */
function cutJson(codes: Uint16Array, from: number, to: number, segments: Segments): boolean {
  const before = segments.count;
  let keyFrom = 0;
  let keyTo = 0;
  let strings = 0;
  let at = from;
  while (at < to) {
    const code = codes[at]!;
    if (code !== 34) {
      if (code === 44 || code === 123 || code === 125) keyFrom = keyTo = 0;
      // Outside strings only JSON's own punctuation and words may occur.
      if (code === 39 || code === 60 || code === 40 || code === 59 || code === 36) {
        segments.count = before;
        return false;
      }
      at += 1;
      continue;
    }
    let end = at + 1;
    while (end < to && codes[end] !== 34) end += codes[end] === 92 ? 2 : 1;
    if (end >= to) {
      segments.count = before;
      return false;
    }
    strings += 1;
    let after = end + 1;
    while (after < to && codes[after]! <= 32) after += 1;
    if (after < to && codes[after] === 58) {
      keyFrom = at + 1;
      keyTo = end;
      if (!isPlainKey(codes, keyFrom, keyTo) || isTellingKey(codes, keyFrom, keyTo))
        push(segments, keyFrom, keyTo, pieceKinds.key, false);
    } else push(segments, at + 1, end, pieceKinds.value, false, keyFrom, keyTo);
    at = end + 1;
  }
  if (strings === 0) segments.count = before;
  return strings > 0;
}
