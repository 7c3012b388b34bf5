/** What no rule blocks, whatever an event says: the tenant's own people, nodes and receivers, and this machine's resolvers. */
import { promises as dns, getServers } from 'node:dns';
import { ownNetworks, receiverHosts } from '../cases/own-addresses.ts';
import type { Store } from '../core/store.ts';
import { parseEndpoint } from '../lib/address.ts';
import { type Network, parseNetwork } from '../lib/network.ts';

const keptMs = 10 * 60_000;
const answerMs = 2000;
const mostHeld = 10_000;

export type ResolveHost = (host: string) => Promise<string[]>;

/** Asks without a thread of Node's pool: names of tenants must not hold up password checks. */
export function createHostResolver(): ResolveHost {
  const resolver = new dns.Resolver({ timeout: answerMs, tries: 1 });
  const none = (): string[] => [];
  return async (host) =>
    (await Promise.all([resolver.resolve4(host).catch(none), resolver.resolve6(host).catch(none)])).flat();
}

export function createProtectedAddresses({
  store,
  clock,
  resolveHost = createHostResolver(),
  resolvers = getServers(),
}: {
  store: Pick<Store, 'of'>;
  clock(): number;
  resolveHost?: ResolveHost;
  resolvers?: readonly string[];
}): (userId: string) => Promise<Network[]> {
  const known = new Map<string, { atMs: number; addresses: Promise<string[]> }>();
  const ofServer = resolvers.flatMap((text) => parseEndpoint(text)?.address.text ?? []);

  function addressesOf(host: string): Promise<string[]> {
    if (parseNetwork(host) !== null) return Promise.resolve([host]);
    const held = known.get(host);
    if (held && clock() - held.atMs < keptMs && clock() >= held.atMs) return held.addresses;
    if (known.size >= mostHeld) known.clear();
    const addresses = resolveHost(host).catch(() => []);
    known.set(host, { atMs: clock(), addresses });
    return addresses;
  }

  return async (userId) => {
    const tenant = store.of(userId);
    const hosts = await receiverHosts(tenant);
    const receivers = (await Promise.all(hosts.map(addressesOf))).flat();
    return [
      ...(await ownNetworks(tenant, userId)),
      ...[...receivers, ...ofServer].flatMap((text) => parseNetwork(text) ?? []),
    ];
  };
}
