/** Updates nodes' `last_seen`: at most once a minute each, many in one write, without delaying their requests. */
import type { NodeRecord } from '../../core/node.ts';
import type { Store } from '../../core/store.ts';
import type { Log } from '../deps.ts';

const everyMs = 60_000;
const gatherMs = 200;

export interface LastSeen {
  /** Costs a map look-up where the node was updated recently. */
  saw(node: Pick<NodeRecord, 'node_id'>): void;
  /** Writes what is pending. Readers of nodes call it first, so that they see what this process knows. */
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
  const updated = new Map<string, number>();
  const pending = new Map<string, string>();
  let timer: NodeJS.Timeout | null = null;

  async function flush(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    if (pending.size === 0) return;
    const seen = [...pending].map(([node_id, at]) => ({ node_id, at }));
    pending.clear();
    try {
      await store.touchNodes(seen);
    } catch (error) {
      for (const { node_id } of seen) updated.delete(node_id);
      log.warn({ err: error, nodes: seen.length }, 'last_seen could not be written');
    }
  }

  return {
    saw({ node_id }) {
      const now = clock();
      const last = updated.get(node_id);
      if (last !== undefined && now - last < everyMs && now >= last) return;
      if (updated.size > 100_000) updated.clear();
      updated.set(node_id, now);
      pending.set(node_id, new Date(now).toISOString());
      timer ??= setTimeout(() => void flush(), gatherMs).unref();
    },
    flush,
  };
}
