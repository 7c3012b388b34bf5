/** API keys: for scripts, with no more rights than they need. */

import { newDoc, toIso } from '../../cases/journal.ts';
import { ApiKey, ApiKeyCreate, ApiKeyCreated, toApiKeyView } from '../../contract/api-key.ts';
import { list } from '../../contract/schema.ts';
import { Success } from '../../contract/success.ts';
import type { Caller } from '../../core/access.ts';
import { scopes } from '../../core/access.ts';
import { AppError, invalid, notFound } from '../../core/errors.ts';
import { apiKeyHash, apiKeyKind, newApiKey } from '../auth/api-key.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'API keys';
const mostKeys = 100;

/** A key that leaked must not be able to outlive its own revocation. */
function mustBePerson(caller: Caller): void {
  if (caller.key_id !== undefined)
    throw new AppError('forbidden', 'Only a person who is signed in may do that');
}

export function apiKeyRoutes(parts: RouteParts): Route[] {
  const { now, random, growingHex } = parts;
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/keys',
      access: { user: 'admin' },
      tag,
      summary: 'All API keys',
      answer: list(ApiKey),
      async handle({ tenant }) {
        return (await tenant.docs(apiKeyKind, {}, mostKeys)).map((doc) => toApiKeyView(doc, now()));
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/keys',
      access: { user: 'admin' },
      tag,
      summary: 'Make an API key',
      description:
        'The answer holds the key, for this once. It is shown as `Authorization: Bearer dvk_…` or `X-API-Key`. Scopes: read; triage (also read); admin (also triage and read); ingest (deliver events for the node named in X-Node-Id or `node_id`, nothing else).',
      body: ApiKeyCreate,
      answer: ApiKeyCreated,
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        mustBePerson(caller);
        const expires_at = toIso(body.expires_at);
        if (expires_at !== null && expires_at <= now())
          throw invalid([{ field: 'expires_at', message: 'must lie in the future' }]);
        if ((await tenant.docs(apiKeyKind, {}, mostKeys)).length >= mostKeys)
          throw new AppError('conflict', `There are ${mostKeys} keys already`);
        const key = newApiKey(random);
        const doc = newDoc({
          kind: apiKeyKind,
          id: `key-${growingHex()}`,
          user_id: caller.user_id,
          lookup: apiKeyHash(key),
          expires_at,
          now: now(),
          body: {
            name: body.name,
            scopes: scopes.filter((scope) => body.scopes.includes(scope)),
            start: key.slice(0, 8),
            created_by: caller.email,
            last_used_at: null,
          },
        });
        if ((await tenant.createDoc(doc)) === 'exists') throw new AppError('conflict', 'Try again');
        return { key, api_key: toApiKeyView(doc, now()) };
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/keys/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Revoke an API key',
      description: 'It is refused from the next request on.',
      answer: Success,
      async handle({ tenant, caller, params }) {
        mustBePerson(caller);
        if (!(await tenant.removeDoc(apiKeyKind, params.id))) throw notFound('API key');
        return { status: 'success' };
      },
    }),
  ];
}
