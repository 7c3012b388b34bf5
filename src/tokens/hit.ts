/** From a request for a token's address to an event: who opened it, and all that they sent, within bounds. */
import type { DraftEvent, JsonObject } from '../core/event.ts';
import type { TokenRequest } from '../core/token.ts';
import { toCanonicalAddress } from '../lib/address.ts';
import { clip } from '../lib/text.ts';

const mostHeaders = 60;
const maxValue = 1000;
const maxTarget = 2000;
const maxPayload = 10_000;
const maxNoted = 500;

/** Credentials for other places on the same host, the owner's own among them: their length is enough. */
const withheld: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** Node hands headers over as latin1; what is no UTF-8 in them becomes U+FFFD. */
const fromLatin1 = (text: string): string =>
  new TextDecoder().decode(Uint8Array.from(text, (c) => c.charCodeAt(0)));

interface Header {
  name: string;
  value: string;
}

/** `mask` comes before cutting: half of a secret would be left otherwise. */
function headersOf(raw: readonly string[], mask: (text: string) => string): Header[] {
  const headers: Header[] = [];
  for (let at = 0; at + 1 < raw.length && headers.length < mostHeaders; at += 2) {
    const name = clip(mask(fromLatin1(raw[at] ?? '')), 100);
    const value = raw[at + 1] ?? '';
    headers.push({
      name,
      value: withheld.has(name.toLowerCase())
        ? `[${value.length} characters, not kept]`
        : clip(mask(fromLatin1(value)), maxValue),
    });
  }
  return headers;
}

export interface HitToken {
  id: string;
  type: string;
  note: string;
  owner: string;
}

/**
 * `secret` is what the address must not be repeated with: in the event it is replaced by the token's id, because events
 * travel to people, channels and exports. `at` ISO.
 */
export function toHit(
  request: TokenRequest,
  { token, secret, at }: { token: HitToken; secret: string; at: string },
): DraftEvent {
  const mask = (text: string): string => text.replaceAll(secret, token.id);
  const headers = headersOf(request.rawHeaders, mask);
  const header = (wanted: string): string | null => {
    const found = headers.find(({ name }) => name.toLowerCase() === wanted);
    return found ? clip(found.value, maxNoted) : null;
  };
  const line = `${request.method} ${clip(mask(fromLatin1(request.target)), maxTarget)} HTTP/${request.httpVersion}`;
  const payload = [line, ...headers.map(({ name, value }) => `${name}: ${value}`)].join('\r\n');
  const extra: JsonObject = {
    ...noted(token),
    method: request.method,
    user_agent: header('user-agent'),
    referer: header('referer'),
    accept_language: header('accept-language'),
  };
  return {
    ...common(at),
    kind: 'token.hit',
    source_ip: toCanonicalAddress(request.address) ?? clip(request.address, 45),
    activity: `${token.type} token opened`,
    payload: clip(payload, maxPayload),
    extra,
  };
}

/** A test: it takes the way of a hit, is marked, and is no alert. `by` is whoever asked for it. */
export function toTestHit({
  token,
  by,
  address,
  at,
}: {
  token: HitToken;
  by: string;
  address: string;
  at: string;
}): DraftEvent {
  return {
    ...common(at),
    kind: 'sensor.message',
    source_ip: toCanonicalAddress(address) ?? clip(address, 45),
    activity: `${token.type} token tested`,
    payload: `TEST of the token ${token.id}, asked for by ${clip(by, 254)}`,
    extra: { ...noted(token), test: true },
  };
}

const noted = ({ id, type, note, owner }: HitToken): JsonObject => ({
  token_id: id,
  token_type: type,
  note,
  owner,
});

const common = (at: string) => ({
  collection: 'honeypot_logs' as const,
  event_id: null,
  timestamp: at,
  service: 'http',
  session: null,
  agent: null,
});
