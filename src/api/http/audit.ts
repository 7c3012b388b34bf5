/** The audit log: what people and keys did. Written after the deed and before its answer; never the values, only their names. */
import type { FastifyRequest } from 'fastify';
import { newEntry } from '../../cases/journal.ts';
import type { Caller } from '../../core/access.ts';
import type { Json } from '../../core/event.ts';
import type { Route, RouteParts } from './route.ts';

export const auditStream = 'audit';

export interface Deed {
  route: Route;
  request: FastifyRequest;
  caller: Pick<Caller, 'user_id' | 'email'>;
}
export type Audit = (deed: Deed) => Promise<void>;

/** Whether a route does something that is worth a line: whatever changes a tenant's things. */
export const isDeed = ({ method, access }: Route): boolean =>
  method !== 'GET' && typeof access === 'object' && 'user' in access && access.user !== 'read';

const fieldsOf = (body: unknown): string[] =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.keys(body).slice(0, 50) : [];

export const createAudit =
  ({ store, now, growingHex }: Pick<RouteParts, 'store' | 'now' | 'growingHex'>): Audit =>
  async ({ route, request, caller }) => {
    const data: { [name: string]: Json } = {
      method: route.method,
      path: route.path,
      params: { ...(request.params as { [name: string]: string }) },
      fields: fieldsOf(request.body),
      address: request.ip,
      request_id: request.id,
    };
    await store.of(caller.user_id).append(
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
  };

/** A person signed in. Refused tries are counted elsewhere (auth/throttle.ts): a stranger must not be able to fill a tenant's log. */
export const noteSignIn = (
  parts: Pick<RouteParts, 'store' | 'now' | 'growingHex'>,
  { user_id, by, request }: { user_id: string; by: string; request: FastifyRequest },
): Promise<void> =>
  parts.store.of(user_id).append(
    newEntry(parts, {
      user_id,
      stream: auditStream,
      by,
      kind: 'Sign in',
      data: {
        method: 'POST',
        path: '/auth/login',
        params: {},
        fields: [],
        address: request.ip,
        request_id: request.id,
      },
    }),
  );
