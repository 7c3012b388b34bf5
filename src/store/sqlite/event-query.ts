/** Where the fields of a query about events lie in the rows of SQLite. `w` is the walk over them. */
import type { EventQueryFieldName } from '../../core/event-query-fields.ts';
import { type SqlColumn, toSql } from '../../lib/query-language/index.ts';
import { fieldsOf, type ReadQuery } from '../event-query.ts';
import { type Clause, clause } from './connection/clause.ts';

const columnOf: Record<EventQueryFieldName, string> = {
  service: 'service',
  source: 'source_ip',
  risk: 'risk_score',
  type: 'attack_type',
  kind: 'kind',
  time: 'timestamp',
  received: 'received_at',
  node: 'node_id',
  session: 'session',
  user: 'username',
  process: 'process_name',
  decoy: 'decoy',
  activity: 'activity',
  payload: 'payload',
  country: 'country',
  asn: 'asn',
  owner: 'network_owner',
  technique: 'verdict',
  vulnerability: 'verdict',
  exposure: 'verdict',
  alert: 'alert_id',
  suppressed: 'suppressed_by',
};
const numbers: ReadonlySet<string> = new Set(['risk', 'asn']);
const times: ReadonlySet<string> = new Set(['time', 'received']);

/** What lies inside the verdict's JSON. */
const within: Readonly<Record<string, string>> = {
  technique: '$.techniques',
  vulnerability: '$.vulnerability.id',
  exposure: '$.exposure',
};

const toColumn = (name: string, column: string): SqlColumn => {
  const sql = `w.${column}`;
  if (name === 'source') return { sql, holds: 'address', key: { sql: `address_key(${sql})`, as: 'hex' } };
  const path = within[name];
  if (path !== undefined)
    return {
      sql: `json_extract(${sql}, '${path}')`,
      holds: 'text',
      ...(name === 'technique' ? { isList: true, inside: sql } : {}),
    };
  if (numbers.has(name)) return { sql, holds: 'number' };
  if (times.has(name)) return { sql, holds: 'time', as: 'iso' };
  return { sql, holds: 'text' };
};
const map = Object.fromEntries(
  Object.entries(columnOf).map(([name, column]) => [name, toColumn(name, column)]),
);

export function toQueryClause({ ast, nowMs }: ReadQuery): { clause: Clause; looked: string[] } {
  const { where, params } = toSql(ast, map, nowMs);
  return {
    clause: clause(`(${where})`, ...params),
    looked: [...fieldsOf(ast)].map((name) => columnOf[name]),
  };
}
