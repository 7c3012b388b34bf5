/** Reading events. Newest first over both collections, which are merged here. */
import type { EventCollection, EventState, StoredEvent } from '../../core/event.ts';
import { type EventFilter, type Page, type PageRequest, pageBytes } from '../../core/query.ts';
import { readEventQuery } from '../event-query.ts';
import { type Clause, clause, wantedClause } from './connection/clause.ts';
import type { Row } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import {
  type Key,
  mostScanned,
  parseCursor,
  readKeyset,
  readRows,
  sizeOfRow,
  toCursor,
} from './connection/paging.ts';
import { holdsText } from './connection/text-clause.ts';
import { toQueryClause } from './event-query.ts';
import { collections, eventColumns, readEvent } from './event-record.ts';

const byLogId: Record<EventCollection, string> = {
  honeypot_logs: `SELECT ${eventColumns} FROM honeypot_logs WHERE log_id = ? AND user_id = ?`,
  agent_events: `SELECT ${eventColumns} FROM agent_events WHERE log_id = ? AND user_id = ?`,
};

export function findEvent(db: Connection, userId: string, logId: string): StoredEvent | null {
  for (const collection of collections) {
    const row = db.sql(byLogId[collection]).get(logId, userId) as Row | undefined;
    if (row) return readEvent(row, collection);
  }
  return null;
}

const searched = ['payload', 'activity', 'source_ip', 'service'];

/** What an index answers first: the rarest of what is asked for. `+` keeps SQLite from choosing another index. */
function toClauses(
  userId: string,
  given: EventFilter,
): { driving: Clause[]; residual: Clause[]; looked: string[]; below: string | undefined } {
  const read = readEventQuery(given);
  const filter = read?.filter ?? given;
  const driving: Clause[] = [];
  const residual: Clause[] = [];
  const looked: string[] = [];
  const look = (column: string, operator: string, value: string | number): void => {
    residual.push(clause(`w.${column} ${operator} ?`, value));
    looked.push(column);
  };
  const user = clause('user_id = ?', userId);
  const keyed: ['alert_id' | 'session' | 'source' | 'node_id', string][] = [
    ['alert_id', 'alert_id'],
    ['session', 'session'],
    ['source', 'source_ip'],
    ['node_id', 'node_id'],
  ];
  for (const [name, column] of keyed) {
    const value = filter[name];
    if (value === undefined) continue;
    if (driving.length > 0) look(column, '=', value);
    else if (column === 'node_id') driving.push(clause('node_id = ?', value), clause('+user_id = ?', userId));
    else driving.push(user, clause(`${column} = ?`, value));
  }
  if (driving.length === 0) driving.push(user);
  if (filter.service !== undefined) look('service', '=', filter.service);
  if (filter.attack_type !== undefined) look('attack_type', '=', filter.attack_type);
  if (filter.min_risk !== undefined) look('risk_score', '>=', filter.min_risk);
  if (filter.from !== undefined) driving.push(clause('timestamp >= ?', filter.from));
  if (filter.q !== undefined) {
    residual.push(
      holdsText(
        searched.map((name) => `w.${name}`),
        filter.q,
      ),
    );
    looked.push(...searched);
  }
  if (read !== null && read.ast.kind !== 'everything') {
    const asked = toQueryClause(read);
    residual.push(asked.clause);
    looked.push(...asked.looked);
  }
  if (filter.q !== undefined || read !== null) residual.unshift(wantedClause('w.place'));
  return { driving, residual, looked, below: filter.to };
}

const order = ['timestamp', 'log_id'] as const;

export function listEvents(
  db: Connection,
  userId: string,
  filter: EventFilter,
  page: PageRequest,
  scan = mostScanned,
): Page<StoredEvent> {
  const after = parseCursor(page.cursor, ['', '']);
  const { driving, residual, looked, below } = toClauses(userId, filter);
  const all: { table: EventCollection; place: number; key: Key }[] = [];
  /** No table was looked at beyond this key: what is older waits for the next page. */
  let frontier: Key | null = null;
  for (const table of filter.collection ? [filter.collection] : collections) {
    const query = { table, order, driving, residual, looked, below, after, limit: page.limit };
    const { found, next } = readKeyset(db, query, scan);
    for (const { place, key } of found) all.push({ table, place, key });
    if (next && (frontier === null || compareKeys(next, frontier) > 0)) frontier = next;
  }
  const end = frontier;
  const known = (end ? all.filter(({ key }) => compareKeys(key, end) >= 0) : all).sort((a, b) =>
    compareKeys(b.key, a.key),
  );
  const shown = known.slice(0, page.limit);
  const items = readShown(db, shown);
  const hasMore = known.length > items.length;
  const last = hasMore ? shown[items.length - 1]?.key : null;
  return { items, next_cursor: last ? toCursor(last) : end && toCursor(end) };
}

/** Reads the rows of each table, in the order of the page, up to the size of a page. */
function readShown(
  db: Connection,
  shown: readonly { table: EventCollection; place: number }[],
): StoredEvent[] {
  const rowsOf = (table: EventCollection) => {
    const places = shown.filter((one) => one.table === table).map(({ place }) => place);
    return readRows(db, table, qualified[table], places);
  };
  const rows = { honeypot_logs: rowsOf('honeypot_logs'), agent_events: rowsOf('agent_events') };
  const events: StoredEvent[] = [];
  let size = 0;
  for (const { table } of shown) {
    if (size >= pageBytes) break;
    const row = rows[table].next().value;
    if (!row) break;
    events.push(readEvent(row, table));
    size += sizeOfRow(row);
  }
  for (const table of collections) rows[table].return(undefined);
  return events;
}

const qualify = (table: EventCollection): string =>
  eventColumns.replaceAll(/\w+/g, (name) => `${table}.${name}`);
const qualified: Record<EventCollection, string> = {
  honeypot_logs: qualify('honeypot_logs'),
  agent_events: qualify('agent_events'),
};

function compareKeys(a: Key, b: Key): number {
  for (const [at, part] of a.entries()) {
    const other = b[at] ?? '';
    if (part !== other) return part > other ? 1 : -1;
  }
  return 0;
}

export function unfinishedEvents(
  db: Connection,
  state: Exclude<EventState, 'done'>,
  before: string,
  limit: number,
): StoredEvent[] {
  const read = (table: EventCollection): StoredEvent[] =>
    (
      db
        .sql(
          `SELECT ${eventColumns} FROM ${table} WHERE state <> 'done' AND state = ? AND received_at < ?
           ORDER BY received_at, log_id LIMIT ?`,
        )
        .all(state, before, limit) as Row[]
    ).map((row) => readEvent(row, table));
  return collections
    .flatMap(read)
    .sort((a, b) =>
      a.received_at === b.received_at
        ? a.log_id < b.log_id
          ? -1
          : 1
        : a.received_at < b.received_at
          ? -1
          : 1,
    )
    .slice(0, limit);
}
