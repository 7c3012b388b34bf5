/**
 * A request as the catalogue reads it: its parts decoded, in lower case, its path without detours. Servers and proxies
 * read paths differently, and attacks live from that; so the path is kept as sent, decoded, and resolved.
 */

import { createPercentDecoder } from './decode.ts';

export interface RequestText {
  /** In lower case; '' where the text is no HTTP request. */
  method: string;
  /** The target as sent, in lower case. */
  raw: string;
  /** Decoded: slashes are single and forward, path parameters are off. */
  path: string;
  /** `path` with `.` and `..` walked; the same string where there are none. */
  resolved: string;
  query: string;
  /** Header lines, each after a line end. */
  head: string;
  body: string;
  /** All of it in one text: line, headers, body. */
  text: string;
}

/** Longer texts are read by their first and last part: padding on either side hides nothing of both. */
const wholeLength = 16_384;
const partLength = 8_192;
const longestTarget = 4_096;

const needsTidying = /\\|\/\/|;/;

/** Forward and single slashes, `;…` off every segment. */
function tidy(path: string): string {
  if (!needsTidying.test(path)) return path;
  return path
    .replaceAll('\\', '/')
    .replace(/;[^/]*/g, '')
    .replace(/\/{2,}/g, '/');
}

function resolve(path: string): string {
  if (!path.includes('/.')) return path;
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '.' && segment !== '') kept.push(segment);
  }
  return `/${kept.join('/')}${path.endsWith('/') ? '/' : ''}`;
}

const unescapeUnicode = (text: string): string =>
  text.replace(/\\u00([0-9a-f]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)).toLowerCase(),
  );

const requestLine = /^\s{0,4}"?([a-z_]{3,16}) (\S+)(?: (http\/\d[.\d]{0,2}|rtsp\/1\.0))?[^\n]*/;
const absolute = /^(?:https?|wss?):\/\/[^/?#]*/;

const none: Omit<RequestText, 'text' | 'body'> = {
  method: '',
  raw: '',
  path: '',
  resolved: '',
  query: '',
  head: '',
};

/** Where the body begins, and how long the empty line before it is. */
function endOfHead(text: string, from: number): [number, number] {
  const crlf = text.indexOf('\r\n\r\n', from);
  const lf = text.indexOf('\n\n', from);
  if (crlf >= 0 && (lf < 0 || crlf < lf)) return [crlf, 4];
  return lf >= 0 ? [lf, 2] : [text.length, 0];
}

export interface RequestReader {
  /** Whatever text a sensor keeps of a request: whole, its first line, or a bare path. Any other text is all body. */
  read(payload: string): RequestText;
}

export function createRequestReader(): RequestReader {
  const { decode } = createPercentDecoder();

  /** A body as its reader takes it: UTF-16 without its zeroes, percent codes and `\u0024` of JSON decoded. */
  function toBody(text: string): string {
    let body = text;
    if (body.includes('\0')) body = body.replaceAll('\0', '');
    if (body.includes('\\u00')) body = unescapeUnicode(body);
    return decode(body);
  }

  function read(payload: string): RequestText {
    const cut =
      payload.length <= wholeLength
        ? payload
        : `${payload.slice(0, partLength)}\n${payload.slice(-partLength)}`;
    const text = cut.toLowerCase();
    const line = requestLine.exec(text);
    const isBare = line === null && text.charCodeAt(0) === 47;
    // A line of prose or a query also begins with two words: a target is a path, a URL or `*`.
    const target = isBare
      ? text.slice(0, endOfLine(text)).split(' ', 1)[0]!
      : line !== null && /^(?:[/*%.]|https?:|wss?:)/.test(line[2]!)
        ? line[2]!
        : null;
    if (target === null) {
      const body = toBody(text);
      return { ...none, body, text: body };
    }
    const raw = target.slice(0, longestTarget).replace(absolute, '');
    const mark = raw.indexOf('?');
    const rawPath = mark < 0 ? raw : raw.slice(0, mark);
    const path = tidy(decode(rawPath));
    const rawQuery = mark < 0 ? '' : raw.slice(mark + 1);
    const query = decode(rawQuery, true);
    const from = isBare ? endOfLine(text) : line!.index + line![0].length;
    const [end, gap] = endOfHead(text, Math.max(0, from - 1));
    const head = end > from ? text.slice(from, end) : '';
    const body = gap === 0 ? '' : toBody(text.slice(end + gap));
    const method = isBare ? '' : line![1]!;
    return {
      method,
      raw,
      path,
      resolved: resolve(path),
      query,
      head,
      body,
      text: `${method} ${path}?${query}\n${head}\n\n${body}`,
    };
  }

  return { read };
}

function endOfLine(text: string): number {
  const end = text.indexOf('\n');
  return end < 0 ? text.length : end;
}
