/** The list the existing web front end shows: events, shortened. */
import { maySeeSecrets, searchEvents } from '../../cases/masked-search.ts';
import { LogEntry, severityOf, toLogView } from '../../contract/event.ts';
import { list, object, optional, text } from '../../contract/schema.ts';
import { clamp, limitOf, take } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

export const logRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/logs',
    access: { user: 'read' },
    tag: 'Events',
    summary: 'Recent events in brief, newest first',
    description:
      'A severity that few events have is looked for among the latest 20,000 only; `GET /api/events` pages through all.',
    query: object({
      limit: limitOf(100),
      node_id: optional(text({ maxLength: 100 })),
      severity: optional(text({ maxLength: 20 })),
      search: optional(text({ maxLength: 200 })),
    }),
    answer: list(LogEntry),
    async handle({ tenant, caller, query: { limit, node_id, severity, search } }) {
      const wanted = severity?.toUpperCase();
      const events = await take(
        clamp(limit, 100),
        (page) => searchEvents(tenant, { node_id, q: search }, page, maySeeSecrets(caller)),
        (event) => wanted === undefined || wanted === 'ALL' || severityOf(event) === wanted,
      );
      return events.map(toLogView);
    },
  }),
];
