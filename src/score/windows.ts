/** Each source's counters over the recent buckets, for a process without a store. The least recently seen sources are dropped first. */
import {
  addCounts,
  bucketMs,
  bucketsSeen,
  emptyHistory,
  type SourceHistory,
  type WindowCounts,
} from '../core/history.ts';

export interface Windows {
  history(source: string, atMs: number): SourceHistory;
  add(source: string, atMs: number, counts: WindowCounts): void;
}

/** `spanMs`: how long a bucket is. */
export function createWindows({
  maxSources,
  spanMs = bucketMs,
}: {
  maxSources: number;
  spanMs?: number;
}): Windows {
  /** Least recently used first; of each source the buckets it was seen in, oldest number first where it can be. */
  const sources = new Map<string, Map<number, WindowCounts>>();
  return {
    history(source, atMs) {
      const mine = sources.get(source);
      if (!mine) return emptyHistory;
      const bucket = Math.floor(atMs / spanMs);
      let sum: SourceHistory = emptyHistory;
      for (const [number, counts] of mine)
        if (number <= bucket && number > bucket - bucketsSeen) sum = addCounts(sum, counts);
      return sum;
    },
    add(source, atMs, counts) {
      const bucket = Math.floor(atMs / spanMs);
      let mine = sources.get(source);
      if (mine) sources.delete(source);
      else mine = new Map();
      sources.set(source, mine);
      const existing = mine.get(bucket);
      mine.set(bucket, existing ? addCounts(existing, counts) : counts);
      if (mine.size > 2 * bucketsSeen) {
        let oldest = bucket;
        for (const number of mine.keys()) if (number < oldest) oldest = number;
        if (oldest === bucket) for (const number of mine.keys()) oldest = Math.max(oldest, number);
        mine.delete(oldest);
      }
      if (sources.size > maxSources) {
        for (const key of sources.keys()) {
          sources.delete(key);
          break;
        }
      }
    },
  };
}
