/** Feeds: the block list under a secret address, for firewalls that pull it. */
import { formats } from '../../block/index.ts';
import { createFeed, deleteFeed, type FeedCache, listFeeds, pullFeed } from '../../cases/block-feeds.ts';
import { BlockFeedCreate, BlockFeedCreated, BlockFeeds, toBlockFeedView } from '../../contract/block.ts';
import { Success } from '../../contract/success.ts';
import { publicRoute, type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Block list';

export function blockFeedRoutes(parts: RouteParts): Route[] {
  const held: FeedCache = new Map();
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/block-feeds',
      access: { user: 'read' },
      tag,
      summary: 'Feeds of the block list and the available formats',
      answer: BlockFeeds,
      async handle({ tenant }) {
        const feeds = await listFeeds(tenant);
        return {
          feeds: feeds.map(toBlockFeedView),
          formats: formats.map(({ name, title, help }) => ({ name, title, help })),
        };
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/block-feeds',
      access: { user: 'admin' },
      tag,
      summary: 'Create a feed',
      description: 'The response holds its secret path, shown only once; append a format to it.',
      body: BlockFeedCreate,
      answer: BlockFeedCreated,
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        const { name } = body;
        const { feed, secret } = await createFeed({ ...parts, tenant }, { user_id: caller.user_id, name });
        return { feed: toBlockFeedView(feed), path: `/feeds/${secret}/text` };
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/block-feeds/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Delete a feed',
      description: 'Its address answers 404 from then on.',
      answer: Success,
      async handle({ tenant, params }) {
        await deleteFeed({ tenant }, params.id);
        return { status: 'success' };
      },
    }),

    publicRoute({
      method: 'GET',
      path: '/feeds/:secret/:format',
      access: 'public',
      tag,
      summary: 'The block list for a firewall',
      description: 'Sends an ETag; `If-None-Match` gets 304 while nothing changed.',
      answerType: 'text/plain',
      errors: ['not_found'],
      async handle({ params, request, reply }) {
        const { format, text: body, etag } = await pullFeed(parts, params, held);
        reply
          .header('etag', etag)
          .header('cache-control', 'private, no-cache')
          .header('x-content-type-options', 'nosniff')
          .header('referrer-policy', 'no-referrer');
        const asked = String(request.headers['if-none-match'] ?? '');
        if (asked.split(',').some((one) => one.trim().replace(/^W\//, '') === etag))
          return reply.code(304).send();
        return reply.header('content-type', format.contentType).send(body);
      },
    }),
  ];
}
