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
import { isBinaryWire, toCodedWires, toRawWire, type Wire, wordsOf } from './wire.ts';

export { decodeWhole } from './wire.ts';

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
  isGreeting: boolean;
  /** Whether its bytes were written down in a code. */
  isCoded: boolean;
}

/** A scanner’s web request is read like any other: its path and parameters may try something. */
const webNames: ReadonlySet<string> = new Set(['http', 'http-proxy', 'docker']);

/** Protocols by the first character of what they know, so that a dozen are asked and not all. */
const byFirst: readonly (readonly Protocol[])[] = Array.from({ length: 256 }, (_, code) =>
  protocols.filter(({ first }) => first === null || first.includes(String.fromCharCode(code))),
);

function recogniseWire(wire: Wire, hint: Hint): Recognition | null {
  if (wire.head === '') return null;
  for (const protocol of byFirst[wire.head.charCodeAt(0) & 255]!) {
    const seen = protocol.recognise(wire.head, hint, wire.length);
    if (seen === null) continue;
    const { name, isBinary, isGreeting = false } = protocol;
    return { protocol: name, isBinary, isGreeting, isCoded: wire.isCoded, ...seen };
  }
  return null;
}

/**
 * Pure, in bounded time: the first kilobyte is read, however long the payload. Null where nothing was recognised. What is
 * written in a code counts where its bytes are a protocol of bytes or a web request: words in base64 are not a greeting.
 */
export function recogniseProtocol({ payload, service = '', port = null }: ProtocolInput): Recognition | null {
  const hint: Hint = { service, port };
  const raw = toRawWire(payload);
  const spoken = recogniseWire(raw, hint);
  // What is bytes already is no code for others.
  if (spoken !== null || isBinaryWire(raw)) return spoken;
  for (const wire of toCodedWires(payload)) {
    const found = recogniseWire(wire, hint);
    if (found !== null) return found;
  }
  return null;
}

/** Whether a payload is bytes and no text, whichever way it is written down. */
export const isBinary = (payload: string): boolean =>
  isBinaryWire(toRawWire(payload)) || (!isProse(payload) && toCodedWires(payload).some(isBinaryWire));

/** Text with spaces between words: no code for bytes, whatever escapes stand in it. */
const isProse = (payload: string): boolean => /[a-z]{2} [a-z]{2,} [a-z]{2}/i.test(payload.slice(0, 400));

/** What begins a job, and questions of words alone: a file's name or a script within one is left to be read. */
const printerQuestions =
  /(?:\x1b%-12345X|^)(?:@PJL (?:INFO|INQUIRE|DINQUIRE|USTATUS|USTATUSOFF|ECHO|INITIALIZE|RESET)\b[\w =:.-]{0,80}$)?/gm;

/**
 * What mail and file servers are told in the ordinary course: a command, and a name or a path that climbs nowhere. A mark
 * and a word before it are IMAP's.
 */
const serverTalk =
  /^(?:[aA]?\d{1,6} )?(?:USER|PASS|ACCT|CWD|CDUP|X?PWD|QUIT|PASV|EPSV|PORT|EPRT|TYPE|STRU|MODE|LIST|NLST|MLS[DT]|SYST|STAT|HELP|NOOP|FEAT|OPTS|AUTH|PBSZ|PROT|CLNT|SIZE|MDTM|REST|RETR|STOR|DELE|EHLO|HELO|STARTTLS|RSET|DATA|VRFY|EXPN|MAIL FROM:|RCPT TO:|CAPA|UIDL|TOP|APOP|CAPABILITY|LOGIN|AUTHENTICATE|LOGOUT|SELECT|EXAMINE|IDLE)(?:[ \t]*(?!\S{0,80}\.\.)[<"]?[\w@.,:+=*/[\]-]{0,80}[>"]?){0,3}[ \t\r]*$/gim;
const serverTalkers: ReadonlySet<string> = new Set(['smtp', 'ftp', 'imap']);

/**
 * What of a payload a model of text may read: all of it, or of bytes only the words in them: a query that their protocol
 * carries, or what somebody wrote between or behind them (a greeting shields nothing). `''` where there are none.
 */
export function readableOf(payload: string, found: Recognition | null): string {
  if (found?.isGreeting === true || (found?.probe !== undefined && !webNames.has(found.protocol))) return '';
  // The same lines within a web value are an injection.
  if (found !== null && serverTalkers.has(found.protocol)) return payload.replace(serverTalk, '').trim();
  // Redis writes how many words follow, and how long each is: what is left are the words.
  if (found?.protocol === 'redis') return payload.replace(/(^|\r\n)[*$]\d{1,7}(?=\r\n)/g, '$1').trim();
  if (found?.protocol === 'printer') return payload.replace(printerQuestions, '').trim();
  if (found?.isBinary === true) return found.text ?? wordsOf(payload);
  return found === null && isBinary(payload) ? wordsOf(payload) : payload;
}
