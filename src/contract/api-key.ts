/** API keys of scripts. */
import { type Scope, scopes } from '../core/access.ts';
import type { Doc } from '../core/query.ts';
import { nullableTime, plainTime } from './fields.ts';
import { choice, flag, list, object, optional, type Static, text } from './schema.ts';

export const ApiKey = object({
  id: text({ examples: ['key-019ab9a2b4c112e3f4a5b6c7'] }),
  name: text(),
  scopes: list(choice(scopes)),
  start: text({ description: 'Its first characters, to recognize it.', examples: ['dvk_Qm9i'] }),
  created_by: text(),
  created_at: plainTime,
  last_used_at: nullableTime,
  expires_at: nullableTime,
  expired: flag(),
});
export type ApiKey = Static<typeof ApiKey>;
/** `now` is ISO. */
export const toApiKeyView = ({ id, body, created_at, expires_at }: Doc, now: string): ApiKey => ({
  id,
  name: String(body.name),
  scopes: body.scopes as Scope[],
  start: String(body.start),
  created_by: String(body.created_by),
  created_at,
  last_used_at: typeof body.last_used_at === 'string' ? body.last_used_at : null,
  expires_at,
  expired: expires_at !== null && expires_at <= now,
});

export const ApiKeyCreate = object({
  name: text({ minLength: 1, maxLength: 100, examples: ['nightly export'] }),
  scopes: list(choice(scopes), { minItems: 1, maxItems: 4 }),
  expires_at: optional(nullableTime),
});
export type ApiKeyCreate = Static<typeof ApiKeyCreate>;
export const ApiKeyCreated = object({ key: text({ examples: ['dvk_…'] }), api_key: ApiKey });
export type ApiKeyCreated = Static<typeof ApiKeyCreated>;
