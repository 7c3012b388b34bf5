/** How much a tenant's sources usually do: sums that a store keeps per day, and what follows from them. */
import { bucketMs, isDay } from './history.ts';
import type { Baseline } from './scorer.ts';

/** Days with events that the baseline looks back over. */
export const baselineDays = 7;
/** Fewer buckets than these say nothing about what is usual. */
export const leastSamples = 20;

const bucketsADay = (24 * 60 * 60_000) / bucketMs;

/** Per day: buckets with events, their events, and the squares of those. Added to what is stored. */
export interface BaselineSums {
  samples: number;
  events: number;
  squares: number;
}

/** One window that grew: how many events it had before, and how many more it has now. */
export interface WindowGrowth {
  bucket: number;
  before: number;
  added: number;
}

/** By day since 1970. Windows that count by the day are no samples. */
export function toBaselineSums(grown: readonly WindowGrowth[]): Map<number, BaselineSums> {
  const days = new Map<number, BaselineSums>();
  for (const { bucket, before, added } of grown) {
    if (added === 0 || isDay(bucket)) continue;
    const day = Math.floor(bucket / bucketsADay);
    const sums = days.get(day) ?? { samples: 0, events: 0, squares: 0 };
    const after = before + added;
    sums.samples += before === 0 ? 1 : 0;
    sums.events += added;
    sums.squares += after * after - before * before;
    days.set(day, sums);
  }
  return days;
}

/** Null where too little is known. */
export function toBaseline({ samples, events, squares }: BaselineSums): Baseline | null {
  if (samples < leastSamples) return null;
  const mean = events / samples;
  const variance = Math.max(0, squares / samples - mean * mean);
  return { mean_events: mean, deviation_events: Math.sqrt(variance), samples };
}
