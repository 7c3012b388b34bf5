/**
 * All that the console knows of the API's shapes. Other files import them from here alone, so that `src/contract/` can
 * take this file's place.
 */

import type { Capture } from '../../src/contract/capture.ts';
import type { KeyStep } from '../../src/contract/incident.ts';
import type { IncidentSplitAnswer } from '../../src/contract/incident-merging.ts';
import type { RawRecord } from '../../src/contract/raw-record.ts';
import type { Recording } from '../../src/contract/recording.ts';
import type { Alert, AlertStatus, HumanVerdict, VerdictKind } from '../../src/core/alert.ts';
import type { AttackerProfile } from '../../src/core/attacker.ts';
import type { ErrorCode, FieldError } from '../../src/core/errors.ts';
import type { EventState, IdentifiedEvent } from '../../src/core/event.ts';
import type { SessionState } from '../../src/core/history.ts';
import type { EventCondition } from '../../src/core/query.ts';
import type { NamedVulnerability, Verdict } from '../../src/core/verdict.ts';

export type { Token as PlantedToken, TokenCreate, TokenList, TokenUpdate } from '../../src/contract/token.ts';
/** A token of ours: a planted link. `TokenView` is a session's. */
export { decoyFileOf } from '../../src/core/decoy-file.ts';
export type { EventKind, Json } from '../../src/core/event.ts';
export { eventKinds } from '../../src/core/event.ts';
export { eventQueryFields } from '../../src/core/event-query-fields.ts';
export {
  type MappedCondition,
  type MappedField,
  type MappedTest,
  mappedFields,
} from '../../src/core/mapping.ts';
export type { AttackType, Evidence } from '../../src/core/verdict.ts';
export { attackTypes } from '../../src/core/verdict.ts';
/** The query language of lists, as the server reads it. */
export {
  excludeTerm,
  matches as holdsQuery,
  parseQuery,
  type QueryRecord,
} from '../../src/lib/query-language/index.ts';
/** A text as a query that looks for it. */
export { toWords } from '../../src/lib/query-language/words.ts';
export { readable } from '../../src/lib/readable.ts';
export type {
  AlertStatus,
  Capture,
  ErrorCode,
  EventCondition,
  FieldError,
  HumanVerdict,
  KeyStep,
  NamedVulnerability,
  RawRecord,
  VerdictKind,
};

export interface Problem {
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  requestId: string;
  errors?: FieldError[];
}

/** `GET` of a list by keyset: `next_cursor: null` alone is the end. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface UserView {
  id: string;
  email: string;
  created_at: string;
}

export interface TokenView {
  access_token: string;
  user: UserView;
}

/** In lists: how long these are where they are cut. One event by its id is whole. */
export interface CutLengths {
  payload_length?: number;
  extra_length?: number;
}

export interface EventView extends IdentifiedEvent, CutLengths {
  state: EventState;
  /** Null while it is not scored yet. */
  verdict: Verdict | null;
  alert_id: string | null;
  alert_created: boolean;
  suppressed_by: string | null;
}

/** What `GET /api/events` filters by. */
export interface EventFilter {
  node_id?: string;
  service?: string;
  source?: string;
  attack_type?: string;
  session?: string;
  alert_id?: string;
  collection?: string;
  min_risk?: string;
  q?: string;
  from?: string;
  to?: string;
}

export interface IncidentView {
  incident_id: string;
  title: string;
  status: AlertStatus;
  assignee: string | null;
  attack_type: string;
  risk_score: number;
  confidence: number;
  reasons: string[];
  source_ip: string;
  service: string;
  node_id: string;
  first_seen: string;
  last_seen: string;
  event_count: number;
  alert_count: number;
  version: number;
  is_anomaly: boolean;
  tactics: string[];
  techniques: string[];
  related_decoy: string | null;
  opened_at: string;
  human_verdict: HumanVerdict | null;
  /** One that is past stays until the next answer: then it came back. */
  snooze: { until: string; events: number | null; by: string; at: string } | null;
  asleep: boolean;
  /** Of the bytes that were sent, where it was recognized. */
  protocol: string | null;
  vulnerability: NamedVulnerability | null;
  /** It was merged into this one, which takes its alerts and answers. */
  merged_into: string | null;
  merged_count: number;
  /** Who opened it, the latest first. */
  seen_by: { by: string; at: string }[];
  /** The person that asks has not opened it since it got as risky as it is. */
  unread: boolean;
}

export interface NodeView {
  node_id: string;
  name: string;
  status: 'active' | 'inactive';
  os_type: string | null;
  last_seen: string | null;
  created_at: string;
}

export interface StatsView {
  total_attacks: number;
  active_alerts: number;
  unique_attackers: number;
  avg_risk_score: number;
  high_risk_count: number;
  total_nodes: number;
  active_nodes: number;
}

/** What the live stream says is to be read again. */
export interface Change {
  kind: 'alert' | 'incident' | 'node' | 'delivery';
  id: string;
  at: string;
}

export type AlertView = Alert & CutLengths;

/** A line of a journal: what a person or the server did. `data` follows from `kind`. */
export interface EntryView {
  id: string;
  at: string;
  by: string;
  kind: string;
  data: unknown;
}

