/**
 * The Store port: everything that outlives a process. Two back ends, one contract suite (test/store/contract).
 *
 * What holds for every operation:
 * - A write that resolves is durable (SQLite: the log is flushed; MongoDB: w:majority, journal). Reads may see a write
 *   some milliseconds before that; what is done about it is another write, and resolves after both.
 * - Expected absence is `null` (or `false` for a change that found nothing); it never throws for it.
 * - A store that cannot answer throws AppError `unavailable`; nothing is half-done that a repeat would not complete.
 * - Whatever takes a tenant sees only that tenant; another tenant's id is as a missing one.
 * - Returned records are the caller's own: changing them changes nothing stored.
 * - Text is stored as it is (NUL, bidi, control characters); a lone surrogate may come back as U+FFFD.
 * - Lists are newest first, and equal times are ordered by id, descending, unless said otherwise.
 */
import type { Alert, AlertStatus, HumanVerdict, Incident } from './alert.ts';
import type { AttackerProfile } from './attacker.ts';
import type { Decoy } from './decoy.ts';
import type { ChannelKey, Delivery, DeliveryOutcome, DeliveryState } from './delivery.ts';
import type { Change, Context, ContextRequest, Decide, Effects, RecordOutcome } from './effects.ts';
import type { StoredEvent } from './event.ts';
import type { SessionState } from './history.ts';
import type { MergePatch, MovedAlerts } from './merge.ts';
import type { NodeRecord } from './node.ts';
import type {
  Observable,
  ObservableFilter,
  ObservableKind,
  ObservableKindSum,
  ObservableOrder,
  ObservableSums,
  Sighting,
} from './observable.ts';
import type { FoldedNotice } from './outbox-bound.ts';
import type {
  AlertFilter,
  Doc,
  EventCondition,
  EventCount,
  EventFilter,
  EventQuery,
  FeedItem,
  IncidentCount,
  IncidentFilter,
  JournalEntry,
  Page,
  PageRequest,
  Rollup,
  RollupCounts,
  SessionFilter,
  Stats,
  TimeRange,
} from './query.ts';
import type { RawPack } from './raw-record.ts';
import type { Baseline } from './scorer.ts';
import type { User } from './user.ts';
import type { VulnerabilitySum } from './vulnerability-sum.ts';

/** What moves between two incidents (TenantStore.moveAlerts). */
export interface MoveAlerts {
  from: string;
  to: string;
  which: 'all' | 'returning' | readonly string[];
  create?: Incident;
  decide(from: Incident | null, to: Incident, moved: MovedAlerts): { from: MergePatch; to: MergePatch };
}

// ── one tenant's view ───────────────────────────────────────────────────────────────────────────────────────────

export interface TenantStore {
  /** False when the id exists. */
  createNode(node: NodeRecord): Promise<boolean>;
  /**
   * The tenant's newest node of this name that has a key of its own, or `node`, written: of calls at the same time, also of several processes, one
   * writes. Names that look the same (NFC) are the same. Null when the id exists.
   */
  findOrCreateNode(node: NodeRecord): Promise<NodeRecord | null>;
  /**
   * The node of this id below its parent, or `node`, written, also over a deleted one: of calls at the same time, also of
   * several processes, one writes. `full`: the parent has `most`. Null where the parent is gone or the id is another's.
   */
  createSubNode(node: NodeRecord & { parent_id: string }, most: number): Promise<NodeRecord | 'full' | null>;
  /** Those below a node, not the deleted ones; oldest first. */
  subNodes(parentId: string): Promise<NodeRecord[]>;
  /** Not the deleted ones. */
  nodes(): Promise<NodeRecord[]>;
  /** Null for a deleted one. */
  node(id: string): Promise<NodeRecord | null>;
  /** Null where there is none (or it is deleted). */
  updateNode(
    id: string,
    patch: Partial<
      Pick<
        NodeRecord,
        | 'name'
        | 'status'
        | 'key_hash'
        | 'deployment_config'
        | 'deleted_at'
        | 'uninstall_grace_until'
        | 'exposure'
        | 'labels'
        | 'owner'
        | 'location'
        | 'group_id'
        | 'silent_since'
        | 'maintenance'
        | 'relay'
      >
    >,
  ): Promise<NodeRecord | null>;
  /** Ends the uninstall grace of a deleted node at once. False where there is none to end. */
  endUninstallGrace(id: string): Promise<boolean>;

