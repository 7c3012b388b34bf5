/**
 * The Store port: everything that outlives a process. Two back ends, one contract suite (test/store/contract).
 *
 * What holds for every operation:
 * - A promise that resolves means durable (SQLite: commit with synchronous=FULL; MongoDB: w:majority, journal).
 * - Expected absence is `null` (or `false` for a change that found nothing); it never throws for it.
 * - A store that cannot answer throws AppError `unavailable`; nothing is half-done that a repeat would not complete.
 * - Whatever takes a tenant sees only that tenant; another tenant's id is as a missing one.
 * - Returned records are the caller's own: changing them changes nothing stored.
 * - Text is stored as it is (NUL, bidi, control characters); a lone surrogate may come back as U+FFFD.
 * - Lists are newest first, and equal times are ordered by id, descending, unless said otherwise.
 */
import type { Alert, AlertFold, AlertStatus, HumanVerdict, Incident, IncidentFold } from './alert.ts';
import type { AttackerProfile, ProfileDelta } from './attacker.ts';
import type { Decoy, DecoyTouch } from './decoy.ts';
import type { Delivery, DeliveryState } from './delivery.ts';
import type { EventCollection, EventState, Json, JsonObject, StoredEvent } from './event.ts';
import type { SessionState, SourceHistory, WindowCounts } from './history.ts';
import type { NodeRecord } from './node.ts';
import type { OrdinaryLevel } from './scorer.ts';
import type { User } from './user.ts';
import type { Verdict } from './verdict.ts';

// ── the corridor's write ────────────────────────────────────────────────────────────────────────────────────────

/** What a source did within one bucket, added to what stands. `bucket` = floor(event time ms / bucketMs). */
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

/** What the corridor asks before it judges a batch. Keys may repeat and be absent in the answer. */
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
 * What the corridor makes of those events that are really new, knowing `context`. It also sets `alert_id`, `alert_created`
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

// ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────

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
}

/**
 * A page of at most `limit` (1–1000) records. `next_cursor` is opaque text, null at the end. A page may hold fewer
 * than `limit` although there is more: a store reads a bounded number of records per call (filters that match
 * rarely must not cost a full scan); then `next_cursor` goes on.
 */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
export interface PageRequest {
  limit: number;
  /** From an earlier page; one that is not readable throws `bad_request`. */
  cursor?: string | null;
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
  node_id?: string;
  min_risk?: number;
  assignee?: string;
}

/**
 * A condition on events, compound of what is given (all must hold). Used by suppression rules and their preview.
 * Times of day are minutes 0–1439 in UTC; `until` may be less than `from` (over midnight).
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
  time_of_day?: { from: number; until: number };
  max_risk?: number;
}

/**
 * A small document that a person or the server keeps: a channel, a suppression rule, an API key, a blocked address, …
 * `lookup` is unique per kind over all tenants where it is not null (an API key's hash, a feed's secret).
 */
export interface Doc {
  kind: string;
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

// ── one tenant's view ───────────────────────────────────────────────────────────────────────────────────────────

export interface TenantStore {
  /** False when the id exists. */
  createNode(node: NodeRecord): Promise<boolean>;
  /** Not the deleted ones. */
  nodes(): Promise<NodeRecord[]>;
  /** Null for a deleted one. */
  node(id: string): Promise<NodeRecord | null>;
  /** Null where there is none (or it is deleted). */
  updateNode(
    id: string,
    patch: Partial<
      Pick<NodeRecord, 'name' | 'status' | 'key_hash' | 'deployment_config' | 'deleted_at' | 'farewell_until'>
    >,
  ): Promise<NodeRecord | null>;
  /** Ends the farewell of a deleted node at once. False where there is none to end. */
  endFarewell(id: string): Promise<boolean>;

  decoys(filter: { node_id?: string }, limit: number): Promise<Decoy[]>;
  /** Upserts by decoy id; counters and access times stay. */
  registerDecoys(decoys: readonly Decoy[]): Promise<void>;

  event(logId: string): Promise<StoredEvent | null>;
  events(filter: EventFilter, page: PageRequest): Promise<Page<StoredEvent>>;
  /** How many stored events the condition holds for, exactly, at least 1 M/s where an index helps. */
  countEvents(condition: EventCondition, range: { from?: string; to?: string }): Promise<number>;

