/**
 * Reads JSON bodies. Every body meets the same rules before anybody looks at it: at most 32 levels, no keys that reach
 * for prototypes. Of a key that is given twice the last one counts, for everybody alike: text is parsed once, and
 * what comes out of here is what is scored and stored.
 */
import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../core/errors.ts';

export const maxDepth = 32;
const quote = 34;
const backslash = 92;

/** Whether JSON text nests deeper than `limit`. Looks at brackets outside strings only; linear. */
export function isTooDeep(text: string, limit = maxDepth): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case quote:
        i = endOfString(text, i);
        break;
      case 91: // [
      case 123: // {
        if (++depth > limit) return true;
        break;
      case 93: // ]
      case 125: // }
        depth--;
    }
  }
  return false;
}

/** Index of the quote that ends the string which begins at `start`; the text's end where there is none. */
export function endOfString(text: string, start: number): number {
  let end = start;
  for (;;) {
    end = text.indexOf('"', end + 1);
    if (end < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return end;
  }
}

/** Keys that could change a prototype when somebody copies the object carelessly. */
export function isPoisoned(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(isPoisoned);
  const given = value as Record<string, unknown>;
  return Object.keys(given).some((key) => {
    if (key === '__proto__') return true;
    const inner = given[key];
    if (
      key === 'constructor' &&
      typeof inner === 'object' &&
      inner !== null &&
      Object.hasOwn(inner, 'prototype')
    )
      return true;
    return isPoisoned(inner);
  });
}

/** Only text that could spell such a key is worth the walk. */
export const mayPoison = (text: string): boolean =>
  text.includes('__proto__') || text.includes('constructor') || text.includes('\\u');

const malformed = (detail: string): AppError => new AppError('bad_request', detail);

/** JSON text → value. Throws `bad_request`. */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw malformed(`The body is nested too deep (more than ${maxDepth} levels)`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('The body is not valid JSON');
  }
  if (mayPoison(text) && isPoisoned(value)) throw malformed('The body has a key that is not allowed');
  return value;
}

/** Bodies come as they are: what is compressed is refused unread, but where a route says that it inflates. */
export function checkEncoding(request: FastifyRequest): void {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    throw new AppError('unsupported_media_type', 'Compressed bodies are not taken here');
}

const byteOrderMark = 0xfeff;

/** Bytes → text. Nodes pass on what attackers sent, so there a broken byte becomes U+FFFD instead of a lost event. */
export function decode(bytes: Buffer, lenient: boolean): string {
  if (!lenient && !isUtf8(bytes)) throw malformed('The body is not UTF-8');
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text;
}

/** JSON is the only type the API reads; an empty body is no body. */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    try {
      checkEncoding(request);
      if (bytes.length === 0) return done(null, undefined);
      const { access } = request.routeOptions.config;
      done(null, parseJson(decode(bytes, typeof access === 'object' && 'node' in access)));
    } catch (error) {
      done(error as Error);
    }
  });
}
