/** API keys: for scripts, with no more rights than they need. */

import { createApiKey, listApiKeys, revokeApiKey } from '../../cases/api-keys.ts';
import { ApiKey, ApiKeyCreate, ApiKeyCreated, toApiKeyView } from '../../contract/api-key.ts';
import { list } from '../../contract/schema.ts';
import { Success } from '../../contract/success.ts';
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
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
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
      description: 'It is refused from the next request on.',
      answer: Success,
      async handle({ tenant, caller, params }) {
        await revokeApiKey({ tenant }, caller, params.id);
        return { status: 'success' };
      },
    }),
  ];
}
