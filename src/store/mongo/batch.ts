/**
 * What one commit of a tenant writes, complete: whoever finds it in the tenant's ledger can carry it out without knowing
 * anything else (docs/decisions/0006-mongo-effects.md). Plain JSON.
 */
import type { AlertStatus } from '../../core/alert.ts';
import { type Change, type Effects, type EventUpdate, noEffects } from '../../core/effects.ts';
import type { StoredEvent } from '../../core/event.ts';
import { addCounts } from '../../core/history.ts';
import { earlierOf, laterOf, sumProfiles, sumRollups } from '../../core/sums.ts';

/** Added to the tenant's totals. */
export interface TotalsDelta {
  events: number;
  risk_sum: number;
  high_risk: number;
  active_alerts: number;
  sources: number;
}

/** Whole fields of a document that only commits write: `$set` where this commit has not been there. */
export interface Whole {
  id: string;
  set: { [field: string]: unknown };
}

/** Added to a day's figures from which the ordinary level follows. */
export interface LevelDelta {
  day: number;
  samples: number;
  events: number;
  squares: number;
}

export type FeedEntry =
  | { log_id: string; collection: StoredEvent['collection'] }
  | { change: Omit<Change, 'user_id'> };

export interface Batch {
  inserts: StoredEvent[];
  updates: EventUpdate[];
  /** Profiles, rollups and updates are in `profiles`, `rollups`, `updates`; those of `effects` are empty. */
  effects: Effects;
  profiles: Whole[];
  rollups: Whole[];
  levels: LevelDelta[];
  totals: TotalsDelta;
  alertStatuses: { alert_id: string; status: AlertStatus }[];
  /** Own keys of documents that are too old to be kept. */
  removals: { alerts: string[]; profiles: string[] };
  feed: FeedEntry[];
  /** When it was committed, ISO. */
  at: string;
}

export const noTotals = (): TotalsDelta => ({
  events: 0,
  risk_sum: 0,
  high_risk: 0,
  active_alerts: 0,
  sources: 0,
});

export const emptyBatch = (at: string): Batch => ({
  inserts: [],
  updates: [],
  effects: noEffects(),
  profiles: [],
  rollups: [],
  levels: [],
  totals: noTotals(),
  alertStatuses: [],
  removals: { alerts: [], profiles: [] },
  feed: [],
  at,
});

function grouped<T>(items: readonly T[], key: (item: T) => string, join: (a: T, b: T) => T): T[] {
  if (items.length < 2) return [...items];
  const groups = new Map<string, T>();
  for (const item of items) {
    const id = key(item);
    const standing = groups.get(id);
    groups.set(id, standing ? join(standing, item) : item);
  }
  return [...groups.values()];
}

/** One entry per target: a document takes one change of one commit, which is what makes a repeat harmless. */
export function mergeEffects(effects: Effects): Effects {
  return {
    ...effects,
    updates: grouped(
      effects.updates,
      (e) => e.log_id,
      (_, b) => b,
    ),
    profiles: grouped(effects.profiles, (e) => e.source_ip, sumProfiles),
    rollups: grouped(effects.rollups, (e) => e.hour, sumRollups),
    windows: grouped(
      effects.windows,
      (e) => `${e.bucket}|${e.source_ip}`,
      (a, b) => ({ ...a, counts: addCounts(a.counts, b.counts) }),
    ),
    touches: grouped(
      effects.touches,
      (e) => `${e.node_id}\n${e.file_path || e.file_name}`,
      (a, b) => ({ ...a, at: laterOf(a.at, b.at), count: a.count + b.count }),
    ),
    sessions: grouped(
      effects.sessions,
      (e) => `${e.node_id}\n${e.session}`,
      (_, b) => b,
    ),
    alerts: grouped(
      effects.alerts,
      (e) => e.alert_id,
      (a) => a,
    ),
    alertFolds: grouped(
      effects.alertFolds,
      (e) => e.alert_id,
      (a, b) => ({
        ...a,
        events: a.events + b.events,
        last_seen: laterOf(a.last_seen, b.last_seen),
        worse: (b.worse?.risk_score ?? -1) > (a.worse?.risk_score ?? -1) ? b.worse : a.worse,
      }),
    ),
    incidentFolds: grouped(
      effects.incidentFolds,
      (e) => e.incident_id,
      (a, b) => ({
        ...a,
        events: a.events + b.events,
        alerts: a.alerts + b.alerts,
        first_seen: earlierOf(a.first_seen, b.first_seen),
        last_seen: laterOf(a.last_seen, b.last_seen),
        active_at: laterOf(a.active_at, b.active_at),
        resumed_at: b.resumed_at ?? a.resumed_at,
        worse: b.worse ?? a.worse,
        touched: b.touched ?? a.touched,
        told: b.told ?? a.told,
      }),
    ),
    suppressionHits: grouped(
      effects.suppressionHits,
      (e) => e.rule_id,
      (a, b) => ({ ...a, hits: a.hits + b.hits, last_at: laterOf(a.last_at, b.last_at) }),
    ),
  };
}

/** What follows from a tenant's events is that tenant's: anything else would go past another tenant's ledger. */
export function checkTenant(effects: Effects, userId: string): void {
  for (const entries of Object.values(effects) as { user_id: string }[][])
    for (const { user_id } of entries)
      if (user_id !== userId) throw new TypeError("effects of one tenant's events on another tenant");
}
