/** From a batch of events to verdicts, in order, and what the store must be asked for it. */

import { type Context, type ContextRequest, sessionKey } from '../core/effects.ts';
import type { StoredEvent } from '../core/event.ts';
import { alertSessionKeyOf, alertSessionOf, openKeyOf } from '../core/grouping.ts';
import { bucketMs, countsByDay, dayMs, type SessionState, type WindowCounts } from '../core/history.ts';
import type { LocalScorer, ScoreInput } from '../core/scorer.ts';
import type { Store } from '../core/store.ts';
import { timestampMs } from '../core/time.ts';
import type { Verdict } from '../core/verdict.ts';
import { createTurns } from '../lib/turns.ts';
import { createBatchMemory } from '../score/batch-memory.ts';
import type { ExposureOf } from './exposure.ts';
import type { PolicyCache } from './policy-cache.ts';

/** What the scorer computed for each event, kept so that it need not be computed again for the effects. */
export interface ScoredEvents {
  readonly counts: ReadonlyMap<StoredEvent, WindowCounts>;
  readonly sessions: ReadonlyMap<StoredEvent, SessionState>;
}

export const scoredNothing: ScoredEvents = { counts: new Map(), sessions: new Map() };

/** The named ids, windows and sessions of these events. */
export function requestFor(events: readonly StoredEvent[]): ContextRequest {
  const logIds: { user_id: string; log_id: string }[] = [];
  const windows: { user_id: string; source_ip: string; bucket: number }[] = [];
  /** By tenant and source; nearly all events of a source in one batch fall into one bucket. */
  const buckets = new Map<string, Map<string, number[]>>();
  const sessions = new Map<string, { user_id: string; node_id: string; session: string }>();
  for (const event of events) {
    const { user_id, node_id, log_id, event_id, source_ip, timestamp, kind } = event;
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
    const session = alertSessionOf(event);
    sessions.set(sessionKey(user_id, node_id, session), { user_id, node_id, session });
  }
  return { logIds, windows, sessions: [...sessions.values()], openKeys: [] };
}

export interface BatchScorer {
  /**
   * Scores the events in order. Each is scored with what the ones before it did, so verdicts do not depend on how events
   * were batched. `take` receives the verdict of each. Others get their turn of the event loop in between.
   */
  score(
    events: readonly StoredEvent[],
    context: Context,
    take: (event: StoredEvent, input: ScoreInput, verdict: Verdict) => void,
  ): Promise<ScoredEvents>;
  /** Adds to the context the open incidents that these scored events may belong to. */
  addIncidents(context: Context, events: readonly StoredEvent[]): Promise<void>;
}

export interface BatchScorerParts {
  store: Pick<Store, 'context'>;
  scorer: LocalScorer;
  policies: Pick<PolicyCache, 'baseline' | 'alertPolicy'>;
  exposureOf: ExposureOf;
}

export function createBatchScorer({ store, scorer, policies, exposureOf }: BatchScorerParts): BatchScorer {
  return {
    async score(events, context, take) {
      const turns = createTurns();
      const memory = createBatchMemory(context);
      const counts = new Map<StoredEvent, WindowCounts>();
      const sessions = new Map<StoredEvent, SessionState>();
      for (const event of events) {
        const { user_id: user, node_id: node, source_ip: source, timestamp } = event;
        const session = memory.session(user, node, event.session);
        const history = memory.history(user, source, timestamp);
        const input: ScoreInput = { event, history, session, baseline: policies.baseline(user) };
        if (countsByDay(event.kind)) input.days = memory.days(user, source, timestamp);
        input.exposure = exposureOf(event, input);
        const verdict = scorer.judge(input);
        take(event, input, verdict);
        const added = scorer.toCounts(event, verdict);
        counts.set(event, added);
        const after = event.session === null ? null : scorer.advance(session, event, verdict, event);
        if (after) sessions.set(event, after);
        memory.remember({ user, source, timestamp, counts: added, session: after });
        const turn = turns.next();
        if (turn !== null) await turn;
      }
      return { counts, sessions };
    },
    async addIncidents(context, events) {
      const openKeys = new Set<string>();
      for (const event of events) {
        const hasAlert = context.sessions.get(alertSessionKeyOf(event))?.alert_id;
        const risk = event.verdict?.risk_score ?? 0;
        if (hasAlert || risk > policies.alertPolicy(event.user_id, event.node_id).threshold)
          openKeys.add(openKeyOf(event));
      }
      if (openKeys.size === 0) return;
      const found = await store.context({ logIds: [], windows: [], sessions: [], openKeys: [...openKeys] });
      for (const [key, incident] of found.incidents) context.incidents.set(key, incident);
      for (const [key, id] of found.merged) context.merged.set(key, id);
    },
  };
}
