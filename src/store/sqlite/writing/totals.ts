/** Running totals of a tenant in its row, changed by the transactions that change what they count. */
import { noTotals, type Totals } from '../../../core/totals.ts';
import type { Connection } from '../connection/connection.ts';

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
export interface TotalsSums {
  add(userId: string, delta: Partial<Totals>): void;
  write(db: Connection): void;
}

export function createTotalsSums(): TotalsSums {
  const byUser = new Map<string, Totals>();
  return {
    add(userId, delta) {
      let sum = byUser.get(userId);
      if (!sum) {
        sum = noTotals();
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
