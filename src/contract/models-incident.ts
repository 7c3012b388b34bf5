/** Incidents as they leave the server. */
import { alertStatuses, type Incident as IncidentRecord, verdictKinds } from '../core/alert.ts';
import { Entry } from './entry.ts';
import { Alert, Event } from './models.ts';
import { choice, flag, integer, list, nullable, number, object, text } from './schema.ts';

const time = text({ format: 'date-time' });
const incident = {
  incident_id: text({ examples: ['inc-0f1e2d3c4b5a6978'] }),
  title: text({ examples: ['203.0.113.9 is guessing passwords on ssh of dmz-1'] }),
  status: choice(alertStatuses),
  assignee: nullable(text()),
  attack_type: text({ examples: ['BruteForce'] }),
  risk_score: integer({ description: 'Of its worst alert.' }),
  confidence: number(),
  is_anomaly: flag(),
  reasons: list(text()),
  tactics: list(text()),
  techniques: list(text()),
  scored_by: text(),
  model: text(),
  source_ip: text(),
  service: text(),
  node_id: text(),
  related_decoy: nullable(text()),
  first_seen: time,
  last_seen: time,
  event_count: integer({
    description: 'Events that called for an alert by themselves. An alert counts all events of its session.',
  }),
  alert_count: integer(),
  opened_at: time,
  acknowledged_at: nullable(time),
  resolved_at: nullable(time),
  escalated_at: nullable(time),
  notifications: integer({
    description: 'Messages about it; further ones are held back once it is throttled.',
  }),
  throttled: flag(),
  human_verdict: nullable(object({ verdict: choice(verdictKinds), note: text(), by: text(), at: time })),
  version: integer({ description: 'Grows with each change; send it back to change only what you saw.' }),
};
export const Incident = object(incident);
export const IncidentDetail = object({
  ...incident,
  alerts: list(Alert, { description: 'The latest 50.' }),
  events: list(Event, { description: 'The latest 100 of its source and time.' }),
  timeline: list(Entry, { description: 'Alerts, and what people and the server did, oldest first.' }),
});

export const toIncidentView = (record: IncidentRecord) => ({
  incident_id: record.incident_id,
  title: record.title,
  status: record.status,
  assignee: record.assignee,
  attack_type: record.attack_type,
  risk_score: record.risk_score,
  confidence: record.confidence,
  is_anomaly: record.is_anomaly,
  reasons: record.reasons,
  tactics: record.tactics,
  techniques: record.techniques,
  scored_by: record.scored_by,
  model: record.model,
  source_ip: record.source_ip,
  service: record.service,
  node_id: record.node_id,
  related_decoy: record.related_decoy,
  first_seen: record.first_seen,
  last_seen: record.last_seen,
  event_count: record.event_count,
  alert_count: record.alert_count,
  opened_at: record.opened_at,
  acknowledged_at: record.acknowledged_at,
  resolved_at: record.resolved_at,
  escalated_at: record.escalated_at,
  notifications: record.notifications,
  throttled: record.throttled,
  human_verdict: record.human_verdict,
  version: record.version,
});
