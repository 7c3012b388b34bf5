/** What rollups add up to over a range of time. Pure. */
import { addNameCounts } from './name-counts.ts';
import type { Rollup, RollupCounts } from './query.ts';
import { readTopCounts } from './top-counts.ts';

/** What events are counted by, and the field of a rollup that has it. */
export const rollupFieldOf = {
  type: 'attack_types',
  service: 'services',
  node: 'nodes',
  country: 'countries',
  exposure: 'exposures',
  technique: 'techniques',
  network: 'networks',
  risk: 'risks',
  vulnerability: 'vulnerabilities',
} as const satisfies Record<string, RollupCounts>;
export type CountedBy = keyof typeof rollupFieldOf;

/** Counters under other names, such as nodes under their groups. */
export function renamed(
  counts: Readonly<Record<string, number>>,
  nameOf: (name: string) => string,
): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count] of Object.entries(counts)) {
    const other = nameOf(name);
    sums.set(other, (sums.get(other) ?? 0) + count);
  }
  return Object.fromEntries(sums);
}

export interface ActivityBucket {
  /** ISO. */
  start: string;
  events: number;
  high_risk: number;
  alerts: number;
  counts: Record<string, number>;
}

const hourMs = 60 * 60_000;
export const bucketLengthMs = { hour: hourMs, day: 24 * hourMs } as const;
export type BucketName = keyof typeof bucketLengthMs;

const startOf = (ms: number, bucket: BucketName): number => ms - (ms % bucketLengthMs[bucket]);

/** Every bucket that the range touches, empty ones too, ascending. */
export function toActivity(
  rollups: readonly Rollup[],
  { bucket, by, fromMs, toMs }: { bucket: BucketName; by: CountedBy; fromMs: number; toMs: number },
): ActivityBucket[] {
  const counts = new Map<number, Map<string, number>>();
  const buckets = new Map<number, ActivityBucket>();
  for (let at = startOf(fromMs, bucket); at < toMs; at += bucketLengthMs[bucket])
    buckets.set(at, { start: new Date(at).toISOString(), events: 0, high_risk: 0, alerts: 0, counts: {} });
  for (const rollup of rollups) {
    const at = startOf(Date.parse(rollup.hour), bucket);
    const sum = buckets.get(at);
    if (!sum) continue;
    sum.events += rollup.events;
    sum.high_risk += rollup.high_risk;
    sum.alerts += rollup.alerts;
    counts.set(at, addNameCounts(counts.get(at) ?? new Map(), rollup[rollupFieldOf[by]]));
  }
  for (const [at, names] of counts) {
    const sum = buckets.get(at);
    if (sum) sum.counts = Object.fromEntries(names);
  }
  return [...buckets.values()];
}

export interface Top {
  items: { name: string; events: number }[];
  /** Each name may have so many events more, and one that is not there has at most so many. 0 = all are exact. */
  missed: number;
}

/** Adds to `sums`; returns how much each name may have more. */
export function addToTop(
  sums: Map<string, number>,
  rollups: readonly Rollup[],
  of: CountedBy | 'source',
): number {
  let missed = 0;
  for (const rollup of rollups) {
    if (of !== 'source') addNameCounts(sums, rollup[rollupFieldOf[of]]);
    else {
      const top = readTopCounts(rollup.sources);
      missed += top.missed;
      for (const [name, events] of top.counts) sums.set(name, (sums.get(name) ?? 0) + events);
    }
  }
  return missed;
}

/** The greatest first; equal ones by name. Only those that may be among them are sorted by it: there may be thousands. */
export function greatest(sums: ReadonlyMap<string, number>, limit: number): Top['items'] {
  const least = sums.size > limit ? (Float64Array.from(sums.values()).sort().at(-limit) ?? 0) : 0;
  const items: Top['items'] = [];
  for (const [name, events] of sums) if (events > 0 && events >= least) items.push({ name, events });
  return items.sort((a, b) => b.events - a.events || (a.name < b.name ? -1 : 1)).slice(0, limit);
}

export function toTop(rollups: readonly Rollup[], of: CountedBy | 'source', limit: number): Top {
  const sums = new Map<string, number>();
  const missed = addToTop(sums, rollups, of);
  return { items: greatest(sums, limit), missed };
}
