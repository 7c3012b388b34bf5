/**
 * Learns from where a tenant's people and nodes come, so that no rule blocks them: an attacker who writes such an address
 * into an event must not lock the owner out of their own servers.
 */
import { channelDocs, ownAddressDocs } from '../core/doc-kinds.ts';
import { mergeOwnAddresses, networksOf, type OwnAddressesBody } from '../core/own-addresses.ts';
import type { Store, TenantStore } from '../core/store.ts';
import { listDocuments, readDocument, saveDocument } from '../core/update-document.ts';
import { toCanonicalAddress } from '../lib/address.ts';
import { dayMs } from '../lib/duration.ts';
import { type Network, parseNetwork, toNetwork } from '../lib/network.ts';

export interface OwnAddresses {
  /** A person of the tenant (null), or a node, came from this address. Costs a look-up in memory; written once a day. */
  saw(userId: string, nodeId: string | null, address: string): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

const keptDays = 30;
const gatherMs = 1000;
const mostHeld = 50_000;

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** An IPv4 address, or the /64 of an IPv6 one. Null where it is none. */
export function toOwnNetwork(address: string): string | null {
  const network = parseNetwork(toCanonicalAddress(address) ?? '');
  if (network === null) return null;
  return (
    toNetwork({ family: network.family, value: network.first }, network.family === 4 ? 32 : 64)?.text ?? null
  );
}

export function createOwnAddresses({
  store,
  log,
  clock,
}: {
  store: Pick<Store, 'of'>;
  log: { warn(data: object, message: string): void };
  clock(): number;
}): OwnAddresses {
  /** The day on which each was last noted. */
  const noted = new Map<string, string>();
  let pending = new Map<string, OwnAddressesBody>();
  let timer: NodeJS.Timeout | null = null;

  async function flush(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    const writing = pending;
    pending = new Map();
    const now = new Date(clock()).toISOString();
    const oldest = dayOf(clock() - keptDays * dayMs);
    for (const [userId, seen] of writing)
      try {
        await saveDocument(
          store.of(userId),
          ownAddressDocs,
          { id: userId, user_id: userId },
          (doc) => mergeOwnAddresses(doc?.body ?? { people: {}, nodes: {} }, seen, oldest),
          now,
        );
      } catch (error) {
        noted.clear();
        log.warn({ err: error }, 'the addresses of people and nodes could not be noted');
      }
  }

  return {
    saw(userId, nodeId, address) {
      const day = dayOf(clock());
      const key = `${userId} ${nodeId ?? ''} ${address}`;
      if (noted.get(key) === day) return;
      if (noted.size >= mostHeld) noted.clear();
      noted.set(key, day);
      const network = toOwnNetwork(address);
      if (network === null) return;
      const seen = pending.get(userId) ?? { people: {}, nodes: {} };
      if (nodeId === null) seen.people[network] = day;
      else seen.nodes[nodeId] = { ...seen.nodes[nodeId], [network]: day };
      pending.set(userId, seen);
      timer ??= setTimeout(() => void flush(), gatherMs).unref();
    },
    flush,
    close: flush,
  };
}

/** Where the tenant's people and nodes came from in the last thirty days. */
export const ownNetworks = async (tenant: Pick<TenantStore, 'doc'>, userId: string): Promise<Network[]> => {
  const doc = await readDocument(tenant, ownAddressDocs, userId);
  return doc === null ? [] : networksOf(doc.body).flatMap((text) => parseNetwork(text) ?? []);
};

const mostChannels = 100;

/** Hosts that the tenant's channels send to: of addresses, and of settings that name a host. */
export async function receiverHosts(tenant: Pick<TenantStore, 'docs'>): Promise<string[]> {
  const hosts = new Set<string>();
  for (const { body } of await listDocuments(tenant, channelDocs, mostChannels))
    for (const [name, value] of Object.entries(body.settings)) {
      if (typeof value !== 'string') continue;
      if (URL.canParse(value)) hosts.add(new URL(value).hostname.replace(/^\[|\]$/g, ''));
      else if (/host|server|broker/i.test(name)) hosts.add(value.split(':', 1)[0] ?? '');
    }
  hosts.delete('');
  return [...hosts];
}
