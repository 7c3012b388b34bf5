/** API keys: for scripts, with no more rights than they need. */

import { type ApiKeyDoc, createApiKey, listApiKeys, revokeApiKey } from '../../cases/api-keys.ts';
import { nullableTime } from '../../contract/entry.ts';
import { choice, flag, list, object, optional, text } from '../../contract/schema.ts';
import { scopes } from '../../core/access.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'API keys';

const ApiKey = object({
  id: text({ examples: ['key-019ab9a2b4c112e3f4a5b6c7'] }),
  name: text(),
  scopes: list(choice(scopes)),
  start: text({ description: 'Its first characters, to tell it by.', examples: ['dvk_Qm9i'] }),
  created_by: text(),
  created_at: text({ format: 'date-time' }),
  last_used_at: nullableTime,
  expires_at: nullableTime,
  expired: flag(),
});

export function apiKeyRoutes(parts: RouteParts): Route[] {
  const { now } = parts;
  const view = (doc: ApiKeyDoc) => ({
    id: doc.id,
    name: doc.body.name,
    scopes: doc.body.scopes,
    start: doc.body.start,
    created_by: doc.body.created_by,
    created_at: doc.created_at,
    last_used_at: doc.body.last_used_at,
    expires_at: doc.expires_at,
    expired: doc.expires_at !== null && doc.expires_at <= now(),
  });

  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/keys',
      access: { user: 'admin' },
      tag,
      summary: 'All API keys',
      answer: list(ApiKey),
      async handle({ tenant }) {
        return (await listApiKeys(tenant)).map(view);
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/keys',
      access: { user: 'admin' },
      tag,
      summary: 'Make an API key',
      description:
        'The response holds the key, shown only once. Send it as `Authorization: Bearer dvk_…` or `X-API-Key`. Scopes: read; triage (also read); admin (also triage and read); ingest (deliver events for the node named in X-Node-Id or `node_id`, nothing else).',
      body: object({
        name: text({ minLength: 1, maxLength: 100, examples: ['nightly export'] }),
        scopes: list(choice(scopes), { minItems: 1, maxItems: 4 }),
        expires_at: optional(nullableTime),
      }),
      answer: object({ key: text({ examples: ['dvk_…'] }), api_key: ApiKey }),
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        const { key, doc } = await createApiKey({ ...parts, tenant }, caller, body);
        return { key, api_key: view(doc) };
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/keys/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Revoke an API key',
      description: 'It is refused from the next request on.',
      answer: object({ status: choice(['success']) }),
      async handle({ tenant, caller, params }) {
        await revokeApiKey({ tenant }, caller, params.id);
        return { status: 'success' };
      },
    }),
  ];
}
