/** Which IP addresses messages may go to: global unicast only, whatever an address is wrapped in. */
import ipaddr from 'ipaddr.js';
import { type FieldError, invalid } from '../../core/errors.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** One line of NOTIFY_ALLOW_PRIVATE: a network or a host name, perhaps with the one port it is meant for. */
export interface AllowEntry {
  network: [Address, number] | null;
  host: string | null;
  port: number | null;
}

/** Platform endpoints that live on public addresses: Azure's wire server answers every virtual machine with its secrets. */
const platform = new Set(['168.63.129.16']);
const globalV6: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];
const nat64: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('64:ff9b::'), 96];

/** The address as packets see it: mapped and NAT64 addresses are the IPv4 address in them. Null where it is none. */
export function parseAddress(text: string): Address | null {
  if (text.includes('%') || !ipaddr.isValid(text)) return null;
  const address = ipaddr.parse(text);
  if (address.kind() === 'ipv4') return address;
  const v6 = address as ipaddr.IPv6;
  if (v6.isIPv4MappedAddress()) return v6.toIPv4Address();
  return v6.match(nat64) ? new ipaddr.IPv4(v6.toByteArray().slice(12)) : v6;
}

/** 6to4, Teredo, ISATAP and IPv4-compatible addresses are refused whole: nothing worth reaching is only there. */
export function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  if (address.kind() === 'ipv4') return !platform.has(address.toString());
  const v6 = address as ipaddr.IPv6;
  return v6.match(globalV6) && !((v6.parts[4]! & 0xfdff) === 0 && v6.parts[5] === 0x5efe);
}

/** What a host name that the operator allows may resolve to, beside public addresses. */
const ownRanges = new Set(['private', 'loopback', 'carrierGradeNat', 'uniqueLocal']);

export interface Place {
  /** Lower case, without a trailing dot; an address in its canonical form. */
  host: string;
  port: number;
}

const fits = (entry: AllowEntry, port: number): boolean => entry.port === null || entry.port === port;

const within = (address: Address, [network, bits]: [Address, number]): boolean =>
  address.kind() === network.kind() && address.match([network, bits] as never);

/** The entry that allows this address for this place, or null. */
export const allowedBy = (
  entries: readonly AllowEntry[],
  address: Address,
  place: Place,
): AllowEntry | null =>
  entries.find(
    (entry) =>
      fits(entry, place.port) &&
      (entry.network
        ? within(address, entry.network)
        : entry.host === place.host && (isPublic(address) || ownRanges.has(address.range()))),
  ) ?? null;

/** Whether the operator names this host; such names are asked of the operating system (hosts file and all). */
export const namesHost = (entries: readonly AllowEntry[], place: Place): boolean =>
  entries.some((entry) => entry.host === place.host && fits(entry, place.port));

const hostName = /^(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;

function parseEntry(text: string): AllowEntry | null {
  const split = /^(\[[^\]]+\](?:\/\d+)?|[^:]+(?:\/\d+)?)(?::(\d{1,5}))?$/.exec(text);
  const bare = text.split(':').length > 2 && !text.startsWith('[');
  if (!split && !bare) return null;
  const name = (bare ? text : split![1]!).replaceAll(/[[\]]/g, '').toLowerCase();
  const port = bare || split![2] === undefined ? null : Number(split![2]);
  if (port !== null && (port < 1 || port > 65_535)) return null;
  if (ipaddr.isValidCIDR(name)) return { network: ipaddr.parseCIDR(name), host: null, port };
  if (ipaddr.IPv4.isValidFourPartDecimal(name) || ipaddr.IPv6.isValid(name)) {
    const address = ipaddr.parse(name);
    return { network: [address, address.kind() === 'ipv4' ? 32 : 128], host: null, port };
  }
  return hostName.test(name) && !/^[0-9.]+$/.test(name) ? { network: null, host: name, port } : null;
}

/**
 * Reads `10.0.0.0/8, ntfy.lan:8080, [fd00::1]:443`: networks, addresses and host names with or without a port, parted
 * by commas or blanks. Throws `invalid_request` naming every entry that is none.
 */
export function parseAllowPrivate(text: string): AllowEntry[] {
  const errors: FieldError[] = [];
  const entries: AllowEntry[] = [];
  for (const [index, part] of text
    .split(/[\s,]+/)
    .filter(Boolean)
    .entries()) {
    const entry = parseEntry(part);
    if (entry) entries.push(entry);
    else
      errors.push({
        field: `NOTIFY_ALLOW_PRIVATE.${index}`,
        message: 'must be a network, an address or a host name, with or without :port',
      });
  }
  if (errors.length > 0) throw invalid(errors);
  return entries;
}
