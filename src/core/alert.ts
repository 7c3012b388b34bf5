/**
 * Alert: a risky event as the contract knows it. Events that name a session share one alert, which grows with
 * the session's story. Incident: what people see, and are told of once (docs/decisions/0004-alerts-and-incidents.md).
 */
import type { Evidence } from './verdict.ts';

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
  /** Whether a notification went out for its incident when it was made. */
  notified: boolean;
  incident_id: string;
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

export interface Incident extends Judgement {
  incident_id: string;
  user_id: string;
  /** What is grouped: `source:<address or host name>`. */
  group_key: string;
  /** `<user>|<group_key>` while it takes events, else the incident's id: unique, so two writers open one. */
  open_key: string;
  /** One sentence in plain words. */
  title: string;
  source_ip: string;
  service: string;
  node_id: string;
  related_decoy: string | null;
  first_seen: string;
  last_seen: string;
  event_count: number;
  alert_count: number;
  status: AlertStatus;
  assignee: string | null;
  human_verdict: HumanVerdict | null;
  opened_at: string;
  acknowledged_at: string | null;
  resolved_at: string | null;
  /** Highest risk that people were told of. */
  notified_risk: number;
  /** Attack types that people were told of. */
  notified_types: string[];
  notifications: number;
  throttled: boolean;
  escalated_at: string | null;
  /** Grows by one with each change by a person. */
  version: number;
}

/** What a batch adds to an incident that stands. */
export interface IncidentFold {
  user_id: string;
  incident_id: string;
  events: number;
  alerts: number;
  last_seen: string;
  /** Replaces judgement and title where its risk is greater than what stands, or where the type is new to people. */
  worse: (Judgement & { title: string }) | null;
  /** Set where this batch tells people something. */
  told: { notified_risk: number; notified_types: string[]; throttled: boolean; notifications: number } | null;
}