export interface IncidentDetailView extends IncidentView {
  /** What made it what it is, the worst first; at most 16. */
  key_steps: KeyStep[];
  /** The latest 50. */
  alerts: AlertView[];
  /** The latest 100 of its source and time. */
  events: EventView[];
  /** Oldest first. */
  timeline: EntryView[];
  /** Those that are merged into it, the latest first. */
  merged: {
    incident_id: string;
    title: string;
    source_ip: string;
    event_count: number;
    by: string;
    at: string;
  }[];
}

export interface SnoozeRequest {
  until: string;
  after_events?: number | null;
}

export interface BulkItem {
  incident_id: string;
  version?: number;
  status?: AlertStatus;
  assignee?: string | null;
  snooze?: SnoozeRequest | null;
}

/** What `POST /api/incidents/bulk` answers. `undo` is the body of the request that takes it back. */
export interface BulkView {
  results: {
    incident_id: string;
    result: 'changed' | 'unchanged' | 'not_found' | 'conflict';
    incident: IncidentView | null;
  }[];
  changed: number;
  undo: { incidents: BulkItem[] } | null;
}

/** `undo` is the body of the request that splits them off again. */
export interface MergeView {
  incident: IncidentView;
  results: IncidentSplitAnswer['results'];
  undo: { incidents: string[] } | null;
}

/** `undo` is the body of the request that merges it back. */
export interface TakenApartView {
  incident: IncidentView;
  from: IncidentView;
  undo: { into: string; incidents: string[] };
}

export interface SuppressionPreview {
  count: number;
  would_have_alerted: number;
}

/** `story`: what it did, in a sentence of the server's. */
export type AttackerView = Omit<AttackerProfile, 'user_id'> & { story: string };
export type AttackerOrder = 'last_seen' | 'total_attacks' | 'max_risk_score';
export type SessionView = Omit<SessionState, 'user_id' | 'story' | 'memo' | 'version'>;
export type SessionDetailView = SessionView & Pick<SessionState, 'story'> & { recordings: Recording[] };
export type { Activity, Techniques, TopList, Vulnerabilities } from '../../src/contract/activity.ts';
export type { AlertSettings, QuietHours } from '../../src/contract/alert-settings.ts';
export type { ApiKey, ApiKeyCreated } from '../../src/contract/api-key.ts';
export type {
  AssetSource,
  AssetSourceDetail,
  AssetSourcePut,
  AssetSourceWritten,
} from '../../src/contract/asset.ts';
export type {
  BlockEntry,
  BlockFeed,
  BlockFeedCreated,
  BlockFeeds,
  BlockSettings,
} from '../../src/contract/block.ts';
export type { BulkJob } from '../../src/contract/bulk-job.ts';
export type { Channel, ChannelFilter, ChannelPreview, ChannelTested } from '../../src/contract/channel.ts';
export type { Condition } from '../../src/contract/condition.ts';
export type { DecoyResponse } from '../../src/contract/decoy.ts';
export type { Delivery } from '../../src/contract/delivery.ts';
export type { Digest, DigestCreate, DigestPreview } from '../../src/contract/digest.ts';
export type { Group, GroupUpdate } from '../../src/contract/group.ts';
export type { IncidentCount } from '../../src/contract/incident.ts';
export type { IncidentSplitAnswer } from '../../src/contract/incident-merging.ts';
export type { IngestProblem } from '../../src/contract/ingest-problem.ts';
export type { Entry } from '../../src/contract/journal.ts';
export type { KnownScanner, KnownScannerCreate } from '../../src/contract/known-scanner.ts';
export type { MappedSample, Mapping, MappingCreate, MappingPreview } from '../../src/contract/mapping.ts';
export type { NodeDeleted, NodeResponse } from '../../src/contract/node.ts';
export type { NodeTested } from '../../src/contract/node-test.ts';
export type {
  Observable,
  ObservableDetail,
  ObservableKinds,
  ObservableList,
} from '../../src/contract/observable.ts';
export type { Quota } from '../../src/contract/quota.ts';
export type { Sample } from '../../src/contract/sample.ts';
export type { SearchAnswer, SearchGroup, SearchHit } from '../../src/contract/search.ts';
export type { Health } from '../../src/contract/server-info.ts';
export type { NodeSetup, SensorKind } from '../../src/contract/setup.ts';
export type { Suppression, SuppressionCount } from '../../src/contract/suppression.ts';
export type { IncidentVerdictAnswer, ThresholdAdvice } from '../../src/contract/verdict.ts';
export type { SavedView, SavedViewCreate, SavedViewUpdate } from '../../src/contract/view.ts';
export type {
  Wallboard,
  WallboardCreate,
  WallboardCreated,
  WallboardData,
} from '../../src/contract/wallboard.ts';
export { type Scope, scopes } from '../../src/core/access.ts';
export type { Notice } from '../../src/core/channel.ts';
export { type ExposureSetting, exposureSettings } from '../../src/core/exposure.ts';
export { type ScannerPermission, scannerPermissions } from '../../src/core/known-scanner.ts';
export type { Field as SettingField, Fields as SettingFields } from '../../src/core/settings.ts';
export { type Subscription, subscriptions } from '../../src/core/subscription.ts';
export { kindOfSuppressor } from '../../src/core/suppression.ts';
export { type Weekday, weekdays } from '../../src/core/week-hours.ts';

/** What `GET /api/incidents` filters by. */
export interface IncidentFilter {
  unread?: boolean;
  status?: AlertStatus;
  open?: boolean;
  snoozed?: boolean;
  source?: string;
  node_id?: string;
  min_risk?: string;
  assignee?: string;
  from?: string;
  to?: string;
  q?: string;
}
