/** The audit log: what people and API keys changed. Written after the change and before the answer; names of what was changed and of the fields, never values. */
import type { FastifyRequest } from 'fastify';
import { auditStream, newEntry } from '../../cases/journal.ts';
import { recordMade } from '../../cases/made-by-key.ts';
import type { Caller } from '../../core/access.ts';
import type { Json } from '../../core/event.ts';
import { toSourceName } from '../../lib/source-name.ts';
import { findDeleted, toSubjects } from './audit-subjects.ts';
import type { Route, RouteParts } from './route.ts';

export interface AuditedCall {
  route: Route;
  request: FastifyRequest;
  caller: Pick<Caller, 'user_id' | 'email' | 'key_id'>;
}
/** Makes the call and notes what it changed; resolves with what `run` returned. A call that is refused is not noted. */
export type Audit = (call: AuditedCall, run: () => unknown) => Promise<unknown>;

/** Whether calls of a route go into the audit log: all that change a tenant's data. */
export const isAudited = ({ method, access }: Route): boolean =>
  method !== 'GET' && typeof access === 'object' && 'user' in access && access.user !== 'read';

const fieldsOf = (body: unknown): string[] =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.keys(body).slice(0, 50) : [];

export const createAudit =
  ({ store, now, growingHex }: Pick<RouteParts, 'store' | 'now' | 'growingHex'>): Audit =>
  async ({ route, request, caller }, run) => {
    const tenant = store.of(caller.user_id);
    const deleted = await findDeleted(route, request.params, tenant);
    const answer = await run();
    const data: { [name: string]: Json } = {
      method: route.method,
      path: route.path,
      params: { ...(request.params as { [name: string]: string }) },
      subjects: toSubjects({ body: request.body, answer, params: request.params }, deleted),
      fields: fieldsOf(request.body),
      address: toSourceName(request.ip),
      request_id: request.id,
    };
    await tenant.append(
      newEntry(
        { now, growingHex },
        {
          user_id: caller.user_id,
          stream: auditStream,
          by: caller.email,
          kind: route.summary,
          data,
        },
      ),
    );
    if (caller.key_id !== undefined)
      await recordMade(
        { tenant, now },
        { ...caller, key_id: caller.key_id, call: `${route.method} ${route.path}`, answer },
      );
    return answer;
  };

/** Records a sign-in. Failed attempts are counted elsewhere (auth/throttle.ts): a stranger must not be able to fill a tenant's log. */
export const auditSignIn = (
  parts: Pick<RouteParts, 'store' | 'now' | 'growingHex'>,
  {
    user_id,
    by,
    request,
    path = '/auth/login',
  }: { user_id: string; by: string; request: FastifyRequest; path?: string },
): Promise<void> =>
  parts.store.of(user_id).append(
    newEntry(parts, {
      user_id,
      stream: auditStream,
      by,
      kind: 'Sign in',
      data: {
        method: 'POST',
        path,
        params: {},
        subjects: [],
        fields: [],
        address: toSourceName(request.ip),
        request_id: request.id,
      },
    }),
  );

/** Records that somebody read what only the scope `secrets` may. Before the answer. */
export const auditRead = (
  parts: Pick<RouteParts, 'store' | 'now' | 'growingHex'>,
  {
    caller,
    request,
    kind,
    params,
  }: {
    caller: Pick<Caller, 'user_id' | 'email'>;
    request: FastifyRequest;
    kind: string;
    params: { readonly [name: string]: string };
  },
): Promise<void> =>
  parts.store.of(caller.user_id).append(
    newEntry(parts, {
      user_id: caller.user_id,
      stream: auditStream,
      by: caller.email,
      kind,
      data: {
        method: request.method,
        path: request.routeOptions.url ?? '',
        params: { ...params },
        subjects: [],
        fields: [],
        address: toSourceName(request.ip),
        request_id: request.id,
      },
    }),
  );
