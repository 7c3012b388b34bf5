/**
 * From a batch of judged events to everything that is written with them. Pure and synchronous, so a store may call
 * it again with a fresher context.
 */
import type { Alert, AlertFold, Incident, IncidentFold } from '../core/alert.ts';
import { adviceFor } from '../core/attack-catalogue.ts';
import type { Notice } from '../core/channel.ts';
import type { Delivery } from '../core/delivery.ts';
import { type Context, type Effects, noEffects, sessionKey } from '../core/effects.ts';
import type { StoredEvent } from '../core/event.ts';
import type { SessionState, WindowCounts } from '../core/history.ts';
import type { Sha256Hex } from '../core/ids.ts';
import { laterOf } from '../core/sums.ts';
import type { Verdict } from '../core/verdict.ts';
import { decideAlert, noDecision, openKeyOf } from './decide.ts';
import type { AlertPolicy } from './policy.ts';
import { createTally } from './tally.ts';

export interface EffectsInput {
  accepted: readonly StoredEvent[];
  context: Context;
  /** Verdicts that stood before, by log_id: those events are corrected, not added. */
  before?: ReadonlyMap<string, Verdict>;
  toCounts(event: StoredEvent, verdict: Verdict): WindowCounts;
  advance(session: SessionState | null, event: StoredEvent, verdict: Verdict): SessionState;
  policyOf(userId: string): AlertPolicy;
  nodeName(nodeId: string): string;
  linkTo(incidentId: string): string | null;
  /** Deliveries of a notice to the tenant's channels that want it, made `afterMs` after now. */
  toDeliveries(notice: Notice, userId: string, afterMs: number): Delivery[];
  nowIso: string;
  sha256: Sha256Hex;
}

export function toNotice(
  incident: Incident,
  occasion: Notice['occasion'],
  extra: { alertId: string | null; nodeName: string; payload: string; link: string | null },
): Notice {
  return {
    occasion,
    incident_id: incident.incident_id,
    alert_id: extra.alertId,
    title: incident.title,
    attack_type: incident.attack_type,
    risk_score: incident.risk_score,
    confidence: incident.confidence,
    source_ip: incident.source_ip,
    service: incident.service,
    node_id: incident.node_id,
    node_name: extra.nodeName,
    related_decoy: incident.related_decoy,
    first_seen: incident.first_seen,
    last_seen: incident.last_seen,
    event_count: incident.event_count,
    reasons: incident.reasons,
    techniques: incident.techniques,
    tactics: incident.tactics,
    payload: extra.payload.slice(0, 500),
    advice: adviceFor(incident.attack_type),
    link: extra.link,
  };
}

