/** Queries about events, read here as the server reads them. */
import {
  type EventView,
  eventQueryFields,
  excludeTerm,
  holdsQuery,
  parseQuery,
  type QueryRecord,
} from './types.ts';

/** The list's filters, and what each is called in a query. */
const fieldOf: Readonly<Record<string, string>> = {
  source: 'source',
  service: 'service',
  node_id: 'node',
  session: 'session',
  attack_type: 'type',
};

/** The query without this value of a filter; null where a query cannot say that, or this one cannot be read. */
export function withoutValue(query: string, filter: string, value: string): string | null {
  const field = fieldOf[filter];
  return field === undefined ? null : excludeTerm(query, { field, value }, eventQueryFields);
}

const textOf = (extra: EventView['extra'], name: string): unknown =>
  extra !== null && Object.hasOwn(extra, name) ? extra[name] : undefined;

const toRecord = (event: EventView): QueryRecord => ({
  service: event.service,
  source: event.source_ip,
  risk: event.verdict?.risk_score,
  type: event.verdict?.attack_type,
  kind: event.kind,
  time: event.timestamp,
  received: event.received_at,
  node: event.node_id,
  session: event.session,
  user: event.agent?.username ?? textOf(event.extra, 'username'),
  process: textOf(event.extra, 'process_name'),
  decoy: event.agent && (event.agent.file_path || event.agent.file_accessed),
  activity: event.activity,
  payload: event.payload,
  country: event.place?.country,
  asn: event.place?.asn,
  owner: event.place?.network_owner,
  technique: event.verdict?.techniques,
  vulnerability: event.verdict?.vulnerability?.id,
  alert: event.alert_id,
  suppressed: event.suppressed_by,
});

/** Whether an event that has just come would be found; false where the query cannot be read. */
export function holds(query: string, event: EventView, nowMs: number): boolean {
  const { ast } = parseQuery(query, eventQueryFields);
  return ast !== undefined && holdsQuery(ast, toRecord(event), nowMs);
}
