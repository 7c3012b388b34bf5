/** The totals of the overview. */
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
