/**
 * Reads JSON bodies. Every body meets the same rules before anybody looks at it: at most 32 levels, no keys that reach
 * for prototypes. Of a key that is given twice the last one counts, for everybody alike: text is parsed once, and
 * what comes out of here is what is scored and stored.
 */
import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../core/errors.ts';
import { isPoisoned, isTooDeep, maxDepth, mayPoison } from '../../lib/json-guards.ts';

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
