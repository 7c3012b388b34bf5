/** Counters per tenant and hour: what dashboards read instead of events. */
import type { RollupDelta } from '../../core/effects.ts';
import type { Rollup } from '../../core/query.ts';
import type { Row } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import { addToCounts, readCounts } from './connection/name-counts.ts';
import type { TotalsSums } from './writing/totals.ts';

const columns = 'user_id, hour, events, risk_sum, high_risk, alerts, attack_types, services, nodes';

const upsert = `INSERT INTO rollups (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
  events = events + excluded.events, risk_sum = risk_sum + excluded.risk_sum,
  high_risk = high_risk + excluded.high_risk, alerts = alerts + excluded.alerts,
  attack_types = excluded.attack_types, services = excluded.services, nodes = excluded.nodes`;

/** Within a transaction. Keeps the tenant's totals in step. */
export function addToRollup(db: Connection, delta: RollupDelta, sums: TotalsSums): void {
  const row = db
    .sql('SELECT attack_types, services, nodes FROM rollups WHERE user_id = ? AND hour = ?')
    .get(delta.user_id, delta.hour) as Record<string, string> | undefined;
  db.sql(upsert).run(
    delta.user_id,
    delta.hour,
    delta.events,
    delta.risk_sum,
    delta.high_risk,
    delta.alerts,
    addToCounts(row?.attack_types ?? null, delta.attack_types),
    addToCounts(row?.services ?? null, delta.services),
    addToCounts(row?.nodes ?? null, delta.nodes),
  );
  sums.add(delta.user_id, {
    events: delta.events,
    risk_sum: delta.risk_sum,
    high_risk: delta.high_risk,
  });
}

const readRollup = (row: Row): Rollup => ({
  user_id: row.user_id as string,
  hour: row.hour as string,
  events: Number(row.events),
  risk_sum: Number(row.risk_sum),
  high_risk: Number(row.high_risk),
  alerts: Number(row.alerts),
  attack_types: readCounts(row.attack_types),
  services: readCounts(row.services),
  nodes: readCounts(row.nodes),
});

export const listRollups = (db: Connection, userId: string, from: string, to: string): Rollup[] =>
  (
    db
      .sql(`SELECT ${columns} FROM rollups WHERE user_id = ? AND hour >= ? AND hour < ? ORDER BY hour`)
      .all(userId, from, to) as Row[]
  ).map(readRollup);
