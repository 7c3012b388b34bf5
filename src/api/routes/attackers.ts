/** What is known of a source. */

import { AttackerProfile, toProfileView } from '../../contract/attacker.ts';
import { AppError } from '../../core/errors.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

export const attackerRoutes = (parts: RouteParts): Route[] => [
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
      const profile = await tenant.profile(params.ip);
      if (profile === null) throw new AppError('not_found', 'Profile not found');
      return toProfileView(profile);
    },
  }),
];
