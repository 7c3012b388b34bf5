/** Running totals of a tenant, kept in the transactions that change them, so that statistics never count. */
import type { Stats } from '../../core/query.ts';
import { recentRisk } from './alerts.ts';
import type { Connection } from './connection/connection.ts';

export interface Totals {
  events: number;
  risk_sum: number;
  high_risk: number;
  active_alerts: number;
  sources: number;
}

/** Within a transaction. */
export function addToTotals(db: Connection, userId: string, delta: Partial<Totals>): void {
  db.sql(
    `INSERT INTO totals (user_id, events, risk_sum, high_risk, active_alerts, sources) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET events = events + excluded.events, risk_sum = risk_sum + excluded.risk_sum,
       high_risk = high_risk + excluded.high_risk, active_alerts = active_alerts + excluded.active_alerts,
       sources = sources + excluded.sources`,
  ).run(
    userId,
    delta.events ?? 0,
    delta.risk_sum ?? 0,
    delta.high_risk ?? 0,
    delta.active_alerts ?? 0,
    delta.sources ?? 0,
  );
}

/** What a batch adds to totals, written as one row per tenant at its end. */
export interface Sums {
  add(userId: string, delta: Partial<Totals>): void;
  write(db: Connection): void;
}

export function createSums(): Sums {
  const byUser = new Map<string, Totals>();
  return {
    add(userId, delta) {
      let sum = byUser.get(userId);
      if (!sum) {
        sum = { events: 0, risk_sum: 0, high_risk: 0, active_alerts: 0, sources: 0 };
        byUser.set(userId, sum);
      }
      sum.events += delta.events ?? 0;
      sum.risk_sum += delta.risk_sum ?? 0;
      sum.high_risk += delta.high_risk ?? 0;
      sum.active_alerts += delta.active_alerts ?? 0;
      sum.sources += delta.sources ?? 0;
    },
    write(db) {
      for (const [userId, sum] of byUser) addToTotals(db, userId, sum);
    },
  };
}

export function readStats(db: Connection, userId: string): Stats {
  const totals = db.sql('SELECT * FROM totals WHERE user_id = ?').get(userId);
  const nodes = db
    .sql(
      `SELECT count(*) AS total, coalesce(sum(status = 'active'), 0) AS active FROM nodes
       WHERE user_id = ? AND deleted_at IS NULL`,
    )
    .get(userId);
  return {
    total_attacks: Number(totals?.events ?? 0),
    risk_sum: Number(totals?.risk_sum ?? 0),
    high_risk_count: Number(totals?.high_risk ?? 0),
    active_alerts: Number(totals?.active_alerts ?? 0),
    unique_attackers: Number(totals?.sources ?? 0),
    total_nodes: Number(nodes?.total ?? 0),
    active_nodes: Number(nodes?.active ?? 0),
    recent_risk_average: recentRisk(db, userId),
  };
}
