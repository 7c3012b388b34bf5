/** The Python back end's documents in our form. Missing fields get defaults; what we do not know goes to `extra`. */
import { hash } from 'node:crypto';
import type { Document } from 'mongodb';
import type { AgentPart, EventKind, Json, JsonObject, StoredEvent } from '../../../core/event.ts';
import { decoyId } from '../../../core/ids.ts';
import { demoUserId } from '../../../core/user.ts';
import { fallbackVerdict, type Verdict } from '../../../core/verdict.ts';
import type { Stored } from '../connection/connection.ts';
import { encodeName, keyOf } from '../connection/shape.ts';
import { toEventDocument } from '../event-record.ts';
import { alertShape, decoyShape, toAlertDocument } from '../records.ts';

const sha256 = (text: string): string => hash('sha256', text, 'hex');
const text = (value: unknown, otherwise = ''): string => (typeof value === 'string' ? value : otherwise);
const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
const number = (value: unknown, otherwise = 0): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;

/** Python writes times as dates, or as text with or without a zone: then UTC is meant. */
export function toIso(value: unknown, otherwise: string): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? otherwise : value.toISOString();
  if (typeof value !== 'string') return otherwise;
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(value);
  const ms = Date.parse(hasZone || !value.includes('T') ? value : `${value}Z`);
  return Number.isNaN(ms) ? otherwise : new Date(ms).toISOString();
}
const isoOrNull = (value: unknown): string | null => {
  const iso = toIso(value, '');
  return iso === '' ? null : iso;
};
/** When the document was made, which its ObjectId says. */
const madeAt = (document: Document): string =>
  typeof document._id?.getTimestamp === 'function'
    ? document._id.getTimestamp().toISOString()
    : new Date(0).toISOString();

export const toAdoptedUser = (user: Document): Document => ({
  id: textOrNull(user.id) ?? textOrNull(user.user_id) ?? String(user._id),
  email: text(user.email).trim().toLowerCase(),
  password_hash: text(user.password_hash) || text(user.hashed_password) || text(user.password),
  token_version: number(user.token_version),
  created_at: toIso(user.created_at, madeAt(user)),
});

export function toAdoptedNode(node: Document): Document {
  const key = text(node.api_key) || text(node.node_api_key);
  const config: unknown = node.deployment_config ?? null;
  return {
    node_id: textOrNull(node.node_id) ?? String(node._id),
    user_id: textOrNull(node.user_id) ?? demoUserId,
    name: text(node.name, 'node'),
    status: node.status === 'inactive' ? 'inactive' : 'active',
    deployment_config: config === null ? null : JSON.stringify(config),
    key_hash: key === '' ? '' : sha256(key),
    created_at: toIso(node.created_at, madeAt(node)),
    last_seen: isoOrNull(node.last_seen),
  };
}

/** BSON's own types have no place in JSON: dates and ids become text. */
const toJson = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null)) as Json;

function extraOf(document: Document, known: ReadonlySet<string>): JsonObject | null {
  const extra: JsonObject = {};
  for (const [name, value] of Object.entries(document)) if (!known.has(name)) extra[name] = toJson(value);
  const own = toJson(document.extra);
  if (typeof own === 'object' && own !== null && !Array.isArray(own)) Object.assign(extra, own);
  else if (own !== null) extra.extra = own;
  return Object.keys(extra).length > 0 ? extra : null;
}

const predictionFields = ['attack_type', 'risk_score', 'confidence', 'is_anomaly', 'anomaly_score'];
const knownFields = new Set([
  ...[
    '_id',
    'log_id',
    'user_id',
    'node_id',
    'timestamp',
    'service',
    'source_ip',
    'activity',
    'payload',
    'extra',
  ],
  ...['hostname', 'username', 'file_accessed', 'file_path', 'action', 'severity', 'alert_type'],
  ...['event_id', 'received_at', 'created_at', 'ml_prediction', 'prediction', 'ml', ...predictionFields],
]);

function toVerdict(document: Document): Verdict {
  const said: Document = document.ml_prediction ?? document.prediction ?? document.ml ?? document;
  if (typeof said?.attack_type !== 'string' && typeof said?.risk_score !== 'number') return fallbackVerdict;
  return {
    ...fallbackVerdict,
    attack_type: text(said.attack_type, 'unknown') as Verdict['attack_type'],
    risk_score: Math.min(10, Math.max(0, Math.round(number(said.risk_score)))),
    confidence: number(said.confidence),
    is_anomaly: said.is_anomaly === true,
    anomaly_score: number(said.anomaly_score),
    scored_by: 'ml_api',
    model: 'python',
  };
}

