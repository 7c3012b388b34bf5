/** An event as a row, and back. The two collections are two tables of one shape. */
import type { SQLInputValue } from 'node:sqlite';
import type { AgentPart, EventCollection, JsonObject, StoredEvent } from '../../core/event.ts';
import type { EventPlace } from '../../core/place.ts';
import type { Verdict } from '../../core/verdict.ts';
import type { Row } from './connection/columns.ts';

export const collections: readonly EventCollection[] = ['honeypot_logs', 'agent_events'];

const names = [
  'seq',
  'user_id',
  'log_id',
  'node_id',
  'kind',
  'event_id',
  'timestamp',
  'received_at',
  'service',
  'source_ip',
  'session',
  'state',
  'risk_score',
  'attack_type',
  'alert_id',
  'alert_created',
  'suppressed_by',
  'live',
  'username',
  'process_name',
  'decoy',
  'activity',
  'payload',
  'agent',
  'extra',
  'verdict',
  'history',
  'country',
  'asn',
  'network_owner',
];
export const eventColumns = names.join(', ');
const insertInto = (collection: EventCollection): string =>
  `INSERT INTO ${collection} (${eventColumns}) VALUES (${names.map(() => '?').join(', ')})`;
/** Made once: a text that is put together anew at each use costs more than the lookup of its statement. */
export const insertEvent: Record<EventCollection, string> = {
  honeypot_logs: insertInto('honeypot_logs'),
  agent_events: insertInto('agent_events'),
};

const has = (collection: EventCollection): string =>
  `SELECT 1 FROM ${collection} WHERE log_id = ? AND user_id = ?`;
/** Parameters: log id, tenant. */
export const hasEvent: Record<EventCollection, string> = {
  honeypot_logs: has('honeypot_logs'),
  agent_events: has('agent_events'),
};

const textOf = (extra: JsonObject | null, key: string): string | null => {
  const value = extra !== null && Object.hasOwn(extra, key) ? extra[key] : null;
  return typeof value === 'string' ? value : null;
};

/** An event as it goes into its table. */
export interface EventRow {
  collection: EventCollection;
  values: SQLInputValue[];
}

/** As readEvent(), of a row that is not in its table yet. */
export const readEventRow = ({ collection, values }: EventRow): StoredEvent =>
  readEvent(Object.fromEntries(names.map((name, at) => [name, values[at]])) as Row, collection);

const stateAt = names.indexOf('state');
export const isDone = ({ values }: EventRow): boolean => values[stateAt] === 'done';

/** Parameters of `insertEvent`. What conditions ask for beyond the fields stands in columns of its own. */
export function toEventValues(event: StoredEvent, seq: number, isLive: boolean): SQLInputValue[] {
  const { agent, extra, verdict, place } = event;
  return [
    seq,
    event.user_id,
    event.log_id,
    event.node_id,
    event.kind,
    event.event_id,
    event.timestamp,
    event.received_at,
    event.service,
    event.source_ip,
    event.session,
    event.state,
    verdict === null ? null : verdict.risk_score,
    verdict === null ? null : verdict.attack_type,
    event.alert_id,
    event.alert_created ? 1 : 0,
    event.suppressed_by,
    isLive ? 1 : 0,
    agent === null ? textOf(extra, 'username') : agent.username,
    textOf(extra, 'process_name'),
    agent === null ? null : agent.file_path || agent.file_accessed,
    event.activity,
    event.payload,
    agent === null ? null : JSON.stringify(agent),
    extra === null ? null : JSON.stringify(extra),
    verdict === null ? null : JSON.stringify(verdict),
    event.history ? 1 : null,
    place?.country ?? null,
    place?.asn ?? null,
    place?.network_owner ?? null,
  ];
}

const readPlace = ({ country, asn, network_owner }: Row): EventPlace | null =>
  (country ?? asn ?? null) === null
    ? null
    : {
        country: textOrNull(country),
        asn: (asn ?? null) as number | null,
        network_owner: textOrNull(network_owner),
      };

const text = (value: unknown): string => value as string;
const textOrNull = (value: unknown): string | null => (value ?? null) as string | null;
const json = <T>(value: unknown): T | null => (typeof value === 'string' ? (JSON.parse(value) as T) : null);

export function readEvent(row: Row, collection: EventCollection): StoredEvent {
  return {
    kind: row.kind as StoredEvent['kind'],
    collection,
    event_id: textOrNull(row.event_id),
    timestamp: text(row.timestamp),
    service: text(row.service),
    source_ip: text(row.source_ip),
    activity: text(row.activity),
    payload: text(row.payload),
    extra: json<JsonObject>(row.extra),
    session: textOrNull(row.session),
    agent: json<AgentPart>(row.agent),
    user_id: text(row.user_id),
    node_id: text(row.node_id),
    log_id: text(row.log_id),
    received_at: text(row.received_at),
    place: readPlace(row),
    state: row.state as StoredEvent['state'],
    verdict: json<Verdict>(row.verdict),
    alert_id: textOrNull(row.alert_id),
    alert_created: row.alert_created === 1,
    suppressed_by: textOrNull(row.suppressed_by),
    ...(row.history === 1 ? { history: true as const } : {}),
  };
}
