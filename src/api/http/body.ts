/**
 * Parses JSON bodies. All bodies meet the same rules first: at most 32 levels, no keys that would change prototypes. Of
 * a key that appears twice the last one counts everywhere: text is parsed once, and the result is what is scored and
 * stored.
 */
import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/event.ts';
import { isJsonObject, isPoisoned, isTooDeep, maxDepth, mayPoison } from '../../lib/json-guards.ts';
import { mostValues, narrowJson } from '../../lib/json-width.ts';

const malformed = (detail: string): AppError => new AppError('bad_request', detail);

/** Says so within the event, where people see it, and before what may be cut off. */
function toMarked(event: JsonObject, left: number): JsonObject {
  const { extra } = event;
  const mark = { values_left_out: left };
  return { ...event, extra: { ...mark, ...(isJsonObject(extra) ? extra : {}), ...mark } };
}

/**
 * JSON text → value. Throws `bad_request`. `lenient`: values of a body with very many are left out, because an event whose
 * sender a visitor made write so many must not be lost; otherwise such a body is refused.
 */
export function parseJson(whole: string, lenient = false): unknown {
  const { text, left } = narrowJson(whole);
  if (isTooDeep(text)) throw malformed(`The body is nested too deeply (more than ${maxDepth} levels)`);
  if (left > 0 && !lenient) throw malformed(`The body holds more than ${mostValues} values`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('The body is not valid JSON');
  }
  if (mayPoison(text) && isPoisoned(value)) throw malformed('The body contains a forbidden key');
  return left > 0 && isJsonObject(value) ? toMarked(value, left) : value;
}

/** Refuses compressed bodies unread. Routes that decompress do not call this. */
export function checkEncoding(request: FastifyRequest): void {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    throw new AppError('unsupported_media_type', 'Compressed bodies are not accepted on this route');
}

const byteOrderMark = 0xfeff;

/** Bytes → text. `lenient` replaces invalid bytes with U+FFFD: nodes pass on what attackers sent, and no event may be lost. */
export function decode(bytes: Buffer, lenient: boolean): string {
  if (!lenient && !isUtf8(bytes)) throw malformed('The body is not valid UTF-8');
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text;
}

/** The API accepts JSON only; an empty body is no body. */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    try {
      checkEncoding(request);
      if (bytes.length === 0) return done(null, undefined);
      const { access } = request.routeOptions.config;
      const isNode = typeof access === 'object' && 'node' in access;
      done(null, parseJson(decode(bytes, isNode), isNode));
    } catch (error) {
      done(error as Error);
    }
  });
}