  /** The latest touched or registered first, which is also the time that the range is about. */
  decoys(filter: { node_id?: string | undefined } & TimeRange, page: PageRequest): Promise<Page<Decoy>>;
  /** How many there are, counted up to `most`. */
  countDecoys(most: number): Promise<number>;
  /** Upserts by decoy id; counters and access times are kept. */
  registerDecoys(decoys: readonly Decoy[]): Promise<void>;

  event(logId: string): Promise<StoredEvent | null>;
  events(filter: EventFilter, page: PageRequest): Promise<Page<StoredEvent>>;
  /** The data of the packs of what arrived at this time (ISO); at most `mostPacks`. */
  rawPacks(receivedAt: string): Promise<Uint8Array[]>;
  /** Counts stored events exactly, in one pass over them. The range is ISO, inclusive / exclusive; `gone` as of a page. */
  countEvents(
    condition: EventCondition,
    asked: { threshold: number; from?: string; to?: string; gone?: AbortSignal | undefined },
  ): Promise<EventCount>;

  alert(id: string): Promise<Alert | null>;
  alerts(filter: AlertFilter, page: PageRequest): Promise<Page<Alert>>;
  /** Null where there is none. Also keeps `active_alerts` true. */
  updateAlert(
    id: string,
    patch: { status?: AlertStatus; human_verdict?: HumanVerdict | null; notified?: boolean },
  ): Promise<Alert | null>;
  /**
   * Sets the status of all alerts of an incident that are not resolved, with `all` of those that are as well (it was
   * reopened); returns how many. Also keeps `active_alerts` true.
   */
  updateAlertsOfIncident(
    incidentId: string,
    status: AlertStatus,
    which?: 'unresolved' | 'all',
  ): Promise<number>;

  /**
   * Moves alerts between two incidents and changes both, in one step. `which`: `all` those of `from` (they remember it),
   * `returning` those that remember `to`, or these ids. `create` is stored as `to` first. `decide` gets the records as
   * they stand and the sums of what moves, and may throw. Null where an incident is missing (`returning`: `from` may be).
   * Alerts that arrive meanwhile go where the open keys lead. A repeat completes what a crash cut short.
   */
  moveAlerts(move: MoveAlerts): Promise<{ from: Incident | null; to: Incident } | null>;
  /** Notes who opened incidents, without a new version; `at` null takes it back. Missing ones are ignored. */
  markSeen(ids: readonly string[], by: string, at: string | null): Promise<void>;

