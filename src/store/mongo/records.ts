/** The shapes of the nouns that events make. */
import { type Alert, type Incident, type Judgement, noTouches } from '../../core/alert.ts';
import type { Decoy } from '../../core/decoy.ts';
import type { Delivery } from '../../core/delivery.ts';
import type { SessionState } from '../../core/history.ts';
import type { Stored } from './connection/connection.ts';
import { defineShape, keyOf } from './connection/shape.ts';
import { sourceKeyOf } from './list-query.ts';

const judgement = (): Judgement => ({
  attack_type: 'unknown',
  risk_score: 0,
  confidence: 0,
  is_anomaly: false,
  reasons: [],
  evidence: [],
  tactics: [],
  techniques: [],
  scored_by: 'rules',
  model: '',
  protocol: null,
  vulnerability: null,
});

export const alertShape = defineShape<Alert>(
  () => ({
    alert_id: '',
    user_id: '',
    node_id: '',
    timestamp: '',
    last_seen: '',
    source_ip: '',
    service: '',
    activity: '',
    payload: '',
    extra: null,
    session: null,
    related_decoy: null,
    event_count: 1,
    status: 'open',
    notified: false,
    incident_id: '',
    merged_from: null,
    human_verdict: null,
    ...judgement(),
  }),
  ['extra'],
);

/** `is_active` = not resolved: what most lists ask for is in an index of its own. */
export const toAlertDocument = (alert: Alert): Stored => ({
  ...alertShape.toDocument(alert, keyOf(alert.user_id, alert.alert_id)),
  is_active: alert.status !== 'resolved',
  applied: 0,
});

const incidentFields = defineShape<Incident>(
  () => ({
    incident_id: '',
    user_id: '',
    group_key: '',
    open_key: '',
    title: '',
    source_ip: '',
    service: '',
    node_id: '',
    related_decoy: null,
    first_seen: '',
    last_seen: '',
    active_at: '',
    resumed_at: null,
    event_count: 0,
    alert_count: 0,
    status: 'open',
    assignee: null,
    human_verdict: null,
    opened_at: '',
    acknowledged_at: null,
    resolved_at: null,
    notified_risk: 0,
    notified_types: [],
    notifications: 0,
    throttled: false,
    touched: noTouches(),
    notified_channels: {},
    key_steps: [],
    escalated_at: null,
    snooze: null,
    merged_into: null,
    merge: null,
    merged: [],
    seen: [],
    version: 1,
    ...judgement(),
  }),
  ['notified_channels', 'key_steps', 'merge'],
);

/** Earlier versions wrote `told`; a document keeps it until its channels are written again. */
export const incidentShape: typeof incidentFields = {
  ...incidentFields,
  read: ({ told, ...document }) =>
    incidentFields.read(told === undefined ? document : { notified_channels: told, ...document }),
};

/** `is_open` = takes events. */
export const toIncidentDocument = (incident: Incident): Stored => ({
  ...incidentShape.toDocument(incident, keyOf(incident.user_id, incident.incident_id)),
  source_key: sourceKeyOf(incident.source_ip),
  is_active: incident.status !== 'resolved',
  is_open: incident.open_key !== incident.incident_id,
  applied: 0,
});

export const sessionShape = defineShape<SessionState>(
  () => ({
    user_id: '',
    node_id: '',
    session: '',
    source_ip: '',
    service: '',
    started_at: '',
    last_at: '',
    events: 0,
    failed_logins: 0,
    succeeded_logins: 0,
    commands: 0,
    risk_score: 0,
    attack_type: 'unknown',
    exposure: null,
    story: [],
    memo: {},
    alert_id: null,
    version: 0,
  }),
  ['story', 'memo'],
);

export const decoyShape = defineShape<Decoy>(
  () => ({
    id: '',
    node_id: '',
    user_id: '',
    file_name: '',
    file_path: null,
    type: 'file',
    status: 'active',
    registered_at: null,
    last_accessed: null,
    triggers_count: 0,
    extra: null,
  }),
  ['extra'],
);

export const deliveryShape = defineShape<Delivery>(
  () => ({
    delivery_id: '',
    user_id: '',
    channel_id: '',
    incident_id: null,
    occasion: '',
    notice: {} as Delivery['notice'],
    state: 'due',
    attempts: 0,
    created_at: '',
    next_at_ms: 0,
    held: false,
    claimed_until_ms: 0,
    claimed_by: '',
    last_attempt_at: null,
    last_status: null,
    last_error: null,
    last_answer: null,
    log: [],
    recipients: null,
  }),
  ['notice', 'log', 'recipients'],
);
