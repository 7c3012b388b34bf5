/** Accounts: making one, signing in and out, changing the password. */

import {
  PasswordChange,
  TokenResponse,
  toUserView,
  UserCreate,
  UserLogin,
  UserResponse,
} from '../../contract/account.ts';
import { Success } from '../../contract/success.ts';
import { AppError, invalid } from '../../core/errors.ts';
import { userId } from '../../core/ids.ts';
import { demoUserId, type User } from '../../core/user.ts';
import { demoEmail } from '../auth/caller.ts';
import { clientNetworkOf } from '../auth/client-network.ts';
import { auditSignIn } from '../http/audit.ts';
import { publicRoute, type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Accounts';

const wrong = (): AppError => new AppError('unauthenticated', 'Invalid email or password');

export function authRoutes(parts: RouteParts): Route[] {
  const { store, settings, passwords, sessions, throttle, now, randomHex } = parts;
  const startedAt = now();

  const toToken = async (user: Pick<User, 'id' | 'email' | 'created_at' | 'token_version'>) => ({
    access_token: await sessions.issue(user),
    token_type: 'bearer' as const,
    user: toUserView(user),
  });
  const demoUser = { id: demoUserId, email: demoEmail, created_at: startedAt, token_version: 0 };
  const toEmail = (given: string): string => given.trim().toLowerCase();
  /**
   * Addresses are kept in lower case; the Python platform kept them as they were typed. What is asked for follows from
   * what was typed alone: an answer must not take longer because nobody was found.
   */
  const findUser = async (given: string): Promise<User | null> => {
    const typed = given.trim();
    const [user, old] = await Promise.all([
      store.userByEmail(toEmail(given)),
      typed === toEmail(given) ? null : store.userByEmail(typed),
    ]);
    return user ?? old;
  };

  return [
    publicRoute({
      method: 'POST',
      path: '/auth/register',
      access: 'public',
      tag,
      summary: 'Make an account',
      description: 'Answers 403 where `REGISTRATION=closed`, and 400 in demo mode.',
      body: UserCreate,
      answer: TokenResponse,
      errors: ['bad_request', 'forbidden', 'too_many_requests', 'unavailable'],
      async handle({ body, request }) {
        if (!settings.authEnabled) throw new AppError('bad_request', 'There are no accounts in demo mode');
        if (settings.registration === 'closed')
          throw new AppError('forbidden', 'Registration is closed on this server');
        await throttle.checkRegistration(clientNetworkOf(request.ip));
        const password_hash = await passwords.hash(body.password);
        const user: User = {
          id: userId(randomHex),
          email: toEmail(body.email),
          password_hash,
          token_version: 0,
          created_at: now(),
        };
        if (!(await store.createUser(user))) throw new AppError('bad_request', 'Email already registered');
        return toToken(user);
      },
    }),

    publicRoute({
      method: 'POST',
      path: '/auth/login',
      access: 'public',
      tag,
      summary: 'Sign in',
      description:
        'The same answer, after the same work, for a wrong password and an unknown account. After some failures the answer is 429 with `Retry-After`; where the account was signed in to before, only failures from there count.',
      body: UserLogin,
      answer: TokenResponse,
      errors: ['unauthenticated', 'too_many_requests', 'unavailable'],
      async handle({ body, request }) {
        if (!settings.authEnabled) return toToken(demoUser);
        const email = toEmail(body.email);
        const network = clientNetworkOf(request.ip);
        const known = await throttle.checkSignIn(email, network);
        const user = await findUser(body.email);
        const right = await passwords.verify(body.password, user?.password_hash ?? null, known);
        if (!right || user === null) {
          await throttle.recordFailure(email, network);
          throw wrong();
        }
        await throttle.recordSuccess(email, network);
        await auditSignIn(parts, { user_id: user.id, by: email, request });
        return toToken(user);
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/auth/me',
      access: { user: 'read' },
      tag,
      summary: 'Who am I',
      answer: UserResponse,
      async handle({ caller }) {
        const user = await store.userById(caller.user_id);
        return toUserView(user ?? demoUser);
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/auth/password',
      access: { user: 'admin' },
      tag,
      summary: 'Change the password',
      description: 'Ends every session of the account and answers with a new one.',
      body: PasswordChange,
      answer: TokenResponse,
      errors: ['bad_request', 'too_many_requests', 'unavailable'],
      async handle({ body, caller, request }) {
        const user = await store.userById(caller.user_id);
        if (!settings.authEnabled || user === null)
          throw new AppError('bad_request', 'There are no accounts in demo mode');
        const network = clientNetworkOf(request.ip);
        const known = await throttle.checkSignIn(user.email, network);
        if (!(await passwords.verify(body.current_password, user.password_hash, known))) {
          await throttle.recordFailure(user.email, network);
          throw invalid([{ field: 'current_password', message: 'is not the current password' }]);
        }
        await throttle.recordSuccess(user.email, network);
        const changed = await store.updateUser(user.id, {
          password_hash: await passwords.hash(body.new_password, 'new_password'),
          token_version: user.token_version + 1,
        });
        if (changed === null) throw new AppError('unauthenticated', 'This account is no longer there');
        return toToken(changed);
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/auth/logout',
      access: { user: 'read' },
      tag,
      summary: 'Sign out',
      description: 'Ends every session of the account: all its tokens are refused from now on.',
      answer: Success,
      async handle({ caller }) {
        if (caller.token_version !== null)
          await store.updateUser(caller.user_id, { token_version: caller.token_version + 1 });
        return { status: 'success' };
      },
    }),
  ];
}
