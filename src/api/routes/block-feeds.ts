/** Feeds: the block list under a secret address, for firewalls that pull it. */
import { createHash } from 'node:crypto';
import { blocking } from '../../cases/block-list.ts';
import { newDoc } from '../../cases/journal.ts';
import { BlockFeedCreate, BlockFeedCreated, BlockFeeds, toBlockFeedView } from '../../contract/block.ts';
import { Success } from '../../contract/success.ts';
import { blockFeedKind } from '../../core/block.ts';
import { AppError, notFound } from '../../core/errors.ts';
import type { Doc } from '../../core/query.ts';
import { publicRoute, type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Block list';
const mostFeeds = 50;
const stampMs = 60_000;

const digest = (input: string): string => createHash('sha256').update(input).digest('hex');

export function blockFeedRoutes(parts: RouteParts): Route[] {
  const { store, clock, now, random, growingHex } = parts;

  /** To the minute: a firewall that pulls every second is no reason to write every second. */
  async function stamp(doc: Doc): Promise<void> {
    const last = typeof doc.body.last_pulled_at === 'string' ? Date.parse(doc.body.last_pulled_at) : 0;
    if (clock() - last < stampMs) return;
    const body = { ...doc.body, last_pulled_at: now() };
    await store.of(doc.user_id).updateDoc(blockFeedKind, doc.id, doc.version, { body, updated_at: now() });
  }

  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/block-feeds',
      access: { user: 'read' },
      tag,
      summary: 'Feeds of the block list, and the formats there are',
      answer: BlockFeeds,
      async handle({ tenant }) {
        const docs = await tenant.docs(blockFeedKind, {}, mostFeeds);
        const formats = blocking.formats.map(({ name, title, help }) => ({ name, title, help }));
        return { feeds: docs.map(toBlockFeedView), formats };
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/block-feeds',
      access: { user: 'admin' },
      tag,
      summary: 'Make a feed',
      description: 'The answer holds its secret path, for this once; add a format to it.',
      body: BlockFeedCreate,
      answer: BlockFeedCreated,
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        if ((await tenant.docs(blockFeedKind, {}, mostFeeds)).length >= mostFeeds)
          throw new AppError('conflict', `There are ${mostFeeds} feeds already`);
        const secret = random(32).toString('base64url');
        const doc = newDoc({
          kind: blockFeedKind,
          id: `feed-${growingHex()}`,
          user_id: caller.user_id,
          lookup: digest(secret),
          body: { name: body.name, last_pulled_at: null },
          now: now(),
        });
        if ((await tenant.createDoc(doc)) === 'exists') throw new AppError('conflict', 'Try again');
        return { feed: toBlockFeedView(doc), path: `/feeds/${secret}/text` };
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/block-feeds/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Take a feed away',
      description: 'Its address answers 404 from now on.',
      answer: Success,
      async handle({ tenant, params }) {
        if (!(await tenant.removeDoc(blockFeedKind, params.id))) throw notFound('Feed');
        return { status: 'success' };
      },
    }),

    publicRoute({
      method: 'GET',
      path: '/feeds/:secret/:format',
      access: 'public',
      tag,
      summary: 'The block list for a firewall',
      description: 'With ETag: `If-None-Match` answers 304 while nothing changed.',
      answerType: 'text/plain',
      errors: ['not_found', 'unavailable'],
      async handle({ params, request, reply }) {
        const format = blocking.formats.find(({ name }) => name === params.format);
        // The shape first: a stranger's guess costs no look into the store.
        const doc = /^[A-Za-z0-9_-]{43}$/.test(params.secret)
          ? await store.docByLookup(blockFeedKind, digest(params.secret))
          : null;
        if (!doc || !format) throw notFound('Feed');
        const blocks = await blocking.list(store.of(doc.user_id), doc.user_id, now());
        const body = format.render(blocking.forFeed(blocks));
        const etag = `"${digest(body).slice(0, 32)}"`;
        await stamp(doc);
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
