/** What is known of sources: all of them, and one. */

import { AttackerProfile, toProfileView } from '../../contract/attacker.ts';
import { pageOf } from '../../contract/page.ts';
import { choice, object } from '../../contract/schema.ts';
import type { AttackerProfile as Profile } from '../../core/attacker.ts';
import { AppError } from '../../core/errors.ts';
import { toSourceName } from '../../lib/source-name.ts';
import { clamp, cursorField, limitOf } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const orders = ['last_seen', 'total_attacks', 'max_risk_score'] as const;

export const attackerRoutes = (parts: RouteParts): Route[] => {
  const toView = (profile: Profile) => toProfileView(profile, parts.knowledge.locate(profile.source_ip));
  return [
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
        return { items: page.items.map(toView), next_cursor: page.next_cursor };
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/attacker-profile/:ip',
      access: { user: 'read' },
      tag: 'Attackers',
      summary: 'The profile of a source',
      description:
        'An address or, for agent events, a host name. Counts every event of that source, not only alerts.',
      answer: AttackerProfile,
      async handle({ tenant, params }) {
        const profile = await tenant.profile(toSourceName(params.ip));
        if (profile === null) throw new AppError('not_found', 'Profile not found');
        return toView(profile);
      },
    }),
  ];
};
