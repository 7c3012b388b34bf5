/** Networks as ranges of numbers, so that "contains" and "overlaps" are comparisons. Runs in a browser too. */
import { type Address, parseAddress, toAddress, toValue } from './address.ts';
import { parseNetwork as parseWords, toNetworkText } from './address-words.ts';

export interface Network {
  /** Canonical: `203.0.113.9`, `203.0.113.0/24`, `2001:db8::/32`. */
  text: string;
  family: 4 | 6;
  /** Length of the prefix. */
  bits: number;
  first: bigint;
  last: bigint;
}

const width = (family: 4 | 6): number => (family === 4 ? 32 : 128);

/** The network of `bits` that an address is in; null where the family has no such prefix. */
export function toNetwork(
  { family, value }: Pick<Address, 'family' | 'value'>,
  bits: number,
): Network | null {
  if (!Number.isInteger(bits) || bits < 0 || bits > width(family)) return null;
  const host = BigInt(width(family) - bits);
  const first = (value >> host) << host;
  const { text } = toAddress(family, first);
  return {
    text: host === 0n ? text : `${text}/${bits}`,
    family,
    bits,
    first,
    last: first + (1n << host) - 1n,
  };
}

/**
 * Reads an address or a CIDR network; bits below the prefix are cut off, IPv4 inside IPv6 (`::ffff:…`) is unwrapped.
 * Null where it is none: no zones, no leading zeros, no masks in dots.
 */
export function parseNetwork(text: string): Network | null {
  const network = parseWords(text.trim());
  if (network === null) return null;
  const { family, bits, first, last } = network;
  return {
    text: toNetworkText(network),
    family,
    bits,
    first: toValue(family, first),
    last: toValue(family, last),
  };
}

export const contains = (outer: Network, inner: Network): boolean =>
  outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;

export const overlaps = (a: Network, b: Network): boolean =>
  a.family === b.family && a.first <= b.last && b.first <= a.last;

/** Sorts by number, IPv4 first, the wider network first. */
export const byAddress = (a: Network, b: Network): number =>
  a.family - b.family || (a.first < b.first ? -1 : a.first > b.first ? 1 : a.bits - b.bits);

/** IPv4 with a wildcard mask, as Cisco writes networks. */
export const toWildcard = ({ first, bits }: Network): string =>
  `${toAddress(4, first).text} ${toAddress(4, (1n << BigInt(32 - bits)) - 1n).text}`;

const parseAll = (texts: readonly string[]): Network[] => texts.flatMap((text) => parseNetwork(text) ?? []);

/** Whether an address is in one of the networks; an address in any other form than the strict one is in none. */
export type NetworkTest = (address: string) => boolean;

const mapped = toNetwork({ family: 6, value: 0xffffn << 32n }, 96);
const allV4 = parseAll(['0.0.0.0/0']);

/** The networks and, for one of IPv6 that holds all IPv4-mapped addresses (`::/0`), the whole of IPv4, as in node:net. */
const withMapped = (networks: readonly Network[]): Network[] =>
  mapped !== null && networks.some((network) => contains(network, mapped))
    ? [...networks, ...allV4]
    : [...networks];

/**
 * Makes one test of many networks: texts that are no network are left out. An answer costs a binary search, however
 * many networks there are.
 */
export function createNetworkTest(networks: readonly string[]): NetworkTest {
  const ranges: { family: 4 | 6; first: bigint; last: bigint }[] = [];
  for (const { family, first, last } of withMapped(parseAll(networks)).sort(byAddress)) {
    const before = ranges.at(-1);
    if (before?.family === family && first <= before.last + 1n) {
      if (last > before.last) before.last = last;
    } else ranges.push({ family, first, last });
  }
  const v4 = ranges.filter(({ family }) => family === 4);
  const v6 = ranges.filter(({ family }) => family === 6);
  return (text) => {
    if (ranges.length === 0) return false;
    const address = parseAddress(text);
    if (address === null) return false;
    const own = address.family === 4 ? v4 : v6;
    let low = 0;
    let high = own.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (own[middle]!.last < address.value) low = middle + 1;
      else high = middle;
    }
    const found = own[low];
    return found !== undefined && found.first <= address.value;
  };
}

/** Prefixes of IPv6 that carry IPv4, and the bits of the address before it: NAT64, 6to4, mapped, translated, compatible. */
const carriers = [
  ['64:ff9b::/96', 96],
  ['2002::/16', 16],
  ['::ffff:0:0:0/96', 96],
  ['::/96', 96],
].flatMap(([text, before]) => {
  const network = parseNetwork(String(text));
  return network ? [{ network, before: Number(before) }] : [];
});

/**
 * The IPv4 network that a network of IPv6 stands for: what is blocked as `64:ff9b::a00:1` is 10.0.0.1 behind a
 * translator. The whole of IPv4 for one that holds such a prefix; null for one that has nothing to do with it.
 */
export function carriedV4(network: Network): Network | null {
  if (network.family === 4) return null;
  if (mapped !== null && contains(network, mapped)) return allV4[0] ?? null;
  for (const { network: carrier, before } of carriers) {
    if (contains(network, carrier)) return allV4[0] ?? null;
    if (!contains(carrier, network)) continue;
    const value = (network.first >> BigInt(96 - before)) & 0xffff_ffffn;
    return toNetwork({ family: 4, value }, Math.min(32, network.bits - before));
  }
  return null;
}

/** Can never be blocked: this machine, "no address", multicast, broadcast. */
export const unblockable = parseAll([
  '0.0.0.0/8',
  '127.0.0.0/8',
  '224.0.0.0/4',
  '255.255.255.255',
  '::',
  '::1',
  'ff00::/8',
]);

/** Inside an organisation; a rule never blocks these: an attacker inside could use it to cut off a gateway. */
export const internal = parseAll([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
  'fe80::/10',
]);
