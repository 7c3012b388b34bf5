/** Digests: what happened in a day or a week, sent at an hour in a zone. */
import { readHeldBack } from '../../cases/digest-report.ts';
import {
  changeDigest,
  createDigest,
  deleteDigest,
  getDigest,
  listDigests,
  previewDigest,
} from '../../cases/digests.ts';
import {
  Digest,
  DigestCreate,
  DigestPreview,
  DigestUpdate,
  toDigestSettings,
  toDigestView,
} from '../../contract/digest.ts';
import { choice, list, object, optional, text } from '../../contract/schema.ts';
import { Success } from '../../contract/success.ts';
import { digestPeriods } from '../../core/digest.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Digests';

export function digestRoutes(parts: RouteParts): Route[] {
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/digests',
      access: { user: 'read' },
      tag,
      summary: 'All digests',
      answer: list(Digest),
      async handle({ tenant }) {
        return (await listDigests(tenant)).map(toDigestView);
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/digests',
      access: { user: 'admin' },
      tag,
      summary: 'Create a digest',
      description:
        'Sent every day or week at a local time, also when nothing happened. The first is sent at the next such time. None is lost or sent twice when the server restarts or clocks change: each begins where the previous one ended.',
      body: DigestCreate,
      answer: Digest,
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        const { user_id, email: by } = caller;
        return toDigestView(
          await createDigest({ ...parts, tenant }, { user_id, by }, toDigestSettings(body)),
        );
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/digest-preview',
      access: { user: 'read' },
      tag,
      summary: 'What a digest would say now',
      description: 'Covers the day or week that ends now; nothing is sent.',
      query: object({
        every: optional(choice(digestPeriods)),
        timezone: optional(text({ maxLength: 60 })),
        group_id: optional(text({ maxLength: 100 })),
      }),
      answer: DigestPreview,
      async handle({ tenant, query: { every = 'day', timezone = 'UTC', group_id = null } }) {
        const heldBack = await readHeldBack(tenant);
        return previewDigest({ ...parts, tenant }, { every, timezone, group_id }, heldBack);
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/digests/:id',
      access: { user: 'read' },
      tag,
      summary: 'One digest',
      answer: Digest,
      async handle({ tenant, params }) {
        return toDigestView(await getDigest(tenant, params.id));
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/digests/:id/preview',
      access: { user: 'read' },
      tag,
      summary: 'What this digest would say now',
      description: 'Held-back messages are counted since the last digest that was sent.',
      answer: DigestPreview,
      async handle({ tenant, params }) {
        const { body } = await getDigest(tenant, params.id);
        return previewDigest({ ...parts, tenant }, body, body.held_back);
      },
    }),

    userRoute(parts, {
      method: 'PATCH',
      path: '/api/digests/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Change a digest',
      body: DigestUpdate,
      answer: Digest,
      errors: ['conflict'],
      async handle({ tenant, params, body: { version, ...change } }) {
        const which = { id: params.id, version: version ?? null };
        return toDigestView(await changeDigest({ ...parts, tenant }, which, change));
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/digests/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Delete a digest',
      answer: Success,
      async handle({ tenant, params }) {
        await deleteDigest({ tenant }, params.id);
        return { status: 'success' };
      },
    }),
  ];
}
