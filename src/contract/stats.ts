/** The totals of the overview. */
import type { Stats } from '../core/query.ts';
import { integer, number, object, type Static } from './schema.ts';

export const StatsResponse = object({
  total_attacks: integer({ description: 'All events.' }),
  active_alerts: integer({ description: 'Alerts that are not resolved.' }),
  unique_attackers: integer({ description: 'Distinct sources of events.' }),
  avg_risk_score: number({ description: 'Mean risk of events, to one decimal.' }),
  high_risk_count: integer({ description: 'Events of risk 7 or more.' }),
  total_nodes: integer(),
  active_nodes: integer(),
  recent_risk_average: number({ description: 'Mean risk of the latest 10 alerts, to one decimal.' }),
});
export type StatsResponse = Static<typeof StatsResponse>;

const oneDecimal = (value: number): number => Math.round(value * 10) / 10;
export const toStatsView = (stats: Stats): StatsResponse => ({
  total_attacks: stats.total_attacks,
  active_alerts: stats.active_alerts,
  unique_attackers: stats.unique_attackers,
  avg_risk_score: stats.total_attacks > 0 ? oneDecimal(stats.risk_sum / stats.total_attacks) : 0,
  high_risk_count: stats.high_risk_count,
  total_nodes: stats.total_nodes,
  active_nodes: stats.active_nodes,
  recent_risk_average: oneDecimal(stats.recent_risk_average),
});
