/**
 * From a scored event and the open incident of its group to what people see: an alert, a fold into an alert, or nothing;
 * an incident opened, grown or made worse; and whether people are notified. Pure: time and hash are arguments.
 */
import type { Alert, AlertFold, Incident, IncidentFold } from '../core/alert.ts';
import { toTitle } from '../core/attack-catalogue.ts';
import type { Occasion } from '../core/channel.ts';
import { quietKinds, type StoredEvent, silentKinds } from '../core/event.ts';
import type { SessionState } from '../core/history.ts';
import type { Sha256Hex } from '../core/ids.ts';
import { timestampMs } from '../core/time.ts';
import { toAlert, toAlertFold, toJudgement } from './alerts.ts';
import { isWithinWindow } from './grouping.ts';
import {
  decideWorse,
  growIncident,
  type IncidentChange,
  newIncidentId,
  toIncident,
  toIncidentFold,
} from './incidents.ts';
import { decideOccasion, toNotified } from './news.ts';
import type { AlertPolicy } from './policy.ts';
import { decideSuppression, type SuppressionRule } from './suppression.ts';

export interface AlertDecision {
  suppressed: SuppressionRule | null;
  alert: Alert | null;
  fold: AlertFold | null;
  /** The incident after this event, or null when no alert is concerned. */
  incident: Incident | null;
  opened: boolean;
  incidentFold: IncidentFold | null;
  /** The incident that loses the open key to the new one. */
  closed: Incident | null;
  occasion: Occasion | null;
}

/** For an event that concerns no alert. */
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

export interface AlertQuestion {
  event: StoredEvent;
  /** The session with this event in it, or null. Its `alert_id` says whether it has an alert already. */
  session: SessionState | null;
  /** The risk of the session's alert so far. */
  sessionAlertRisk: number;
  /** The incident that holds the open key, or null. */
  incident: Incident | null;
  policy: AlertPolicy;
  nodeName: string;
  nowIso: string;
  sha256: Sha256Hex;
}

export function decideAlert(question: AlertQuestion): AlertDecision {
  const { event, session, policy, nowIso, sha256, incident: holder } = question;
  const risk = event.verdict?.risk_score ?? 0;
  const hasAlert = session?.alert_id != null;
  // Somebody resolved the incident and the attacker goes on: the next risky step makes a new alert.
  const isRevived = hasAlert && holder === null && risk > policy.threshold;
  const folds = hasAlert && !isRevived;
  if (silentKinds.has(event.kind)) return noDecision;
  // What a client says of itself is no step of its session, unless it is an attack.
  if (quietKinds.has(event.kind) && risk <= policy.threshold) return noDecision;
  if (risk <= policy.threshold && !folds) return noDecision;
  const suppressed = decideSuppression(event, policy.suppressions, nowIso);
  if (suppressed) return { ...noDecision, suppressed };

  const judgement = toJudgement(event);
  const isWithin = holder !== null && isWithinWindow(event, holder, policy.windowMs);
  // A session stays in the incident of its alert, however slow it is, as long as that incident is open.
  const joined = isWithin || (folds && holder !== null) ? holder : null;
  const isNew = joined === null;

  let fold: AlertFold | null = null;
  if (folds && session?.alert_id) {
    fold = toAlertFold(event, judgement, session.alert_id, question.sessionAlertRisk);
    // A harmless step of a session whose incident is closed is counted and changes nothing else.
    if (isNew) return { ...noDecision, fold };
  }
  const title = toTitle(event, judgement.attack_type, question.nodeName);
  const before = joined ?? toIncident(event, judgement, { id: newIncidentId(event, sha256), title, nowIso });

  const isHistoric = Date.parse(nowIso) - timestampMs(event.timestamp) > policy.historyMs;
  const events = before.event_count + 1;
  const occasion = isHistoric ? null : decideOccasion({ incident: before, isNew, judgement, policy, events });
  const change: IncidentChange = {
    alerts: fold ? 0 : 1,
    worse: isNew ? null : decideWorse(before, judgement, title),
    told: occasion && toNotified(before, judgement, occasion),
  };
  return {
    suppressed: null,
    alert: fold
      ? null
      : toAlert({
          event,
          judgement,
          session,
          isRevived,
          incidentId: before.incident_id,
          isNotified: occasion !== null,
          sha256,
        }),
    fold,
    incident: growIncident(before, event, change),
    opened: isNew,
    incidentFold: isNew ? null : toIncidentFold(before, event, change),
    closed: isNew ? holder : null,
    occasion,
  };
}
