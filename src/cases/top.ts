/** The most frequent names of a range, from hourly sums. */
import type { RollupCounts } from '../core/query.ts';
import { type CountedBy, rollupFieldOf, type Top, toTop } from '../core/rollup-sums.ts';
import type { TenantStore } from '../core/store.ts';
import { readRollupSlices } from './rollup-slices.ts';

export type TopOf = CountedBy | 'source';

/** `from` and `to` are the starts of hours, ISO. The greatest first; equal ones by name. */
export async function readTop(
  tenant: TenantStore,
  of: TopOf,
  range: { from: string; to: string },
  limit: number,
): Promise<Top> {
  const field: RollupCounts = of === 'source' ? 'sources' : rollupFieldOf[of];
  const sums = new Map<string, number>();
  let missed = 0;
  for await (const { rollups } of readRollupSlices(tenant, range, field)) {
    const part = toTop(rollups, of, Number.POSITIVE_INFINITY);
    missed += part.missed;
    for (const { name, events } of part.items) sums.set(name, (sums.get(name) ?? 0) + events);
  }
  const items = Array.from(sums, ([name, events]) => ({ name, events }))
    .sort((a, b) => b.events - a.events || (a.name < b.name ? -1 : 1))
    .slice(0, limit);
  return { items, missed };
}
