/** A profile's figures, made ready to draw. */
import type { EventView } from '../../data/types.ts';

export interface Counted {
  value: string;
  count: number;
}

/** Greatest first; equal ones by name. What was corrected down to nothing is left out. */
export const mostFirst = (counts: Readonly<Record<string, number>>): Counted[] =>
  Object.entries(counts)
    .map(([value, count]) => ({ value, count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));

const steps = [
  60_000,
  300_000,
  900_000,
  3_600_000,
  6 * 3_600_000,
  86_400_000,
  7 * 86_400_000,
  30 * 86_400_000,
];

/** Events in equal steps of time, at most some fifty of them; null where there is no stretch of time to draw. */
export function toActivity(events: readonly EventView[]): { times: number[]; counts: number[] } | null {
  const moments = events.map(({ timestamp }) => Date.parse(timestamp)).filter((ms) => !Number.isNaN(ms));
  if (moments.length < 2) return null;
  const first = moments.reduce((a, b) => Math.min(a, b));
  const last = moments.reduce((a, b) => Math.max(a, b));
  const span = last - first;
  const step = steps.find((one) => span / one <= 50) ?? Math.ceil(span / 50);
  const start = Math.floor(first / step) * step;
  const length = Math.floor((last - start) / step) + 1;
  if (length < 2) return null;
  const counts = new Array<number>(length).fill(0);
  for (const ms of moments) {
    const at = Math.floor((ms - start) / step);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return { times: counts.map((_, at) => start + at * step), counts };
}
