/** The list the existing web front end shows: events, shortened. */
import { maySeeSecrets, searchEvents } from '../../cases/masked-search.ts';
import { LogEntry, severityOf, toLogView } from '../../contract/event.ts';
import { list, object, optional, text } from '../../contract/schema.ts';
import type { StoredEvent } from '../../core/event.ts';
import { clamp, cursorField, limitOf, linkNext, takePage } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

export const logRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/logs',
    access: { user: 'read' },
    tag: 'Events',
    summary: 'Recent events in brief, newest first',
    description:
      'The answer is a bare list; if there is more, a `Link` header (`rel="next"`) has the address of the next page. A page may have fewer than `limit` entries even if there are more: a rare severity is searched for in a bounded number of events per page.',
    query: object({
      limit: limitOf(100),
      cursor: cursorField,
      node_id: optional(text({ maxLength: 100 })),
      severity: optional(text({ maxLength: 20 })),
      search: optional(text({ maxLength: 200 })),
    }),
    answer: list(LogEntry),
    errors: ['bad_request'],
    async handle({
      tenant,
      caller,
      query: { limit, cursor, node_id, severity, search },
      request,
      reply,
      gone,
    }) {
      const wanted = severity?.toUpperCase();
      const isAny = wanted === undefined || wanted === 'ALL';
      const page = await takePage<StoredEvent>(
        clamp(limit, 100),
        cursor ?? null,
        (next) => searchEvents(tenant, { node_id, q: search }, next, maySeeSecrets(caller)),
        { gone: gone(), ...(isAny ? {} : { keep: (event) => severityOf(event) === wanted }) },
      );
      linkNext(request, reply, page.next_cursor);
      return page.items.map(toLogView);
    },
  }),
];
