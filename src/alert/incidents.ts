/** Incidents: how one is opened, how it grows by an event, and how the changes of one batch are merged. */
import { type Incident, type IncidentFold, type Judgement, noTouches } from '../core/alert.ts';
import { stageOf } from '../core/attack-catalogue.ts';
import type { StoredEvent } from '../core/event.ts';
import { groupKeyOf, openKeyOf } from '../core/grouping.ts';
import { incidentId, type Sha256Hex } from '../core/ids.ts';
import { earlierOf, laterOf } from '../core/sums.ts';
import { decoyOf } from './alerts.ts';
import { decisiveAt, seenAt } from './grouping.ts';

/** The id of the incident that this event would open; a retry makes the same one. */
export const newIncidentId = (event: StoredEvent, sha256: Sha256Hex): string =>
  incidentId(`${openKeyOf(event)}\n${event.log_id}`, sha256);

/** A new incident, before its first event is counted. */
export const toIncident = (
  event: StoredEvent,
  judgement: Judgement,
  { id, title, nowIso }: { id: string; title: string; nowIso: string },
): Incident => ({
  ...judgement,
  incident_id: id,
  user_id: event.user_id,
  group_key: groupKeyOf(event),
  open_key: openKeyOf(event),
  title,
  source_ip: event.source_ip,
  service: event.service,
  node_id: event.node_id,
  related_decoy: decoyOf(event),
  first_seen: seenAt(event),
  last_seen: seenAt(event),
  active_at: decisiveAt(event),
  resumed_at: null,
  event_count: 0,
  alert_count: 0,
  status: 'open',
  assignee: null,
  human_verdict: null,
  opened_at: nowIso,
  acknowledged_at: null,
  resolved_at: null,
  notified_risk: 0,
  notified_types: [],
  notifications: 0,
  throttled: false,
  touched: noTouches(),
  notified_channels: {},
  key_steps: [],
  escalated_at: null,
  snooze: null,
  merged_into: null,
  merge: null,
  merged: [],
  seen: [],
  version: 1,
});

/**
 * What an event changes in the judgement of an incident that is open already, or null. A later stage replaces the
 * judgement even when its own risk is lower (a sign-in after a thousand failed ones), because notifications must show
 * what is new. The risk of an incident never falls.
 */
export function decideWorse(
  incident: Incident,
  event: StoredEvent,
  judgement: Judgement,
  title: string,
): IncidentFold['worse'] {
  const isWorse =
    judgement.risk_score > incident.risk_score ||
    stageOf(judgement.attack_type) > stageOf(incident.attack_type);
  if (!isWorse) return null;
  const { node_id, service } = event;
  return {
    ...judgement,
    risk_score: Math.max(judgement.risk_score, incident.risk_score),
    title,
    node_id,
    service,
    related_decoy: decoyOf(event),
  };
}

/** The change that one event makes to an incident; `events` counts those of its session that came before its alert. */
export type IncidentChange = Pick<
  IncidentFold,
  'events' | 'alerts' | 'worse' | 'touched' | 'notified' | 'resumed_at' | 'key_steps'
>;

export const growIncident = (
  before: Incident,
  event: StoredEvent,
  { events, alerts, worse, touched, notified, resumed_at, key_steps }: IncidentChange,
): Incident => ({
  ...before,
  ...(worse ?? {}),
  ...(notified ?? {}),
  touched: touched ?? before.touched,
  key_steps: key_steps ?? before.key_steps,
  first_seen: earlierOf(before.first_seen, seenAt(event)),
  last_seen: laterOf(before.last_seen, seenAt(event)),
  active_at: laterOf(before.active_at, decisiveAt(event)),
  resumed_at: resumed_at ?? before.resumed_at,
  event_count: before.event_count + events,
  alert_count: before.alert_count + alerts,
});

export const toIncidentFold = (
  before: Incident,
  event: StoredEvent,
  { events, alerts, worse, touched, notified, resumed_at, key_steps }: IncidentChange,
): IncidentFold => ({
  user_id: event.user_id,
  incident_id: before.incident_id,
  events,
  alerts,
  first_seen: seenAt(event),
  last_seen: seenAt(event),
  active_at: decisiveAt(event),
  resumed_at,
  worse,
  touched,
  notified,
  key_steps,
});

/** Merges the folds of one batch: several events of an incident are one change of it. */
export function mergeIncidentFold(fold: IncidentFold, folds: Map<string, IncidentFold>): void {
  const earlier = folds.get(fold.incident_id);
  if (!earlier) {
    folds.set(fold.incident_id, { ...fold });
    return;
  }
  earlier.events += fold.events;
  earlier.alerts += fold.alerts;
  earlier.first_seen = earlierOf(earlier.first_seen, fold.first_seen);
  earlier.last_seen = laterOf(earlier.last_seen, fold.last_seen);
  earlier.active_at = laterOf(earlier.active_at, fold.active_at);
  if (fold.resumed_at) earlier.resumed_at = fold.resumed_at;
  if (fold.worse) earlier.worse = fold.worse;
  if (fold.touched) earlier.touched = fold.touched;
  if (fold.notified) earlier.notified = fold.notified;
  if (fold.key_steps) earlier.key_steps = fold.key_steps;
}
