/** How many things of a kind a tenant has, without reading them all at every request. */
import { apiKeyDocs, channelDocs } from '../core/doc-kinds.ts';
import type { Store } from '../core/store.ts';

export type Counted = 'nodes' | 'decoys' | 'channels' | 'keys';

export interface TenantCounts {
  /** Counted up to a little above `limit`. Never too small; too great only for a minute, where some were removed. */
  count(userId: string, name: Counted, limit: number | null): Promise<number>;
  /** Whether `more` fit beside those that are there (`count`). They are taken for new, so that a hundred at once do not slip through. */
  fits(userId: string, name: Counted, more: number, limit: number): Promise<{ fits: boolean; count: number }>;
}

interface Known {
  count: number;
  readMs: number;
}
const freshMs = 60_000;
/** A tenant who was refused and has removed something is let in after this time. */
const recountMs = 2000;
const mostHeld = 10_000;
const mostCounted = 200_000;

export function createTenantCounts({
  store,
  clock,
}: {
  store: Pick<Store, 'of'>;
  clock(): number;
}): TenantCounts {
  const decoys = new Map<string, Known>();

  async function read(userId: string, name: Counted, limit: number | null): Promise<number> {
    const tenant = store.of(userId);
    const most = (limit ?? mostCounted) + 1;
    if (name === 'nodes') return (await tenant.nodes()).length;
    if (name === 'channels') return tenant.countDocs(channelDocs.name, most);
    if (name === 'keys') return tenant.countDocs(apiKeyDocs.name, most);
    return tenant.countDecoys(most);
  }
  /** Decoys are many, and registered again and again. */
  async function decoysOf(userId: string, limit: number | null, maxAgeMs: number): Promise<Known> {
    let known = decoys.get(userId);
    if (known === undefined || clock() - known.readMs > maxAgeMs || clock() < known.readMs) {
      known = { count: await read(userId, 'decoys', limit), readMs: clock() };
      if (decoys.size >= mostHeld) decoys.clear();
      decoys.set(userId, known);
    }
    return known;
  }

  return {
    async count(userId, name, limit) {
      return name === 'decoys' ? (await decoysOf(userId, limit, recountMs)).count : read(userId, name, limit);
    },
    async fits(userId, name, more, limit) {
      if (name !== 'decoys') {
        const count = await read(userId, name, limit);
        return { fits: count + more <= limit, count };
      }
      let known = await decoysOf(userId, limit, freshMs);
      if (known.count + more > limit) known = await decoysOf(userId, limit, recountMs);
      const { count } = known;
      const fits = count + more <= limit;
      if (fits) known.count += more;
      return { fits, count };
    },
  };
}
