/** Where the fields of queries about incidents, attackers and sessions lie in the rows of SQLite. `w` is the walk over them. */
import type {
  AttackerQueryFieldName,
  IncidentQueryFieldName,
  SessionQueryFieldName,
} from '../../core/list-query-fields.ts';
import { type SqlColumn, toSql } from '../../lib/query-language/index.ts';
import type { ReadListQuery } from '../list-query.ts';
import { type Clause, clause } from './connection/clause.ts';

/** A column, or the JSON list that an expression over it makes. */
interface Place {
  column: string;
  as: SqlColumn;
}
type Places<Name extends string> = Readonly<Record<Name, Place>>;

const text = (column: string): Place => ({ column, as: { sql: `w.${column}`, holds: 'text' } });
const number = (column: string): Place => ({ column, as: { sql: `w.${column}`, holds: 'number' } });
const time = (column: string): Place => ({ column, as: { sql: `w.${column}`, holds: 'time', as: 'iso' } });
const list = (column: string, sql: string): Place => ({
  column,
  as: { sql, holds: 'text', isList: true, inside: `w.${column}` },
});
const touched = (set: string): Place => list('touched', `json_extract(w.touched, '$.${set}')`);
const names = (column: string): Place =>
  list(column, `(SELECT json_group_array(key) FROM json_each(w.${column}))`);
const source: Place = {
  column: 'source_ip',
  as: { sql: 'w.source_ip', holds: 'address', key: { sql: 'address_key(w.source_ip)', as: 'hex' } },
};

export const incidentPlaces: Places<IncidentQueryFieldName> = {
  title: text('title'),
  id: text('incident_id'),
  source,
  risk: number('risk_score'),
  type: text('attack_type'),
  service: touched('services'),
  node: touched('nodes'),
  decoy: touched('decoys'),
  user: touched('users'),
  status: text('status'),
  assignee: text('assignee'),
  technique: list('techniques', 'w.techniques'),
  events: number('event_count'),
  alerts: number('alert_count'),
  time: time('last_seen'),
  first: time('first_seen'),
  opened: time('opened_at'),
};

export const attackerPlaces: Places<AttackerQueryFieldName> = {
  source,
  risk: number('max_risk_score'),
  type: names('attack_types'),
  service: names('services_targeted'),
  node: names('nodes'),
  exposure: names('exposures'),
  events: number('total_attacks'),
  time: time('last_seen'),
  first: time('first_seen'),
};

export const sessionPlaces: Places<SessionQueryFieldName> = {
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

/** What is left to look at row by row, and the columns it looks at. */
export function toListClause(
  { ast, nowMs, fields }: ReadListQuery,
  places: Places<string>,
): { clause: Clause; looked: string[] } {
  const map = Object.fromEntries(Object.entries(places).map(([name, { as }]) => [name, as]));
  const { where, params } = toSql(ast, map, nowMs);
  const looked = [...fields].flatMap((name) => places[name]?.column ?? []);
  return { clause: clause(`(${where})`, ...params), looked };
}
