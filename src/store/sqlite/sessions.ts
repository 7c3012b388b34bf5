/** Sessions: the story of one visitor's connection, guarded by version against two writers. */
import { impliedMark } from '../../core/grouping.ts';
import type { SessionState } from '../../core/history.ts';
import { sessionQueryFields } from '../../core/list-query-fields.ts';
import type { Page, PageRequest, SessionFilter } from '../../core/query.ts';
import { readListQuery } from '../list-query.ts';
import { type Clause, clause } from './connection/clause.ts';
import { defineColumns } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import { readPage } from './connection/paging.ts';
import { sessionPlaces, toListClause } from './list-query.ts';
import { readStoryText, toStoryText } from './writing/session-story.ts';

const columns = defineColumns<SessionState>('sessions', {
  user_id: 'text',
  node_id: 'text',
  session: 'text',
  source_ip: 'text',
  service: 'text',
  started_at: 'text',
  last_at: 'text',
  events: 'number',
  failed_logins: 'number',
  succeeded_logins: 'number',
  commands: 'number',
  risk_score: 'number',
  attack_type: 'text',
  alert_id: 'text',
  exposure: 'text',
  version: 'number',
  memo: 'json',
  story: { write: toStoryText, read: readStoryText },
});
const kept = ['user_id', 'node_id', 'session'];
const upsert = `${columns.insert} ON CONFLICT DO UPDATE SET ${columns.list
  .split(', ')
  .filter((name) => !kept.includes(name))
  .map((name) => `${name} = excluded.${name}`)
  .join(', ')}`;

/** Within a transaction. Whoever calls it has seen that the version follows on what stands (buffer.ts). */
export function putSession(db: Connection, session: SessionState): void {
  db.sql(upsert).run(...columns.values(session));
}

/** 0 where there is none. */
export function storedSessionVersion(
  db: Connection,
  userId: string,
  nodeId: string,
  session: string,
): number {
  const row = db
    .sql('SELECT version FROM sessions WHERE user_id = ? AND node_id = ? AND session = ?')
    .get(userId, nodeId, session);
  return Number(row?.version ?? 0);
}

const byKey = `SELECT ${columns.list} FROM sessions WHERE user_id = ? AND node_id = ? AND session = ?`;

export function findSession(
  db: Connection,
  userId: string,
  nodeId: string,
  session: string,
): SessionState | null {
  const row = db.sql(byKey).get(userId, nodeId, session);
  return row ? columns.read(row) : null;
}

export function listSessions(
  db: Connection,
  userId: string,
  filter: SessionFilter,
  page: PageRequest,
): Page<SessionState> {
  const driving: Clause[] = [clause('user_id = ?', userId)];
  if (filter.source !== undefined) driving.push(clause('source_ip = ?', filter.source));
  // Implied sessions are kept for alerts alone (core/grouping.ts).
  const residual = [clause('substr(w.session, 1, 1) <> ?', impliedMark)];
  if (filter.node_id !== undefined) residual.push(clause('w.node_id = ?', filter.node_id));
  if (filter.from !== undefined) driving.push(clause('last_at >= ?', filter.from));
  const query = readListQuery(filter.query, sessionQueryFields);
  let looked: string[] = [];
  if (query !== null) {
    const { source, from } = query.bounds;
    if (source !== undefined && filter.source === undefined) driving.push(clause('source_ip = ?', source));
    if (from !== undefined) driving.push(clause('last_at >= ?', from));
    const left = toListClause(query, sessionPlaces);
    residual.push(left.clause);
    looked = left.looked;
  }
  return readPage(
    db,
    {
      table: 'sessions',
      columns: columns.list,
      order: ['last_at', 'node_id', 'session'],
      driving,
      residual,
      looked,
      below: [filter.to, query?.bounds.to].filter((to) => to !== undefined).sort()[0],
    },
    page,
    columns.read,
    ['', '', ''],
  );
}
