/** Statistics: running totals, and the few figures that are counted by an index. */
import type { Document } from 'mongodb';
import type { Stats } from '../../core/query.ts';
import type { TenantStore } from '../../core/store.ts';
import { type Connection, readBound } from './connection/connection.ts';
import { countOf } from './connection/figures.ts';

/** A figure of a tenant's totals, with what another back end left. */
export const sumOf = (totals: Document, name: string): number =>
  Object.values((totals.legacy as Document) ?? {}).reduce(
    (all: number, part: Document) => all + countOf(part, name),
    countOf(totals, name),
  );

export const createStatsOfTenant = (connection: Connection, userId: string): Pick<TenantStore, 'stats'> => ({
  async stats(): Promise<Stats> {
    const nodes = { user_id: userId, deleted_at: null };
    const [totals, total, active, latest] = await Promise.all([
      connection.run((c) => c.totals.findOne({ _id: userId }, readBound)),
      connection.run((c) => c.nodes.countDocuments(nodes, readBound)),
      connection.run((c) => c.nodes.countDocuments({ ...nodes, status: 'active' }, readBound)),
      connection.run((c) =>
        c.alerts
          .find(
            { user_id: userId },
            { ...readBound, projection: { risk_score: 1 }, sort: { timestamp: -1, _id: -1 }, limit: 10 },
          )
          .toArray(),
      ),
    ]);
    const sum = (name: string): number => (totals ? sumOf(totals, name) : 0);
    const risks = latest.map((alert) => countOf(alert, 'risk_score'));
    return {
      total_attacks: sum('events'),
      risk_sum: sum('risk_sum'),
      high_risk_count: sum('high_risk'),
      active_alerts: sum('active_alerts'),
      unique_attackers: sum('sources'),
      total_nodes: total,
      active_nodes: active,
      recent_risk_average: risks.length === 0 ? 0 : risks.reduce((a, b) => a + b, 0) / risks.length,
    };
  },
});