  alert(id: string): Promise<Alert | null>;
  alerts(filter: AlertFilter, page: PageRequest): Promise<Page<Alert>>;
  /** Null where there is none. Also keeps `active_alerts` true. */
  updateAlert(
    id: string,
    patch: { status?: AlertStatus; human_verdict?: HumanVerdict | null; notified?: boolean },
  ): Promise<Alert | null>;
  /** Sets the status of all alerts of an incident that are not resolved; returns how many. */
  updateAlertsOfIncident(incidentId: string, status: AlertStatus): Promise<number>;

  incident(id: string): Promise<Incident | null>;
  incidents(filter: IncidentFilter, page: PageRequest): Promise<Page<Incident>>;
  /** Changes it where `version` still stands (null = any); null where there is none, 'stale' where it has moved on. */
  updateIncident(
    id: string,
    version: number | null,
    patch: Partial<
      Pick<
        Incident,
        | 'status'
        | 'assignee'
        | 'human_verdict'
        | 'open_key'
        | 'acknowledged_at'
        | 'resolved_at'
        | 'escalated_at'
        | 'notified_risk'
        | 'notified_types'
        | 'notifications'
        | 'throttled'
      >
    >,
  ): Promise<Incident | null | 'stale'>;

  session(nodeId: string, session: string): Promise<SessionState | null>;
  /** Latest first by last_at. */
  sessions(filter: { source?: string; node_id?: string }, page: PageRequest): Promise<Page<SessionState>>;

  profile(source: string): Promise<AttackerProfile | null>;
  profiles(
    order: 'last_seen' | 'total_attacks' | 'max_risk_score',
    page: PageRequest,
  ): Promise<Page<AttackerProfile>>;

  stats(): Promise<Stats>;
  /** Hours from ≤ hour < to, ascending. */
  rollups(from: string, to: string): Promise<Rollup[]>;
  /** Mean and spread of events per source and bucket over the recent past; null where little is known. */
  ordinary(): Promise<OrdinaryLevel | null>;

  deliveries(
    filter: { channel_id?: string; incident_id?: string; state?: DeliveryState },
    page: PageRequest,
  ): Promise<Page<Delivery>>;
  delivery(id: string): Promise<Delivery | null>;
  /** Makes it due again now with its attempts reset (“send again”); null where there is none. */
  requeueDelivery(id: string, nowMs: number): Promise<Delivery | null>;

  /** 'exists' when id or lookup is taken. */
  createDoc(doc: Doc): Promise<'created' | 'exists'>;
  doc(kind: string, id: string): Promise<Doc | null>;
  /** Ascending by created_at, id. At most `limit` ≤ 10,000. */
  docs(kind: string, filter: { tag?: string }, limit: number): Promise<Doc[]>;
  /** Replaces body, tag, lookup, expires_at where `version` stands (null = any); the stored version grows by one. */
  updateDoc(
    kind: string,
    id: string,
    version: number | null,
    patch: Partial<Pick<Doc, 'body' | 'tag' | 'lookup' | 'expires_at'>> & { updated_at: string },
  ): Promise<Doc | null | 'stale'>;
  removeDoc(kind: string, id: string): Promise<boolean>;

  /** Appends; the same id twice is one entry. */
  append(entry: JournalEntry): Promise<void>;
  journal(stream: string, page: PageRequest): Promise<Page<JournalEntry>>;

  /** Tells live streams of a change made outside `record`. */
  announce(change: Omit<Change, 'user_id'>): Promise<void>;
  /** After `cursor` (null = from now on), at most `limit`. A cursor that is too old or unreadable starts from now. */
  feed(cursor: string | null, limit: number): Promise<{ items: FeedItem[]; cursor: string }>;
}

// ── the whole store ─────────────────────────────────────────────────────────────────────────────────────────────

export interface Store {
  readonly kind: 'sqlite' | 'mongo';
  of(userId: string): TenantStore;

  /** False when the e-mail (or id) is taken. */
  createUser(user: User): Promise<boolean>;
  userById(id: string): Promise<User | null>;
  userByEmail(email: string): Promise<User | null>;
  countUsers(): Promise<number>;
  /** Ascending by created_at, id. For the command line (whose data is imported, who forgot a password). ≤ `limit`. */
  users(limit: number): Promise<User[]>;
  /** Null where there is none. */
  updateUser(id: string, patch: Partial<Pick<User, 'password_hash' | 'token_version'>>): Promise<User | null>;

