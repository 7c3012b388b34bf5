/** Addresses and networks as numbers, so that "holds" and "overlaps" are comparisons. */
import { isIPv4, isIPv6 } from 'node:net';

export interface Network {
  /** Canonical: `203.0.113.9`, `203.0.113.0/24`, `2001:db8::/32`. */
  text: string;
  family: 4 | 6;
  bits: number;
  first: bigint;
  last: bigint;
}

const width = (family: 4 | 6): number => (family === 4 ? 32 : 128);

const v4Number = (address: string): bigint =>
  address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);

/** The eight groups of an IPv6 address in the canonical form that URLs have. */
function v6Number(canonical: string): bigint {
  const [head = '', tail] = canonical.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const middle = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...middle, ...right].reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

const toV4 = (value: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');

function toV6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, n) =>
    ((value >> BigInt(112 - 16 * n)) & 0xffffn).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}

const mapped = 0xffffn << 32n;

/**
 * Reads an address or a CIDR network; bits below the prefix are cut off, IPv4 inside IPv6 (`::ffff:…`) is unwrapped.
 * Null where it is none: no zones, no leading zeros, no masks in dots.
 */
export function parseNetwork(text: string): Network | null {
  const form = /^([0-9A-Fa-f.:]{2,45})(?:\/(\d{1,3}))?$/.exec(text.trim());
  if (!form) return null;
  const [, address = '', prefix] = form;
  if (isIPv4(address)) return toNetwork(4, v4Number(address), prefix === undefined ? 32 : Number(prefix));
  if (!isIPv6(address)) return null;
  const value = v6Number(new URL(`http://[${address}]/`).hostname.slice(1, -1));
  const bits = prefix === undefined ? 128 : Number(prefix);
  if (value >> 32n === mapped >> 32n && bits >= 96) return toNetwork(4, value & 0xffff_ffffn, bits - 96);
  return toNetwork(6, value, bits);
}

function toNetwork(family: 4 | 6, value: bigint, bits: number): Network | null {
  if (bits > width(family)) return null;
  const host = BigInt(width(family) - bits);
  const first = (value >> host) << host;
  const last = first + (1n << host) - 1n;
  const address = family === 4 ? toV4(first) : toV6(first);
  return { text: host === 0n ? address : `${address}/${bits}`, family, bits, first, last };
}

export const holds = (outer: Network, inner: Network): boolean =>
  outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;

export const overlaps = (a: Network, b: Network): boolean =>
  a.family === b.family && a.first <= b.last && b.first <= a.last;

export const byAddress = (a: Network, b: Network): number =>
  a.family - b.family || (a.first < b.first ? -1 : a.first > b.first ? 1 : a.bits - b.bits);

/** IPv4 with a wildcard mask, as Cisco writes networks. */
export const toWildcard = ({ first, bits }: Network): string =>
  `${toV4(first)} ${toV4((1n << BigInt(32 - bits)) - 1n)}`;

const parseAll = (...texts: string[]): Network[] => texts.flatMap((text) => parseNetwork(text) ?? []);

/** Nobody's to block: this machine, "no address", multicast, broadcast. */
export const unblockable = parseAll(
  '0.0.0.0/8',
  '127.0.0.0/8',
  '224.0.0.0/4',
  '255.255.255.255',
  '::',
  '::1',
  'ff00::/8',
);

/** A rule never blocks these by itself: an attacker inside could have it cut off a gateway or a name server. */
export const inward = parseAll(
  '10.0.0.0/8',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
  'fe80::/10',
);
