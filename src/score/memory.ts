/**
 * What the scorer knows while it goes through one batch: what the store had at its start, and what the batch's
 * earlier events added. So an event is judged the same whether its forerunners came in one request or in many.
 */
import {
  addCounts,
  bucketMs,
  bucketsSeen,
  emptyHistory,
  type SessionState,
  type SourceHistory,
  type WindowCounts,
} from '../core/history.ts';
import { type Context, sessionKey, windowKey } from '../core/store.ts';

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

export function createBatchMemory(context: Context): BatchMemory {
  const added = new Map<string, Map<number, WindowCounts>>();
  const sessions = new Map<string, SessionState>();
  return {
    history(user, source, timestamp) {
      const bucket = Math.floor(Date.parse(timestamp) / bucketMs);
      let sum = context.windows.get(windowKey(user, source, bucket)) ?? emptyHistory;
      const mine = added.get(`${user}|${source}`);
      if (mine) {
        for (let b = bucket - bucketsSeen + 1; b <= bucket; b++) {
          const counts = mine.get(b);
          if (counts) sum = addCounts(sum, counts);
        }
      }
      return sum;
    },
    session(user, node, session) {
      if (session === null) return null;
      const key = sessionKey(user, node, session);
      return sessions.get(key) ?? context.sessions.get(key) ?? null;
    },
    remember({ user, source, timestamp, counts, session }) {
      const key = `${user}|${source}`;
      let mine = added.get(key);
      if (!mine) {
        mine = new Map();
        added.set(key, mine);
      }
      const bucket = Math.floor(Date.parse(timestamp) / bucketMs);
      const standing = mine.get(bucket);
      mine.set(bucket, standing ? addCounts(standing, counts) : counts);
      if (session) sessions.set(sessionKey(session.user_id, session.node_id, session.session), session);
    },
  };
}
