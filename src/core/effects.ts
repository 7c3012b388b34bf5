/** What the pipeline asks a store before it scores a batch, and all that follows from the batch (Store.record). */
import type { Alert, AlertFold, Incident, IncidentFold } from './alert.ts';
import type { ProfileDelta } from './attacker.ts';
import type { DecoyTouch } from './decoy.ts';
import type { Delivery } from './delivery.ts';
import type { EventCollection, EventState, StoredEvent } from './event.ts';
import type { SessionState, SourceHistory, WindowCounts } from './history.ts';
import type { Verdict } from './verdict.ts';
import type { VulnerabilityDelta } from './vulnerability-sum.ts';

/** What a source did within one bucket, to be added. `bucket` = floor(event time ms / bucketMs), or a day (history.ts). */
export interface WindowDelta {
  user_id: string;
  source_ip: string;
  bucket: number;
  counts: WindowCounts;
}

/** Counters per tenant and hour; dashboards and statistics read nothing else. Negative numbers subtract. */
export interface RollupDelta {
  user_id: string;
  /** Start of the hour of event time, ISO. */
  hour: string;
  /** Which node and exposure it is of (rollup-parts.ts); '' = the whole tenant. */
  part: string;
  events: number;
  risk_sum: number;
  /** Events of risk ≥ 7. */
  high_risk: number;
  alerts: number;
  attack_types: Record<string, number>;
  services: Record<string, number>;
  nodes: Record<string, number>;
  countries: Record<string, number>;
  /** ATT&CK ids. */
  techniques: Record<string, number>;
  exposures: Record<string, number>;
  /** By node: events that a rule or a known scanner kept from alerting. */
  suppressed: Record<string, number>;
  /** By the network that announced the address: `AS64496 Example Net`. */
  networks: Record<string, number>;
  /** By risk, 0 to 10. */
  risks: Record<string, number>;
  /** CVEs, or names of ours. */
  vulnerabilities: Record<string, number>;
  /** An event of each technique. */
  examples: Record<string, string>;
  /** The greatest only (core/top-counts.ts). */
  sources: Record<string, number>;
}

/** A completed or rescored event: one that was `pending` or `fallback` gets its verdict. */
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

/** A change of a record that people watch, for the live streams of all processes. */
export interface Change {
  user_id: string;
  kind: 'alert' | 'incident' | 'node' | 'delivery';
  id: string;
  at: string;
}

/** All that follows from a batch of events. It is applied together with them, exactly once, even if the call is repeated. */
export interface Effects {
  /** Change verdict, alert and state of events that are stored already; the events of the batch itself are complete. */
  updates: EventUpdate[];
  profiles: ProfileDelta[];
  rollups: RollupDelta[];
  vulnerabilities: VulnerabilityDelta[];
  windows: WindowDelta[];
  touches: DecoyTouch[];
  /** Whole states; `version` is one greater than the one that was read. */
  sessions: SessionState[];
  /** Inserted unless the id exists. */
  alerts: Alert[];
  alertFolds: AlertFold[];
  /** These take no more events: open_key becomes the incident's id. Applied before new incidents are inserted. */
  closedIncidents: { user_id: string; incident_id: string }[];
  /** Inserted unless the id or the open_key exists. */
  incidents: Incident[];
  incidentFolds: IncidentFold[];
  /** Inserted unless the id exists. */
  deliveries: Delivery[];
  changes: Change[];
  /** Hits of suppression rules and known scanners (`kindOfSuppressor` says whose): added to `body.hits`; they also set `body.last_hit_at`. */
  suppressionHits: { user_id: string; rule_id: string; hits: number; last_at: string }[];
}

export const noEffects = (): Effects => ({
  updates: [],
  profiles: [],
  rollups: [],
  vulnerabilities: [],
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

/** What the pipeline asks before it scores a batch. Keys may repeat; a key without a record is missing in the answer. */
export interface ContextRequest {
  /** Ids that follow from the sender's event id: which of them are stored already? */
  logIds: readonly { user_id: string; log_id: string }[];
  /** A source and the bucket of an event: the answer is the sum of the `bucketsSeen` buckets that end there. */
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
  /**
   * By open_key. Of a key that a merged incident holds: the one it is merged into, or itself where that one takes no
   * events.
   */
  incidents: Map<string, Incident>;
  /** By open_key: the id of the merged incident that holds it. */
  merged: Map<string, string>;
}
export const windowKey = (user: string, source: string, bucket: number): string =>
  `${user}|${bucket}|${source}`;
export const sessionKey = (user: string, node: string, session: string): string =>
  `${user}|${node}|${session}`;

/**
 * Decides, given `context`, what follows from those events that are really new. It also sets their `alert_id`,
 * `alert_created` and `suppressed_by` (nothing else), so a store calls it before it writes them, or writes them again.
 * Apart from that it is pure; it is synchronous and may be called again with a newer context.
 */
export type Decide = (accepted: StoredEvent[], context: Context) => Effects;

export interface RecordOutcome {
  /** log_ids that were new. */
  accepted: Set<string>;
  /** The stored events whose ids were not new, by log_id. */
  duplicates: Map<string, StoredEvent>;
  effects: Effects;
}
