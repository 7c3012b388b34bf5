/** Sessions of people: a JWT, HS256 and nothing else, and the account's token version, so that it can be revoked. */
import type { AccountStates } from '../../cases/account-states.ts';
import type { Caller } from '../../core/access.ts';
import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/store.ts';
import type { User } from '../../core/user.ts';

/** docs/contract.md §2.1. */
export const sessionSeconds = 7 * 24 * 3600;
/** Longer texts cannot be tokens of ours and cost no computation. */
const maxLength = 2048;
const shape = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Loaded when somebody first signs in: a server that only receives events never needs it. */
const loadJose = () => import('jose');

export interface Sessions {
  issue(user: Pick<User, 'id' | 'email' | 'token_version'>): Promise<string>;
  /** Throws `unauthenticated` unless it is a valid session of an account that still exists. */
  verify(token: string): Promise<Caller>;
}

const refused = (): AppError =>
  new AppError('unauthenticated', 'The token is not valid or has expired; sign in again');

export function createSessions({
  secret,
  store,
  accountStates,
  clock,
  notBeforeMs,
}: {
  secret: string;
  store: Pick<Store, 'userById'>;
  accountStates: Pick<AccountStates, 'isSuspended'>;
  clock: () => number;
  /** Sessions that began before are refused, epoch ms. */
  notBeforeMs: number;
}): Sessions {
  const key = new TextEncoder().encode(secret);
  return {
    async issue(user) {
      const { SignJWT } = await loadJose();
      const nowMs = clock();
      const now = Math.floor(nowMs / 1000);
      return new SignJWT({ email: user.email, ver: user.token_version, ms: nowMs - now * 1000 })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject(user.id)
        .setIssuedAt(now)
        .setExpirationTime(now + sessionSeconds)
        .sign(key);
    },

    async verify(token) {
      if (token.length > maxLength || !shape.test(token)) throw refused();
      const { jwtVerify } = await loadJose();
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['HS256'],
        requiredClaims: ['sub', 'email', 'iat', 'exp'],
        clockTolerance: 5,
        currentDate: new Date(clock()),
      }).catch(() => {
        throw refused();
      });
      // Bounded by its own times, not by the clock: a clock that is set back must not sign everyone out.
      if (Number(payload.exp) - Number(payload.iat) > sessionSeconds) throw refused();
      // Restoring a backup forgets what was revoked since it was made. To the millisecond: it may take less than a second.
      if (Number(payload.iat) * 1000 + Number(payload.ms ?? 0) < notBeforeMs) throw refused();
      // Tokens of the Python platform carry no version: they are valid until the first revocation.
      const version = payload.ver ?? 0;
      const user = await store.userById(String(payload.sub));
      if (user === null || user.token_version !== version || user.email !== payload.email) throw refused();
      if (await accountStates.isSuspended(user.id)) throw refused();
      return {
        user_id: user.id,
        email: user.email,
        scopes: ['admin'],
        token_version: user.token_version,
        expires_ms: Number(payload.exp) * 1000,
      };
    },
  };
}
