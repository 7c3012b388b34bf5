/** Stamps nodes' `last_seen`: at most once a minute each, many in one write, off the path of their requests. */
import type { NodeRecord } from '../../core/node.ts';
import type { Store } from '../../core/store.ts';
import type { Log } from '../deps.ts';

const everyMs = 60_000;
const gatherMs = 200;

export interface LastSeen {
  /** Costs a map look-up where the node was stamped lately. */
  saw(node: Pick<NodeRecord, 'node_id'>): void;
  /** Writes what waits. Readers of nodes call it first, so that they see what this process knows. */
  flush(): Promise<void>;
}

export function createLastSeen({
  store,
  clock,
  log,
}: {
  store: Store;
  clock: () => number;
  log: Log;
}): LastSeen {
  const stamped = new Map<string, number>();
  const waiting = new Map<string, string>();
  let timer: NodeJS.Timeout | null = null;

  async function flush(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    if (waiting.size === 0) return;
    const seen = [...waiting].map(([node_id, at]) => ({ node_id, at }));
    waiting.clear();
    try {
      await store.touchNodes(seen);
    } catch (error) {
      for (const { node_id } of seen) stamped.delete(node_id);
      log.warn({ err: error, nodes: seen.length }, 'last_seen could not be written');
    }
  }

  return {
    saw({ node_id }) {
      const now = clock();
      const last = stamped.get(node_id);
      if (last !== undefined && now - last < everyMs && now >= last) return;
      if (stamped.size > 100_000) stamped.clear();
      stamped.set(node_id, now);
      waiting.set(node_id, new Date(now).toISOString());
      timer ??= setTimeout(() => void flush(), gatherMs).unref();
    },
    flush,
  };
}
