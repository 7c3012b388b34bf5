/** Reads that may look at very many events. They run in the scan worker, on a connection of its own. */
import type { EventCollection, StoredEvent } from '../../core/event.ts';
import type { EventCondition, EventFilter, Page, PageRequest } from '../../core/query.ts';
import { toCountClauses, toSourceTest } from './condition.ts';
import type { Connection } from './connection.ts';
import { collections } from './event-row.ts';
import { listEvents } from './events.ts';
import { clause } from './paging.ts';

export type Scan =
  | {
      kind: 'count';
      userId: string;
      condition: EventCondition;
      range: { from?: string; to?: string };
    }
  | { kind: 'events'; userId: string; filter: EventFilter; page: PageRequest };
export type ScanAnswer = number | Page<StoredEvent>;

/** Events looked at for one page of a text search. */
const mostSearched = 10_000;
/** With so few sources, going through each one's events beats going through all, even where rows must be read. */
const fewSources = 200;

/** The distinct sources of a tenant that a test holds for, found by jumping from one to the next in the index. */
function findSources(
  db: Connection,
  table: EventCollection,
  userId: string,
  holds: (source: string) => boolean,
): string[] {
  const next = db.sql(`SELECT min(source_ip) AS source FROM ${table} WHERE user_id = ? AND source_ip > ?`);
  const first = db.sql(`SELECT min(source_ip) AS source FROM ${table} WHERE user_id = ?`);
  const found: string[] = [];
  for (let row = first.get(userId); typeof row?.source === 'string'; row = next.get(userId, row.source))
    if (holds(row.source)) found.push(row.source);
  return found;
}

function countEvents(db: Connection, scan: Extract<Scan, { kind: 'count' }>): number {
  const { userId, condition, range } = scan;
  const isMeant = toSourceTest(condition);
  const asked = toCountClauses(condition);
  // A condition that asks for nothing matches nothing: a rule that hides everything must say so.
  if (!isMeant && asked.length === 0) return 0;
  const isAllAsked = asked.length === 0;
  if (range.from !== undefined) asked.push(clause('timestamp >= ?', range.from));
  if (range.to !== undefined) asked.push(clause('timestamp < ?', range.to));
  let sum = 0;
  for (const table of collections) {
    const clauses = [clause('user_id = ?', userId), ...asked];
    let index = `${table}_time`;
    if (isMeant) {
      const sources = findSources(db, table, userId, isMeant);
      if (sources.length === 0) continue;
      if (isAllAsked || sources.length <= fewSources) index = `${table}_source`;
      if (sources.length <= fewSources) {
        clauses.push(clause(`source_ip IN (${sources.map(() => '?').join(', ')})`, ...sources));
      } else {
        clauses.push(clause('source_ip IN (SELECT value FROM json_each(?))', JSON.stringify(sources)));
      }
    }
    const row = db
      .sql(
        `SELECT count(*) AS n FROM ${table} INDEXED BY ${index} WHERE ${clauses.map(({ text }) => text).join(' AND ')}`,
      )
      .get(...clauses.flatMap(({ values }) => values));
    sum += Number(row?.n ?? 0);
  }
  return sum;
}

export const runScan = (db: Connection, scan: Scan): ScanAnswer =>
  scan.kind === 'count'
    ? countEvents(db, scan)
    : listEvents(db, scan.userId, scan.filter, scan.page, mostSearched);
