/** Every event, scored or not, risky or not. */

import { Event, toEventView } from '../../contract/event.ts';
import { pageOf } from '../../contract/page.ts';
import { choice, integer, object, optional, text } from '../../contract/schema.ts';
import { notFound } from '../../core/errors.ts';
import type { StoredEvent } from '../../core/event.ts';
import { clamp, cursorField, limitOf } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Events';
const moment = (description: string) => optional(text({ description, format: 'date-time', maxLength: 40 }));

/** Any ISO time → the form that events are stored in; without a zone it is UTC. */
function toStamp(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const zoned = /T|\s/.test(given) && !/(?:Z|[+-]\d\d:?\d\d)$/i.test(given) ? `${given}Z` : given;
  return new Date(zoned.replace(' ', 'T')).toISOString();
}

export const eventRoutes = (parts: RouteParts): Route[] => {
  const toView = (event: StoredEvent) =>
    toEventView(event, parts.knowledge.locate(event.source_ip, event.place));
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/events',
      access: { user: 'read' },
      tag,
      summary: 'Events, newest first',
      description:
        'A page may hold fewer than `limit` although there is more: only `next_cursor: null` is the end. Filters that match rarely cost one bounded read a page.',
      query: object({
        limit: limitOf(50),
        cursor: cursorField,
        node_id: optional(text({ maxLength: 100 })),
        service: optional(text({ maxLength: 50 })),
        source: optional(text({ maxLength: 255 })),
        attack_type: optional(text({ maxLength: 50 })),
        session: optional(text({ maxLength: 128 })),
        alert_id: optional(text({ maxLength: 100 })),
        collection: optional(choice(['honeypot_logs', 'agent_events'])),
        min_risk: optional(integer({ minimum: 0, maximum: 10 })),
        from: moment('Not before.'),
        to: moment('Before.'),
        q: optional(text({ description: 'Text in payload, activity, source or service.', maxLength: 200 })),
      }),
      answer: pageOf(Event),
      errors: ['bad_request'],
      async handle({ tenant, query: { limit, cursor, from, to, ...filter } }) {
        const page = await tenant.events(
          { ...filter, from: toStamp(from), to: toStamp(to) },
          { limit: clamp(limit, 50), cursor: cursor ?? null },
        );
        return { items: page.items.map(toView), next_cursor: page.next_cursor };
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/events/:id',
      access: { user: 'read' },
      tag,
      summary: 'One event',
      answer: Event,
      async handle({ tenant, params }) {
        const event = await tenant.event(params.id);
        if (event === null) throw notFound('Event');
        return toView(event);
      },
    }),
  ];
};
