/**
 * From a scored event and what is open to what people see: alert, fold, or nothing; incident opened, grown or made
 * worse; and whether somebody is told. Pure: time and hash are arguments.
 */
import type { Alert, AlertFold, Incident, IncidentFold, Judgement } from '../core/alert.ts';
import { stageOf, toTitle } from '../core/attack-catalogue.ts';
import type { Occasion } from '../core/channel.ts';
import { quietKinds, type StoredEvent } from '../core/event.ts';
import type { SessionState } from '../core/history.ts';
import { alertId, incidentId, type Sha256Hex } from '../core/ids.ts';
import { timestampMs } from '../core/time.ts';
import type { AlertPolicy } from './policy.ts';
import { decideSuppression, type SuppressionRule } from './suppression.ts';

export interface AlertDecision {
  suppressed: SuppressionRule | null;
  alert: Alert | null;
  fold: AlertFold | null;
  /** The incident as it stands after this event, or null where no alert is concerned. */
  incident: Incident | null;
  opened: boolean;
  incidentFold: IncidentFold | null;
  /** The incident this one takes the open key from. */
  closed: Incident | null;
  occasion: Occasion | null;
}

/** Of an event that concerns no alert. */
export const noDecision: AlertDecision = {
  suppressed: null,
  alert: null,
  fold: null,
  incident: null,
  opened: false,
  incidentFold: null,
  closed: null,
  occasion: null,
};

/** Group: one source (an address, or the host an agent speaks for) within one tenant. */
export const groupKeyOf = (event: StoredEvent): string => `source:${event.source_ip}`;
export const openKeyOf = (event: StoredEvent): string => `${event.user_id}|${groupKeyOf(event)}`;

export const decoyOf = (event: StoredEvent): string | null =>
  event.agent ? event.agent.file_path || event.agent.file_accessed : null;

function toJudgement(event: StoredEvent): Judgement {
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
  };
}

/** Whether people hear of it, given what they were told already. */
function occasionFor(
  incident: Incident,
  opened: boolean,
  judgement: Judgement,
  policy: AlertPolicy,
  events: number,
): Occasion | null {
  if (opened || incident.notifications === 0) return 'opened';
  const told = Math.max(0, ...incident.notified_types.map(stageOf));
  const isWorse = stageOf(judgement.attack_type) > told || judgement.risk_score >= incident.notified_risk + 2;
  // A story that becomes worse is always worth a word, up to a hard limit that no attacker can talk past.
  if (isWorse && incident.notifications < policy.notificationBudget * 2) return 'worse';
  if (
    !incident.throttled &&
    (events >= policy.eventBudget || incident.notifications >= policy.notificationBudget)
  )
    return 'throttled';
  return null;
}

export interface AlertQuestion {
  event: StoredEvent;
  /** The session with this event in it, or null. Its `alert_id` says whether it has an alert already. */
  session: SessionState | null;
  /** Risk that the session's alert stands at. */
  sessionAlertRisk: number;
  /** The incident that holds the open key, or null. */
  incident: Incident | null;
  policy: AlertPolicy;
  nodeName: string;
  nowIso: string;
  sha256: Sha256Hex;
}

