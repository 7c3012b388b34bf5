/** How many events a condition holds for, and how many of them would have alerted: exact, in one pass over either table. */

import { toComparisons } from '../../core/condition.ts';
import type { EventCollection } from '../../core/event.ts';
import { silentKinds } from '../../core/event.ts';
import type { EventCondition, EventCount } from '../../core/query.ts';
import { readsRows, toClauses, toSourceTest } from './condition.ts';
import { type Clause, clause, textOf, valuesOf, wantedClause } from './connection/clause.ts';
import type { Connection } from './connection/connection.ts';
import { collections } from './event-record.ts';
import { isQuietRisk } from './migrations/0002-quiet-risk.ts';

/** Of the quiet kinds those that never alert. */
const isSilent = `kind IN (${[...silentKinds].map((kind) => `'${kind}'`).join(', ')})`;

export interface CountQuestion {
  userId: string;
  condition: EventCondition;
  /** Events with more risk than this alert. */
  threshold: number;
  /** ISO, inclusive / exclusive. */
  from?: string | undefined;
  to?: string | undefined;
}

/** With fewer events of the sources that are meant, reading each of them beats going through all of the tenant's. */
const fewEvents = 50_000;

/** The distinct sources of a tenant, told by a test, found by jumping from one to the next in the index. */
function findSources(
  db: Connection,
  table: EventCollection,
  userId: string,
  isMeant: (source: string) => boolean,
): { meant: string[]; areAll: boolean } {
  const next = db.sql(`SELECT min(source_ip) AS source FROM ${table} WHERE user_id = ? AND source_ip > ?`);
  const first = db.sql(`SELECT min(source_ip) AS source FROM ${table} WHERE user_id = ?`);
  const meant: string[] = [];
  let known = 0;
  for (let row = first.get(userId); typeof row?.source === 'string'; row = next.get(userId, row.source)) {
    known += 1;
    if (isMeant(row.source)) meant.push(row.source);
  }
  return { meant, areAll: known === meant.length };
}

/** Whether a tenant's events are most of what the tables hold: then they are read as they lie. */
function ownsMost(db: Connection, userId: string): boolean {
  const row = db
    .sql('SELECT sum(events) AS total, sum(iif(user_id = ?, events, 0)) AS own FROM totals')
    .get(userId);
  return Number(row?.own ?? 0) * 2 > Number(row?.total ?? 0);
}

export function countEvents(db: Connection, question: CountQuestion, few = fewEvents): EventCount {
  const { userId, condition, threshold, from, to } = question;
  const comparisons = toComparisons(condition);
  const isMeant = toSourceTest(comparisons);
  const asked = toClauses(comparisons);
  const counted: EventCount = { count: 0, alerting: 0 };
  if (comparisons.length === 0) return counted;
  if (from !== undefined) asked.unshift(clause('timestamp >= ?', from));
  if (to !== undefined) asked.unshift(clause('timestamp < ?', to));
  const ofUser = clause('user_id = ?', userId);
  const isRange = from !== undefined || to !== undefined;
  const wholeTable = !isRange && readsRows(comparisons) && ownsMost(db, userId);
  for (const table of collections) {
    const clauses = [ofUser, wantedClause('rowid'), ...asked];
    let way = wholeTable ? 'NOT INDEXED' : `INDEXED BY ${table}_time`;
    if (isMeant) {
      const { meant, areAll } = findSources(db, table, userId, isMeant);
      if (meant.length === 0) continue;
      const ofSources = clause('source_ip IN (SELECT value FROM json_each(?))', JSON.stringify(meant));
      if (!areAll) clauses.splice(1, 0, ofSources);
      if (!areAll && holdsFew(db, table, [ofUser, ofSources], few)) way = `INDEXED BY ${table}_source`;
    }
    const where = textOf(clauses);
    const values = valuesOf(clauses);
    const row = db
      .sql(
        `SELECT count(*) AS n, count(*) FILTER (WHERE risk_score > ?) AS risky FROM ${table} ${way} WHERE ${where}`,
      )
      .get(threshold, ...values);
    const quiet = db
      .sql(
        `SELECT count(*) AS n FROM ${table} INDEXED BY ${table}_loud_quiet
         WHERE ${isQuietRisk} AND ${isSilent} AND risk_score > ? AND ${where}`,
      )
      .get(threshold, ...values);
    counted.count += Number(row?.n ?? 0);
    counted.alerting += Number(row?.risky ?? 0) - Number(quiet?.n ?? 0);
  }
  return counted;
}

function holdsFew(db: Connection, table: EventCollection, clauses: readonly Clause[], few: number): boolean {
  const row = db
    .sql(
      `SELECT count(*) AS n FROM (SELECT 1 FROM ${table} INDEXED BY ${table}_source WHERE ${textOf(clauses)} LIMIT ?)`,
    )
    .get(...valuesOf(clauses), few);
  return Number(row?.n ?? 0) < few;
}