  /** Also a deleted node, until its farewell is over: the caller looks at `deleted_at`. */
  nodeByKeyHash(hash: string): Promise<NodeRecord | null>;
  /** Of any tenant, deleted ones not included. For telling 404 from 403 on node routes only. */
  nodeExists(id: string): Promise<boolean>;
  /** Stamps last_seen (never backwards). Missing nodes are ignored. */
  touchNodes(seen: readonly { node_id: string; at: string }[]): Promise<void>;
  /** What the agent says of itself at registration. */
  registerAgent(nodeId: string, agent: NonNullable<NodeRecord['agent']>): Promise<boolean>;
  /** The key opens nothing from now on. */
  buryNode(nodeId: string): Promise<void>;
  /** A document by its unique lookup, over all tenants (API keys, feed secrets). */
  docByLookup(kind: string, lookup: string): Promise<Doc | null>;
  /** All tenants' documents of one kind (channels for the deliverer, rules for the corridor's cache). ≤ `limit`. */
  allDocs(kind: string, limit: number): Promise<Doc[]>;
  /** Grows whenever a document of this kind changes, for any tenant; lets caches of several processes agree. */
  docsRevision(kind: string): Promise<number>;

  context(request: ContextRequest): Promise<Context>;
  /**
   * Stores events and, for those that are new, what `decide` makes of them; all or nothing, once. Two events with one
   * log_id in a call: the first counts. `context` is what `decide` gets (a store that must may read it anew and call
   * `decide` again). After a crash at any point a repeat of the same call, or `recover`, completes it.
   */
  record(events: readonly StoredEvent[], context: Context, decide: Decide): Promise<RecordOutcome>;
  /** Durable at once, state `pending`, without effects: for scorers that take their time. Same duplicate rules. */
  append(events: readonly StoredEvent[]): Promise<RecordOutcome>;
  /** Effects for events that are stored already (completed or re-scored); each event's update happens once. */
  apply(updates: readonly StoredEvent[], context: Context, decide: Decide): Promise<Effects>;
  /** Completes what a crash cut short within the store itself. Called at open by the corridor, with its `decide`. */
  recover(decide: Decide): Promise<number>;
  /** Oldest first, of all tenants, in this state, received before `before` (ISO). */
  unfinished(state: 'pending' | 'fallback', before: string, limit: number): Promise<StoredEvent[]>;

  /** Puts messages into the outbox that no event caused (an escalation, a resolution); those whose id is there stay as they are. */
  enqueueDeliveries(deliveries: readonly Delivery[]): Promise<void>;
  /** Due and unclaimed (or whose claim ran out), oldest due first, at most `perChannel` of one channel. */
  claimDeliveries(input: {
    nowMs: number;
    limit: number;
    perChannel: number;
    worker: string;
    leaseMs: number;
  }): Promise<Delivery[]>;
  /** Writes the outcome where `worker` still holds it; false where it does not. */
  settleDelivery(
    id: string,
    worker: string,
    outcome: Pick<
      Delivery,
      'state' | 'attempts' | 'next_at_ms' | 'last_attempt_at' | 'last_status' | 'last_error' | 'last_answer'
    >,
  ): Promise<boolean>;
  /** Earliest time something is due, epoch ms; null = nothing is. */
  nextDeliveryMs(): Promise<number | null>;
  /** Open, unacknowledged incidents opened before that are not escalated yet, of all tenants. */
  unacknowledged(openedBefore: string, limit: number): Promise<Incident[]>;
  /** Incidents whose open_key still takes events although nothing came since `before`: closes the key. Returns how many. */
  closeIdleIncidents(before: string, limit: number): Promise<number>;

  /**
   * Adds one to a counter shared by all processes and returns its new value and age. A counter starts anew `windowMs`
   * after its first hit. Keys are hashed by the caller where they hold secrets.
   */
  hit(key: string, windowMs: number, nowMs: number): Promise<{ count: number; first_ms: number }>;
  /** Reads without adding; null where there is none. */
  hits(key: string, nowMs: number): Promise<{ count: number; first_ms: number } | null>;
  forgetHits(key: string): Promise<void>;

  /** Removes, in bounded steps, events, alerts, sessions, … older than `before`, expired docs and counters. Returns records removed. */
  sweep(before: string | null, nowMs: number): Promise<number>;
  /** Rejects when the store does not answer. */
  ping(): Promise<void>;
  /** Hot, consistent copy to a file (sqlite only; mongo throws `bad_request` naming mongodump). `progress` 0–1. */
  backup(file: string, progress?: (share: number) => void): Promise<void>;
  /** For doctor and metrics: versions, sizes. */
  about(): Promise<Record<string, string | number>>;
  close(): Promise<void>;
}
