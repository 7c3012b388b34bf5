/** Whether people are notified of an incident, and what the notice says. */
import type { Incident, IncidentFold, Judgement } from '../core/alert.ts';
import { adviceFor, stageOf } from '../core/attack-catalogue.ts';
import type { Notice, Occasion } from '../core/channel.ts';
import type { AlertPolicy } from './policy.ts';

export interface News {
  /** The incident before the event. */
  incident: Incident;
  /** Whether the event opens it. */
  isNew: boolean;
  judgement: Judgement;
  policy: AlertPolicy;
  /** Events of the incident, this one included. */
  events: number;
}

/** The occasion for a notice, given what people have been notified of already; null when there is none. */
export function decideOccasion({ incident, isNew, judgement, policy, events }: News): Occasion | null {
  if (isNew || incident.notifications === 0) return 'opened';
  const notifiedStage = Math.max(0, ...incident.notified_types.map(stageOf));
  const isWorse =
    stageOf(judgement.attack_type) > notifiedStage || judgement.risk_score >= incident.notified_risk + 2;
  // An incident that becomes worse is always worth a notice, up to a hard limit that no attacker can get past.
  if (isWorse && incident.notifications < policy.notificationBudget * 2) return 'worse';
  if (
    !incident.throttled &&
    (events >= policy.eventBudget || incident.notifications >= policy.notificationBudget)
  )
    return 'throttled';
  return null;
}

/** What an incident remembers of its notices once one more is made. */
export const toNotified = (
  incident: Incident,
  judgement: Judgement,
  occasion: Occasion,
): NonNullable<IncidentFold['told']> => ({
  notified_risk: Math.max(incident.notified_risk, judgement.risk_score),
  notified_types: incident.notified_types.includes(judgement.attack_type)
    ? incident.notified_types
    : [...incident.notified_types, judgement.attack_type],
  throttled: incident.throttled || occasion === 'throttled',
  notifications: incident.notifications + 1,
});

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
