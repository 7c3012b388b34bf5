/**
 * What one commit of a tenant writes, complete: whoever finds it in the tenant's commit log can carry it out without knowing
 * anything else (docs/decisions/0006-mongo-effects.md). Plain JSON.
 */
import type { AlertStatus } from '../../../core/alert.ts';
import type { BaselineSums } from '../../../core/baseline.ts';
import { type Change, type Effects, type EventUpdate, noEffects } from '../../../core/effects.ts';
import type { StoredEvent } from '../../../core/event.ts';
import { addCounts } from '../../../core/history.ts';
import type { MergePatch } from '../../../core/merge.ts';
import {
  sumAlertFolds,
  sumIncidentFolds,
  sumProfiles,
  sumRollups,
  sumSuppressionHits,
  sumTouches,
  sumVulnerabilities,
} from '../../../core/sums.ts';
import { noTotals, type Totals } from '../../../core/totals.ts';
import type { OutboxWrites } from './outbox.ts';

/** Whole fields of a document that only commits write: `$set` where this commit has not been there. */
export interface Whole {
  id: string;
  set: { [field: string]: unknown };
}

/** Added to a day's figures from which the baseline follows. */
export interface LevelDelta extends BaselineSums {
  day: number;
}

/** What changes in the figures of a kind of observables. */
export interface KindDelta {
  kind: string;
  kept: number;
  dropped_values: number;
  dropped_events: number;
}

export type FeedEntry =
  | { log_id: string; collection: StoredEvent['collection'] }
  | { change: Omit<Change, 'user_id'> };

export interface Batch {
  inserts: StoredEvent[];
  updates: EventUpdate[];
  /** Profiles, rollups, vulnerabilities and updates have lists of their own; those of `effects` are empty. */
  effects: Effects;
  profiles: Whole[];
  rollups: Whole[];
  /** Absent in what an earlier version left. */
  vulnerabilities?: Whole[];
  observables?: Whole[];
  observablePeriods?: Whole[];
  observableKinds?: KindDelta[];
  levels: LevelDelta[];
  /** Absent where no message follows; those of `effects` are empty. */
  outbox?: OutboxWrites;
  totals: Totals;
  alertStatuses: { alert_id: string; status: AlertStatus }[];
  /** Absent in what an earlier version left, and where nothing is merged or split. */
  alertMoves?: { alert_id: string; incident_id: string; merged_from: string | null }[];
  /** Fields of incidents as a merge or a split leaves them. */
  incidentSets?: { incident_id: string; set: MergePatch }[];
  /** Own keys of documents that are too old to be kept. */
  removals: { alerts: string[]; profiles: string[]; observables?: string[] };
  feed: FeedEntry[];
  /** When it was committed, ISO. */
  at: string;
}

export const emptyBatch = (at: string): Batch => ({
  inserts: [],
  updates: [],
  effects: noEffects(),
  profiles: [],
  rollups: [],
  vulnerabilities: [],
  observables: [],
  observablePeriods: [],
  observableKinds: [],
  levels: [],
  totals: noTotals(),
  alertStatuses: [],
  removals: { alerts: [], profiles: [], observables: [] },
  feed: [],
  at,
});

function grouped<T>(items: readonly T[], key: (item: T) => string, join: (a: T, b: T) => T): T[] {
  if (items.length < 2) return [...items];
  const groups = new Map<string, T>();
  for (const item of items) {
    const id = key(item);
    const existing = groups.get(id);
    groups.set(id, existing ? join(existing, item) : item);
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
    rollups: grouped(effects.rollups, (e) => `${e.part}|${e.hour}`, sumRollups),
    vulnerabilities: grouped(effects.vulnerabilities, (e) => e.id, sumVulnerabilities),
    windows: grouped(
      effects.windows,
      (e) => `${e.bucket}|${e.source_ip}`,
      (a, b) => ({ ...a, counts: addCounts(a.counts, b.counts) }),
    ),
    touches: grouped(effects.touches, (e) => `${e.node_id}\n${e.file_path || e.file_name}`, sumTouches),
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
    alertFolds: grouped(effects.alertFolds, (e) => e.alert_id, sumAlertFolds),
    incidentFolds: grouped(effects.incidentFolds, (e) => e.incident_id, sumIncidentFolds),
    suppressionHits: grouped(effects.suppressionHits, (e) => e.rule_id, sumSuppressionHits),
  };
}

/** What follows from a tenant's events is that tenant's: anything else would go past another tenant's commitLog. */
export function checkTenant(effects: Effects, userId: string): void {
  for (const entries of Object.values(effects) as { user_id: string }[][])
    for (const { user_id } of entries)
      if (user_id !== userId) throw new TypeError("effects of one tenant's events on another tenant");
}
