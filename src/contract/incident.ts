/** Incidents: what people see, are notified of and answer. */
import { alertStatuses, type Incident as IncidentRecord } from '../core/alert.ts';
import { silencePrefix } from '../core/silence.ts';
import { isAsleep } from '../core/snooze.ts';
import { maskedIncident } from '../lib/masking.ts';
import { Alert } from './alert.ts';
import { Event } from './event.ts';
import { humanVerdict, nullableTime, plainTime, time } from './fields.ts';
import { Entry } from './journal.ts';
import { named } from './judgement.ts';
import { type Located, located } from './place.ts';
import { projectionOf } from './project.ts';
import {
  choice,
  flag,
  integer,
  list,
  nullable,
  number,
  object,
  optional,
  type Static,
  text,
} from './schema.ts';

const incident = {
  kind: choice(['attack', 'silent_node'], {
    description: 'silent_node: a node stopped reporting; nobody is known to be behind it.',
  }),
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
  ...named,
  source_ip: text(),
  ...located,
  service: text(),
  node_id: text(),
  related_decoy: nullable(text()),
  touched: object(
    {
      nodes: list(text(), { description: 'Node ids.' }),
      services: list(text()),
      attack_types: list(text()),
      decoys: list(text()),
      users: list(text(), { description: 'From agents: who touched a decoy, and the program used.' }),
      unlisted: integer({ description: 'Touches not listed here.' }),
    },
    { description: 'What it touched: the first 64 of each kind.' },
  ),
  first_seen: plainTime,
  last_seen: plainTime,
  event_count: integer({
    description: 'Events over the threshold. An alert counts all events of its session.',
  }),
  alert_count: integer(),
  opened_at: plainTime,
  acknowledged_at: nullableTime,
  resolved_at: nullableTime,
  escalated_at: nullableTime,
  notifications: integer({
    description:
      'Events that caused at least one message; once the incident is throttled, further messages are held back.',
  }),
  throttled: flag(),
  human_verdict: humanVerdict(plainTime),
  snooze: nullable(
    object({
      until: plainTime,
      events: nullable(integer({ description: 'It also comes back once it has this many events.' })),
      risk: integer({ description: 'It also comes back when its risk is greater.' }),
      attack_type: text({ description: 'It also comes back when its attack type is another.' }),
      by: text(),
      at: plainTime,
    }),
  ),
  asleep: flag({ description: 'Whether it is snoozed now.' }),
  merged_into: nullable(
    text({ description: 'The incident that it was merged into, and that now has its alerts.' }),
  ),
  merged_count: integer({ description: 'Incidents that are merged into it.' }),
  seen_by: list(object({ by: text(), at: plainTime }), { description: 'Who opened it, the latest first.' }),
  unread: flag({
    description: 'Whether the person or key that asks has yet to open it since its risk last rose.',
  }),
  version: integer({ description: 'Increases with each change; send it back to make a change conditional.' }),
};
/** For answers that show an incident and something beside it. */
export const incidentFields = incident;
export const Incident = object(incident);
export type Incident = Static<typeof Incident>;
const project = projectionOf(Incident);
/** `reader` is the person, or key, that asks. */
export const toIncidentView = (
  incident: IncidentRecord,
  seen: Located,
  now: string,
  reader: string,
): Incident =>
  project({
    ...maskedIncident(incident),
    ...seen,
    merged_count: incident.merged.length,
    seen_by: incident.seen,
    unread: !incident.seen.some(({ by, risk }) => by === reader && risk >= incident.risk_score),
    asleep: isAsleep(incident, now),
    kind: incident.group_key.startsWith(silencePrefix) ? 'silent_node' : 'attack',
  });

export const KeyStep = object({
  log_id: nullable(text({ description: 'Kind of the event; null if only the alert is known.' })),
  alert_id: nullable(text()),
  at: plainTime,
  title: text({ description: 'One sentence.', examples: ['203.0.113.9 signed in to ssh of dmz-1'] }),
  attack_type: text(),
  risk_score: integer(),
  node_id: text(),
  service: text(),
  source_ip: text(),
  account: nullable(text({ description: 'The account that was tried, or the user on a host.' })),
  event: nullable(Event),
});
export type KeyStep = Static<typeof KeyStep>;

export const IncidentDetail = object({
  ...incident,
  merged: list(
    object({
      incident_id: text(),
      title: text(),
      source_ip: text(),
      event_count: integer(),
      by: text(),
      at: plainTime,
    }),
    { description: 'Those that are merged into it, the latest first.' },
  ),
  key_steps: list(KeyStep, {
    description:
      'The steps that matter, the worst first: the first one, each that made it worse, each successful sign-in, each planted token that was used. At most 16.',
  }),
  alerts: list(Alert, { description: 'The latest 50; all: `GET /api/incidents/{id}/alerts`.' }),
  events: list(Event, {
    description:
      'The latest 100 of its source, from an hour before it began; all: `GET /api/incidents/{id}/events`.',
  }),
  timeline: list(Entry, {
    description: 'Alerts, actions of people and of the server, and notifications, oldest first.',
  }),
});
export type IncidentDetail = Static<typeof IncidentDetail>;

const version = optional(integer({ minimum: 1 }));
const snooze = optional(
  nullable(
    object({
      until: time('When it comes back, within a year.'),
      after_events: optional(
        nullable(
          integer({
            description: 'It also comes back after so many more events.',
            minimum: 1,
            maximum: 1_000_000,
          }),
        ),
      ),
    }),
  ),
);
export const IncidentUpdate = object(
  {
    status: optional(choice(alertStatuses)),
    assignee: optional(
      nullable(text({ description: 'Who is working on it.', minLength: 1, maxLength: 254 })),
    ),
    snooze,
    version,
  },
  { minProperties: 1 },
);
export type IncidentUpdate = Static<typeof IncidentUpdate>;

export const IncidentCount = object({
  count: integer(),
  has_more: flag({ description: 'More may match: the count goes no further.' }),
});
export type IncidentCount = Static<typeof IncidentCount>;

export const CommentCreate = object({ text: text({ minLength: 1, maxLength: 4000 }) });
export type CommentCreate = Static<typeof CommentCreate>;

const change = {
  status: optional(choice(alertStatuses)),
  assignee: optional(nullable(text({ minLength: 1, maxLength: 254 }))),
  snooze,
};
/** What many incidents can be set to at once. */
export const incidentChangeFields = change;
const BulkItem = object({ incident_id: text({ maxLength: 100 }), version, ...change });
export const bulkResults = ['changed', 'unchanged', 'not_found', 'conflict'] as const;
export const IncidentBulkUpdate = object({
  incidents: list(BulkItem, { minItems: 1, maxItems: 200 }),
  ...change,
});
export type IncidentBulkUpdate = Static<typeof IncidentBulkUpdate>;
export const IncidentBulkAnswer = object({
  results: list(object({ incident_id: text(), result: choice(bulkResults), incident: nullable(Incident) })),
  changed: integer(),
  undo: nullable(object({ incidents: list(BulkItem) })),
});
export type IncidentBulkAnswer = Static<typeof IncidentBulkAnswer>;