export function decideAlert(question: AlertQuestion): AlertDecision {
  const { event, session, policy, nowIso, sha256 } = question;
  const risk = event.verdict?.risk_score ?? 0;
  const held = question.incident;
  const continues = session?.alert_id != null;
  // Somebody resolved the incident while the attacker goes on: the next risky step is news again.
  const revives = continues && held === null && risk > policy.threshold;
  const folds = continues && !revives;
  if (quietKinds.has(event.kind)) return noDecision;
  if (risk <= policy.threshold && !folds) return noDecision;
  const suppressed = decideSuppression(event, policy.suppressions, nowIso);
  if (suppressed) return { ...noDecision, suppressed };

  const judgement = toJudgement(event);
  const eventMs = timestampMs(event.timestamp);
  const near = (at: string): boolean => Math.abs(eventMs - Date.parse(at)) <= policy.windowMs;
  const within =
    held !== null &&
    (near(held.last_seen) ||
      near(held.first_seen) ||
      (event.timestamp > held.first_seen && event.timestamp < held.last_seen));
  // A session goes on in the incident its alert belongs to, however slow it is, as long as that one is open.
  const standing = within || (folds && held !== null) ? held : null;

  let alert: Alert | null = null;
  let fold: AlertFold | null = null;
  const kind = event.collection === 'agent_events' ? 'AGENT' : 'ALERT';
  const seed = session
    ? `${event.user_id}\n${event.node_id}\nsession\n${session.session}${revives ? `\n${event.log_id}` : ''}`
    : `${event.user_id}\n${event.log_id}`;
  const newIncidentId = incidentId(`${openKeyOf(event)}\n${event.log_id}`, sha256);
  const targetIncident = standing?.incident_id ?? newIncidentId;

  if (folds && session?.alert_id) {
    fold = {
      user_id: event.user_id,
      alert_id: session.alert_id,
      events: 1,
      last_seen: event.timestamp,
      // The evidence points into the payload: an alert that shows another step's would explain itself by nothing.
      worse:
        risk > question.sessionAlertRisk
          ? { ...judgement, activity: event.activity, payload: event.payload, extra: event.extra }
          : null,
    };
    // A quiet step of a story that is known already: it counts, and changes nothing else.
    if (!standing) return { ...noDecision, fold };
  } else {
    alert = {
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
      event_count: session && !revives ? session.events : 1,
      status: 'open',
      notified: false,
      incident_id: targetIncident,
      human_verdict: null,
    };
  }

  const historic = Date.parse(nowIso) - eventMs > policy.historyMs;
  const title = toTitle(event, judgement.attack_type, question.nodeName);
  const opened = standing === null;
  const before: Incident = standing ?? {
    ...judgement,
    incident_id: newIncidentId,
    user_id: event.user_id,
    group_key: groupKeyOf(event),
    open_key: openKeyOf(event),
    title,
    source_ip: event.source_ip,
    service: event.service,
    node_id: event.node_id,
    related_decoy: decoyOf(event),
    first_seen: event.timestamp,
    last_seen: event.timestamp,
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
    escalated_at: null,
    version: 1,
  };
  const events = before.event_count + 1;
  const occasion = historic ? null : occasionFor(before, opened, judgement, policy, events);
  // A later stage replaces the judgement although its own risk may be less (a sign-in after a thousand refusals):
  // what is told must be what was new. The risk of an incident never falls.
  const isWorse =
    !opened && (risk > before.risk_score || stageOf(judgement.attack_type) > stageOf(before.attack_type));
  const worse = isWorse ? { ...judgement, risk_score: Math.max(risk, before.risk_score), title } : null;
  const told = occasion
    ? {
        notified_risk: Math.max(before.notified_risk, risk),
        notified_types: before.notified_types.includes(judgement.attack_type)
          ? before.notified_types
          : [...before.notified_types, judgement.attack_type],
        throttled: before.throttled || occasion === 'throttled',
        notifications: before.notifications + 1,
      }
    : null;
  const after: Incident = {
    ...before,
    ...(worse ?? {}),
    ...(told ?? {}),
    last_seen: event.timestamp > before.last_seen ? event.timestamp : before.last_seen,
    event_count: events,
    alert_count: before.alert_count + (alert ? 1 : 0),
  };
  const incidentFold: IncidentFold | null = opened
    ? null
    : {
        user_id: event.user_id,
        incident_id: before.incident_id,
        events: 1,
        alerts: alert ? 1 : 0,
        last_seen: event.timestamp,
        worse,
        told,
      };
  return {
    suppressed: null,
    alert: alert ? { ...alert, notified: occasion !== null } : null,
    fold,
    incident: after,
    opened,
    incidentFold,
    closed: opened ? held : null,
    occasion,
  };
}
