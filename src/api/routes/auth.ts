/** Accounts: registering, signing in and out, changing the password. */

import { changePassword, endSessions, register, signIn, toEmail } from '../../cases/accounts.ts';
import { choosePassword, openWelcome } from '../../cases/welcome.ts';
import {
  FirstPassword,
  PasswordChange,
  TokenResponse,
  toUserView,
  UserCreate,
  UserLogin,
  UserResponse,
  Welcome,
} from '../../contract/account.ts';
import { Success } from '../../contract/success.ts';
import { demoUserId, type User } from '../../core/user.ts';
import { demoEmail } from '../auth/caller.ts';
import { clientNetworkOf } from '../auth/client-network.ts';
import { auditSignIn } from '../http/audit.ts';
import { publicRoute, type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Accounts';

export function authRoutes(parts: RouteParts): Route[] {
  const { store, settings, sessions, now } = parts;
  const demoUser = { id: demoUserId, email: demoEmail, created_at: now(), token_version: 0 };

  const toToken = async (user: Pick<User, 'id' | 'email' | 'created_at' | 'token_version'>) => ({
    access_token: await sessions.issue(user),
    token_type: 'bearer' as const,
    user: toUserView(user),
  });

  return [
    publicRoute({
      method: 'POST',
      path: '/auth/register',
      access: 'public',
      tag,
      summary: 'Create an account',
      description: 'Answers 403 where `REGISTRATION=closed`, and 400 in demo mode.',
      body: UserCreate,
      answer: TokenResponse,
      errors: ['bad_request', 'forbidden', 'too_many_requests'],
      async handle({ body, request }) {
        return toToken(await register(parts, { ...body, network: clientNetworkOf(request.ip) }));
      },
    }),

    publicRoute({
      method: 'POST',
      path: '/auth/login',
      access: 'public',
      tag,
      summary: 'Sign in',
      description:
        'The same response, in the same time, for a wrong password and an unknown account. After several failures the response is 429 with `Retry-After`; from a network the account was signed in from before, only failures from that network count.',
      body: UserLogin,
      answer: TokenResponse,
      errors: ['unauthenticated', 'too_many_requests'],
      async handle({ body, request }) {
        if (!settings.authEnabled) return toToken(demoUser);
        const user = await signIn(parts, { ...body, network: clientNetworkOf(request.ip) });
        await auditSignIn(parts, { user_id: user.id, by: toEmail(body.email), request });
        return toToken(user);
      },
    }),

    publicRoute({
      method: 'POST',
      path: '/auth/welcome',
      access: 'public',
      tag,
      summary: 'Sign in with a one-time address',
      description:
        'Exchanges the one-time address that `decoyverse up` and `decoyverse user welcome` print for a session: once, within ten minutes. Ends every other session of the account.',
      body: Welcome,
      answer: TokenResponse,
      errors: ['bad_request', 'unauthenticated', 'too_many_requests'],
      async handle({ body, request }) {
        const user = await openWelcome(parts, { ...body, network: clientNetworkOf(request.ip) });
        await auditSignIn(parts, { user_id: user.id, by: user.email, request, path: '/auth/welcome' });
        return toToken(user);
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/auth/first-password',
      access: { user: 'admin' },
      isPersonal: true,
      tag,
      summary: 'Choose a password',
      description:
        'For the session that a one-time address opened, without the old password. Ends every session of the account and returns a new one.',
      body: FirstPassword,
      answer: TokenResponse,
      errors: ['bad_request'],
      async handle({ body, caller }) {
        return toToken(await choosePassword(parts, { ...caller, ...body }));
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/auth/me',
      access: { user: 'read' },
      isPersonal: true,
      tag,
      summary: 'The signed-in account',
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
      isPersonal: true,
      tag,
      summary: 'Change the password',
      description: 'Ends every session of the account and returns a new one.',
      body: PasswordChange,
      answer: TokenResponse,
      errors: ['bad_request', 'too_many_requests'],
      async handle({ body, caller, request }) {
        const network = clientNetworkOf(request.ip);
        return toToken(await changePassword(parts, { ...body, user_id: caller.user_id, network }));
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/auth/logout',
      access: { user: 'read' },
      isPersonal: true,
      tag,
      summary: 'Sign out',
      description: 'Ends every session of the account: all its tokens are refused from then on.',
      answer: Success,
      async handle({ caller }) {
        const { user_id, token_version } = caller;
        if (token_version !== null) await endSessions(parts, { user_id, token_version });
        return { status: 'success' };
      },
    }),
  ];
}
