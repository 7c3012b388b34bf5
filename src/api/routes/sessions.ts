/** Sessions of sensors: what one visitor did from connecting to leaving. */

import { pageOf } from '../../contract/page.ts';
import { queryField } from '../../contract/query-language.ts';
import { object, optional, text } from '../../contract/schema.ts';
import { Session, SessionDetail, toSessionDetail, toSessionView } from '../../contract/session.ts';
import { notFound } from '../../core/errors.ts';
import { sessionQueryFields } from '../../core/list-query-fields.ts';
import { clamp, cursorField, limitOf, sourceField, withSource } from '../http/paging.ts';
import { queryFieldsRoute, readQuery } from '../http/query-language.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';
import { addAsked, exposureField, groupField } from '../http/within.ts';

const tag = 'Sessions';

export const sessionRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/sessions',
    access: { user: 'read' },
    tag,
    summary: 'Sessions, latest first',
    query: object({
      limit: limitOf(50),
      cursor: cursorField,
      source: sourceField,
      node_id: optional(text({ maxLength: 100 })),
      group_id: groupField,
      exposure: exposureField,
      q: queryField,
    }),
    answer: pageOf(Session),
    errors: ['bad_request'],
    async handle({ tenant, query: { limit, cursor, q, group_id, exposure, ...filter }, gone }) {
      const nowMs = parts.clock();
      const read = readQuery(q, sessionQueryFields, nowMs);
      const query = await addAsked(tenant, read, { group_id, exposure }, nowMs);
      const page = await tenant.sessions(
        { ...withSource(filter), ...query },
        { limit: clamp(limit, 50), cursor: cursor ?? null, gone: gone() },
      );
      return { items: page.items.map(toSessionView), next_cursor: page.next_cursor };
    },
  }),

  queryFieldsRoute(parts, { path: '/api/sessions/query-fields', tag, of: 'sessions' }, sessionQueryFields),

  userRoute(parts, {
    method: 'GET',
    path: '/api/sessions/:node_id/:session',
    access: { user: 'read' },
    tag,
    summary: 'One session',
    description: 'Its events: `GET /api/events?node_id=…&session=…`.',
    answer: SessionDetail,
    async handle({ tenant, params }) {
      const state = await tenant.session(params.node_id, params.session);
      if (state === null) throw notFound('Session');
      return toSessionDetail(state);
    },
  }),
];
