/** Tokens, and the addresses under which they report. */
import { parseExpiry } from '../../cases/expiry.ts';
import {
  addressSecretOf,
  changeToken,
  createToken,
  deleteToken,
  getToken,
  listTokens,
  type TokenDoc,
  testToken,
} from '../../cases/tokens.ts';
import { Success } from '../../contract/success.ts';
import {
  Token,
  TokenCreate,
  TokenList,
  TokenTested,
  TokenUpdate,
  toTokenView,
} from '../../contract/token.ts';
import { types } from '../../tokens/index.ts';
import { visit } from '../http/plain.ts';
import { publicRoute, type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Tokens';

export function tokenRoutes(parts: RouteParts): Route[] {
  const { now, tokenKey, tokenHits, settings } = parts;
  const base = settings.tokenUrl ?? settings.publicUrl;
  const toView = (doc: TokenDoc): Token =>
    toTokenView(doc, { now: now(), secret: addressSecretOf(tokenKey, doc), base });

  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/tokens',
      access: { user: 'triage' },
      tag,
      summary: 'All tokens and the available types',
      description: 'Includes their addresses, which a read-only key does not see.',
      answer: TokenList,
      async handle({ tenant }) {
        await tokenHits.flush();
        const tokens = (await listTokens(tenant)).map(toView);
        return {
          tokens,
          types: types.map(({ name, title, help, answers }) => ({
            name,
            title,
            help,
            answers: [...answers],
          })),
        };
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/tokens',
      access: { user: 'triage' },
      tag,
      summary: 'Create a token',
      description: 'Its events belong to a node named Tokens, which is created with the first token.',
      body: TokenCreate,
      answer: Token,
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        const { type = 'link', note = '', owner = '', answer = 'page', redirect_url = null } = body;
        const expires_at = parseExpiry(body.expires_at, now());
        const { user_id, email: by } = caller;
        const given = { user_id, by, type, note, owner, answer, redirect_url, expires_at };
        return toView(await createToken({ ...parts, tenant }, given));
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/tokens/:id',
      access: { user: 'triage' },
      tag,
      summary: 'One token',
      answer: Token,
      async handle({ tenant, params }) {
        await tokenHits.flush();
        return toView(await getToken(tenant, params.id));
      },
    }),

    userRoute(parts, {
      method: 'PATCH',
      path: '/api/tokens/:id',
      access: { user: 'triage' },
      tag,
      summary: 'Change a token',
      description: 'The address of a disabled or expired token answers like one that never existed.',
      body: TokenUpdate,
      answer: Token,
      errors: ['conflict'],
      async handle({ tenant, params, body: { version, expires_at, ...rest } }) {
        await getToken(tenant, params.id);
        const changed = await changeToken(
          { ...parts, tenant },
          { id: params.id, version: version ?? null },
          { ...rest, ...(expires_at === undefined ? {} : { expires_at: parseExpiry(expires_at, now()) }) },
        );
        return toView(changed);
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/tokens/:id',
      access: { user: 'triage' },
      tag,
      summary: 'Delete a token',
      description: 'Its address answers 404 from then on; its events stay.',
      answer: Success,
      async handle({ tenant, params }) {
        await deleteToken({ tenant }, params.id);
        return { status: 'success' };
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/tokens/:id/test',
      access: { user: 'triage' },
      tag,
      summary: 'Test a token',
      description:
        'Stores an event that is marked as a test, the same way as a hit. It raises no alert and is not counted as a hit.',
      answer: TokenTested,
      async handle({ tenant, params, caller, request }) {
        const asked = { id: params.id, by: caller.email, address: request.ip };
        return testToken({ ...parts, tenant }, asked);
      },
    }),

    publicRoute({
      method: 'GET',
      path: '/t/*',
      access: 'public',
      tag,
      summary: 'The address of a token',
      hidden: true,
      handle: ({ request, reply }) => visit(parts, request, reply),
    }),
  ];
}
