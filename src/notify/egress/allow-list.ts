/** The private hosts that the operator allows messages to go to (NOTIFY_ALLOW_PRIVATE). */
import { type FieldError, invalid } from '../../core/errors.ts';
import type { Address } from '../../lib/address.ts';
import { type Network, parseNetwork } from '../../lib/network.ts';
import { isOwn, isPublic } from './public-address.ts';

/** A network or a host name, with the one port that it is allowed for, or any. */
export interface AllowEntry {
  network: Network | null;
  host: string | null;
  port: number | null;
}

export interface Destination {
  /** Lower case, without a trailing dot; an address in its canonical form. */
  host: string;
  port: number;
}

const fits = (entry: AllowEntry, port: number): boolean => entry.port === null || entry.port === port;

const within = ({ family, value }: Address, network: Network): boolean =>
  family === network.family && network.first <= value && value <= network.last;

/** The entry that allows this address for this destination, or null. */
export const allowedBy = (
  entries: readonly AllowEntry[],
  address: Address,
  destination: Destination,
): AllowEntry | null =>
  entries.find(
    (entry) =>
      fits(entry, destination.port) &&
      (entry.network
        ? within(address, entry.network)
        : entry.host === destination.host && (isPublic(address) || isOwn(address))),
  ) ?? null;

/** Whether an entry names this host: the operating system resolves such names, hosts file included. */
export const allowsHost = (entries: readonly AllowEntry[], destination: Destination): boolean =>
  entries.some((entry) => entry.host === destination.host && fits(entry, destination.port));

const hostName = /^(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;

function parseEntry(text: string): AllowEntry | null {
  const split = /^(\[[^\]]+\](?:\/\d+)?|[^:]+(?:\/\d+)?)(?::(\d{1,5}))?$/.exec(text);
  const bare = text.split(':').length > 2 && !text.startsWith('[');
  if (!split && !bare) return null;
  const name = (bare ? text : split![1]!).replaceAll(/[[\]]/g, '').toLowerCase();
  const port = bare || split![2] === undefined ? null : Number(split![2]);
  if (port !== null && (port < 1 || port > 65_535)) return null;
  const network = parseNetwork(name);
  if (network !== null) return { network, host: null, port };
  return hostName.test(name) && !/^[0-9.]+$/.test(name) ? { network: null, host: name, port } : null;
}

/**
 * Reads `10.0.0.0/8, ntfy.lan:8080, [fd00::1]:443`: networks, addresses and host names with or without a port, separated
 * by commas or blanks. Throws `invalid_request` naming every entry that is not valid.
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
