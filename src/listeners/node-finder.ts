/** Which node a message or a connection belongs to: by the key in it, by its name, or by its sender's address. */

import { parseNodeName } from '../cases/node-name.ts';
import type { NodeRecord } from '../core/node.ts';
import type { TenantStore } from '../core/store.ts';
import { contains, type Network, parseNetwork } from '../lib/network.ts';

export interface NodeFinder {
  /** Null for an unknown key. */
  byKey(key: string): Promise<NodeRecord | null>;
  /** By `<node id>@<owner's id>`; null where there is none. */
  byName(name: string): Promise<NodeRecord | null>;
  /** The node of the smallest network in LISTENER_NODES that the address lies in; null = none. */
  byAddress(address: string): Promise<NodeRecord | null>;
  /** By LISTENER_CERTIFICATES; SHA-256 in capital hex digits. Null = none. */
  byCertificate(fingerprint: string): Promise<NodeRecord | null>;
  /** Of a node by its name, for hpfeeds. */
  secretOf(node: NodeRecord): string;
}

/** `network=name`, as LISTENER_NODES has it. */
export interface ListenerNode {
  network: string;
  name: string;
}

/** How long an answer of the store is kept. */
const ttlMs = 1000;
const mostKept = 1000;

const keyForm = /nk_[A-Za-z0-9_-]{1,253}/;

/**
 * A key before the message (`nk_… {…}`), and the message without it; null = none is there. Only the sender itself can
 * write there: what stands further within can be a visitor's.
 */
export function leadingKey(text: string): { key: string; rest: string } | null {
  const [all, key = ''] = /^(nk_[A-Za-z0-9_-]{1,253})[ \t:]{1,10}/.exec(text) ?? [];
  return all === undefined ? null : { key, rest: text.slice(all.length) };
}

export const isKey = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 256 && keyForm.exec(value)?.[0] === value;

export function createNodeFinder({
  store,
  findKey,
  nodes,
  certificates,
  secretOf,
  clock,
}: {
  store: { of(userId: string): Pick<TenantStore, 'node'> };
  findKey(key: string): NodeRecord | null | Promise<NodeRecord | null>;
  nodes: readonly ListenerNode[];
  certificates: readonly { fingerprint: string; name: string }[];
  secretOf(node: NodeRecord): string;
  clock(): number;
}): NodeFinder {
  const networks = nodes
    .flatMap(({ network, name }) => {
      const parsed = parseNetwork(network);
      return parsed === null ? [] : [{ network: parsed, name }];
    })
    .sort((a, b) => b.network.bits - a.network.bits);
  const kept = new Map<string, { node: NodeRecord | null; untilMs: number }>();

  async function byName(name: string): Promise<NodeRecord | null> {
    const parsed = parseNodeName(name);
    if (parsed === null) return null;
    const now = clock();
    const before = kept.get(name);
    if (before && now < before.untilMs && now >= before.untilMs - ttlMs) return before.node;
    const node = await store.of(parsed.user_id).node(parsed.node_id);
    if (kept.size >= mostKept) kept.clear();
    kept.set(name, { node, untilMs: clock() + ttlMs });
    return node;
  }

  return {
    byKey: async (key) => findKey(key),
    byName,
    async byAddress(address) {
      const one: Network | null = parseNetwork(address);
      if (one === null) return null;
      const found = networks.find(({ network }) => network.family === one.family && contains(network, one));
      return found === undefined ? null : byName(found.name);
    },
    async byCertificate(fingerprint) {
      const found = certificates.find((one) => one.fingerprint === fingerprint);
      return found === undefined ? null : byName(found.name);
    },
    secretOf,
  };
}
