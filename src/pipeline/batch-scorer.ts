/** From events to verdicts, in order, and what the store must be asked for it. */

import { type Context, type ContextRequest, sessionKey } from '../core/effects.ts';
import type { StoredEvent } from '../core/event.ts';
import {
  bucketMs,
  countsByDay,
  dayMs,
  type SessionState,
  type SourceHistory,
  type WindowCounts,
} from '../core/history.ts';
import type { Baseline, LocalScorer, ScoreInput } from '../core/scorer.ts';
import type { Store } from '../core/store.ts';
import { timestampMs } from '../core/time.ts';
import type { Verdict } from '../core/verdict.ts';

/** What a batch's earlier events add to the context (score/memory.ts). */
export interface Memory {
  history(user: string, source: string, timestamp: string): SourceHistory;
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

/** What the scorer said of a group, kept so that it is not worked out again for the effects. */
export interface Judged {
  counts: Map<StoredEvent, WindowCounts>;
  sessions: Map<StoredEvent, SessionState>;
}

/** Windows, sessions and names of these events. */
export function requestFor(events: readonly StoredEvent[]): ContextRequest {
  const logIds: { user_id: string; log_id: string }[] = [];
  const windows: { user_id: string; source_ip: string; bucket: number }[] = [];
  /** By tenant and source; nearly all events of a source in one batch are of one bucket. */
  const buckets = new Map<string, Map<string, number[]>>();
  const sessions = new Map<string, { user_id: string; node_id: string; session: string }>();
  for (const { user_id, node_id, log_id, event_id, source_ip, session, timestamp, kind } of events) {
    if (event_id !== null) logIds.push({ user_id, log_id });
    const bucket = Math.floor(timestampMs(timestamp) / bucketMs);
    let sources = buckets.get(user_id);
    if (!sources) {
      sources = new Map();
      buckets.set(user_id, sources);
    }
    let seen = sources.get(source_ip);
    if (!seen) {
      seen = [];
      sources.set(source_ip, seen);
    }
    if (!seen.includes(bucket)) {
      seen.push(bucket);
      windows.push({ user_id, source_ip, bucket });
    }
    if (countsByDay(kind)) {
      const day = Math.floor(timestampMs(timestamp) / dayMs);
      if (!seen.includes(day)) {
        seen.push(day);
        windows.push({ user_id, source_ip, bucket: day });
      }
    }
    if (session !== null) sessions.set(sessionKey(user_id, node_id, session), { user_id, node_id, session });
  }
  return { logIds, windows, sessions: [...sessions.values()], openKeys: [] };
}

export interface Judging {
  /**
   * Goes through a group in order; each event sees what the ones before it did, so the verdicts do not depend on how
   * events were batched. `take` gets each one's verdict.
   */
  judge(
    events: readonly StoredEvent[],
    context: Context,
    take: (event: StoredEvent, input: ScoreInput, verdict: Verdict) => void,
  ): Judged;
  /** Adds the incidents that these judged events may belong to. */
  addIncidents(context: Context, events: readonly StoredEvent[]): Promise<void>;
}

export interface JudgingParts {
  store: Pick<Store, 'context'>;
  scorer: LocalScorer;
  createMemory(context: Context): Memory;
  ordinary(userId: string): Baseline | null;
  openKeyOf(event: StoredEvent): string;
  /** An alert may follow where risk is greater. */
  thresholdOf(userId: string): number;
}

export function createBatchScorer(parts: JudgingParts): Judging {
  const { store, scorer, createMemory, ordinary, openKeyOf, thresholdOf } = parts;
  return {
    judge(events, context, take) {
      const memory = createMemory(context);
      const judged: Judged = { counts: new Map(), sessions: new Map() };
      for (const event of events) {
        const { user_id: user, node_id: node, source_ip: source, timestamp } = event;
        const session = memory.session(user, node, event.session);
        const history = memory.history(user, source, timestamp);
        const input: ScoreInput = { event, history, session, ordinary: ordinary(user) };
        if (countsByDay(event.kind)) input.days = memory.days(user, source, timestamp);
        const verdict = scorer.judge(input);
        take(event, input, verdict);
        const counts = scorer.toCounts(event, verdict);
        judged.counts.set(event, counts);
        const after = event.session === null ? null : scorer.advance(session, event, verdict, event);
        if (after) judged.sessions.set(event, after);
        memory.remember({ user, source, timestamp, counts, session: after });
      }
      return judged;
    },
    async addIncidents(context, events) {
      const openKeys = new Set<string>();
      for (const event of events) {
        const folds =
          event.session !== null &&
          context.sessions.get(sessionKey(event.user_id, event.node_id, event.session))?.alert_id;
        if (folds || (event.verdict?.risk_score ?? 0) > thresholdOf(event.user_id))
          openKeys.add(openKeyOf(event));
      }
      if (openKeys.size === 0) return;
      const found = await store.context({ logIds: [], windows: [], sessions: [], openKeys: [...openKeys] });
      for (const [key, incident] of found.incidents) context.incidents.set(key, incident);
    },
  };
}
