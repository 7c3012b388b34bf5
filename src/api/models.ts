/** The contract's models of events, alerts and numbers (api.md §1), ours beside them, and the list of all. By these names they stand in the OpenAPI document. */
import { alertStatuses, verdictKinds } from '../core/alert.ts';
import { errorCodes } from '../core/errors.ts';
import { eventKinds } from '../core/event.ts';
import { counts, risk, share, time } from './fields.ts';
import {
  DecoyResponse,
  NodeCreate,
  NodeResponse,
  NodeStats,
  NodeUpdate,
  PasswordChange,
  TokenResponse,
  UserCreate,
  UserLogin,
  UserResponse,
} from './models-tenant.ts';
import {
  anything,
  choice,
  flag,
  integer,
  list,
  nullable,
  number,
  object,
  optional,
  type Schema,
  type Static,
  text,
} from './schema.ts';

const judgement = {
  attack_type: text({ examples: ['BruteForce'] }),
  risk_score: risk,
  confidence: share('Probability that the attack type is right.'),
  is_anomaly: flag(),
  reasons: list(text(), {
    description: 'Sentences, strongest first.',
    examples: [['212 failed logins in 10 minutes']],
  }),
  tactics: list(text(), { description: 'MITRE ATT&CK tactics.' }),
  techniques: list(text(), { description: 'MITRE ATT&CK technique ids.', examples: [['T1110.001']] }),
  scored_by: text({ description: 'local, rules, ml_api or fallback.', examples: ['local'] }),
  model: text({ description: 'Version of the model or rules.', examples: ['2026.11.1'] }),
};
const vulnerability = object(
  {
    id: text({ description: 'CVE, or a name of ours where none was given.', examples: ['CVE-2021-44228'] }),
    title: text({ examples: ['Log4Shell: code by a JNDI look-up in a logged text'] }),
    product: text({ examples: ['Apache Log4j'] }),
    kev: optional(
      text({ description: 'When CISA listed it as known to be exploited.', examples: ['2021-12-10'] }),
    ),
    strength: choice(['exploit', 'probe'], {
      description: 'exploit: an attempt; probe: it was only looked whether the product is there.',
    }),
  },
  { description: 'The vulnerability that the text tried.' },
);
const evidence = list(
  object({
    reason: integer({ description: 'Index into reasons.' }),
    field: text({ description: 'Field of the event it stands in, or history.' }),
    text: text(),
  }),
  { description: 'What each reason rests on.' },
);

export const MLPrediction = object(judgement);
export const HoneypotAnswer = object({
  status: choice(['success']),
  log_id: text({ examples: ['log-0197f3a2b4c1d2e3f4a5b6c7'] }),
  ml_prediction: MLPrediction,
  alert_created: flag(),
});
export const AgentAnswer = object({
  status: choice(['success']),
  event_id: text({ examples: ['log-0197f3a2b4c1d2e3f4a5b6c7'] }),
  ml_prediction: MLPrediction,
  alert_created: flag(),
});

const alert = {
  alert_id: text({ examples: ['ALERT-20260821101530-9F1C0A7BE2D4'] }),
  timestamp: time('Of the first event behind it.'),
  last_seen: time('Of the latest event behind it.'),
  source_ip: text({ description: 'An address; of an agent alert the host name.', examples: ['203.0.113.9'] }),
  service: text({ examples: ['ssh'] }),
  activity: text({ examples: ['login failed'] }),
  payload: text({ description: "As the attacker sent it; of an agent alert the file's name." }),
  extra: anything(),
  node_id: text(),
  user_id: text(),
  ...judgement,
  evidence,
  session: nullable(text()),
  related_decoy: nullable(text()),
  event_count: integer({ description: 'Events folded into it.' }),
  status: choice(alertStatuses),
  notified: flag(),
  incident_id: text(),
  human_verdict: nullable(
    object({ verdict: choice(verdictKinds), note: text(), by: text(), at: time('When it was said.') }),
  ),
};
export const Alert = object(alert);
export const RecentAttack = object(alert);
export const AlertUpdate = object({ status: choice(alertStatuses) });
export const AlertUpdated = object({ success: flag(), alert_id: text(), new_status: choice(alertStatuses) });

