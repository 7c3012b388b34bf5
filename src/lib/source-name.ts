/**
 * The source of an event under its one name. Sensors, proxies and languages write the same address in many ways; whatever
 * counts, finds, suppresses or blocks a source compares texts, so there must be one.
 */
import { parseEndpoint, toCanonicalAddress } from './address.ts';

export interface SourceName {
  /** The canonical address, or the host name in lower case. */
  name: string;
  /** What was written behind it; null if nothing was. */
  port: number | null;
  /** The interface of the machine that wrote a link-local address; null if none was named. */
  zone: string | null;
}

/** Longest text that is looked at: a host name of 253 characters, with a scheme before it and a port behind. */
const maxLength = 300;

/** `/203.0.113.9:4711` and `pot/203.0.113.9:4711` (Java), `tcp://203.0.113.9:4711`, quotes, `203.0.113.9/32`. */
const wrapping =
  /^["']?(?:[a-z][a-z0-9+.-]{0,15}:\/\/|[\w.-]{0,253}\/(?=[\d[][\d.:a-f[\]]{2}))?(.*?)(?:\/(?:32|128)?)?["']?$/i;
/** `('203.0.113.9', 4711)` (Python), `203.0.113.9#4711` (BIND), `203.0.113.9.4711` (tcpdump). */
const oddPorts = [
  /^\(\s{0,2}b?["']([^"']{1,128})["'],\s{0,2}(\d{1,5})(?:,.{0,40})?\)$/,
  /^([\d.a-f:]{2,45})#(\d{1,5})$/i,
  /^(\d{1,3}(?:\.\d{1,3}){3})\.(\d{1,5})$/,
];
/** Written with three digits each: decimal, as whoever pads means it. */
const padded = /^(\d{3})\.(\d{3})\.(\d{3})\.(\d{3})$/;
/** A name of DNS or of a Windows network. The last label is no number: then it was meant as an address. */
const hostForm =
  /^(?=.{1,253}\.?$)((?:[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_-]{0,61}[\p{L}\p{N}\p{M}_])?\.){0,40}(?!\d+\.?$)[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_-]{0,61}[\p{L}\p{N}\p{M}_])?)\.?$/u;

/** A SHA-256 in place of an address, as in logs whose sources were made anonymous: one letter longer than a label of DNS. */
const pseudonym = /^[0-9a-f]{64}$/i;

function endpointOf(text: string): SourceName | null {
  const found = parseEndpoint(text);
  return found && { name: found.address.text, port: found.port, zone: found.zone };
}

function withOddPort(text: string): SourceName | null {
  for (const form of oddPorts) {
    const [, address = '', port = ''] = form.exec(text) ?? [];
    const found = address === '' || Number(port) > 65_535 ? null : endpointOf(address);
    if (found !== null) return { ...found, port: Number(port) };
  }
  const digits = padded.exec(text);
  return digits && endpointOf(digits.slice(1).map(Number).join('.'));
}

function hostOf(text: string): SourceName | null {
  if (pseudonym.test(text)) return { name: text.toLowerCase(), port: null, zone: null };
  const [, host = '', port] = /^([^:]{1,254})(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (host === '' || (port !== undefined && Number(port) > 65_535)) return null;
  const [, name] = hostForm.exec(host.normalize('NFC')) ?? [];
  return name === undefined
    ? null
    : { name: name.toLowerCase(), port: port === undefined ? null : Number(port), zone: null };
}

/** Null for what is neither an address nor a host name. Never throws. */
export function parseSource(text: string): SourceName | null {
  const plain = endpointOf(text);
  if (plain !== null || text.length > maxLength) return plain;
  const bare = text.trim();
  const unwrapped = wrapping.exec(bare)?.[1] ?? bare;
  return endpointOf(unwrapped) ?? withOddPort(bare) ?? withOddPort(unwrapped) ?? hostOf(unwrapped);
}

/** As whoever searches writes it: the one name of an address, and any other text as it is. */
export const toSourceName = (text: string): string => toCanonicalAddress(text) ?? text;
