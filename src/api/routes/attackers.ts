/** What is known of sources: all of them, and one. */

import { AttackerProfile, toProfileView } from '../../contract/attacker.ts';
import { pageOf } from '../../contract/page.ts';
import { queryField } from '../../contract/query-language.ts';
import { choice, object } from '../../contract/schema.ts';
import type { AttackerProfile as Profile } from '../../core/attacker.ts';
import { AppError } from '../../core/errors.ts';
import { attackerQueryFields } from '../../core/list-query-fields.ts';
import { toSourceName } from '../../lib/source-name.ts';
import { clamp, cursorField, limitOf } from '../http/paging.ts';
import { queryFieldsRoute, readQuery } from '../http/query-language.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';
import { addAsked, seenFields, withinFields } from '../http/within.ts';

const orders = ['last_seen', 'total_attacks', 'max_risk_score'] as const;

export const attackerRoutes = (parts: RouteParts): Route[] => {
  const viewFor = async ({ user_id }: { user_id: string }) => {
    const locate = await parts.locateFor(user_id);
    return (profile: Profile) => toProfileView(profile, locate(profile.source_ip));
  };
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/attackers',
      access: { user: 'read' },
      tag: 'Attackers',
      summary: 'Profiles of all sources',
      description:
        'Highest first by `order`, then by source. A cursor is valid only for the order it came from. A source whose figures change while you page may be listed twice or not at all.',
      query: object({
        limit: limitOf(50),
        cursor: cursorField,
        order: choice(orders, { default: 'last_seen' }),
        ...withinFields,
        ...seenFields,
        q: queryField,
      }),
      answer: pageOf(AttackerProfile),
      errors: ['bad_request'],
      async handle({ tenant, caller, query: { limit, cursor, order, q, ...within }, gone }) {
        const nowMs = parts.clock();
        const read = readQuery(q, attackerQueryFields, nowMs);
        const { query } = await addAsked(tenant, read, within, nowMs);
        const asked = { limit: clamp(limit, 50), cursor: cursor ?? null, gone: gone() };
        const page = await tenant.profiles(order, asked, query);
        return { items: page.items.map(await viewFor(caller)), next_cursor: page.next_cursor };
      },
    }),

    queryFieldsRoute(
      parts,
      { path: '/api/attackers/query-fields', tag: 'Attackers', of: 'attackers' },
      attackerQueryFields,
    ),

    userRoute(parts, {
      method: 'GET',
      path: '/api/attacker-profile/:ip',
      access: { user: 'read' },
      tag: 'Attackers',
      summary: 'The profile of a source',
      description:
        'An address or, for agent events, a host name. Counts every event of that source, not only alerts.',
      answer: AttackerProfile,
      async handle({ tenant, caller, params }) {
        const profile = await tenant.profile(toSourceName(params.ip));
        if (profile === null) throw new AppError('not_found', 'Profile not found');
        return (await viewFor(caller))(profile);
      },
    }),
  ];
};
