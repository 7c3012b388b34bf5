/**
 * IP addresses in one canonical form (RFC 5952). Runs in a browser too: nothing of node is imported.
 * Everything here takes hostile text and never throws.
 */
import ipaddr from 'ipaddr.js';

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

const dot = 46;
const zero = 48;

/** Four decimal numbers without leading zeros, as node:net reads them; -1 for anything else. */
function parseV4(text: string): number {
  if (text.length < 7 || text.length > 15) return -1;
  let value = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = at === text.length ? dot : text.charCodeAt(at);
    if (code === dot) {
      if (digits === 0 || part > 255) return -1;
      value = value * 256 + part;
      dots++;
      part = 0;
      digits = 0;
    } else if (code >= zero && code <= zero + 9) {
      if (digits > 0 && part === 0) return -1;
      part = part * 10 + code - zero;
      digits++;
      if (digits > 3) return -1;
    } else return -1;
  }
  return dots === 4 ? value : -1;
}

const v4Text = (value: number): string =>
  `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;

function v6Text(value: bigint): string {
  const parts = Array.from({ length: 8 }, (_, n) => Number((value >> BigInt(112 - 16 * n)) & 0xffffn));
  return new ipaddr.IPv6(parts).toRFC5952String();
}

/** The address with this number, as it is written canonically. `value` must fit the family. */
export const toAddress = (family: 4 | 6, value: bigint): Address => ({
  text: family === 4 ? v4Text(Number(value)) : v6Text(value),
  family,
  value,
});

const v6Form = /^[0-9a-f:]{2,39}$|^[0-9a-f:]{1,30}:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/** The number of an IPv6 address without zone; null if it is not one. */
function parseV6(text: string): bigint | null {
  const form = v6Form.exec(text);
  if (form === null || !text.includes(':')) return null;
  let hex = text;
  if (form[1] !== undefined) {
    const tail = parseV4(form[1]);
    if (tail < 0) return null;
    hex = `${text.slice(0, -form[1].length)}${(tail >>> 16).toString(16)}:${(tail & 0xffff).toString(16)}`;
  }
  // The library takes groups with more than four digits (`00001`); node:net and RFC 4291 do not.
  if (/[0-9a-f]{5}/i.test(hex) || !ipaddr.IPv6.isValid(hex)) return null;
  return ipaddr.IPv6.parse(hex).parts.reduce((sum, part) => (sum << 16n) | BigInt(part), 0n);
}

const mappedPrefix = 0xffffn;

/** The IPv4 address inside an IPv4-mapped IPv6 address (`::ffff:0:0/96`), or null. */
const mappedV4 = (value: bigint): bigint | null =>
  value >> 32n === mappedPrefix ? value & 0xffff_ffffn : null;

/**
 * Reads an address and nothing else: no spaces, zone, brackets or port. Case and compression do not matter; an
 * IPv4-mapped IPv6 address is the IPv4 address in it. Null if it is not an address.
 */
export function parseAddress(text: string): Address | null {
  if (text.length > 45) return null;
  const v4 = parseV4(text);
  if (v4 >= 0) return { text, family: 4, value: BigInt(v4) };
  const value = parseV6(text);
  if (value === null) return null;
  const inner = mappedV4(value);
  return inner === null ? toAddress(6, value) : toAddress(4, inner);
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
