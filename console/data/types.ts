/**
 * All that the console knows of the API's shapes. Other files import them from here alone, so that `src/contract/` can
 * take this file's place.
 */
import type { AlertStatus } from '../../src/core/alert.ts';
import type { ErrorCode, FieldError } from '../../src/core/errors.ts';
import type { EventState, IdentifiedEvent } from '../../src/core/event.ts';
import type { Verdict } from '../../src/core/verdict.ts';

/** A token of ours: a planted link. `TokenView` is a session's. */
export type { Token as PlantedToken, TokenCreate, TokenList, TokenUpdate } from '../../src/contract/token.ts';
export type { EventKind, Json } from '../../src/core/event.ts';
export type { AttackType, Evidence } from '../../src/core/verdict.ts';
export { attackTypes } from '../../src/core/verdict.ts';
export type { AlertStatus, ErrorCode, FieldError };

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

export interface EventView extends IdentifiedEvent {
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
