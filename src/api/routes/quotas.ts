/** What the tenant may use, and uses. */
import { Quota } from '../../contract/quota.ts';
import { list } from '../../contract/schema.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

export function quotaRoutes(parts: RouteParts): Route[] {
  const { quotas, liveStreams } = parts;
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/quotas',
      access: { user: 'read' },
      tag: 'Service',
      summary: 'Quotas and usage of this account',
      description:
        "Anything above a quota is refused with 429 and the code `quota_exceeded`, and counted. The last fifth of a day's quota is reserved for nodes that sent little; events of tokens and agents are refused last.",
      answer: list(Quota),
      handle: ({ caller }) => quotas.useOf(caller.user_id, liveStreams.get(caller.user_id) ?? 0),
    }),
  ];
}
