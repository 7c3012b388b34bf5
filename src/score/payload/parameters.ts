/** Cuts addresses, queries, forms and cookies into keys and values. */
import { pieceKinds, push, type Segments } from './pieces.ts';

/** A path or address and its query. `codes` are the characters of `text`: read from an array they cost a fraction of what they cost in a string. */
export function cutTarget(
  text: string,
  codes: Uint16Array,
  from: number,
  to: number,
  segments: Segments,
): void {
  const query = text.indexOf('?', from);
  // Without a pair after it a `?` may be a wildcard: `/e?c/p?sswd`.
  if (query < 0 || query >= to || !hasPair(text, query, to)) {
    push(segments, from, to, pieceKinds.path, false);
    return;
  }
  push(segments, from, query, pieceKinds.path, false);
  cutParameters(codes, query + 1, to, 38, segments);
}

function hasPair(text: string, from: number, to: number): boolean {
  const at = text.indexOf('=', from);
  return at > 0 && at < to;
}

/** `key=value` pairs between `separator`s; a separator that no key follows belongs to the value. */
export function cutParameters(
  codes: Uint16Array,
  from: number,
  to: number,
  separator: number,
  segments: Segments,
): void {
  let at = from;
  while (at < to) {
    const keyEnd = endOfKey(codes, at, to);
    if (keyEnd < 0) {
      // No key: the text up to the next pair is a value by itself.
      const next = nextPair(codes, at, to, separator);
      push(segments, at, next, pieceKinds.value, true);
      at = next + 1;
      continue;
    }
    const next = nextPair(codes, keyEnd + 1, to, separator);
    // A key with characters that names do not have may be part of the payload (`1+or+1=1`): it stays with its value.
    if (isPlainKey(codes, at, keyEnd)) {
      if (isTellingKey(codes, at, keyEnd)) push(segments, at, keyEnd, pieceKinds.key, false);
      if (!isLoopbackCallback(codes, at, keyEnd, next))
        push(segments, keyEnd + 1, next, pieceKinds.value, separator === 38, at, keyEnd);
    } else push(segments, at, next, pieceKinds.value, separator === 38);
    at = next + 1;
    if (separator === 59) while (at < to && codes[at] === 32) at += 1;
  }
}

const callbackKey = 'redirect_uri';
const longestCallback = 200;
const loopbackCallback =
  /^https?(?::|%3a)(?:\/|%2f){2}(?:localhost|127\.0\.0\.1|\[::1\]|%5b(?:::|%3a%3a)1%5d)(?:(?::|%3a)\d{1,5})?(?:(?:\/|%2f)[\w.-]{0,40}){0,4}$/i;

/** Where a person's own program is called back on their own machine (RFC 8252): nothing that a server fetches. */
function isLoopbackCallback(codes: Uint16Array, from: number, keyEnd: number, to: number): boolean {
  if (keyEnd - from !== callbackKey.length || to - keyEnd > longestCallback) return false;
  for (let at = 0; at < callbackKey.length; at += 1)
    if (codes[from + at] !== callbackKey.charCodeAt(at)) return false;
  return loopbackCallback.test(String.fromCharCode(...codes.subarray(keyEnd + 1, to)));
}

/** Place of the `=` that ends a key at `from`, or -1. */
export function endOfKey(codes: Uint16Array, from: number, to: number): number {
  const stop = Math.min(to, from + 80);
  for (let at = from; at < stop; at += 1) {
    const code = codes[at]!;
    if (code === 61) return at > from ? at : -1;
    if (code <= 32 || code === 38 || code === 39 || code === 34 || code === 60 || code === 62 || code === 59)
      return -1;
  }
  return -1;
}

export function isPlainKey(codes: Uint16Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = codes[at]!;
    const word = (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
    if (!word && code !== 95 && code !== 45 && code !== 46 && code !== 91 && code !== 93 && code !== 58)
      return false;
  }
  return true;
}

/** A key that may be a payload by itself: `java.lang.Runtime`, `password__startswith`, `user[$ne]`. */
export function isTellingKey(codes: Uint16Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = codes[at]!;
    if (code === 46 || code === 91 || code === 58) return true;
    if (code === 95 && at + 1 < to && codes[at + 1] === 95) return true;
  }
  return false;
}

/** `&amp;` as in a page's source; a text ends with a code of 0. */
function beginsAmp(codes: Uint16Array, at: number): boolean {
  return codes[at] === 97 && codes[at + 1] === 109 && codes[at + 2] === 112 && codes[at + 3] === 59;
}

function nextPair(codes: Uint16Array, from: number, to: number, separator: number): number {
  for (let at = from; at < to; at += 1) {
    if (codes[at] !== separator) continue;
    let next = at + 1;
    if (separator === 59) while (next < to && codes[next] === 32) next += 1;
    else if (beginsAmp(codes, next)) next += 4;
    if (endOfKey(codes, next, to) > 0 && codes[next] !== 38) return at;
  }
  return to;
}
