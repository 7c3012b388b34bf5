/**
 * Alert: a risky event as the contract knows it. Events that name a session share one alert, which grows with
 * the session's story. Incident: what people see, and are told of once (docs/decisions/0004-alerts-and-incidents.md).
 */
import type { KeyStep } from './key-step.ts';
import type { Evidence, NamedVulnerability } from './verdict.ts';

export const alertStatuses = ['open', 'acknowledged', 'investigating', 'resolved'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

export const verdictKinds = ['attack', 'harmless', 'expected'] as const;
export type VerdictKind = (typeof verdictKinds)[number];

/** What a person said of an alert or an incident. */
export interface HumanVerdict {
  verdict: VerdictKind;
  note: string;
  by: string;
  at: string;
}

export interface Judgement {
  attack_type: string;
  risk_score: number;
  confidence: number;
  is_anomaly: boolean;
  reasons: string[];
  evidence: Evidence[];
  tactics: string[];
  techniques: string[];
  scored_by: string;
  model: string;
  /** The protocol of the bytes, or null where none was recognised. */
  protocol: string | null;
  /** What was tried, or null where none was named. */
  vulnerability: NamedVulnerability | null;
}

export interface Alert extends Judgement {
  alert_id: string;
  user_id: string;
  node_id: string;
  /** Of the first event behind it. */
  timestamp: string;
  last_seen: string;
  source_ip: string;
  service: string;
  activity: string;
  payload: string;
  extra: unknown;
  session: string | null;
  related_decoy: string | null;
  /** Events folded into it. */
  event_count: number;
  status: AlertStatus;
  /** Whether a message to at least one channel was made with it. */
  notified: boolean;
  incident_id: string;
  /** The incident that it was made for, where that one is merged into another (merge.ts). */
  merged_from: string | null;
  human_verdict: HumanVerdict | null;
}

/** What the step that an alert's judgement speaks of was: its evidence points into this. */
export type AlertStep = Pick<Alert, 'activity' | 'payload' | 'extra'>;

/** A further event of the same session. `worse` replaces the judgement where its risk is greater than what stands. */
export interface AlertFold {
  user_id: string;
  alert_id: string;
  events: number;
  last_seen: string;
  worse: (Judgement & Partial<AlertStep>) | null;
}

/** What an incident touched so far: each set holds the first 64, `unlisted` counts the touches of others. */
export interface Touched {
  /** Node ids. */
  nodes: string[];
  services: string[];
  attack_types: string[];
  /** Paths of decoys (names if the path is not known). */
  decoys: string[];
  /** Of agents: who touched the decoy, and with which process (`eve with excel.exe`). */
  users: string[];
  unlisted: number;
}

/** Of each set of an incident's touches. */
export const mostTouched = 64;

export const noTouches = (): Touched => ({
  nodes: [],
  services: [],
  attack_types: [],
  decoys: [],
  users: [],
  unlisted: 0,
});

/** What one channel has been told of an incident. */
export interface NotifiedChannel {
  /** Messages. */
  occasions: number;
  /** The incident's greatest risk and stage at the latest of them. */
  risk: number;
  stage: number;
  /** When the latest was made. */
  at: string;
  throttled: boolean;
  /** It stood only in the message about a wave, with many others. */
  folded: boolean;
}

/** By channel id. `*` stands for all channels without an entry: an older version kept one for the whole incident. */
export type NotifiedChannels = Record<string, NotifiedChannel>;

/** That it was put aside (snooze.ts). */
export interface Snooze {
  /** ISO. */
  until: string;
  /** It also comes back once it has so many events; null = however many. */
  events: number | null;
  /** As it was when it was snoozed. */
  risk: number;
  attack_type: string;
  by: string;
  at: string;
}

/** Who opened an incident, and how risky it was then. */
export interface Seen {
  by: string;
  at: string;
  risk: number;
}
/** The latest so many people. */
export const mostSeen = 20;

export interface Incident extends Judgement {
  incident_id: string;
  user_id: string;
  /** What is grouped: `source:<address or /64>` or `host:<node>:<host name>` (grouping.ts). */
  group_key: string;
  /** `<user>|<group_key>` while it takes events, else the incident's id: unique, so two writers open one. */
  open_key: string;
  /** One sentence in plain words. */
  title: string;
  source_ip: string;
  service: string;
  node_id: string;
  related_decoy: string | null;
  /** By the events' own times, none later than its arrival. */
  first_seen: string;
  last_seen: string;
  /** When the latest event arrived (of an import: happened). Windows are decided by it. Empty in old records. */
  active_at: string;
  /** When the source came back after a pause longer than the window, or null. */
  resumed_at: string | null;
  event_count: number;
  alert_count: number;
  status: AlertStatus;
  assignee: string | null;
  human_verdict: HumanVerdict | null;
  opened_at: string;
  acknowledged_at: string | null;
  resolved_at: string | null;
  /** Highest risk that people were told of, over all channels. */
  notified_risk: number;
  /** Attack types that people were told of. */
  notified_types: string[];
  /** Events that made at least one message. */
  notifications: number;
  throttled: boolean;
  touched: Touched;
  notified_channels: NotifiedChannels;
  /** In the order in which they came. Empty in records of older versions. */
  key_steps: KeyStep[];
  escalated_at: string | null;
  /** Null: not snoozed, or no longer. One that is past stays until the next change. */
  snooze: Snooze | null;
  /** The incident that it is merged into; it is resolved then, and in few lists. */
  merged_into: string | null;
  merge: Merge | null;
  /** Ids of those that are merged into it, at most 100. */
  merged: string[];
  /** The latest first. */
  seen: Seen[];
  /** Grows by one with each change by a person. */
  version: number;
}

/** What of an incident a merge may replace. */
export type MergeTaken = Judgement &
  Pick<
    Incident,
    | 'title'
    | 'node_id'
    | 'service'
    | 'related_decoy'
    | 'first_seen'
    | 'last_seen'
    | 'active_at'
    | 'notified_risk'
    | 'notified_types'
    | 'touched'
    | 'key_steps'
  >;

/** What a merged incident keeps, to be split off again (merge.ts). */
export interface Merge {
  by: string;
  at: string;
  /** As it was before. */
  status: AlertStatus;
  resolved_at: string | null;
  open_key: string;
  /** Sum of the event counts of its alerts at that time. */
  alert_events: number;
  /** Of the one that remains, before. */
  before: MergeTaken;
}

/** Where and by whom an incident's worst act was done: its title names the same. */
export type IncidentPlace = Pick<Incident, 'node_id' | 'service' | 'related_decoy'>;

/** What a batch adds to an existing incident. */
export interface IncidentFold {
  user_id: string;
  incident_id: string;
  events: number;
  alerts: number;
  first_seen: string;
  last_seen: string;
  active_at: string;
  /** Set where the source came back after a pause. */
  resumed_at: string | null;
  /** Replaces judgement and title where its risk is greater than what stands, or where the type is new to people. */
  worse: (Judgement & { title: string } & Partial<IncidentPlace>) | null;
  /** The whole sets, where the batch touched something new. */
  touched: Touched | null;
  /** All of them, where the batch added one. */
  key_steps: KeyStep[] | null;
  /** Set where this batch tells people something. */
  notified: IncidentNotified | null;
}

/** What an incident remembers of its messages. */
export type IncidentNotified = Pick<
  Incident,
  'notified_risk' | 'notified_types' | 'throttled' | 'notifications' | 'notified_channels'
>;
