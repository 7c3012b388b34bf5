/** The pipeline's writes: which events are new is read, what follows is decided, and both are one commit of the tenant's log. */

import { toBaselineSums } from '../../core/baseline.ts';
import {
  type Context,
  type Decide,
  type Effects,
  type EventUpdate,
  noEffects,
  type RecordOutcome,
  sessionKey,
  windowKey,
} from '../../core/effects.ts';
import { AppError } from '../../core/errors.ts';
import { isVerdictDue, type StoredEvent } from '../../core/event.ts';
import type { Store } from '../../core/store.ts';
import type { Connection } from './connection/connection.ts';
import { keyOf } from './connection/shape.ts';
import { findEvents, findSessions, type LogPositions, readContext, renewContext } from './context.ts';
import { insertRawPacks } from './raw-packs.ts';
import { findWindows } from './windows.ts';
import { type Batch, checkTenant, emptyBatch, type FeedEntry, mergeEffects } from './writing/batch.ts';
import { BatchTooLarge, type CommitLog } from './writing/commit-log.ts';
import { toOutboxWrites } from './writing/outbox.ts';
import { planFigures } from './writing/plan-figures.ts';
import { planObservables, tallyObservables } from './writing/plan-observables.ts';

type CommitPart = 'context' | 'record' | 'append' | 'apply' | 'recover';

const nowIso = (): string => new Date().toISOString();

function byTenant(events: readonly StoredEvent[]): Map<string, StoredEvent[]> {
  const groups = new Map<string, StoredEvent[]>();
  for (const event of events) {
    const group = groups.get(event.user_id);
    if (group) group.push(event);
    else groups.set(event.user_id, [event]);
  }
  return groups;
}

function join(into: Effects, part: Effects): void {
  for (const name of Object.keys(into) as (keyof Effects)[]) (into[name] as unknown[]).push(...part[name]);
}

const toUpdate = (event: StoredEvent): EventUpdate => {
  if (!event.verdict) throw new TypeError('an event that was judged has a verdict');
  const { user_id, log_id, collection, verdict, state, alert_id, alert_created, suppressed_by } = event;
  return { user_id, log_id, collection, verdict, state, alert_id, alert_created, suppressed_by };
};

const isDueFor = (stored: StoredEvent | undefined, next: StoredEvent): boolean =>
  stored !== undefined && stored.user_id === next.user_id && isVerdictDue(stored.state, next.state);

