/** Which node a key opens. Keys are known only by their SHA-256, and looked up by it. */
import { hashOf } from '../../cases/credentials.ts';
import type { NodeRecord } from '../../core/node.ts';
import type { Store } from '../../core/store.ts';

/**
 * How long an answer of the store is believed. Changes made in this process count at once (`forget`); those made by
 * another process on the same database count after this time at the latest.
 */
export const keyTtlMs = 1000;
/** Keys that open nothing, remembered so that guessing does not reach the store; the oldest are forgotten first. */
const maxRefused = 10_000;
const refusedTtlMs = 10_000;
const maxKnown = 20_000;

export interface NodeKeys {
  /** The node (deleted ones included), null for a key of nobody. A promise only where the store must be asked. */
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
  const refused = new Map<string, number>();
  let generation = 0;

  async function ask(hashed: string): Promise<NodeRecord | null> {
    const asked = generation;
    const node = await store.nodeByKeyHash(hashed);
    // A change that happened meanwhile is not overwritten by what was read before it.
    if (asked !== generation) return node;
    if (node) {
      if (known.size >= maxKnown) known.clear();
      known.set(hashed, { node, untilMs: clock() + keyTtlMs });
    } else {
      known.delete(hashed);
      if (refused.size >= maxRefused) refused.delete(refused.keys().next().value!);
      refused.set(hashed, clock() + refusedTtlMs);
    }
    return node;
  }

  return {
    find(key) {
      const hashed = hashOf(key);
      const entry = known.get(hashed);
      const now = clock();
      // A clock that was set back must not prolong what is remembered.
      if (entry && now < entry.untilMs && now >= entry.untilMs - keyTtlMs) return entry.node;
      const until = refused.get(hashed);
      if (until !== undefined && now < until && now >= until - refusedTtlMs) return null;
      return ask(hashed);
    },
    forget() {
      generation++;
      known.clear();
      refused.clear();
    },
  };
}
