/** The most frequent names of a range, from hourly sums. */
import type { RollupCounts } from '../core/query.ts';
import { type CountedBy, rollupFieldOf, type Top, toTop } from '../core/rollup-sums.ts';
import type { TenantStore } from '../core/store.ts';

export type TopOf = CountedBy | 'source';

/** `from` and `to` are the starts of hours, ISO. */
export async function readTop(
  tenant: TenantStore,
  of: TopOf,
  { from, to }: { from: string; to: string },
  limit: number,
): Promise<Top> {
  const field: RollupCounts = of === 'source' ? 'sources' : rollupFieldOf[of];
  return toTop(await tenant.rollups(from, to, field), of, limit);
}
