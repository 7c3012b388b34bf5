/** The numbers of the overview. They come from counters that the store keeps: their cost does not grow with history. */
import { StatsResponse } from '../../contract/stats.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const oneDecimal = (value: number): number => Math.round(value * 10) / 10;

export const statsRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/stats',
    access: { user: 'read' },
    tag: 'Overview',
    summary: 'Totals',
    answer: StatsResponse,
    async handle({ tenant }) {
      const stats = await tenant.stats();
      return {
        total_attacks: stats.total_attacks,
        active_alerts: stats.active_alerts,
        unique_attackers: stats.unique_attackers,
        avg_risk_score: stats.total_attacks > 0 ? oneDecimal(stats.risk_sum / stats.total_attacks) : 0,
        high_risk_count: stats.high_risk_count,
        total_nodes: stats.total_nodes,
        active_nodes: stats.active_nodes,
        recent_risk_average: oneDecimal(stats.recent_risk_average),
      };
    },
  }),
];
