/** Authenticates callers of user routes: people, and scripts with API keys. */
import type { FastifyRequest } from 'fastify';
import type { OwnAddresses } from '../../cases/own-addresses.ts';
import { type Caller, mayAct, type Scope } from '../../core/access.ts';
import { AppError } from '../../core/errors.ts';
import { demoUserId } from '../../core/user.ts';
import { type ApiKeys, apiKeyOf } from './api-key.ts';
import type { Sessions } from './session.ts';

export const demoEmail = 'demo@decoyverse.local';

/** In demo mode everyone is this user, whatever credentials they send. */
export const demoCaller: Caller = Object.freeze<Caller>({
  user_id: demoUserId,
  email: demoEmail,
  scopes: ['admin'],
  token_version: null,
  expires_ms: null,
});

/** The token after `Bearer` in the Authorization header. Throws `unauthenticated` where there is none. */
export function bearerToken(request: FastifyRequest): string {
  const header = request.headers.authorization;
  if (header === undefined)
    throw new AppError('unauthenticated', 'A token is required (Authorization: Bearer …)');
  const match = /^Bearer +([^\s,]+) *$/i.exec(header);
  if (!match)
    throw new AppError('unauthenticated', 'The Authorization header must have the form: Bearer <token>');
  return match[1]!;
}

export type FindCaller = (request: FastifyRequest, needed: Scope) => Promise<Caller>;

/** Throws `unauthenticated`, or `forbidden` where the credential does not allow what is needed. */
export function createFindCaller({
  sessions,
  apiKeys,
  ownAddresses,
  authEnabled,
}: {
  ownAddresses: Pick<OwnAddresses, 'saw'>;
  sessions: Sessions;
  apiKeys: ApiKeys;
  authEnabled: boolean;
}): FindCaller {
  return async (request, needed) => {
    if (!authEnabled) return demoCaller;
    const key = apiKeyOf(request);
    const caller =
      key === null ? await sessions.verify(bearerToken(request)) : await apiKeys.verify(key, needed);
    if (!mayAct(caller.scopes, needed)) throw new AppError('forbidden', `The scope "${needed}" is required`);
    ownAddresses.saw(caller.user_id, null, request.ip);
    return caller;
  };
}
