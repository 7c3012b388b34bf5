/** What the pipeline asks a store before it judges a batch, and all that follows from the batch (Store.record). */
import type { Alert, AlertFold, Incident, IncidentFold } from './alert.ts';
import type { ProfileDelta } from './attacker.ts';
import type { DecoyTouch } from './decoy.ts';
import type { Delivery } from './delivery.ts';
import type { EventCollection, EventState, StoredEvent } from './event.ts';
import type { SessionState, SourceHistory, WindowCounts } from './history.ts';
import type { Verdict } from './verdict.ts';

/** What a source did within one bucket, added to what stands. `bucket` = floor(event time ms / bucketMs), or a day (history.ts). */
export interface WindowDelta {
  user_id: string;
  source_ip: string;
  bucket: number;
  counts: WindowCounts;
}

/** Counters per tenant and hour; dashboards and statistics read nothing else. Negative numbers take back. */
export interface RollupDelta {
  user_id: string;
  /** Start of the hour of event time, ISO. */
  hour: string;
  events: number;
  risk_sum: number;
  /** Events of risk ≥ 7. */
  high_risk: number;
  alerts: number;
  attack_types: Record<string, number>;
  services: Record<string, number>;
  nodes: Record<string, number>;
}

/** A re-scored or completed event: what was `pending` or `fallback` gets its verdict. */
export interface EventUpdate {
  user_id: string;
  log_id: string;
  collection: EventCollection;
  verdict: Verdict;
  state: EventState;
  alert_id: string | null;
  alert_created: boolean;
  suppressed_by: string | null;
}

/** A record that people watch has changed (carried to the live streams of all processes). */
export interface Change {
  user_id: string;
  kind: 'alert' | 'incident' | 'node' | 'delivery';
  id: string;
  at: string;
}

/** All that follows from a batch of events. Applied together with them, once, whatever is repeated. */
export interface Effects {
  /** Changes verdict, alert and state of events already stored; those of the batch itself arrive complete. */
  updates: EventUpdate[];
  profiles: ProfileDelta[];
  rollups: RollupDelta[];
  windows: WindowDelta[];
  touches: DecoyTouch[];
  /** Whole states, version already one greater than what was read. */
  sessions: SessionState[];
  /** Inserted where the id is not there yet. */
  alerts: Alert[];
  alertFolds: AlertFold[];
  /** These take no more events: open_key becomes the incident's id. Done before new incidents are inserted. */
  closedIncidents: { user_id: string; incident_id: string }[];
  /** Inserted where neither the id nor the open_key is there yet. */
  incidents: Incident[];
  incidentFolds: IncidentFold[];
  /** Inserted where the id is not there yet. */
  deliveries: Delivery[];
  changes: Change[];
  /** Hits of suppression rules (docs of kind `suppression`): added to `body.hits`, and `body.last_hit_at` set. */
  suppressionHits: { user_id: string; rule_id: string; hits: number; last_at: string }[];
}

export const noEffects = (): Effects => ({
  updates: [],
  profiles: [],
  rollups: [],
  windows: [],
  touches: [],
  sessions: [],
  alerts: [],
  alertFolds: [],
  closedIncidents: [],
  incidents: [],
  incidentFolds: [],
  deliveries: [],
  changes: [],
  suppressionHits: [],
});

/** What the pipeline asks before it judges a batch. Keys may repeat and be absent in the answer. */
export interface ContextRequest {
  /** Ids whose sender named them: which are stored already? */
  logIds: readonly { user_id: string; log_id: string }[];
  /** Sources and the bucket of the event: sums of `bucketsSeen` buckets ending there. */
  windows: readonly { user_id: string; source_ip: string; bucket: number }[];
  sessions: readonly { user_id: string; node_id: string; session: string }[];
  /** Open incidents by open_key. */
  openKeys: readonly string[];
}
export interface Context {
  /** By log_id. */
  known: Map<string, StoredEvent>;
  /** By windowKey(). */
  windows: Map<string, SourceHistory>;
  /** By sessionKey(). */
  sessions: Map<string, SessionState>;
  /** By open_key. */
  incidents: Map<string, Incident>;
}
export const windowKey = (user: string, source: string, bucket: number): string =>
  `${user}|${bucket}|${source}`;
export const sessionKey = (user: string, node: string, session: string): string =>
  `${user}|${node}|${session}`;

/**
 * What the pipeline makes of those events that are really new, knowing `context`. It also sets `alert_id`, `alert_created`
 * and `suppressed_by` of those events (nothing else), so a store calls it before it writes them, or writes them again.
 * Pure but for that, synchronous, and may be called again with a fresher context.
 */
export type Decide = (accepted: StoredEvent[], context: Context) => Effects;

export interface RecordOutcome {
  /** log_ids that were new. */
  accepted: Set<string>;
  /** What stands under the ids that were not new. */
  duplicates: Map<string, StoredEvent>;
  effects: Effects;
}
