/** What `score` remembers of sources and sessions while events pass by: bounded, so that any length of input will do. */
import {
  addCounts,
  bucketMs,
  bucketsSeen,
  emptyHistory,
  type SessionState,
  type SourceHistory,
  type WindowCounts,
} from '../../core/history.ts';

/** Sources and sessions that are kept; those that were silent longest are let go first. */
const keptSources = 50_000;
const keptSessions = 20_000;

interface Bucket {
  bucket: number;
  counts: WindowCounts;
}

const bucketOf = (timestamp: string): number => Math.floor(Date.parse(timestamp) / bucketMs);

export interface Past {
  history(source: string, timestamp: string): SourceHistory;
  remember(source: string, timestamp: string, counts: WindowCounts): void;
  session(name: string): SessionState | null;
  /** Returns the session that had to go for it, or null. */
  keepSession(name: string, state: SessionState): SessionState | null;
  /** Takes it out. */
  endSession(name: string): SessionState | null;
  /** All that are left, longest silent first. */
  rest(): Iterable<SessionState>;
}

export function createPast({ maxSources = keptSources, maxSessions = keptSessions } = {}): Past {
  // A Map keeps the order of insertion: taking out and putting in again makes it a list by last use.
  const sources = new Map<string, Bucket[]>();
  const sessions = new Map<string, SessionState>();
  const endSession = (name: string): SessionState | null => {
    const state = sessions.get(name) ?? null;
    sessions.delete(name);
    return state;
  };
  return {
    history(source, timestamp) {
      const buckets = sources.get(source);
      if (buckets === undefined) return emptyHistory;
      const now = bucketOf(timestamp);
      let sum = emptyHistory;
      for (const { bucket, counts } of buckets)
        if (bucket <= now && bucket > now - bucketsSeen) sum = addCounts(sum, counts);
      return sum;
    },
    remember(source, timestamp, counts) {
      const now = bucketOf(timestamp);
      const buckets = sources.get(source) ?? [];
      sources.delete(source);
      const standing = buckets.find(({ bucket }) => bucket === now);
      if (standing) standing.counts = addCounts(standing.counts, counts);
      else {
        buckets.push({ bucket: now, counts });
        if (buckets.length > bucketsSeen) buckets.splice(oldestOf(buckets), 1);
      }
      sources.set(source, buckets);
      if (sources.size > maxSources) sources.delete(sources.keys().next().value as string);
    },
    session: (name) => sessions.get(name) ?? null,
    keepSession(name, state) {
      sessions.delete(name);
      sessions.set(name, state);
      if (sessions.size <= maxSessions) return null;
      const [oldest] = sessions.keys();
      return oldest === undefined ? null : endSession(oldest);
    },
    endSession,
    rest: () => sessions.values(),
  };
}

function oldestOf(buckets: readonly Bucket[]): number {
  let oldest = 0;
  for (const [at, { bucket }] of buckets.entries()) if (bucket < (buckets[oldest]?.bucket ?? 0)) oldest = at;
  return oldest;
}
