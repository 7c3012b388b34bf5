/** Which IP addresses are public: global unicast only, whatever an address is wrapped in. */
import { type Address, parseAddress } from '../../lib/address.ts';
import { type Scope, scopeOf, throughNat64 } from '../../lib/address-scope.ts';

/** Platform endpoints on public addresses: Azure's wire server gives every virtual machine its secrets. */
const platform: ReadonlySet<string> = new Set(['168.63.129.16']);

/** The address that packets end at: mapped and NAT64 addresses are the IPv4 address in them. Null where it is none. */
export function parseTarget(text: string): Address | null {
  const address = parseAddress(text);
  return address && throughNat64(address);
}

/** ISATAP (RFC 5214): `…:0:5efe:` or `…:200:5efe:` and an IPv4 address. */
const isIsatap = ({ family, value }: Address): boolean =>
  family === 6 && ((value >> 32n) & 0xfdff_ffffn) === 0x5efen;

/** 6to4, Teredo, ISATAP and IPv4-compatible addresses are refused as a whole: no receiver needs one. */
export const isPublic = (address: Address): boolean =>
  scopeOf(address) === 'global' && !platform.has(address.text) && !isIsatap(address);

const ownScopes: ReadonlySet<Scope> = new Set(['private', 'loopback', 'shared', 'unique-local']);

/** What a host name that the operator allows may resolve to, beside public addresses. */
export const isOwn = (address: Address): boolean => ownScopes.has(scopeOf(address));
