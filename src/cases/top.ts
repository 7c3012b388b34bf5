/** Sums over a range of time, of the tenant or of some nodes and an exposure. */
import type { RollupCounts } from '../core/query.ts';
import {
  type ActivityBucket,
  addToTop,
  type BucketName,
  type CountedBy,
  greatest,
  renamed,
  rollupFieldOf,
  type Top,
  toActivity,
} from '../core/rollup-sums.ts';
import type { TenantStore } from '../core/store.ts';
import { readRollupSlices } from './rollup-slices.ts';

/** Groups are made of nodes when somebody asks: who is in one may change. */
export type ActivityBy = CountedBy | 'group';
export type TopOf = ActivityBy | 'source';

export interface SumsAsked {
  /** The starts of hours, ISO. */
  from: string;
  to: string;
  /** core/rollup-parts.ts; null = the whole tenant. */
  parts?: readonly string[] | null;
}

/** What nodes without a group count as. */
export const noGroup = 'none';

async function groupNames(tenant: Pick<TenantStore, 'nodes'>): Promise<(nodeId: string) => string> {
  const groups = new Map((await tenant.nodes()).map((node) => [node.node_id, node.group_id]));
  return (nodeId) => groups.get(nodeId) ?? noGroup;
}

/** The greatest first; equal ones by name. */
export async function readTop(
  tenant: TenantStore,
  of: TopOf,
  { parts = null, ...range }: SumsAsked,
  limit: number,
): Promise<Top> {
  const counted = of === 'group' ? 'node' : of;
  const nameOf = of === 'group' ? await groupNames(tenant) : (name: string) => name;
  const field: RollupCounts = counted === 'source' ? 'sources' : rollupFieldOf[counted];
  const sums = new Map<string, number>();
  let missed = 0;
  for await (const { rollups } of readRollupSlices(tenant, range, field, parts)) {
    // Names other than sources are bounded within a slice, not over all of them.
    const part = of === 'source' ? sums : new Map<string, number>();
    missed += addToTop(part, rollups, counted);
    if (part !== sums)
      for (const [name, events] of part) sums.set(nameOf(name), (sums.get(nameOf(name)) ?? 0) + events);
  }
  return { items: greatest(sums, limit), missed };
}

/** Every bucket of the range, ascending. */
export async function readActivity(
  tenant: TenantStore,
  { bucket, by }: { bucket: BucketName; by: ActivityBy },
  { parts = null, ...range }: SumsAsked,
): Promise<ActivityBucket[]> {
  const counted = by === 'group' ? 'node' : by;
  const nameOf = by === 'group' ? await groupNames(tenant) : null;
  const all: ActivityBucket[] = [];
  for await (const slice of readRollupSlices(tenant, range, rollupFieldOf[counted], parts)) {
    const { rollups, fromMs, toMs } = slice;
    for (const one of toActivity(rollups, { bucket, by: counted, fromMs, toMs }))
      all.push(nameOf === null ? one : { ...one, counts: renamed(one.counts, nameOf) });
  }
  return all;
}

/** Techniques with an event of each that is still kept. */
export async function readTechniques(
  tenant: TenantStore,
  { parts = null, ...range }: SumsAsked,
): Promise<{ technique: string; events: number; example: string | null }[]> {
  const sums = new Map<string, number>();
  const examples = new Map<string, string>();
  for await (const { rollups } of readRollupSlices(tenant, range, 'techniques', parts))
    for (const rollup of rollups) {
      for (const [name, events] of Object.entries(rollup.techniques))
        sums.set(name, (sums.get(name) ?? 0) + events);
      for (const [name, id] of Object.entries(rollup.examples)) examples.set(name, id);
    }
  const sorted = [...sums]
    .filter(([, events]) => events > 0)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const items: { technique: string; events: number; example: string | null }[] = [];
  for (const [technique, events] of sorted) {
    const id = examples.get(technique);
    const isKept = id !== undefined && (await tenant.event(id)) !== null;
    items.push({ technique, events, example: isKept ? id : null });
  }
  return items;
}
