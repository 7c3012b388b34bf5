/** Records as they leave the server. Each field is named here: what a record gains later stays inside until it is. */
import type { Alert } from '../core/alert.ts';
import type { AttackerProfile } from '../core/attacker.ts';
import type { AcceptResult } from '../core/corridor.ts';
import type { Decoy } from '../core/decoy.ts';
import { AppError, invalid } from '../core/errors.ts';
import type { StoredEvent } from '../core/event.ts';
import type { NodeRecord } from '../core/node.ts';
import type { User } from '../core/user.ts';
import type { Verdict } from '../core/verdict.ts';

export const toUserView = ({ id, email, created_at }: Pick<User, 'id' | 'email' | 'created_at'>) => ({
  id,
  email,
  created_at,
});

/** `key` only where it was just made. */
export const toNodeView = (node: NodeRecord, key: string | null = null) => ({
  node_id: node.node_id,
  user_id: node.user_id,
  name: node.name,
  status: node.status,
  api_key: key,
  node_api_key: key,
  os_type: node.os_type,
  deployment_config: node.deployment_config ?? null,
  last_seen: node.last_seen,
  created_at: node.created_at,
  agent: node.agent,
});

export const toDecoyView = (decoy: Decoy, nodeName: string | null) => ({
  id: decoy.id,
  node_id: decoy.node_id,
  node_name: nodeName,
  file_name: decoy.file_name,
  file_path: decoy.file_path,
  type: decoy.type,
  status: decoy.status,
  triggers_count: decoy.triggers_count,
  last_accessed: decoy.last_accessed,
  last_triggered: decoy.last_accessed,
  registered_at: decoy.registered_at,
  extra: decoy.extra,
});

export const toPrediction = (verdict: Verdict) => ({
  attack_type: verdict.attack_type,
  risk_score: verdict.risk_score,
  confidence: verdict.confidence,
  is_anomaly: verdict.is_anomaly,
  reasons: verdict.reasons,
  tactics: verdict.tactics,
  techniques: verdict.techniques,
  scored_by: verdict.scored_by,
  model: verdict.model,
});

/** What became of one event. Throws where it was rejected. */
export function toAccepted(result: AcceptResult | undefined): {
  log_id: string;
  verdict: Verdict;
  alert_created: boolean;
} {
  if (!result) throw new AppError('internal', 'Something went wrong on our side');
  const { log_id, verdict, alert_created, reason } = result;
  if (result.status === 'rejected' || log_id === null || verdict === null)
    throw invalid([{ field: 'body', message: reason ?? 'was rejected' }]);
  return { log_id, verdict, alert_created };
}

export const toAlertView = (alert: Alert) => ({
  alert_id: alert.alert_id,
  timestamp: alert.timestamp,
  last_seen: alert.last_seen,
  source_ip: alert.source_ip,
  service: alert.service,
  activity: alert.activity,
  payload: alert.payload,
  extra: alert.extra ?? null,
  node_id: alert.node_id,
  user_id: alert.user_id,
  attack_type: alert.attack_type,
  risk_score: alert.risk_score,
  confidence: alert.confidence,
  is_anomaly: alert.is_anomaly,
  reasons: alert.reasons,
  tactics: alert.tactics,
  techniques: alert.techniques,
  scored_by: alert.scored_by,
  model: alert.model,
  evidence: alert.evidence,
  session: alert.session,
  related_decoy: alert.related_decoy,
  event_count: alert.event_count,
  status: alert.status,
  notified: alert.notified,
  incident_id: alert.incident_id,
  human_verdict: alert.human_verdict,
});

export const toEventView = (event: StoredEvent) => ({
  log_id: event.log_id,
  event_id: event.event_id,
  kind: event.kind,
  collection: event.collection,
  node_id: event.node_id,
  user_id: event.user_id,
  timestamp: event.timestamp,
  received_at: event.received_at,
  service: event.service,
  source_ip: event.source_ip,
  activity: event.activity,
  payload: event.payload,
  extra: event.extra,
  session: event.session,
  agent: event.agent,
  state: event.state,
  verdict: event.verdict && {
    ...toPrediction(event.verdict),
    anomaly_score: event.verdict.anomaly_score,
    protocol: event.verdict.protocol ?? null,
    vulnerability: event.verdict.vulnerability ?? null,
    evidence: event.verdict.evidence,
  },
  alert_id: event.alert_id,
  alert_created: event.alert_created,
  suppressed_by: event.suppressed_by,
});

export const toProfileView = (profile: AttackerProfile) => ({
  source_ip: profile.source_ip,
  total_attacks: profile.total_attacks,
  most_common_attack: profile.most_common_attack,
  average_risk_score: profile.average_risk_score,
  max_risk_score: profile.max_risk_score,
  first_seen: profile.first_seen,
  last_seen: profile.last_seen,
  attack_types: profile.attack_types,
  services_targeted: profile.services_targeted,
});

const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const;
export type Severity = (typeof severities)[number];

/** The agent's own word where it is one of the four; else what the risk says. */
export function severityOf(event: StoredEvent): Severity {
  const said = event.agent?.severity.toUpperCase();
  const known = severities.find((one) => one === said);
  if (known) return known;
  const risk = event.verdict?.risk_score ?? 0;
  if (risk >= 9) return 'CRITICAL';
  if (risk >= 7) return 'HIGH';
  return risk >= 4 ? 'MEDIUM' : 'LOW';
}

export const toLogView = (event: StoredEvent) => ({
  id: event.log_id,
  node_id: event.node_id,
  timestamp: event.timestamp,
  event_type: event.kind,
  source_ip: event.source_ip,
  severity: severityOf(event),
  related_decoy: event.agent?.file_path || event.agent?.file_accessed || null,
  risk_score: event.verdict?.risk_score ?? 0,
});
