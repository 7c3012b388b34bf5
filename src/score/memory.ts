/**
 * What the scorer knows while it goes through one batch: what the store had at its start, and what the batch's
 * earlier events added. So an event is judged the same whether its forerunners came in one request or in many.
 */

import { type Context, sessionKey, windowKey } from '../core/effects.ts';
import {
  addCounts,
  bucketMs,
  bucketsSeen,
  emptyHistory,
  type SessionState,
  type SourceHistory,
  type WindowCounts,
} from '../core/history.ts';
import { timestampMs } from '../core/time.ts';

export interface BatchMemory {
  history(user: string, source: string, timestamp: string): SourceHistory;
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

export function createBatchMemory(context: Context): BatchMemory {
  /** By tenant, then by source: no key is put together for every event. */
  const tenants = new Map<string, Map<string, Remembered>>();
  const sessions = new Map<string, SessionState>();

  function find(user: string, source: string): Remembered {
    let sources = tenants.get(user);
    if (!sources) {
      sources = new Map();
      tenants.set(user, sources);
    }
    let mine = sources.get(source);
    if (!mine) {
      mine = { bucket: Number.NaN, stored: emptyHistory, added: new Map() };
      sources.set(source, mine);
    }
    return mine;
  }

  return {
    history(user, source, timestamp) {
      const bucket = Math.floor(timestampMs(timestamp) / bucketMs);
      const mine = find(user, source);
      if (mine.bucket !== bucket) {
        mine.bucket = bucket;
        mine.stored = context.windows.get(windowKey(user, source, bucket)) ?? emptyHistory;
      }
      let sum = mine.stored;
      for (const [at, counts] of mine.added)
        if (at > bucket - bucketsSeen && at <= bucket) sum = addCounts(sum, counts);
      return sum;
    },
    session(user, node, session) {
      if (session === null) return null;
      const key = sessionKey(user, node, session);
      return sessions.get(key) ?? context.sessions.get(key) ?? null;
    },
    remember({ user, source, timestamp, counts, session }) {
      const { added } = find(user, source);
      const bucket = Math.floor(timestampMs(timestamp) / bucketMs);
      const standing = added.get(bucket);
      added.set(bucket, standing ? addCounts(standing, counts) : counts);
      if (session) sessions.set(sessionKey(session.user_id, session.node_id, session.session), session);
    },
  };
}
