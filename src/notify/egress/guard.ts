/**
 * Where messages may go. The same checks run when a channel is saved and at every attempt, and what is connected to is
 * the very address that was checked, so a name that resolves to another address in between (DNS rebinding) gains nothing.
 */
import { networkInterfaces } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../core/errors.ts';
import { type AllowEntry, allowedBy, allowsHost, type Destination } from './allow-list.ts';
import { isPublic, parseTarget } from './public-address.ts';
import { createResolver, type Resolved, type ResolveName } from './resolver.ts';

/** One sentence for every refusal, so that a network cannot be mapped by asking. */
export const refusedDetail =
  'This server does not send to this address. Allowed are public hosts whose names can be resolved, over http or https on a usual port and without a user name, and private hosts that the operator of this server has allowed (NOTIFY_ALLOW_PRIVATE, `decoyverse receivers allow`).';

/** For tenants who may know what names inside resolve to. All begin as `refusedDetail` does. */
const reasons = {
  address: 'it is no http or https address of a host without a user name.',
  unresolved: 'its name cannot be resolved. No name server knows it, or none answered.',
  inside:
    'it is inside the network (private, local or reserved). The operator of this server can allow it with NOTIFY_ALLOW_PRIVATE or `decoyverse receivers allow`.',
  port: 'its port is not one that messages are sent to. Allowed are 80, 443 and those above 1023 that do not belong to a database or desktop service, for mail and syslog also theirs; the operator can allow another together with the host in NOTIFY_ALLOW_PRIVATE.',
} as const;
type Reason = keyof typeof reasons;

export const refused = (reason: Reason | null = null): AppError =>
  new AppError(
    'invalid_request',
    reason === null ? refusedDetail : `This server does not send to this address: ${reasons[reason]}`,
  );

/** `http` = a URL's port; `stream` = mail, syslog and message brokers. */
export type Use = 'http' | 'stream';

export interface Guard {
  /** Rejects with the refusal unless messages may go to this URL now. */
  checkUrl(url: string): Promise<void>;
  checkHost(host: string, port: number): Promise<void>;
  /** Addresses to connect to, every one checked; never empty. Rejects with the one refusal. */
  resolve(destination: Destination | null, use: Use, signal?: AbortSignal): Promise<Resolved[]>;
}

const lowPorts: Record<Use, ReadonlySet<number>> = {
  http: new Set([80, 443]),
  stream: new Set([25, 443, 465, 514, 587, 601]),
};
/** High ports of databases, caches, desktops and chat: no receiver of ours, but worth forging a request to. */
const barredPorts = new Set([
  1433, 1434, 1521, 1719, 1720, 1723, 2049, 2375, 2376, 2379, 2380, 3306, 3389, 3659, 4045, 4190, 4369, 5060,
  5061, 5432, 5900, 5984, 5985, 5986, 6000, 6379, 6443, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 7001,
  10080, 10250, 11211, 27017, 27018, 27019,
]);
const portFits = (port: number, use: Use): boolean =>
  port >= 1024 ? port <= 65_535 && !barredPorts.has(port) : lowPorts[use].has(port);

/** Names that mean something only inside a network, whatever a name server says of them. */
const inward = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa|corp|home|invalid|onion|alt)$/;
const hostForm = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/;

/** A host as URLs fold it (`0x7f.1` is 127.0.0.1), or null. */
function canonical(host: string): string | null {
  const folded = host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  if (parseTarget(folded)) return folded;
  return hostForm.test(folded) ? folded : null;
}

/** Destination of a host setting, or null where it is no host. */
export function toDestination(host: string, port: number): Destination | null {
  const wrapped = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  if (!/^[\p{L}\p{N}.:_[\]-]+$/u.test(host) || !URL.canParse(`http://${wrapped}/`)) return null;
  const folded = canonical(new URL(`http://${wrapped}/`).hostname);
  return folded === null || !Number.isInteger(port) ? null : { host: folded, port };
}

/** Destination of a URL, or null where it is not one to send to. Strict where URL parsers differ. */
export function toUrlDestination(url: string): Destination | null {
  if (url.length > 2000 || /[\s\\\p{C}]/u.test(url) || !/^https?:\/\/[^/?#@]+(?:[/?#]|$)/i.test(url))
    return null;
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, port, username, password } = new URL(url);
  if (username || password) return null;
  const host = canonical(hostname);
  return host === null ? null : { host, port: port ? Number(port) : protocol === 'https:' ? 443 : 80 };
}

export interface GuardParts {
  allow?: readonly AllowEntry[];
  resolveName?: ResolveName;
  /** This machine's own addresses: a public one of them is still ourselves. */
  ownAddresses?: () => string[];
  /** Says why it refuses. Whoever may map the network by asking must not be told. */
  explains?: boolean;
  /** A refusal takes at least this long, so that its duration reveals nothing either. */
  refusalMs?: number;
}

const interfaceAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((entry) => entry.address));

export function createGuard({
  allow = [],
  resolveName = createResolver(),
  ownAddresses = interfaceAddresses,
  explains = false,
  refusalMs = 250,
}: GuardParts = {}): Guard {
  // An entry that names the port opens it even where another entry matches without one.
  const entries = [...allow].sort((a, b) => Number(b.port !== null) - Number(a.port !== null));

  async function addresses(
    destination: Destination,
    use: Use,
    signal?: AbortSignal,
  ): Promise<Resolved[] | Reason> {
    const literal = parseTarget(destination.host);
    const named = allowsHost(entries, destination);
    const local = named || destination.host === 'localhost';
    const found: Resolved[] = literal
      ? [{ address: destination.host, family: destination.host.includes(':') ? 6 : 4 }]
      : await resolveName(destination.host, local, signal);
    if (found.length === 0) return inward.test(destination.host) ? 'inside' : 'unresolved';
    const own = new Set(ownAddresses().map((address) => parseTarget(address)?.text));
    for (const { address } of found) {
      const parsed = parseTarget(address);
      if (!parsed) return 'inside';
      const entry = allowedBy(entries, parsed, destination);
      const open = isPublic(parsed) && !own.has(parsed.text) && !inward.test(destination.host);
      if (!entry && !open) return 'inside';
      if (!portFits(destination.port, use) && entry?.port !== destination.port) return 'port';
    }
    return found;
  }

  async function resolve(
    destination: Destination | null,
    use: Use,
    signal?: AbortSignal,
  ): Promise<Resolved[]> {
    const began = performance.now();
    const found = destination === null ? 'address' : await addresses(destination, use, signal);
    if (typeof found !== 'string') return found;
    const rest = refusalMs - (performance.now() - began);
    if (rest > 0) await delay(rest, undefined, { signal }).catch(() => undefined);
    throw refused(explains ? found : null);
  }

  return {
    async checkUrl(url) {
      await resolve(toUrlDestination(url), 'http');
    },
    async checkHost(host, port) {
      await resolve(toDestination(host, port), 'stream');
    },
    resolve,
  };
}