const kinds: Record<string, EventKind> = {
  ACCESSED: 'file.opened',
  MODIFIED: 'file.changed',
  COPIED: 'file.copied',
  DELETED: 'file.deleted',
};

function toAgent(document: Document): AgentPart {
  return {
    hostname: text(document.hostname),
    username: text(document.username),
    file_accessed: text(document.file_accessed),
    file_path: text(document.file_path),
    action: text(document.action),
    severity: text(document.severity),
    alert_type: text(document.alert_type),
  };
}

function toEvent(name: StoredEvent['collection'], document: Document, userId: string): StoredEvent {
  const agent = name === 'agent_events' ? toAgent(document) : null;
  const timestamp = toIso(document.timestamp, madeAt(document));
  return {
    log_id: textOrNull(document.log_id) ?? textOrNull(document.event_id) ?? String(document._id),
    user_id: userId,
    node_id: text(document.node_id),
    kind: agent ? (kinds[agent.action.toUpperCase()] ?? 'file.opened') : 'payload.received',
    collection: name,
    event_id: null,
    timestamp,
    received_at: toIso(document.received_at ?? document.created_at, timestamp),
    service: agent ? 'endpoint_agent' : text(document.service),
    source_ip: agent ? agent.hostname : text(document.source_ip),
    activity: agent ? text(document.activity, agent.alert_type) : text(document.activity),
    payload: agent ? text(document.payload, agent.file_accessed) : text(document.payload),
    extra: extraOf(document, knownFields),
    session: null,
    place: null,
    agent,
    state: 'done',
    verdict: toVerdict(document),
    alert_id: null,
    alert_created: false,
    suppressed_by: null,
  };
}

function toAlert(document: Document, userId: string): Stored {
  const timestamp = toIso(document.timestamp, madeAt(document));
  const { extra: _extra, ...fields } = document;
  return toAlertDocument({
    ...alertShape.read(fields),
    alert_id: textOrNull(document.alert_id) ?? `ALERT-${String(document._id).toUpperCase()}`,
    user_id: userId,
    timestamp,
    last_seen: toIso(document.last_seen, timestamp),
    extra: toJson(document.extra),
    risk_score: Math.round(number(document.risk_score)),
    scored_by: text(document.scored_by, 'ml_api'),
    model: text(document.model, 'python'),
  });
}

function toDecoy(document: Document, userId: string): Stored {
  const place = {
    file_name: text(document.file_name) || text(document.file_path),
    file_path: textOrNull(document.file_path),
  };
  const id = decoyId(text(document.node_id), place, sha256);
  const record = {
    id,
    node_id: text(document.node_id),
    user_id: userId,
    ...place,
    type: text(document.type, 'file'),
    status: text(document.status, 'active'),
    registered_at: isoOrNull(document.registered_at ?? document.created_at),
    last_accessed: isoOrNull(document.last_accessed),
    triggers_count: number(document.triggers_count ?? document.access_count),
    extra: null,
  };
  return {
    ...decoyShape.toDocument(record, keyOf(userId, id)),
    latest_at: record.last_accessed ?? record.registered_at ?? '',
  };
}

const toMap = (value: unknown): Document =>
  Object.fromEntries(
    Object.entries(typeof value === 'object' && value !== null ? value : {})
      .filter(([, count]) => typeof count === 'number' && count > 0)
      .map(([name, count]) => [encodeName(name), count]),
  );

function toProfile(document: Document, userId: string): Stored {
  const total = number(document.total_attacks);
  const made = madeAt(document);
  const firstSeen = toIso(document.first_seen, made);
  return {
    _id: keyOf(userId, text(document.source_ip)),
    user_id: userId,
    source_ip: text(document.source_ip),
    total_attacks: total,
    risk_sum: number(document.risk_sum, number(document.average_risk_score) * total),
    max_risk_score: number(document.max_risk_score, Math.ceil(number(document.average_risk_score))),
    first_seen: firstSeen,
    last_seen: toIso(document.last_seen, firstSeen),
    attack_types: toMap(document.attack_types),
    services_targeted: toMap(document.services_targeted),
  };
}

export function toAdopted(
  name: 'decoys' | 'honeypot_logs' | 'agent_events' | 'alerts' | 'profiles',
  document: Document,
  owners: ReadonlyMap<string, string>,
): Stored {
  const userId = textOrNull(document.user_id) ?? owners.get(text(document.node_id)) ?? demoUserId;
  if (name === 'alerts') return toAlert(document, userId);
  if (name === 'decoys') return toDecoy(document, userId);
  if (name === 'profiles') return toProfile(document, userId);
  return toEventDocument(toEvent(name, document, userId), 0);
}
