/** Files that visitors left: described to who may read, given out only encrypted, to who may see secrets. */
import { archiveCapture, getCapture, listCaptures, removeCapture } from '../../cases/captures.ts';
import { Capture, toCaptureView } from '../../contract/capture.ts';
import { pageOf } from '../../contract/page.ts';
import { object, optional, text } from '../../contract/schema.ts';
import { Success } from '../../contract/success.ts';
import { auditRead } from '../http/audit.ts';
import { clamp, cursorField, limitOf } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Sensors';

export const captureRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/captures',
    access: { user: 'read' },
    tag,
    summary: 'Files that visitors left, the latest reported first',
    query: object({
      limit: limitOf(100),
      cursor: cursorField,
      session: optional(
        text({ description: 'Those that arrived in it, the latest reported first.', maxLength: 128 }),
      ),
    }),
    answer: pageOf(Capture),
    async handle({ tenant, caller, query: { limit, cursor = null, session = null } }) {
      const { items, next } = await listCaptures(tenant, caller.user_id, {
        limit: clamp(limit, 100),
        after: cursor,
        session,
      });
      return { items: items.map(toCaptureView), next_cursor: next };
    },
  }),

  userRoute(parts, {
    method: 'GET',
    path: '/api/captures/:sha256',
    access: { user: 'read' },
    tag,
    summary: 'Details of a file that a visitor left',
    answer: Capture,
    handle: async ({ tenant, caller, params }) =>
      toCaptureView(await getCapture(tenant, caller.user_id, params.sha256)),
  }),

  userRoute(parts, {
    method: 'GET',
    path: '/api/captures/:sha256/archive',
    access: { user: 'secrets' },
    tag,
    summary: 'A file that a visitor left, in an encrypted archive',
    description:
      'A zip whose password is `infected`, with the file under its SHA-256. It may be malware: open it only in an isolated environment. Requires the scope `secrets`; each call is recorded in the audit log.',
    answerType: 'application/zip',
    async handle({ tenant, caller, params, request, reply }) {
      const capture = await getCapture(tenant, caller.user_id, params.sha256);
      const zip = await archiveCapture(tenant, capture, parts.random);
      await auditRead(parts, { caller, request, kind: 'Captured file downloaded', params });
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${capture.body.sha256}.zip"`)
        .header('cache-control', 'no-store')
        .header('x-content-type-options', 'nosniff')
        .send(zip);
    },
  }),

  userRoute(parts, {
    method: 'DELETE',
    path: '/api/captures/:sha256',
    access: { user: 'admin' },
    tag,
    summary: 'Delete a file that a visitor left',
    description: 'Deletes its content and its details; the events are kept.',
    answer: Success,
    async handle({ tenant, caller, params }) {
      await removeCapture(tenant, await getCapture(tenant, caller.user_id, params.sha256));
      return { status: 'success' };
    },
  }),
];
