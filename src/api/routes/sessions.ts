/** Sessions of sensors: what one visitor did from connecting to leaving. */

import { playRecordings, recordingsOf } from '../../cases/recordings.ts';
import { findInSession } from '../../cases/session-finds.ts';
import { pageOf } from '../../contract/page.ts';
import { queryField } from '../../contract/query-language.ts';
import { object, optional, text } from '../../contract/schema.ts';
import { Session, SessionDetail, toSessionDetail, toSessionView } from '../../contract/session.ts';
import { notFound } from '../../core/errors.ts';
import type { SessionState } from '../../core/history.ts';
import { sessionQueryFields } from '../../core/list-query-fields.ts';
import { auditRead } from '../http/audit.ts';
import { toStamp } from '../http/moment.ts';
import { clamp, cursorField, limitOf, sourceField, withSource } from '../http/paging.ts';
import { queryFieldsRoute, readQuery } from '../http/query-language.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';
import { addAsked, exposureField, groupField, seenFields } from '../http/within.ts';

const tag = 'Sessions';

export const sessionRoutes = (parts: RouteParts): Route[] => {
  const viewFor = async ({ user_id }: { user_id: string }) => {
    const find = await parts.assetFor(user_id);
    return (state: SessionState) => ({ ...toSessionView(state), asset: find(state.source_ip) });
  };
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/sessions',
      access: { user: 'read' },
      tag,
      summary: 'Sessions, latest first',
      query: object({
        limit: limitOf(50),
        cursor: cursorField,
        source: sourceField,
        node_id: optional(text({ maxLength: 100 })),
        group_id: groupField,
        exposure: exposureField,
        ...seenFields,
        q: queryField,
      }),
      answer: pageOf(Session),
      errors: ['bad_request'],
      async handle({
        tenant,
        caller,
        query: { limit, cursor, q, group_id, exposure, from, to, ...filter },
        gone,
      }) {
        const nowMs = parts.clock();
        const read = readQuery(q, sessionQueryFields, nowMs);
        const query = await addAsked(tenant, read, { group_id, exposure }, nowMs);
        const page = await tenant.sessions(
          { ...withSource(filter), from: toStamp(from), to: toStamp(to), ...query },
          { limit: clamp(limit, 50), cursor: cursor ?? null, gone: gone() },
        );
        return { items: page.items.map(await viewFor(caller)), next_cursor: page.next_cursor };
      },
    }),

    queryFieldsRoute(parts, { path: '/api/sessions/query-fields', tag, of: 'sessions' }, sessionQueryFields),

    userRoute(parts, {
      method: 'GET',
      path: '/api/sessions/:node_id/:session',
      access: { user: 'read' },
      tag,
      summary: 'One session',
      description:
        'With the credentials that were tried and the files that were uploaded or downloaded; passwords that look like a person’s are masked. Its events: `GET /api/events?node_id=…&session=…`.',
      answer: SessionDetail,
      async handle({ tenant, caller, params }) {
        const state = await tenant.session(params.node_id, params.session);
        if (state === null) throw notFound('Session');
        const { node_id: nodeId, session } = params;
        const finds = await findInSession(tenant, caller.user_id, { nodeId, session });
        return {
          ...toSessionDetail(state, await recordingsOf(tenant, nodeId, session), finds),
          asset: (await parts.assetFor(caller.user_id))(state.source_ip),
        };
      },
    }),
    userRoute(parts, {
      method: 'GET',
      path: '/api/sessions/:node_id/:session/recording',
      access: { user: 'secrets' },
      tag,
      summary: 'The recording of a session, for playback',
      description:
        'An asciicast v2: a header, then one `[seconds, kind, text]` a line; `o` was displayed, `i` was typed, and if a session has several recordings, a marker (`m`) precedes each. Its text is hostile. What was typed may be a password, so this requires the scope `secrets`; each call is recorded in the audit log.',
      answerType: 'application/x-asciicast',
      async handle({ tenant, caller, params, request, reply }) {
        const cast = await playRecordings(tenant, params.node_id, params.session);
        if (cast === null) throw notFound('Recording');
        await auditRead(parts, { caller, request, kind: 'Recording played', params });
        return reply
          .type('application/x-asciicast; charset=utf-8')
          .header('cache-control', 'no-store')
          .header('x-content-type-options', 'nosniff')
          .send(cast);
      },
    }),
  ];
};
