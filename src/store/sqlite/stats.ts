/** Statistics: running totals, and the few figures that are counted by an index. */
import type { Stats } from '../../core/query.ts';
import { recentRisk } from './alerts.ts';
import type { Connection } from './connection/connection.ts';

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
