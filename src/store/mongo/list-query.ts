/** Where the fields of queries about incidents, attackers and sessions lie in MongoDB's documents. */
import type { Filter } from 'mongodb';
import type {
  AttackerQueryFieldName,
  IncidentQueryFieldName,
  SessionQueryFieldName,
} from '../../core/list-query-fields.ts';
import { parseAddress, toAddressKey } from '../../lib/address-words.ts';
import { type MongoMap, type MongoPath, toMongo } from '../../lib/query-language/index.ts';
import type { ReadListQuery } from '../list-query.ts';
import type { Stored } from './connection/connection.ts';

type Paths<Name extends string> = Readonly<Record<Name, MongoPath>>;

const text = (path: string): MongoPath => ({ path, holds: 'text' });
const list = (path: string): MongoPath => ({ path, holds: 'text', isList: true });
const number = (path: string): MongoPath => ({ path, holds: 'number' });
const time = (path: string): MongoPath => ({ path, holds: 'time', as: 'iso' });
const source: MongoPath = { path: 'source_ip', holds: 'address', key: 'source_key' };

export const incidentPaths: Paths<IncidentQueryFieldName> = {
  title: text('title'),
  id: text('incident_id'),
  source,
  risk: number('risk_score'),
  type: text('attack_type'),
  service: list('touched.services'),
  node: list('touched.nodes'),
  decoy: list('touched.decoys'),
  user: list('touched.users'),
  status: text('status'),
  assignee: text('assignee'),
  technique: list('techniques'),
  events: number('event_count'),
  alerts: number('alert_count'),
  time: time('last_seen'),
  first: time('first_seen'),
  opened: time('opened_at'),
};

export const attackerPaths: Paths<AttackerQueryFieldName> = {
  source,
  risk: number('max_risk_score'),
  type: list('type_names'),
  service: list('service_names'),
  node: list('node_names'),
  exposure: list('exposure_names'),
  events: number('total_attacks'),
  time: time('last_seen'),
  first: time('first_seen'),
};

export const sessionPaths: Paths<SessionQueryFieldName> = {
  session: text('session'),
  source,
  risk: number('risk_score'),
  type: text('attack_type'),
  service: text('service'),
  node: text('node_id'),
  events: number('events'),
  failed: number('failed_logins'),
  succeeded: number('succeeded_logins'),
  commands: number('commands'),
  alert: text('alert_id'),
  exposure: text('exposure'),
  time: time('last_at'),
  first: time('started_at'),
};

export const toListFilter = ({ ast, nowMs }: ReadListQuery, map: MongoMap): Filter<Stored> =>
  toMongo(ast, map, nowMs) as Filter<Stored>;

/** What queries about networks ask for; null where the source is a host. */
export const sourceKeyOf = (sourceIp: string): string | null => {
  const address = parseAddress(sourceIp);
  return address && toAddressKey(address.words);
};
