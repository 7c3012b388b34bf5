/**
 * From a batch of scored events to everything that is written with them. Pure and synchronous, so that a store may call
 * it again with a newer context.
 */
import type { Alert, AlertFold, Incident, IncidentFold } from '../core/alert.ts';
import type { Notice } from '../core/channel.ts';
import type { Delivery } from '../core/delivery.ts';
import { type Context, type Effects, noEffects, sessionKey } from '../core/effects.ts';
import type { StoredEvent } from '../core/event.ts';
import type { SessionState, WindowCounts } from '../core/history.ts';
import type { Sha256Hex } from '../core/ids.ts';
import { laterOf } from '../core/sums.ts';
import type { Verdict } from '../core/verdict.ts';
import { mergeAlertFold } from './alerts.ts';
import { decideAlert, noDecision } from './decide.ts';
import { openKeyOf } from './grouping.ts';
import { mergeIncidentFold } from './incidents.ts';
import { toNotice } from './news.ts';
import type { AlertPolicy } from './policy.ts';
import { createTally } from './tally.ts';

export interface EffectsInput {
  accepted: readonly StoredEvent[];
  context: Context;
  /** Earlier verdicts by log_id: these events are stored already and are corrected, not added. */
  before?: ReadonlyMap<string, Verdict>;
  toCounts(event: StoredEvent, verdict: Verdict): WindowCounts;
  advance(session: SessionState | null, event: StoredEvent, verdict: Verdict): SessionState;
  policyOf(userId: string, nodeId: string): AlertPolicy;
  nodeName(nodeId: string): string;
  linkTo(incidentId: string): string | null;
  /** Deliveries of a notice to those of the tenant's channels that want it, created `afterMs` after now. */
  toDeliveries(notice: Notice, userId: string, afterMs: number): Delivery[];
  nowIso: string;
  sha256: Sha256Hex;
}

type SuppressionHit = Effects['suppressionHits'][number];

export function decideEffects(input: EffectsInput): Effects {
  const { context } = input;
  const effects = noEffects();
  const tally = createTally();
  const sessions = new Map<string, SessionState>();
  const newAlerts = new Map<string, Alert>();
  const alertFolds = new Map<string, AlertFold>();
  const newIncidents = new Map<string, Incident>();
  const incidentFolds = new Map<string, IncidentFold>();
  /** The incident that holds each open key at this point of the batch. */
  const holders = new Map<string, Incident | null>();
  const hits = new Map<string, SuppressionHit>();

  for (const event of input.accepted) {
    const verdict = event.verdict;
    if (!verdict) throw new TypeError('decideEffects needs scored events');
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

    const policy = input.policyOf(event.user_id, event.node_id);
    // Most events concern no alert: they are sorted out before anything is allocated for them.
    const mayAlert = session?.alert_id != null || verdict.risk_score > policy.threshold;
    const openKey = mayAlert ? openKeyOf(event) : '';
    const decision = mayAlert
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
    if (decision.suppressed) countHit(decision.suppressed.id, event, hits);
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
    if (decision.fold) mergeAlertFold(decision.fold, newAlerts, alertFolds);
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
      else if (decision.incidentFold) mergeIncidentFold(decision.incidentFold, incidentFolds);
      if (decision.opened || decision.occasion)
        effects.changes.push({ user_id: event.user_id, kind: 'incident', id, at: input.nowIso });
      if (decision.occasion) {
        const notice = toNotice(decision.incident, decision.occasion, {
          alertId: event.alert_id,
          nodeName: input.nodeName(event.node_id),
          payload: event.payload,
          link: input.linkTo(id),
        });
        // Each notice is a millisecond later than the one before, even from another batch, so the outbox keeps their order.
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

function countHit(ruleId: string, event: StoredEvent, hits: Map<string, SuppressionHit>): void {
  const hit = hits.get(ruleId);
  if (hit) {
    hit.hits += 1;
    hit.last_at = laterOf(hit.last_at, event.timestamp);
  } else hits.set(ruleId, { user_id: event.user_id, rule_id: ruleId, hits: 1, last_at: event.timestamp });
}
