/** What is asked of a store and what it answers: filters, pages, and the records that only lists show. */
import type { AlertStatus } from './alert.ts';
import type { Change, RollupDelta } from './effects.ts';
import type { EventCollection, Json, JsonObject, StoredEvent } from './event.ts';
import type { Exposure } from './exposure.ts';
import type { WeekHours } from './week-hours.ts';

export interface QueryWithin {
  /** Any of these. */
  nodes?: readonly string[];
  exposure?: Exposure;
  /** Not before, and before: of an event's time, or of the latest event of what is listed. */
  fromMs?: number;
  toMs?: number;
}

/** A query in the language of lib/query-language, over the fields of what is listed; `7d` in it is before `nowMs`. */
export interface EventQuery {
  text: string;
  nowMs: number;
  /** What must hold beside it. */
  within?: QueryWithin;
}

/** Every value is a typed scalar; a store builds its own query from it. */
export interface EventFilter {
  node_id?: string;
  service?: string;
  source?: string;
  attack_type?: string;
  session?: string;
  alert_id?: string;
  collection?: EventCollection;
  min_risk?: number;
  /** ISO, inclusive / exclusive. */
  from?: string;
  to?: string;
  /** Case-insensitive substring of payload, activity, source or service. */
  q?: string;
  query?: EventQuery;
}

/**
 * Texts of the records of a page, in UTF-16 units: a page ends with the record that reaches this. Large records must not
 * stop the event loop or fill the memory of a small machine.
 */
export const pageBytes = 2 * 1024 * 1024;

/**
 * A page of at most `limit` (1–1000) records. `next_cursor` is opaque text, null at the end. A page may hold fewer
 * than `limit` although there is more: a store reads a bounded number of records per call (filters that match
 * rarely must not cost a full scan), and ends after about `pageBytes` of records; then `next_cursor` goes on.
 */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
export interface PageRequest {
  limit: number;
  /** From an earlier page; one that is not readable throws `bad_request`. */
  cursor?: string | null;
  /** Aborted when whoever asks is gone: a read that takes long ends, and rejects with `unavailable`. */
  gone?: AbortSignal | undefined;
}

export interface Stats {
  total_attacks: number;
  risk_sum: number;
  high_risk_count: number;
  active_alerts: number;
  unique_attackers: number;
  total_nodes: number;
  active_nodes: number;
  /** Mean risk of the latest 10 alerts, unrounded; 0 where there is none. */
  recent_risk_average: number;
}

export interface Rollup extends RollupDelta {}
/** The counters by name of a rollup. */
export type RollupCounts =
  | 'attack_types'
  | 'services'
  | 'nodes'
  | 'countries'
  | 'techniques'
  | 'exposures'
  | 'suppressed'
  | 'networks'
  | 'risks'
  | 'vulnerabilities'
  | 'sources';

export interface AlertFilter {
  status?: AlertStatus;
  /** All but resolved. */
  open?: boolean;
  source?: string;
  node_id?: string;
  min_risk?: number;
  incident_id?: string;
  /** Only those a person judged. */
  judged?: boolean;
  from?: string;
  to?: string;
}
export interface IncidentFilter {
  status?: AlertStatus;
  open?: boolean;
  source?: string;
  /** Any that the incident touched. */
  node_id?: string;
  service?: string;
  attack_type?: string;
  min_risk?: number;
  assignee?: string;
  /** Also those that are merged into another; without it only where `source` is given. */
  merged?: boolean;
  /** Those that this person has not opened since they last got riskier. */
  unread_by?: string;
  /** ISO: those that are snoozed at that time, or those that are not (core/snooze.ts). */
  asleep_at?: string;
  awake_at?: string;
  /** ISO: those with an event at or after `from` that began before `to`. */
  from?: string;
  to?: string;
  /** Over core/list-query-fields.ts, as the queries of attackers and sessions. */
  query?: EventQuery;
  /** Records looked at in one call where no index answers; a store has a bound of its own. */
  looked?: number;
}
/** Incidents looked at for one count. */
export const mostCounted = 10_000;
export interface IncidentCount {
  count: number;
  /** More may match: it was counted up to the most that was asked for, or `mostCounted` were looked at. */
  has_more: boolean;
}

/** ISO; from ≤ time < to. */
export interface TimeRange {
  from?: string;
  to?: string;
}

/** By the time of the last event. */
export interface SessionFilter extends TimeRange {
  source?: string;
  node_id?: string;
  query?: EventQuery;
}

/**
 * A condition on events, compound of what is given (all must hold). Used by suppression rules and their preview.
 * Times of day are minutes of the day in a zone (UTC unless named), on some weekdays or all.
 */
export interface EventCondition {
  sources?: string[];
  /** CIDR networks. */
  networks?: string[];
  nodes?: string[];
  services?: string[];
  decoys?: string[];
  /** extra.process_name of agent events. */
  processes?: string[];
  /** username of agent events, extra.username of others. */
  users?: string[];
  attack_types?: string[];
  /** Case-insensitive substring of payload or activity. */
  text?: string;
  time_of_day?: WeekHours;
  max_risk?: number;
}

/** Events that a condition holds for, and those among them that call for an alert by themselves. */
export interface EventCount {
  count: number;
  /** More risk than the threshold, and not of a quiet kind. */
  alerting: number;
}

/**
 * A small document that a person or the server keeps: a channel, a suppression rule, an API key, a blocked address, …
 * `lookup` is unique per kind over all tenants where it is not null (an API key's hash, a feed's secret).
 */
export interface Doc {
  kind: string;
  /** Of what people make one after another: grows (`createGrowingHex`), so that lists keep that order. */
  id: string;
  user_id: string;
  lookup: string | null;
  /** Free sort and filter key within kind and tenant: a node id, a status. */
  tag: string | null;
  created_at: string;
  updated_at: string;
  /** The sweeper removes it some time after; readers check it themselves. */
  expires_at: string | null;
  version: number;
  body: JsonObject;
}

/** One line of an append-only stream: `audit`, `incident:<id>`, `tuning`. */
export interface JournalEntry {
  /** Grows from entry to entry (`createGrowingHex`): those of one millisecond are listed by it. */
  id: string;
  user_id: string;
  stream: string;
  at: string;
  by: string;
  kind: string;
  data: Json;
}

/** What a live stream shows, oldest first. `cursor` of the last one resumes after it. */
export type FeedItem =
  | { cursor: string; type: 'event'; event: StoredEvent }
  | { cursor: string; type: 'change'; change: Change };
