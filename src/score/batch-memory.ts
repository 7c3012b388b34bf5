/**
 * The state the scorer needs during one batch: what the store held at its start, and what earlier events of the batch
 * added. So an event is scored the same whether the events before it arrived in one request or in many.
 */

import { type Context, sessionKey, windowKey } from '../core/effects.ts';
import {
  addCounts,
  bucketMs,
  bucketsSeen,
  dayMs,
  emptyHistory,
  type SessionState,
  type SourceHistory,
  type WindowCounts,
} from '../core/history.ts';
import { timestampMs } from '../core/time.ts';

export interface BatchMemory {
  history(user: string, source: string, timestamp: string): SourceHistory;
  /** Sign-ins by the day, likewise. */
  days(user: string, source: string, timestamp: string): SourceHistory;
  session(user: string, node: string, session: string | null): SessionState | null;
  remember(input: {
    user: string;
    source: string;
    timestamp: string;
    counts: WindowCounts;
    session: SessionState | null;
  }): void;
}

/** One source of one tenant: what the store had up to the bucket last asked for, and what this batch added. */
interface Remembered {
  bucket: number;
  stored: SourceHistory;
  added: Map<number, WindowCounts>;
}
const nothing = (): Remembered => ({ bucket: Number.NaN, stored: emptyHistory, added: new Map() });

function addTo({ added }: Remembered, bucket: number, counts: WindowCounts): void {
  const existing = added.get(bucket);
  added.set(bucket, existing ? addCounts(existing, counts) : counts);
}

export function createBatchMemory(context: Context): BatchMemory {
  /** By tenant, then by source: no key is put together for every event. */
  const tenants = new Map<string, Map<string, { recent: Remembered; days: Remembered }>>();
  const sessions = new Map<string, SessionState>();

  function find(user: string, source: string): { recent: Remembered; days: Remembered } {
    let sources = tenants.get(user);
    if (!sources) {
      sources = new Map();
      tenants.set(user, sources);
    }
    let mine = sources.get(source);
    if (!mine) {
      mine = { recent: nothing(), days: nothing() };
      sources.set(source, mine);
    }
    return mine;
  }

  function sumOf(mine: Remembered, user: string, source: string, bucket: number): SourceHistory {
    if (mine.bucket !== bucket) {
      mine.bucket = bucket;
      mine.stored = context.windows.get(windowKey(user, source, bucket)) ?? emptyHistory;
    }
    let sum = mine.stored;
    for (const [at, counts] of mine.added)
      if (at > bucket - bucketsSeen && at <= bucket) sum = addCounts(sum, counts);
    return sum;
  }

  return {
    history: (user, source, timestamp) =>
      sumOf(find(user, source).recent, user, source, Math.floor(timestampMs(timestamp) / bucketMs)),
    days: (user, source, timestamp) =>
      sumOf(find(user, source).days, user, source, Math.floor(timestampMs(timestamp) / dayMs)),
    session(user, node, session) {
      if (session === null) return null;
      const key = sessionKey(user, node, session);
      return sessions.get(key) ?? context.sessions.get(key) ?? null;
    },
    remember({ user, source, timestamp, counts, session }) {
      const mine = find(user, source);
      const atMs = timestampMs(timestamp);
      addTo(mine.recent, Math.floor(atMs / bucketMs), counts);
      if (counts.failed_logins + counts.succeeded_logins > 0)
        addTo(mine.days, Math.floor(atMs / dayMs), counts);
      if (session) sessions.set(sessionKey(session.user_id, session.node_id, session.session), session);
    },
  };
}