  /** One that no events made. False where the id exists. */
  createIncident(incident: Incident): Promise<boolean>;
  incident(id: string): Promise<Incident | null>;
  incidents(filter: IncidentFilter, page: PageRequest): Promise<Page<Incident>>;
  /** How many there are, counted up to `most`, among the latest `mostCounted` that an index finds. */
  countIncidents(filter: IncidentFilter, most: number, gone?: AbortSignal): Promise<IncidentCount>;
  /**
   * Changes it where `version` is the stored one (null = any); null where there is none, 'stale' where it is another. An
   * `open_key` that another incident holds stays with that one: the rest is changed all the same.
   */
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
        | 'snooze'
        | 'notified_risk'
        | 'notified_types'
        | 'notifications'
        | 'throttled'
      >
    >,
  ): Promise<Incident | null | 'stale'>;

  session(nodeId: string, session: string): Promise<SessionState | null>;
  /** Latest first by last_at. */
  sessions(filter: SessionFilter, page: PageRequest): Promise<Page<SessionState>>;

  profile(source: string): Promise<AttackerProfile | null>;
  profiles(
    order: 'last_seen' | 'total_attacks' | 'max_risk_score',
    page: PageRequest,
    query?: EventQuery,
  ): Promise<Page<AttackerProfile>>;

  stats(): Promise<Stats>;
  /**
   * Hours from ≤ hour < to, ascending. With `only`, its other counters by name are empty: a long range costs less.
   * `parts` (core/rollup-parts.ts): those of nodes and exposures in place of the tenant's, several an hour. */
  rollups(from: string, to: string, only?: RollupCounts, parts?: readonly string[] | null): Promise<Rollup[]>;
  /** Those that were tried; the most often tried first. */
  vulnerabilities(): Promise<VulnerabilitySum[]>;
  /** Greatest first; equal ones in an order of the store's own. */
  observables(filter: ObservableFilter, order: ObservableOrder, page: PageRequest): Promise<Page<Observable>>;
  /** Those there are, in the order of `ids`. At most 1,000 ids. */
  observablesById(ids: readonly string[]): Promise<Observable[]>;
  /** Those there are of these values, in their order. At most 1,000 values. */
  observablesOf(values: readonly Sighting[]): Promise<Observable[]>;
  /** By kind, ascending; kinds of which nothing was seen are missing. */
  observableKinds(): Promise<ObservableKindSum[]>;
  /** Over the periods (`periodMs`) that begin within from ≤ period < to, ISO. */
  observableSums(kind: ObservableKind, from: string, to: string): Promise<ObservableSums>;
  /** Mean and spread of events per source and bucket over the past days; null where too little is known. */
  baseline(): Promise<Baseline | null>;

  deliveries(
    filter: TimeRange & { channel_id?: string; incident_id?: string; state?: DeliveryState },
    page: PageRequest,
  ): Promise<Page<Delivery>>;
  delivery(id: string): Promise<Delivery | null>;
  /** Makes it due now and notes in its log that the schedule begins anew (“send again”); null where there is none. */
  requeueDelivery(id: string, nowMs: number): Promise<Delivery | null>;
  /**
   * Makes due now what waits: for the end of quiet hours (`held`), or for its next attempt (`waiting`). Of one channel, or
   * of all. Returns how many.
   */
  releaseDeliveries(which: 'held' | 'waiting', channelId: string | null, nowMs: number): Promise<number>;
  /** Messages about an incident that were counted in another one instead of being sent (outbox-bound.ts). At most 500. */
  foldedNotices(incidentId: string): Promise<FoldedNotice[]>;

  /** 'exists' when id or lookup is taken. */
  createDoc(doc: Doc): Promise<'created' | 'exists'>;
  doc(kind: string, id: string): Promise<Doc | null>;
  /** Ascending by created_at, id. At most `limit` ≤ 10,000. */
  docs(kind: string, filter: { tag?: string }, limit: number): Promise<Doc[]>;
  /** How many there are, counted up to `most`. */
  countDocs(kind: string, most: number): Promise<number>;
  /** Replaces body, tag, lookup, expires_at where `version` is the stored one (null = any); it then grows by one. */
  updateDoc(
    kind: string,
    id: string,
    version: number | null,
    patch: Partial<Pick<Doc, 'body' | 'tag' | 'lookup' | 'expires_at'>> & { updated_at: string },
  ): Promise<Doc | null | 'stale'>;
  removeDoc(kind: string, id: string): Promise<boolean>;
  /** Grows whenever a document of this kind of this tenant changes, and before `Store.docsRevision` does. */
  docsRevision(kind: string): Promise<number>;

  /** Appends; the same id twice is one entry. */
  append(entry: JournalEntry): Promise<void>;
  journal(stream: string, page: PageRequest, range?: TimeRange): Promise<Page<JournalEntry>>;

  /** Notifies live streams of a change made outside `record`. */
  announce(change: Omit<Change, 'user_id'>): Promise<void>;
  /**
   * After `cursor` (null = from now on), at most `limit` and about `pageBytes`; `more`: there is more right now. A cursor that is too old or unreadable starts from now.
   */
  feed(cursor: string | null, limit: number): Promise<{ items: FeedItem[]; cursor: string; more: boolean }>;
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
  /** Changes it where `tokenVersion` is the stored one (null = any); null where there is none, 'stale' where it is another. */
  updateUser(
    id: string,
    tokenVersion: number | null,
    patch: Partial<Pick<User, 'password_hash' | 'token_version'>>,
  ): Promise<User | null | 'stale'>;

  /** Also a deleted node, until its uninstall grace is over: the caller checks `deleted_at`. */
  nodeByKeyHash(hash: string): Promise<NodeRecord | null>;
  /** Of any tenant, deleted ones not included. For telling 404 from 403 on node routes only. */
  nodeExists(id: string): Promise<boolean>;
  /** Nodes of all tenants that were seen and not deleted, ascending by id, those after `id` ('' = from the first). ≤ `limit`. */
  nodesAfter(id: string, limit: number): Promise<NodeRecord[]>;
  /** Stamps last_seen (never backwards), and learns the usual pause from the gap. Missing nodes are ignored. */
  touchNodes(seen: readonly { node_id: string; at: string }[]): Promise<void>;
  /** What the agent says of itself at registration. Clears `agent_removed_at`. */
  registerAgent(nodeId: string, agent: NonNullable<NodeRecord['agent']>): Promise<boolean>;
  /** The agent removed itself at this time (ISO): the node becomes inactive, and its key is no longer valid. */
  deactivateNode(nodeId: string, at: string): Promise<void>;
  /** A document by its unique lookup, over all tenants (API keys, feed secrets). */
  docByLookup(kind: string, lookup: string): Promise<Doc | null>;
  /** All tenants' documents of one kind, page by page, ascending by created_at, id. For jobs, never on a request path. */
  docsAfter(kind: string, page: PageRequest): Promise<Page<Doc>>;
  /** Grows whenever a document of this kind changes, for any tenant; lets caches of several processes agree. */
  docsRevision(kind: string): Promise<number>;

  context(request: ContextRequest): Promise<Context>;
  /**
   * Stores events and, for those that are new, what `decide` makes of them; all or nothing, once. Two events with one
   * log_id in a call: the first counts. `context` is what `decide` gets (a store that must may read it anew and call
   * `decide` again). After a crash at any point a repeat of the same call, or `recover`, completes it. `raws`: of these
   * events, kept as long as they are.
   */
  record(
    events: readonly StoredEvent[],
    context: Context,
    decide: Decide,
    raws?: readonly RawPack[],
  ): Promise<RecordOutcome>;
  /** Durable at once, state `pending`, without effects: for scorers that take their time. Same duplicate rules. */
  append(events: readonly StoredEvent[], raws?: readonly RawPack[]): Promise<RecordOutcome>;
  /** Effects for events that are stored already (completed or re-scored); each event's update happens once. */
  apply(updates: readonly StoredEvent[], context: Context, decide: Decide): Promise<Effects>;
  /** Completes what a crash cut short within the store itself. Called at open by the pipeline, with its `decide`. */
  recover(decide: Decide): Promise<number>;
  /** Oldest first, of all tenants, in this state, received before `before` (ISO). */
  unfinished(state: 'pending' | 'fallback', before: string, limit: number): Promise<StoredEvent[]>;

  /**
   * Adds messages to the outbox that no event caused (an escalation, a resolution). Existing ids are left as they are. As
   * with those of `record`, what is over the bound of a channel becomes one message (outbox-bound.ts).
   */
  enqueueDeliveries(deliveries: readonly Delivery[]): Promise<void>;
  /**
   * Channels that have something due and unclaimed, by tenant and channel, those after `after`. Looks at about `limit`
   * channels; `next` is where to go on, or null at the end.
   */
  dueChannels(input: {
    nowMs: number;
    after: ChannelKey | null;
    limit: number;
  }): Promise<{ channels: ChannelKey[]; next: ChannelKey | null }>;
  /**
   * Claims up to `count` of each of the channels, worst risk first, then newest. What closes or confirms an alert at its
   * receiver (`followingOccasions`) waits for earlier messages about that incident.
   */
  claimDeliveries(input: {
    nowMs: number;
    channels: readonly (ChannelKey & { count: number })[];
    worker: string;
    leaseMs: number;
  }): Promise<Delivery[]>;
  /** Writes outcomes in one transaction, each where `worker` still holds the delivery; returns the ids of those. */
  settleDeliveries(
    worker: string,
    outcomes: readonly { delivery_id: string; outcome: DeliveryOutcome }[],
  ): Promise<string[]>;
  /** Earliest time something is due, epoch ms; null = nothing is. */
  nextDeliveryMs(): Promise<number | null>;
  /** Open, unacknowledged incidents opened before that are not escalated yet, of all tenants. */
  unacknowledged(openedBefore: string, limit: number): Promise<Incident[]>;
  /** Incidents whose open_key still takes events although nothing came since `before`: closes the key. Returns how many. */
  closeIdleIncidents(before: string, limit: number): Promise<number>;

  /**
   * Adds one to a rate limit's counter, shared by all processes, and returns its new value and when it began. It starts
   * anew `windowMs` after it began. Keys are hashed by the caller where they hold secrets.
   */
  addToRateLimit(key: string, windowMs: number, nowMs: number): Promise<{ count: number; first_ms: number }>;
  /** Reads without adding; null where there is none. */
  rateLimit(key: string, nowMs: number): Promise<{ count: number; first_ms: number } | null>;
  clearRateLimit(key: string): Promise<void>;

  /** Removes, in bounded steps, events, alerts, sessions, … older than `before`, expired docs and counters. Returns records removed. */
  sweep(before: string | null, nowMs: number): Promise<number>;
  /**
   * Removes, in bounded steps, every record of a side tenant (side-tenant.ts); cut short, a repeat completes it. Rejects
   * with a TypeError for any other tenant. Returns records removed.
   */
  removeSideTenant(userId: string): Promise<number>;
  /** Rejects when the store does not answer. */
  ping(): Promise<void>;
  /** Hot, consistent copy to a file (sqlite only; mongo throws `bad_request` naming mongodump). `progress` 0–1. */
  backup(file: string, progress?: (share: number) => void): Promise<void>;
  /** For doctor and metrics: versions, sizes. */
  about(): Promise<Record<string, string | number>>;
  close(): Promise<void>;
}
