/**
 * From a scored event and the open incident of its group to what people see: an alert, a fold into an alert, or nothing;
 * an incident opened, grown or made worse; and which channels are told. Pure but for the counters of waves.
 */
import type { Alert, AlertFold, Incident, IncidentFold } from '../core/alert.ts';
import { toTitle } from '../core/attack-catalogue.ts';
import type { ChannelConfig } from '../core/channel.ts';
import { quietKinds, type StoredEvent, silentKinds } from '../core/event.ts';
import type { Sha256Hex } from '../core/ids.ts';
import type { KeyStep } from '../core/key-step.ts';
import { timestampMs } from '../core/time.ts';
import { type AlertThread, toAlert, toAlertFold, toJudgement } from './alerts.ts';
import { decideJoining, decisiveMs } from './grouping.ts';
import {
  decideWorse,
  growIncident,
  type IncidentChange,
  newIncidentId,
  toIncident,
  toIncidentFold,
} from './incidents.ts';
import type { AlertPolicy } from './policy.ts';
import { sortTellings } from './sorted-tellings.ts';
import { decideSteps, toKeyStep } from './steps.ts';
import { decideSuppression, type SuppressionRule } from './suppression.ts';
import { decideTellings, type Telling, type TellingQuestion, toNotified } from './telling.ts';
import { addTouches, newsOf, touchesOf } from './touches.ts';
import type { SortedTellings, WaveMessage, Waves } from './waves.ts';

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
  /** The messages of this event, and those about waves that it is folded into. */
  tellings: readonly Telling[];
  waves: readonly WaveMessage[];
  /** What the messages say is new; `title` says what this event is. */
  news: readonly string[];
  title: string;
  step: KeyStep | null;
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
  tellings: [],
  waves: [],
  news: [],
  title: '',
  step: null,
};

export interface AlertQuestion {
  event: StoredEvent;
  thread: AlertThread;
  /** The incident that takes the events of the open key, or null. */
  incident: Incident | null;
  /** The merged incident that holds the open key, where `incident` is the one that it is merged into. */
  mergedFrom: string | null;
  policy: AlertPolicy;
  channels: readonly ChannelConfig[];
  waves: Waves;
  nodeName: string;
  nowIso: string;
  sha256: Sha256Hex;
}

const nothingNotified: SortedTellings = { made: [], folded: [], waves: [] };

/** What an import brings of more than a day ago is grouped, and tells nobody. */
const isHistory = (event: StoredEvent, nowIso: string, policy: AlertPolicy): boolean =>
  event.history === true && Date.parse(nowIso) - timestampMs(event.timestamp) > policy.historyMs;

export function decideAlert(question: AlertQuestion): AlertDecision {
  const { event, thread, policy, nowIso, sha256, nodeName, incident: holder } = question;
  const risk = event.verdict?.risk_score ?? 0;
  const hasAlert = thread.alertId !== null;
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
  const atMs = decisiveMs(event);
  const joining = holder === null ? 'apart' : decideJoining(atMs, holder, policy.windowMs);
  // A session stays in the incident of its alert, however slow it is, as long as that incident is open.
  const joined = joining !== 'apart' || folds ? holder : null;
  const isNew = joined === null;

  let fold: AlertFold | null = null;
  if (folds && thread.alertId !== null) {
    fold = toAlertFold(event, judgement, thread.alertId, thread.alertRisk);
    // A harmless step of a session whose incident is closed is counted and changes nothing else.
    if (isNew) return { ...noDecision, fold };
  }
  // Its session's harmless events from before the alert are counted with it, as the alert counts them.
  const counted = fold || isRevived ? 1 : thread.events;
  const events = (joined?.event_count ?? 0) + counted;
  const decoys =
    joined === null || event.agent === null
      ? 1
      : addTouches(touchesOf(joined), event, judgement).decoys.length;
  const title = toTitle(event, judgement.attack_type, nodeName, { events, decoys });
  const before = joined ?? toIncident(event, judgement, { id: newIncidentId(event, sha256), title, nowIso });
  const touchedBefore = isNew ? before.touched : touchesOf(before);
  // Harmless steps of a session are counted, but say nothing of where the attack has been.
  const touched = risk > policy.threshold ? addTouches(touchedBefore, event, judgement) : touchedBefore;
  const isResumed = !isNew && joining !== 'joins';
  const telling: TellingQuestion = {
    incident: before,
    touched,
    risk: Math.max(before.risk_score, risk),
    event,
    judgement,
    isResumed,
    news:
      isNew || (touched === touchedBefore && event.kind !== 'token.hit')
        ? []
        : newsOf(touchedBefore, event, nodeName),
    events,
    policy,
    channels: question.channels,
    nowMs: Date.parse(nowIso),
  };
  const { made, folded, waves, unasked } = isHistory(event, nowIso, policy)
    ? { ...nothingNotified, unasked: [] }
    : sortTellings(decideTellings(telling), (tellings) =>
        question.waves.sort(event, before.incident_id, tellings, telling.nowMs),
      );
  const alert = fold
    ? null
    : toAlert({
        event,
        judgement,
        thread,
        isRevived,
        incidentId: before.incident_id,
        mergedFrom: isNew ? null : question.mergedFrom,
        isNotified: made.length > 0,
        sha256,
      });
  const worse = isNew ? null : decideWorse(before, event, judgement, title);
  const step = toKeyStep(event, judgement, { title, alertId: alert?.alert_id ?? thread.alertId });
  const change: IncidentChange = {
    events: counted,
    alerts: fold ? 0 : 1,
    worse,
    key_steps: decideSteps(before, step, worse !== null),
    touched: touched === before.touched ? null : touched,
    notified: toNotified(telling, { made, folded, unasked }),
    resumed_at: isResumed ? new Date(atMs).toISOString() : null,
  };
  return {
    suppressed: null,
    alert,
    fold,
    incident: growIncident(before, event, change),
    opened: isNew,
    incidentFold: isNew ? null : toIncidentFold(before, event, change),
    closed: isNew ? holder : null,
    tellings: made,
    waves,
    news: telling.news,
    title,
    step,
  };
}
