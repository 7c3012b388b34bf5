/** Which protocol a visitor spoke, by its first bytes. A new protocol is one file, or one entry of a family's, on this list. */
import { coinsAndGames } from './coins-and-games.ts';
import { databases } from './databases.ts';
import { directories } from './directories.ts';
import { http } from './http.ts';
import { industrial } from './industrial.ts';
import { java } from './java.ts';
import { media } from './media.ts';
import { probes } from './probes.ts';
import type { Hint, Protocol, Seen } from './protocol.ts';
import { proxies } from './proxies.ts';
import { queues } from './queues.ts';
import { tls } from './tls.ts';
import { tpkt } from './tpkt.ts';
import { windows } from './windows.ts';
import { isBinaryWire, toWires, type Wire } from './wire.ts';

/** The more certain come first: magic words, then shapes, then what a port suggests. */
export const protocols: readonly Protocol[] = [
  ...tls,
  ...tpkt,
  ...windows,
  ...java,
  ...probes,
  ...media,
  ...http,
  ...proxies,
  ...coinsAndGames,
  ...databases,
  ...queues,
  ...industrial,
  ...directories,
];

export interface ProtocolInput {
  payload: string;
  service?: string;
  /** Of the decoy. */
  port?: number | null;
}

export interface Recognition extends Seen {
  protocol: string;
  isBinary: boolean;
}

/** Protocols by the first character of what they know, so that a dozen are asked and not all. */
const byFirst: readonly (readonly Protocol[])[] = Array.from({ length: 256 }, (_, code) =>
  protocols.filter(({ first }) => first === null || first.includes(String.fromCharCode(code))),
);

function recogniseWire(wire: Wire, hint: Hint): Recognition | null {
  if (wire.head === '') return null;
  for (const protocol of byFirst[wire.head.charCodeAt(0) & 255]!) {
    const seen = protocol.recognise(wire.head, hint, wire.length);
    if (seen !== null) return { protocol: protocol.name, isBinary: protocol.isBinary, ...seen };
  }
  return null;
}

/**
 * Pure, in bounded time: the first kilobyte is read, however long the payload. Null where nothing was recognised. What is
 * written in a code counts where its bytes are a protocol of bytes or a web request: words in base64 are nobody's greeting.
 */
export function recogniseProtocol({ payload, service = '', port = null }: ProtocolInput): Recognition | null {
  const hint: Hint = { service, port };
  for (const wire of toWires(payload)) {
    const found = recogniseWire(wire, hint);
    if (found !== null) return found;
  }
  return null;
}

/** Whether a payload is bytes and no text, whichever way it is written down. */
export const isBinary = (payload: string): boolean => {
  const [raw, ...coded] = toWires(payload);
  return (
    raw !== undefined && (isBinaryWire(raw) || coded.some((wire) => isBinaryWire(wire) && !isProse(payload)))
  );
};

/** Text with spaces between words: no code for bytes, whatever escapes stand in it. */
const isProse = (payload: string): boolean => /[a-z]{2} [a-z]{2,} [a-z]{2}/i.test(payload.slice(0, 400));

/**
 * What of a payload a model of text may read: all of it, nothing (`''`) where it is bytes, or the words that a protocol of
 * bytes carries, such as a query.
 */
export function readableOf(payload: string, found: Recognition | null): string {
  if (found?.isBinary === true) return found.text ?? '';
  return found === null && isBinary(payload) ? '' : payload;
}
