/** API keys of scripts. */
import { type ApiKeyBody, scopes } from '../core/access.ts';
import type { DocOf } from '../core/doc-kind.ts';
import { madeKinds } from '../core/made-by-key.ts';
import { nullableTime, plainTime } from './fields.ts';
import { projectionOf } from './project.ts';
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
const project = projectionOf(ApiKey);
/** `now` is ISO. */
export const toApiKeyView = ({ body, ...doc }: DocOf<ApiKeyBody>, now: string): ApiKey =>
  project({ ...doc, ...body, expired: doc.expires_at !== null && doc.expires_at <= now });

export const ApiKeyCreate = object({
  name: text({ minLength: 1, maxLength: 100, examples: ['nightly export'] }),
  scopes: list(choice(scopes), { minItems: 1, maxItems: scopes.length }),
  expires_at: optional(nullableTime),
});
export type ApiKeyCreate = Static<typeof ApiKeyCreate>;
export const ApiKeyCreated = object({ key: text({ examples: ['dvk_…'] }), api_key: ApiKey });
export type ApiKeyCreated = Static<typeof ApiKeyCreated>;

export const MadeByKey = object({
  kind: choice(madeKinds),
  made_id: text({ description: 'Of the node, channel, feed …' }),
  name: text(),
  made_at: plainTime,
});
export type MadeByKey = Static<typeof MadeByKey>;
export const ApiKeyRevoked = object({
  status: choice(['success']),
  kept: list(MadeByKey),
  revoked: list(MadeByKey),
});