export function decideEffects(input: EffectsInput): Effects {
  const { context } = input;
  const effects = noEffects();
  const tally = createTally();
  const sessions = new Map<string, SessionState>();
  const newAlerts = new Map<string, Alert>();
  const alertFolds = new Map<string, AlertFold>();
  const newIncidents = new Map<string, Incident>();
  const incidentFolds = new Map<string, IncidentFold>();
  /** What holds each open key while the batch is gone through. */
  const holders = new Map<string, Incident | null>();
  const hits = new Map<string, Effects['suppressionHits'][number]>();

  for (const event of input.accepted) {
    const verdict = event.verdict;
    if (!verdict) throw new TypeError('decideEffects needs judged events');
    const old = input.before?.get(event.log_id);
    if (old) tally.correct(event, old, verdict);
    else tally.add(event, verdict, input.toCounts(event, verdict));

    let previous: SessionState | null = null;
    let session: SessionState | null = null;
    const key = event.session === null ? null : sessionKey(event.user_id, event.node_id, event.session);
    if (key !== null) {
      previous = sessions.get(key) ?? context.sessions.get(key) ?? null;
      session = old ? previous : input.advance(previous, event, verdict);
    }

    const policy = input.policyOf(event.user_id);
    // Most events concern nobody; they are told so without putting a question together.
    const mayConcern = session?.alert_id != null || verdict.risk_score > policy.threshold;
    const openKey = mayConcern ? openKeyOf(event) : '';
    const decision = mayConcern
      ? decideAlert({
          event,
          session,
          sessionAlertRisk: previous?.risk_score ?? 0,
          incident: (holders.has(openKey) ? holders.get(openKey) : context.incidents.get(openKey)) ?? null,
          policy,
          nodeName: input.nodeName(event.node_id),
          nowIso: input.nowIso,
          sha256: input.sha256,
        })
      : noDecision;

    event.suppressed_by = decision.suppressed?.id ?? null;
    event.alert_id = decision.alert?.alert_id ?? decision.fold?.alert_id ?? null;
    event.alert_created = decision.alert !== null;
    if (decision.suppressed) {
      const hit = hits.get(decision.suppressed.id);
      if (hit) {
        hit.hits += 1;
        hit.last_at = laterOf(hit.last_at, event.timestamp);
      } else
        hits.set(decision.suppressed.id, {
          user_id: event.user_id,
          rule_id: decision.suppressed.id,
          hits: 1,
          last_at: event.timestamp,
        });
    }
    if (session && key !== null && !(old && session === previous && !decision.alert)) {
      const version = (context.sessions.get(key)?.version ?? 0) + 1;
      sessions.set(key, { ...session, alert_id: decision.alert?.alert_id ?? session.alert_id, version });
    }
    if (decision.alert) {
      newAlerts.set(decision.alert.alert_id, decision.alert);
      tally.alert(event);
      effects.changes.push({
        user_id: event.user_id,
        kind: 'alert',
        id: decision.alert.alert_id,
        at: input.nowIso,
      });
    }
    if (decision.fold) foldAlert(decision.fold, newAlerts, alertFolds);
    if (decision.closed) {
      const opened = newIncidents.get(decision.closed.incident_id);
      if (opened) opened.open_key = opened.incident_id;
      else
        effects.closedIncidents.push({
          user_id: event.user_id,
          incident_id: decision.closed.incident_id,
        });
    }
    if (decision.incident) {
      holders.set(openKey, decision.incident);
      const id = decision.incident.incident_id;
      if (decision.opened || newIncidents.has(id)) newIncidents.set(id, decision.incident);
      else if (decision.incidentFold) foldIncident(decision.incidentFold, incidentFolds);
      if (decision.opened || decision.occasion)
        effects.changes.push({ user_id: event.user_id, kind: 'incident', id, at: input.nowIso });
      if (decision.occasion) {
        const notice = toNotice(decision.incident, decision.occasion, {
          alertId: event.alert_id,
          nodeName: input.nodeName(event.node_id),
          payload: event.payload,
          link: input.linkTo(id),
        });
        // Each a millisecond after the one before, also of another batch: the outbox keeps their order.
        const afterMs = decision.incident.notifications - 1;
        effects.deliveries.push(...input.toDeliveries(notice, event.user_id, afterMs));
      }
    }
  }

  Object.assign(effects, tally.result());
  effects.sessions = [...sessions.values()];
  effects.alerts = [...newAlerts.values()];
  effects.alertFolds = [...alertFolds.values()];
  effects.incidents = [...newIncidents.values()];
  effects.incidentFolds = [...incidentFolds.values()];
  effects.suppressionHits = [...hits.values()];
  return effects;
}

/** Several events of one session in one batch are one change of its alert. */
function foldAlert(fold: AlertFold, fresh: Map<string, Alert>, folds: Map<string, AlertFold>): void {
  const alert = fresh.get(fold.alert_id);
  if (alert) {
    alert.event_count += fold.events;
    alert.last_seen = laterOf(alert.last_seen, fold.last_seen);
    if (fold.worse) Object.assign(alert, fold.worse);
    return;
  }
  const standing = folds.get(fold.alert_id);
  if (!standing) {
    folds.set(fold.alert_id, { ...fold });
    return;
  }
  standing.events += fold.events;
  standing.last_seen = laterOf(standing.last_seen, fold.last_seen);
  if (fold.worse) standing.worse = fold.worse;
}

function foldIncident(fold: IncidentFold, folds: Map<string, IncidentFold>): void {
  const standing = folds.get(fold.incident_id);
  if (!standing) {
    folds.set(fold.incident_id, { ...fold });
    return;
  }
  standing.events += fold.events;
  standing.alerts += fold.alerts;
  standing.last_seen = laterOf(standing.last_seen, fold.last_seen);
  if (fold.worse) standing.worse = fold.worse;
  if (fold.told) standing.told = fold.told;
}
