/** API keys: for scripts, with no more rights than they need. */

import { createApiKey, listApiKeys, revokeApiKey } from '../../cases/api-keys.ts';
import { listMade, madeWith, revokeMade } from '../../cases/made-by-key.ts';
import {
  ApiKey,
  ApiKeyCreate,
  ApiKeyCreated,
  ApiKeyRevoked,
  MadeByKey,
  toApiKeyView,
} from '../../contract/api-key.ts';
import { choice, list, object, optional } from '../../contract/schema.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'API keys';

export function apiKeyRoutes(parts: RouteParts): Route[] {
  const { now } = parts;
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/keys',
      access: { user: 'admin' },
      tag,
      summary: 'All API keys',
      answer: list(ApiKey),
      async handle({ tenant }) {
        return (await listApiKeys(tenant)).map((doc) => toApiKeyView(doc, now()));
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/keys',
      access: { user: 'admin' },
      tag,
      summary: 'Create an API key',
      description:
        'The response holds the key, shown only once. Send it as `Authorization: Bearer dvk_…` or `X-API-Key`. Scopes: read; triage (also read); admin (also triage and read); ingest (deliver events for the node named in X-Node-Id or `node_id`, nothing else).',
      body: ApiKeyCreate,
      answer: ApiKeyCreated,
      errors: ['conflict', 'quota_exceeded'],
      async handle({ tenant, caller, body }) {
        await parts.quotas.checkRoom(caller.user_id, 'keys', 1);
        const { key, doc } = await createApiKey({ ...parts, tenant }, caller, body);
        return { key, api_key: toApiKeyView(doc, now()) };
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/keys/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Revoke an API key',
      description:
        'It is refused from the next request on. What was created with it is kept (`kept`), or revoked with it (`revoked`) if `made=revoke`: nodes, channels, feeds, tokens, suppressions and known scanners.',
      query: object(
        { made: optional(choice(['keep', 'revoke'], { description: 'Default: keep.' })) },
        { open: true },
      ),
      answer: ApiKeyRevoked,
      async handle({ tenant, caller, params, query }) {
        await revokeApiKey({ tenant }, caller, params.id);
        if (query.made === 'revoke')
          return { status: 'success', kept: [], revoked: await revokeMade({ ...parts, tenant }, params.id) };
        return { status: 'success', kept: await listMade(tenant, params.id), revoked: [] };
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/keys/:id/made',
      access: { user: 'admin' },
      tag,
      summary: 'What was created with an API key',
      description:
        'Nodes, channels, feeds, tokens, suppressions and known scanners that still exist. Also for a revoked key.',
      answer: list(MadeByKey),
      handle: ({ tenant, params }) => madeWith({ tenant }, params.id),
    }),
  ];
}
