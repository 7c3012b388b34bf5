/** Where the fields of a query about events lie in MongoDB's documents. */
import type { Filter } from 'mongodb';
import type { StoredEvent } from '../../core/event.ts';
import type { EventQueryFieldName } from '../../core/event-query-fields.ts';
import { parseAddress, toAddressKey } from '../../lib/address-words.ts';
import { type MongoPath, toMongo } from '../../lib/query-language/index.ts';
import type { ReadQuery } from '../event-query.ts';
import type { Stored } from './connection/connection.ts';

const text = (path: string): MongoPath => ({ path, holds: 'text' });
const map: Record<EventQueryFieldName, MongoPath> = {
  service: text('service'),
  source: { path: 'source_ip', holds: 'address', key: 'find.source' },
  risk: { path: 'verdict.risk_score', holds: 'number' },
  type: text('verdict.attack_type'),
  kind: text('kind'),
  time: { path: 'timestamp', holds: 'time', as: 'iso' },
  received: { path: 'received_at', holds: 'time', as: 'iso' },
  node: text('node_id'),
  session: text('session'),
  user: text('find.user'),
  process: text('find.process'),
  decoy: text('find.decoy'),
  activity: text('activity'),
  payload: text('payload'),
  country: text('place.country'),
  asn: { path: 'place.asn', holds: 'number' },
  owner: text('place.network_owner'),
  technique: { ...text('verdict.techniques'), isList: true },
  vulnerability: text('verdict.vulnerability.id'),
  exposure: text('verdict.exposure'),
  alert: text('alert_id'),
  suppressed: text('suppressed_by'),
};

export const toQueryFilter = ({ ast, nowMs }: ReadQuery): Filter<Stored> =>
  toMongo(ast, map, nowMs) as Filter<Stored>;

const textIn = (extra: StoredEvent['extra'], key: string): string | undefined => {
  const value = extra !== null && Object.hasOwn(extra, key) ? extra[key] : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** What queries ask for and no field of an event holds as it is. */
export function toFindable({ source_ip, agent, extra }: StoredEvent): { [name: string]: string | undefined } {
  const address = parseAddress(source_ip);
  return {
    source: address ? toAddressKey(address.words) : undefined,
    user: agent === null ? textIn(extra, 'username') : agent.username,
    process: textIn(extra, 'process_name'),
    decoy: agent === null ? undefined : agent.file_path || agent.file_accessed,
  };
}
