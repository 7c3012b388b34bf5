/**
 * Where a sensor that cannot send X-Node-Key puts its node key: whatever header its product has for a token, the password
 * of Basic authentication, the last segment of the path, or the query. A key never stands in a log: requests are logged
 * by their route.
 */
import type { FastifyRequest } from 'fastify';

const keyPattern = /^nk_[A-Za-z0-9_-]{1,253}$/;
const isKey = (text: unknown): text is string => typeof text === 'string' && keyPattern.test(text);

/** Beelzebub sends the key alone. `Bearer`, `Splunk` and `Token` name it as it is, `Basic` as its password or, without one, its user. */
function fromAuthorization(header: string | undefined): string | null {
  if (isKey(header)) return header;
  const [, scheme = '', value = ''] = /^(\w+) +([^\s,]{1,1024}) *$/.exec(header ?? '') ?? [];
  if (/^(?:bearer|splunk|token|apikey)$/i.test(scheme) && isKey(value)) return value;
  if (!/^(?:basic|apikey)$/i.test(scheme)) return null;
  const text = Buffer.from(value, 'base64').toString('latin1');
  const colon = text.indexOf(':');
  const parts = colon === -1 ? [text] : [text.slice(colon + 1), text.slice(0, colon)];
  return parts.find(isKey) ?? null;
}

const headerNames = ['x-api-key', 'dd-api-key', 'api-key'] as const;
const queryNames = ['key', 'token', 'api_key', 'dd-api-key'] as const;

/** The first node key that the request holds anywhere; null where there is none. */
export function findInputKey(request: FastifyRequest): string | null {
  const { headers } = request;
  const query = request.query as Record<string, unknown>;
  const { key } = (request.params ?? {}) as { key?: unknown };
  return (
    fromAuthorization(headers.authorization) ??
    headerNames.map((name) => headers[name]).find(isKey) ??
    (isKey(key) ? key : null) ??
    queryNames.map((name) => query[name]).find(isKey) ??
    null
  );
}