export function createCommits(
  connection: Connection,
  commitLog: CommitLog,
  mostObservables?: number,
): Pick<Store, CommitPart> {
  const standings: LogPositions = new WeakMap();

  /** Effects and events as one batch: what is read here must be true at the log's position. */
  async function toBatch(
    userId: string,
    inserts: StoredEvent[],
    updates: EventUpdate[],
    { shown, judged }: { shown: readonly StoredEvent[]; judged: readonly StoredEvent[] },
    decided: Effects,
  ): Promise<Batch> {
    checkTenant(decided, userId);
    const merged = mergeEffects(decided);
    const windows = merged.windows.filter(({ counts }) => counts.events !== 0);
    const alertKeys = merged.alerts.map((alert) => keyOf(userId, alert.alert_id));
    const windowKeys = new Set(windows.map((w) => windowKey(userId, w.source_ip, w.bucket)));
    const sessionKeys = merged.sessions.map((s) => sessionKey(userId, s.node_id, s.session));
    const [counters, outbox, { gone, ...observed }, standingSessions, standingWindows, standingAlerts] =
      await Promise.all([
        planFigures(connection, userId, merged),
        toOutboxWrites(connection, merged.deliveries),
        planObservables(connection, userId, tallyObservables(inserts, judged), mostObservables),
        findSessions(connection, sessionKeys),
        findWindows(connection, windowKeys),
        alertKeys.length === 0
          ? []
          : connection.run((c) =>
              c.alerts.find({ _id: { $in: alertKeys } }, { projection: { _id: 1 } }).toArray(),
            ),
      ]);
    for (const session of merged.sessions) {
      const existing = standingSessions.get(sessionKey(userId, session.node_id, session.session));
      if (existing && existing.version !== session.version - 1)
        throw new AppError('unavailable', 'A session changed in the meantime; send it again', {
          retryAfterSeconds: 1,
        });
    }
    const existing = new Set(standingAlerts.map(({ _id }) => _id));
    counters.totals.active_alerts = merged.alerts.filter(
      (alert) => !existing.has(keyOf(userId, alert.alert_id)) && alert.status !== 'resolved',
    ).length;
    const levels = toBaselineSums(
      windows.map(({ source_ip, bucket, counts }) => ({
        bucket,
        before: standingWindows.get(windowKey(userId, source_ip, bucket))?.events ?? 0,
        added: counts.events,
      })),
    );
    const at = nowIso();
    const feed: FeedEntry[] = shown.map(({ log_id, collection }) => ({ log_id, collection }));
    for (const { user_id: _user, ...change } of merged.changes) feed.push({ change });
    return {
      ...emptyBatch(at),
      inserts,
      updates: [...updates, ...merged.updates],
      effects: {
        ...merged,
        windows,
        profiles: [],
        rollups: [],
        vulnerabilities: [],
        updates: [],
        changes: [],
        deliveries: [],
      },
      ...(outbox ? { outbox } : {}),
      ...counters,
      ...observed,
      removals: { alerts: [], profiles: [], observables: gone },
      levels: Array.from(levels, ([day, sums]) => ({ day, ...sums })),
      feed,
    };
  }

  /** One tenant's events; `decide` null stores them without effects. */
  async function recordOf(
    userId: string,
    events: readonly StoredEvent[],
    context: Context,
    decide: Decide | null,
  ): Promise<RecordOutcome> {
    try {
      return await commitLog.transact(
        userId,
        async ({ isFirst }) => {
          const [known, fresh] = await Promise.all([
            findEvents(connection, events),
            isFirst || !decide ? context : renewContext(connection, context, userId, events),
          ]);
          const accepted = new Map<string, StoredEvent>();
          const duplicates = new Map(known);
          for (const event of events) {
            const earlier = accepted.get(event.log_id);
            if (earlier) duplicates.set(event.log_id, earlier);
            else if (!known.has(event.log_id)) accepted.set(event.log_id, event);
          }
          const inserts = [...accepted.values()];
          const outcome: RecordOutcome = {
            accepted: new Set(accepted.keys()),
            duplicates,
            effects: noEffects(),
          };
          if (inserts.length === 0) return { batch: null, result: outcome };
          if (decide) outcome.effects = decide(inserts, fresh);
          const batch = await toBatch(
            userId,
            inserts,
            [],
            { shown: decide ? inserts : [], judged: [] },
            outcome.effects,
          );
          return { batch, result: outcome };
        },
        standings.get(context)?.get(userId),
      );
    } catch (error) {
      if (!(error instanceof BatchTooLarge)) throw error;
      if (events.length < 2)
        throw new AppError('too_large', 'The event is too large to be kept', { cause: error });
      const half = events.length >> 1;
      const first = await recordOf(userId, events.slice(0, half), context, decide);
      const second = await recordOf(userId, events.slice(half), context, decide);
      for (const id of second.accepted) first.accepted.add(id);
      for (const [id, event] of second.duplicates)
        if (!first.accepted.has(id)) first.duplicates.set(id, event);
      join(first.effects, second.effects);
      return first;
    }
  }

  async function recordAll(
    events: readonly StoredEvent[],
    context: Context,
    decide: Decide | null,
  ): Promise<RecordOutcome> {
    const groups = byTenant(events);
    const [only] = groups;
    if (groups.size === 1 && only) return recordOf(only[0], only[1], context, decide);
    const whole: RecordOutcome = { accepted: new Set(), duplicates: new Map(), effects: noEffects() };
    const settled = await Promise.allSettled(
      [...groups].map(([userId, mine]) => recordOf(userId, mine, context, decide)),
    );
    for (const one of settled) {
      if (one.status === 'rejected') throw one.reason;
      for (const id of one.value.accepted) whole.accepted.add(id);
      for (const [id, event] of one.value.duplicates) whole.duplicates.set(id, event);
      join(whole.effects, one.value.effects);
    }
    return whole;
  }

  async function applyOf(
    userId: string,
    events: readonly StoredEvent[],
    context: Context,
    decide: Decide,
  ): Promise<Effects> {
    return commitLog.transact(
      userId,
      async ({ isFirst }) => {
        const [known, fresh] = await Promise.all([
          findEvents(connection, events),
          isFirst ? context : renewContext(connection, context, userId, events),
        ]);
        const due = new Map<string, StoredEvent>();
        for (const event of events)
          if (isDueFor(known.get(event.log_id), event) && !due.has(event.log_id))
            due.set(event.log_id, event);
        const accepted = [...due.values()];
        if (accepted.length === 0) return { batch: null, result: noEffects() };
        const effects = decide(accepted, fresh);
        // Those that were judged before have been shown.
        const shown = accepted.filter((event) => known.get(event.log_id)?.state === 'pending');
        const judged = accepted.filter((event) => !known.get(event.log_id)?.verdict?.vulnerability);
        const batch = await toBatch(userId, [], accepted.map(toUpdate), { shown, judged }, effects);
        return { batch, result: effects };
      },
      standings.get(context)?.get(userId),
    );
  }

  const noContext = (): Context => ({
    known: new Map(),
    windows: new Map(),
    sessions: new Map(),
    incidents: new Map(),
    merged: new Map(),
  });

  return {
    context: (request) => readContext(connection, commitLog, standings, request),
    async record(events, context, decide, raws = []) {
      await insertRawPacks(connection, raws);
      return recordAll(events, context, decide);
    },
    async append(events, raws = []) {
      await insertRawPacks(connection, raws);
      return recordAll(
        events.map((event) => ({ ...event, state: 'pending', verdict: null })),
        noContext(),
        null,
      );
    },
    async apply(updates, context, decide) {
      const whole = noEffects();
      for (const [userId, events] of byTenant(updates))
        join(whole, await applyOf(userId, events, context, decide));
      return whole;
    },
    recover: () => commitLog.finishAll(),
  };
}