export const AttackerProfile = object({
  source_ip: text({ examples: ['203.0.113.9'] }),
  total_attacks: integer({ description: 'Every event of this source, not only alerts.' }),
  most_common_attack: text({ examples: ['BruteForce'] }),
  average_risk_score: number({ description: 'To one decimal.' }),
  max_risk_score: risk,
  first_seen: time('Of its first event.'),
  last_seen: time('Of its latest event.'),
  attack_types: counts('Events by attack type.'),
  services_targeted: counts('Events by service.'),
});

export const StatsResponse = object({
  total_attacks: integer({ description: 'All events.' }),
  active_alerts: integer({ description: 'Alerts that are not resolved.' }),
  unique_attackers: integer({ description: 'Distinct sources of events.' }),
  avg_risk_score: number({ description: 'Mean risk of events, to one decimal.' }),
  high_risk_count: integer({ description: 'Events of risk 7 or more.' }),
  total_nodes: integer(),
  active_nodes: integer(),
  recent_risk_average: number({ description: 'Mean risk of the latest 10 alerts, to one decimal.' }),
});

export const LogEntry = object({
  id: text(),
  node_id: text(),
  timestamp: time('Of the event.'),
  event_type: choice(eventKinds),
  source_ip: text(),
  severity: choice(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW']),
  related_decoy: nullable(text()),
  risk_score: risk,
});

export const Event = object(
  {
    log_id: text({ examples: ['log-0197f3a2b4c1d2e3f4a5b6c7'] }),
    event_id: nullable(text({ description: "The sender's id of it." })),
    kind: choice(eventKinds),
    collection: choice(['honeypot_logs', 'agent_events']),
    node_id: text(),
    user_id: text(),
    timestamp: time('Of the event.'),
    received_at: time('When it arrived here.'),
    service: text(),
    source_ip: text(),
    activity: text(),
    payload: text(),
    extra: anything(),
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
        anomaly_score: share('0 is ordinary.'),
        protocol: nullable(text({ description: 'What the bytes were of.', examples: ['tls'] })),
        vulnerability: nullable(vulnerability),
        evidence,
      }),
    ),
    alert_id: nullable(text()),
    alert_created: flag(),
    suppressed_by: nullable(text({ description: 'The rule because of which no alert was made.' })),
  },
  { description: 'An event as it is stored, with what was made of it.' },
);

const batchCounts = { accepted: integer(), duplicate: integer(), rejected: integer() };
export const BatchAnswer = object({
  ...batchCounts,
  results: list(
    object({
      index: integer({ description: 'Place in the input, from 0.' }),
      status: choice(['accepted', 'duplicate', 'rejected']),
      event_id: nullable(text()),
      log_id: optional(text()),
      alert_created: optional(flag()),
      ml_prediction: optional(MLPrediction),
      reason: optional(text({ description: 'Why it was rejected.' })),
    }),
  ),
});

export const Problem = object(
  {
    type: text({ examples: ['urn:decoyverse:error:invalid_request'] }),
    title: text({ examples: ['Validation failed'] }),
    status: integer({ examples: [422] }),
    detail: text({ description: 'One sentence.', examples: ['name: is required'] }),
    code: choice(errorCodes),
    requestId: text({ examples: ['req-9f1c0a-2s'] }),
    errors: optional(
      list(object({ field: text({ examples: ['name'] }), message: text({ examples: ['is required'] }) })),
    ),
  },
  { description: 'An error (RFC 9457).' },
);

export type AlertView = Static<typeof Alert>;

/** A list by keyset: `next_cursor` is what `cursor` of the next request must be; null = there is no more. */
export const pageOf = <T>(items: Schema<T>): Schema<{ items: T[]; next_cursor: string | null }> =>
  object({ items: list(items), next_cursor: nullable(text()) }) as Schema<{
    items: T[];
    next_cursor: string | null;
  }>;

/** Components of the OpenAPI document beside HoneypotLog and AgentEvent, which the ingest describes. */
export const models: Readonly<Record<string, Schema>> = {
  UserCreate,
  UserLogin,
  UserResponse,
  TokenResponse,
  PasswordChange,
  NodeCreate,
  NodeResponse,
  NodeUpdate,
  NodeStats,
  DecoyResponse,
  MLPrediction,
  HoneypotAnswer,
  AgentAnswer,
  Alert,
  RecentAttack,
  AlertUpdate,
  AlertUpdated,
  AttackerProfile,
  StatsResponse,
  LogEntry,
  Event,
  BatchAnswer,
  Problem,
};
