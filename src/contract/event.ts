/** Events as they are stored, whole and in short. */
import { crowdSpans } from '../core/crowd.ts';
import { eventKinds, type StoredEvent } from '../core/event.ts';
import { masked } from '../lib/masking.ts';
import { risk, share, time } from './fields.ts';
import { evidence, judgement, Vulnerability } from './judgement.ts';
import { cutLengths } from './listed.ts';
import { type Located, located } from './place.ts';
import { projectionOf } from './project.ts';
import { anything, choice, flag, integer, nullable, object, optional, type Static, text } from './schema.ts';

export const Event = object(
  {
    log_id: text({ examples: ['log-0197f3a2b4c1d2e3f4a5b6c7'] }),
    event_id: nullable(text({ description: "The sender's id of the event." })),
    kind: choice(eventKinds),
    collection: choice(['honeypot_logs', 'agent_events']),
    node_id: text(),
    user_id: text(),
    timestamp: time('Time of the event.'),
    received_at: time('When it arrived here.'),
    service: text(),
    source_ip: text(),
    ...located,
    activity: text(),
    payload: text(),
    extra: anything(),
    ...cutLengths,
    session: nullable(text()),
    agent: nullable(
      object({
        hostname: text(),
        username: text(),
        file_accessed: text(),
        file_path: text(),
        action: text(),
        severity: text(),
        alert_type: text(),
      }),
    ),
    state: choice(['pending', 'fallback', 'done'], {
      description: 'pending: not scored yet; fallback: to be scored again.',
    }),
    verdict: nullable(
      object({
        ...judgement,
        anomaly_score: share('0 is usual.'),
        protocol: optional(text({ description: 'The protocol of the bytes.', examples: ['tls'] })),
        vulnerability: optional(Vulnerability),
        crowd: optional(
          object(
            {
              service: nullable(text({ description: 'Null: several services of the node.' })),
              sources: integer({ description: 'An estimate.' }),
              events: integer(),
              failed_logins: integer(),
              span: choice(crowdSpans),
              usual: nullable(
                integer({ description: 'Sources in a usual period; null while that is not known.' }),
              ),
            },
            { description: 'Many sources acting together: set on the event that made them a crowd.' },
          ),
        ),
        evidence,
      }),
    ),
    alert_id: nullable(text()),
    alert_created: flag(),
    suppressed_by: nullable(text({ description: 'The suppression rule that prevented an alert.' })),
  },
  { description: 'A stored event, with its verdict and its alert.' },
);
export type Event = Static<typeof Event>;
const project = projectionOf(Event);
/** Passwords of people are masked unless `isRevealed`. */
export const toEventView = (event: StoredEvent, seen: Located, isRevealed = false): Event =>
  project({ ...(isRevealed ? event : masked(event)), ...seen });

const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const;
export type Severity = (typeof severities)[number];

export const LogEntry = object({
  id: text(),
  node_id: text(),
  timestamp: time('Time of the event.'),
  event_type: choice(eventKinds),
  source_ip: text(),
  severity: choice(severities),
  related_decoy: nullable(text()),
  risk_score: risk,
});
export type LogEntry = Static<typeof LogEntry>;

/** The severity that the agent reported where it is one of the four, else one that follows from the risk score. */
export function severityOf(event: StoredEvent): Severity {
  const reported = event.agent?.severity.toUpperCase();
  const known = severities.find((one) => one === reported);
  if (known) return known;
  const score = event.verdict?.risk_score ?? 0;
  if (score >= 9) return 'CRITICAL';
  if (score >= 7) return 'HIGH';
  return score >= 4 ? 'MEDIUM' : 'LOW';
}

export const toLogView = (event: StoredEvent): LogEntry => ({
  id: event.log_id,
  node_id: event.node_id,
  timestamp: event.timestamp,
  event_type: event.kind,
  source_ip: event.source_ip,
  severity: severityOf(event),
  related_decoy: event.agent?.file_path || event.agent?.file_accessed || null,
  risk_score: event.verdict?.risk_score ?? 0,
});
