/** What an address is for, by IANA's special-purpose registries (RFC 6890 and its updates). Runs in a browser too. */
import { type Address, toAddress } from './address.ts';
import { type Network, parseNetwork } from './network.ts';

export const scopes = [
  'global', // reachable on the internet
  'private', // RFC 1918
  'unique-local', // RFC 4193, fc00::/7
  'link-local', // RFC 3927 and RFC 4291
  'shared', // RFC 6598, behind a provider's NAT (CGNAT)
  'loopback',
  'unspecified', // "no address", and the whole of 0.0.0.0/8
  'multicast',
  'broadcast',
  'documentation', // RFC 5737, 3849, 9637
  'tunnel', // an IPv4 address inside an IPv6 address: 6to4, Teredo, NAT64, translated, compatible
  'reserved', // benchmarks, protocol assignments, and unassigned space
] as const;
export type Scope = (typeof scopes)[number];

/** The first network that holds an address decides, so exceptions come first. */
const table: readonly (readonly [Scope, readonly string[]])[] = [
  ['broadcast', ['255.255.255.255']],
  ['unspecified', ['0.0.0.0/8', '::']],
  ['loopback', ['127.0.0.0/8', '::1']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']],
  ['shared', ['100.64.0.0/10']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  ['unique-local', ['fc00::/7']],
  ['multicast', ['224.0.0.0/4', 'ff00::/8']],
  ['documentation', ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20']],
  ['tunnel', ['::/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '2001::/32', '2002::/16']],
  [
    'reserved',
    [
      '192.0.0.0/24',
      '192.31.196.0/24',
      '192.52.193.0/24',
      '192.88.99.0/24',
      '192.175.48.0/24',
      '198.18.0.0/15',
      '240.0.0.0/4',
      '2001::/23',
      '2620:4f:8000::/48',
    ],
  ],
  ['global', ['0.0.0.0/0', '2000::/3']],
];

const parse = (text: string): Network => {
  const network = parseNetwork(text);
  if (network === null) throw new Error(`not a network: ${text}`);
  return network;
};

const rows = table.flatMap(([scope, texts]) => texts.map((text) => ({ scope, network: parse(text) })));
const byFamily = {
  4: rows.filter(({ network }) => network.family === 4),
  6: rows.filter(({ network }) => network.family === 6),
};

/** Every address has one scope. */
export const scopeOf = ({ family, value }: Address): Scope =>
  byFamily[family].find(({ network }) => network.first <= value && value <= network.last)?.scope ??
  'reserved';

const nat64 = parse('64:ff9b::/96');

/** The IPv4 address that packets to a NAT64 address (RFC 6052, well-known prefix) end at; any other address itself. */
export const throughNat64 = (address: Address): Address =>
  address.family === 6 && nat64.first <= address.value && address.value <= nat64.last
    ? toAddress(4, address.value & 0xffff_ffffn)
    : address;
