/** The numbers of the overview. They come from counters that the store keeps: their cost does not grow with history. */
import { StatsResponse, toStatsView } from '../../contract/stats.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

export const statsRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/stats',
    access: { user: 'read' },
    tag: 'Overview',
    summary: 'Totals',
    answer: StatsResponse,
    async handle({ tenant }) {
      return toStatsView(await tenant.stats());
    },
  }),
];
