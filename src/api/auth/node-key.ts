/** Which node a key belongs to. Keys are stored only as their SHA-256, and looked up by it. */
import { hashOf } from '../../cases/credentials.ts';
import type { NodeRecord } from '../../core/node.ts';
import type { Store } from '../../core/store.ts';

/**
 * How long an answer of the store is cached. Changes made in this process apply at once (`forget`); those made by
 * another process on the same database apply after this time at the latest.
 */
export const keyTtlMs = 1000;
/** Unknown keys, cached so that guessing does not reach the store; the oldest are dropped first. */
const maxUnknown = 10_000;
const unknownTtlMs = 10_000;
const maxKnown = 20_000;

export interface NodeKeys {
  /** The node (deleted ones included), null for an unknown key. A promise only where the store must be asked. */
  find(key: string): NodeRecord | null | Promise<NodeRecord | null>;
  /** Called after every change of a node in this process. */
  forget(): void;
}

export function createNodeKeys({
  store,
  clock,
}: {
  store: Pick<Store, 'nodeByKeyHash'>;
  clock: () => number;
}): NodeKeys {
  const known = new Map<string, { node: NodeRecord; untilMs: number }>();
  const unknown = new Map<string, number>();
  let generation = 0;

  async function lookUp(hashed: string): Promise<NodeRecord | null> {
    const startedAt = generation;
    const node = await store.nodeByKeyHash(hashed);
    // What was read before a change must not be cached after it.
    if (startedAt !== generation) return node;
    if (node) {
      if (known.size >= maxKnown) known.clear();
      known.set(hashed, { node, untilMs: clock() + keyTtlMs });
    } else {
      known.delete(hashed);
      if (unknown.size >= maxUnknown) unknown.delete(unknown.keys().next().value!);
      unknown.set(hashed, clock() + unknownTtlMs);
    }
    return node;
  }

  return {
    find(key) {
      const hashed = hashOf(key);
      const entry = known.get(hashed);
      const now = clock();
      // A clock that was set back must not prolong what is cached.
      if (entry && now < entry.untilMs && now >= entry.untilMs - keyTtlMs) return entry.node;
      const until = unknown.get(hashed);
      if (until !== undefined && now < until && now >= until - unknownTtlMs) return null;
      return lookUp(hashed);
    },
    forget() {
      generation++;
      known.clear();
      unknown.clear();
    },
  };
}
