/**
 * Addresses that lie nowhere on the internet, named as what they are. After IANA's special-purpose address registries
 * (RFC 6890 and those that updated it).
 */
import { holds, parseNetwork, type Words } from '../lib/address-words.ts';

export type AddressKind =
  | 'public'
  | 'private'
  | 'shared'
  | 'loopback'
  | 'link_local'
  | 'documentation'
  | 'benchmarking'
  | 'multicast'
  | 'broadcast'
  | 'unspecified'
  | 'discard'
  | 'reserved';

/** Kinds that stand inside somebody's own network, so that the owner of the node knows whose they are. */
export const insideKinds: ReadonlySet<AddressKind> = new Set(['private', 'shared', 'loopback', 'link_local']);

export interface SpecialRange {
  kind: AddressKind;
  /** Plain words for people: "private network". */
  label: string;
  /** Where it is set down: "RFC 1918". */
  reference: string;
}

/** In the order they are tried: the narrower before the wider that holds it. */
const listed: [string, AddressKind, string, string][] = [
  ['0.0.0.0/32', 'unspecified', 'no address', 'RFC 1122'],
  ['0.0.0.0/8', 'reserved', 'this network', 'RFC 791'],
  ['10.0.0.0/8', 'private', 'private network', 'RFC 1918'],
  ['172.16.0.0/12', 'private', 'private network', 'RFC 1918'],
  ['192.168.0.0/16', 'private', 'private network', 'RFC 1918'],
  ['100.64.0.0/10', 'shared', 'shared by a carrier (CGNAT)', 'RFC 6598'],
  ['127.0.0.0/8', 'loopback', 'this machine (loopback)', 'RFC 1122'],
  ['169.254.0.0/16', 'link_local', 'local link only', 'RFC 3927'],
  ['192.0.2.0/24', 'documentation', 'documentation', 'RFC 5737'],
  ['198.51.100.0/24', 'documentation', 'documentation', 'RFC 5737'],
  ['203.0.113.0/24', 'documentation', 'documentation', 'RFC 5737'],
  ['192.0.0.0/24', 'reserved', 'reserved for protocols', 'RFC 6890'],
  ['198.18.0.0/15', 'benchmarking', 'benchmarking', 'RFC 2544'],
  ['224.0.0.0/4', 'multicast', 'multicast', 'RFC 5771'],
  ['255.255.255.255/32', 'broadcast', 'broadcast', 'RFC 919'],
  ['240.0.0.0/4', 'reserved', 'reserved', 'RFC 1112'],
  ['::/128', 'unspecified', 'no address', 'RFC 4291'],
  ['::1/128', 'loopback', 'this machine (loopback)', 'RFC 4291'],
  ['fe80::/10', 'link_local', 'local link only', 'RFC 4291'],
  ['fec0::/10', 'private', 'private network (site-local, no longer in use)', 'RFC 3879'],
  ['fc00::/7', 'private', 'private network (unique local)', 'RFC 4193'],
  ['ff00::/8', 'multicast', 'multicast', 'RFC 4291'],
  ['2001:db8::/32', 'documentation', 'documentation', 'RFC 3849'],
  ['3fff::/20', 'documentation', 'documentation', 'RFC 9637'],
  ['2001:2::/48', 'benchmarking', 'benchmarking', 'RFC 5180'],
  ['100::/64', 'discard', 'discarded by routers', 'RFC 6666'],
  ['64:ff9b:1::/48', 'private', 'local IPv4 translation', 'RFC 8215'],
  ['2001:10::/28', 'reserved', 'reserved (ORCHID)', 'RFC 4843'],
  ['2001:20::/28', 'reserved', 'reserved (ORCHID)', 'RFC 7343'],
  ['5f00::/16', 'reserved', 'segment routing', 'RFC 9602'],
];

const ranges = listed.map(([text, kind, label, reference]) => {
  const { family, first, last } = parseNetwork(text)!;
  return { family, first, last, range: { kind, label, reference } };
});
const v4Ranges = ranges
  .filter(({ family }) => family === 4)
  .map(({ first, last, range }) => ({ first: first[3], last: last[3], range }));
const v6Ranges = ranges.filter(({ family }) => family === 6);

/** The range a mapped IPv4 address (its number) lies in, or null: it is a public one. */
export function specialV4(address: number): SpecialRange | null {
  for (const { first, last, range } of v4Ranges) if (address >= first && address <= last) return range;
  return null;
}
export function specialV6(words: Words): SpecialRange | null {
  for (const network of v6Ranges) if (holds(network, words)) return network.range;
  return null;
}

export interface Tunnel {
  name: 'NAT64' | '6to4' | 'Teredo';
  /** The IPv4 address in it. */
  inner: number;
}

/** The IPv4 address inside one that carries it through IPv6 (RFC 6052, 3056, 4380), or null. */
export function tunnelOf([a, b, c, d]: Words): Tunnel | null {
  if (a === 0x0064ff9b && b === 0 && c === 0) return { name: 'NAT64', inner: d };
  if (a >>> 16 === 0x2002) return { name: '6to4', inner: ((a & 0xffff) * 65_536 + (b >>> 16)) >>> 0 };
  if (a === 0x20010000) return { name: 'Teredo', inner: ~d >>> 0 };
  return null;
}
