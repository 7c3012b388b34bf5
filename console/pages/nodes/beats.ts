/** How many events each node had in each of the last hours. Pure. */
import type { Activity } from '../../data/types.ts';

export const beats = 30;
export const silentBeats: readonly null[] = Array.from({ length: beats }, () => null);

/** The latest `beats` hours by node; null: none in that hour. */
export function toBeats(buckets: Activity['buckets']): Map<string, (number | null)[]> {
  const latest = buckets.slice(-beats);
  const strips = new Map<string, (number | null)[]>();
  for (const [at, { counts }] of latest.entries())
    for (const [node, events] of Object.entries(counts)) {
      const strip = strips.get(node) ?? latest.map(() => null);
      strip[at] = events || null;
      strips.set(node, strip);
    }
  return strips;
}
