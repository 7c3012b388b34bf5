/**
 * IP addresses in one canonical form (RFC 5952). Runs in a browser too: nothing of node is imported.
 * Everything here takes hostile text and never throws.
 */
import { isMapped, parseV4, parseV6, toAddressText, type Words } from './address-words.ts';

export interface Address {
  /** Canonical: `203.0.113.9`, `2001:db8::5`. Never an IPv4-mapped IPv6 address, never with a zone. */
  text: string;
  family: 4 | 6;
  value: bigint;
}

/** An address as written, with port and zone. */
export interface Endpoint {
  address: Address;
  /** From `203.0.113.9:4711` or `[2001:db8::5]:4711`; null where there was none. */
  port: number | null;
  /** From `fe80::1%eth0`: an interface of the machine that wrote it. Null if there was none. */
  zone: string | null;
}

/** Longest text that can be an address, a zone of 64 characters, brackets and a port. */
const maxLength = 128;

const low32 = 0xffff_ffffn;
const wordsOf = (family: 4 | 6, value: bigint): Words =>
  family === 4
    ? [0, 0, 0xffff, Number(value)]
    : [
        Number(value >> 96n),
        Number((value >> 64n) & low32),
        Number((value >> 32n) & low32),
        Number(value & low32),
      ];
/** The number of an address in its family. */
export const toValue = (family: 4 | 6, [a, b, c, d]: Words): bigint =>
  family === 4 ? BigInt(d) : (BigInt(a) << 96n) | (BigInt(b) << 64n) | (BigInt(c) << 32n) | BigInt(d);

/** The address with this number, as it is written canonically. `value` must fit the family. */
export const toAddress = (family: 4 | 6, value: bigint): Address => ({
  text: toAddressText(wordsOf(family, value)),
  family,
  value,
});

/**
 * Reads an address and nothing else: no spaces, zone, brackets or port. Case and compression do not matter; an
 * IPv4-mapped IPv6 address is the IPv4 address in it. Null if it is not an address.
 */
export function parseAddress(text: string): Address | null {
  const v4 = parseV4(text);
  if (v4 >= 0) return { text, family: 4, value: BigInt(v4) };
  const words = parseV6(text);
  if (words === null) return null;
  const family = isMapped(words) ? 4 : 6;
  return { text: toAddressText(words), family, value: toValue(family, words) };
}

const zoneForm = /^[\w.~-]{1,64}$/;

function parseZoned(text: string): Omit<Endpoint, 'port'> | null {
  const at = text.indexOf('%');
  if (at < 0) {
    const address = parseAddress(text);
    return address && { address, zone: null };
  }
  const zone = text.slice(at + 1);
  const address =
    zoneForm.test(zone) && text.lastIndexOf(':', at) >= 0 ? parseAddress(text.slice(0, at)) : null;
  return address && { address, zone };
}

/** A port in decimal, 0 to 65535, or null. */
function parsePort(text: string): number | null {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : null;
}

/**
 * Reads an address in every way that logs, proxies and sensors write one: with blanks around it, in brackets, with a
 * zone, with a port. A port after a bare IPv6 address cannot be distinguished from its last group and is not recognized.
 * Null if it is not an address.
 */
export function parseEndpoint(text: string): Endpoint | null {
  if (text.length > maxLength) return null;
  const bare = text.trim();
  const bracketed = /^\[([^[\]]+)\](?::(\d{1,5}))?$/.exec(bare);
  const single = bracketed ?? /^(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})$/.exec(bare);
  if (single === null) {
    const zoned = parseZoned(bare);
    return zoned && { ...zoned, port: null };
  }
  const [, host = '', written] = single;
  const zoned = bracketed !== null && !host.includes(':') ? null : parseZoned(host);
  const port = written === undefined ? null : parsePort(written);
  return zoned === null || (written !== undefined && port === null) ? null : { ...zoned, port };
}

/** The canonical text of an address, however it was written (see parseEndpoint); null if it is not one. */
export const toCanonicalAddress = (text: string): string | null => parseEndpoint(text)?.address.text ?? null;

/** 4, 6, or 0 for what is no address; as node:net's isIP, for texts without a zone. */
export const addressFamily = (text: string): 0 | 4 | 6 => {
  if (parseV4(text) >= 0) return 4;
  return parseV6(text) === null ? 0 : 6;
};
