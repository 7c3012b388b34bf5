/** The alert of an event, and how further events of its session, named or implied, are folded into it. */
import type { Alert, AlertFold, Judgement } from '../core/alert.ts';
import type { StoredEvent } from '../core/event.ts';
import { alertId, type Sha256Hex } from '../core/ids.ts';
import { laterOf } from '../core/sums.ts';

export const decoyOf = (event: StoredEvent): string | null =>
  event.agent ? event.agent.file_path || event.agent.file_accessed : null;

/** The part of an event's verdict that alerts and incidents show. */
export function toJudgement(event: StoredEvent): Judgement {
  const v = event.verdict;
  if (!v) throw new TypeError('an event without a verdict cannot make an alert');
  return {
    attack_type: v.attack_type,
    risk_score: v.risk_score,
    confidence: v.confidence,
    is_anomaly: v.is_anomaly,
    reasons: v.reasons,
    evidence: v.evidence,
    tactics: v.tactics,
    techniques: v.techniques,
    scored_by: v.scored_by,
    model: v.model,
    protocol: v.protocol ?? null,
    vulnerability: v.vulnerability ?? null,
  };
}

/** The events that share one alert: a session that the sensor named, or one that is implied (core/grouping.ts). */
export interface AlertThread {
  /** The sensor's name of the session, or null. */
  session: string | null;
  /** Its alert so far, or null. */
  alertId: string | null;
  /** The risk of that alert. */
  alertRisk: number;
  /** Its events, this one included. */
  events: number;
}

export interface NewAlert {
  event: StoredEvent;
  judgement: Judgement;
  thread: AlertThread;
  /** True when the session had an alert, whose incident was resolved meanwhile. */
  isRevived: boolean;
  incidentId: string;
  /** The merged incident whose open key led there, or null. */
  mergedFrom: string | null;
  isNotified: boolean;
  sha256: Sha256Hex;
}

export function toAlert({
  event,
  judgement,
  thread,
  isRevived,
  incidentId,
  mergedFrom,
  isNotified,
  sha256,
}: NewAlert): Alert {
  const kind = event.collection === 'agent_events' ? 'AGENT' : 'ALERT';
  const { session, events } = thread;
  const seed =
    session === null
      ? `${event.user_id}\n${event.log_id}`
      : `${event.user_id}\n${event.node_id}\nsession\n${session}${isRevived ? `\n${event.log_id}` : ''}`;
  return {
    ...judgement,
    alert_id: alertId(kind, event.timestamp, seed, sha256),
    user_id: event.user_id,
    node_id: event.node_id,
    timestamp: event.timestamp,
    last_seen: event.timestamp,
    source_ip: event.source_ip,
    service: event.service,
    activity: event.activity,
    payload: event.payload,
    extra: event.extra,
    session: event.session,
    related_decoy: decoyOf(event),
    event_count: isRevived ? 1 : events,
    status: 'open',
    notified: isNotified,
    incident_id: incidentId,
    merged_from: mergedFrom,
    human_verdict: null,
  };
}

/** Adds a further event of a session to the session's alert, whose risk is `alertRisk` so far. */
export function toAlertFold(
  event: StoredEvent,
  judgement: Judgement,
  alertIdText: string,
  alertRisk: number,
): AlertFold {
  return {
    user_id: event.user_id,
    alert_id: alertIdText,
    events: 1,
    last_seen: event.timestamp,
    // Evidence points into the payload, so an alert must show the payload of the step that its judgement is about.
    worse:
      judgement.risk_score > alertRisk
        ? { ...judgement, activity: event.activity, payload: event.payload, extra: event.extra }
        : null,
  };
}

/** Merges the folds of one batch: several events of a session are one change of its alert. */
export function mergeAlertFold(
  fold: AlertFold,
  newAlerts: ReadonlyMap<string, Alert>,
  folds: Map<string, AlertFold>,
): void {
  const alert = newAlerts.get(fold.alert_id);
  if (alert) {
    alert.event_count += fold.events;
    alert.last_seen = laterOf(alert.last_seen, fold.last_seen);
    if (fold.worse) Object.assign(alert, fold.worse);
    return;
  }
  const earlier = folds.get(fold.alert_id);
  if (!earlier) {
    folds.set(fold.alert_id, { ...fold });
    return;
  }
  earlier.events += fold.events;
  earlier.last_seen = laterOf(earlier.last_seen, fold.last_seen);
  if (fold.worse) earlier.worse = fold.worse;
}
