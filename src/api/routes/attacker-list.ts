/** Every source that touched something, by what people ask first. One source's profile is in attackers.ts. */

import { AttackerProfile, pageOf } from '../../contract/models.ts';
import { choice, object } from '../../contract/schema.ts';
import { toProfileView } from '../../contract/views.ts';
import { clamp, cursorField, limitOf } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const orders = ['last_seen', 'total_attacks', 'max_risk_score'] as const;

export const attackerListRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/attackers',
    access: { user: 'read' },
    tag: 'Attackers',
    summary: 'Profiles of all sources',
    description:
      'Greatest first by `order`; equal ones by source. A cursor belongs to the order it came from. A source whose figures change while you page may be listed twice or not at all.',
    query: object({
      limit: limitOf(50),
      cursor: cursorField,
      order: choice(orders, { default: 'last_seen' }),
    }),
    answer: pageOf(AttackerProfile),
    errors: ['bad_request'],
    async handle({ tenant, query: { limit, cursor, order } }) {
      const page = await tenant.profiles(order, { limit: clamp(limit, 50), cursor: cursor ?? null });
      return { items: page.items.map(toProfileView), next_cursor: page.next_cursor };
    },
  }),
];
