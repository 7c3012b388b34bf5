/** Wallboards: the overview's numbers for a screen that nobody sits at, under a secret link that can be revoked. */
import { createWallboardReader } from '../../cases/wallboard-data.ts';
import {
  createWallboard,
  deleteWallboard,
  listWallboards,
  openWallboard,
  stampWallboard,
} from '../../cases/wallboards.ts';
import { list } from '../../contract/schema.ts';
import { Success } from '../../contract/success.ts';
import {
  toWallboardView,
  Wallboard,
  WallboardCreate,
  WallboardCreated,
  WallboardData,
} from '../../contract/wallboard.ts';
import { bearerToken } from '../auth/caller.ts';
import { publicRoute, type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Wallboards';

export function wallboardRoutes(parts: RouteParts): Route[] {
  const read = createWallboardReader(parts);
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/wallboards',
      access: { user: 'read' },
      tag,
      summary: 'All wallboards',
      answer: list(Wallboard),
      async handle({ tenant }) {
        return (await listWallboards(tenant)).map(toWallboardView);
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/wallboards',
      access: { user: 'admin' },
      tag,
      summary: 'Create a wallboard',
      description:
        'The response holds the path of its page with the secret, shown only once. Anyone who has the address sees the numbers of the overview and nothing else, until the link expires or is deleted.',
      body: WallboardCreate,
      answer: WallboardCreated,
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        const { wallboard, key } = await createWallboard(
          { ...parts, tenant },
          {
            user_id: caller.user_id,
            by: caller.email,
            name: body.name,
            show_sources: body.show_sources === true,
            expires_at: body.expires_at,
          },
        );
        return { wallboard: toWallboardView(wallboard), path: `/console/wallboard#${key}` };
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/wallboards/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Revoke a wallboard',
      description: 'Its link shows nothing from the next request on.',
      answer: Success,
      async handle({ tenant, params }) {
        await deleteWallboard(tenant, params.id);
        return { status: 'success' };
      },
    }),

    publicRoute({
      method: 'GET',
      path: '/api/wallboard',
      access: 'public',
      tag,
      summary: 'What a wallboard shows',
      description:
        'With the key of the link as `Authorization: Bearer dvw_…`; anything else is a 401. Read at most every two seconds for one account, however many screens ask.',
      answer: WallboardData,
      errors: ['unauthenticated'],
      async handle({ request, reply }) {
        const wallboard = await openWallboard(parts, bearerToken(request));
        const { store, clock, now } = parts;
        await stampWallboard({ tenant: store.of(wallboard.user_id), clock, now }, wallboard);
        reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
        return read(wallboard);
      },
    }),
  ];
}
