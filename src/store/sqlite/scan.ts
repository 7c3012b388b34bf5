/** Reads that may look at very many events. They run in the scan worker, on a connection of its own. */
import type { StoredEvent } from '../../core/event.ts';
import type { EventCondition, EventFilter, Page, PageRequest } from '../../core/store.ts';
import { toCountClauses, toNetworkTest } from './condition.ts';
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
const mostSearched = 50_000;

function countEvents(db: Connection, scan: Extract<Scan, { kind: 'count' }>): number {
  const { userId, condition, range } = scan;
  const clauses = toCountClauses(condition);
  if (!clauses) return 0;
  if (condition.networks && condition.networks.length > 0) {
    const isInside = toNetworkTest(condition.networks);
    db.raw.function('in_networks', { deterministic: true }, (address) =>
      typeof address === 'string' && isInside(address) ? 1 : 0,
    );
  }
  clauses.unshift(clause('user_id = ?', userId));
  if (range.from !== undefined) clauses.push(clause('timestamp >= ?', range.from));
  if (range.to !== undefined) clauses.push(clause('timestamp < ?', range.to));
  let sum = 0;
  for (const table of collections) {
    const row = db
      .sql(
        `SELECT count(*) AS n FROM ${table} INDEXED BY ${table}_time WHERE ${clauses.map(({ text }) => text).join(' AND ')}`,
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
