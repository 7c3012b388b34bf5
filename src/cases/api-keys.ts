/** API keys of scripts: made and revoked by people only. */
import { type ApiKeyBody, type Caller, type Scope, scopes } from '../core/access.ts';
import type { DocOf } from '../core/doc-kind.ts';
import { apiKeyDocs } from '../core/doc-kinds.ts';
import { AppError, notFound } from '../core/errors.ts';
import type { TenantStore } from '../core/store.ts';
import { listDocuments } from '../core/update-document.ts';
import { hashOf, newApiKey, type RandomBytes } from './credentials.ts';
import { parseExpiry } from './expiry.ts';
import { addDocument, checkRoom } from './new-document.ts';

const mostKeys = 100;

export type ApiKeyDoc = DocOf<ApiKeyBody>;

/** A leaked key must not be able to make another one that outlives its own revocation. */
function mustBePerson(caller: Pick<Caller, 'key_id'>): void {
  if (caller.key_id !== undefined)
    throw new AppError('forbidden', 'This requires a signed-in user; an API key is not enough');
}

/** Oldest first. */
export const listApiKeys = (tenant: Pick<TenantStore, 'docs'>): Promise<ApiKeyDoc[]> =>
  listDocuments(tenant, apiKeyDocs, mostKeys);

/** Throws `forbidden` for a caller with an API key, `invalid_request` for an end in the past, `conflict` at the limit. */
export async function createApiKey(
  parts: {
    tenant: Pick<TenantStore, 'createDoc' | 'countDocs' | 'docs'>;
    now(): string;
    random: RandomBytes;
    growingHex(): string;
  },
  caller: Pick<Caller, 'user_id' | 'email' | 'key_id'>,
  given: { name: string; scopes: readonly Scope[]; expires_at?: string | null | undefined },
): Promise<{ key: string; doc: ApiKeyDoc }> {
  mustBePerson(caller);
  const expires_at = parseExpiry(given.expires_at, parts.now());
  await checkRoom(parts.tenant, apiKeyDocs, { most: mostKeys, what: 'API keys' });
  const key = newApiKey(parts.random);
  const { user_id, email: created_by } = caller;
  const id = `key-${parts.growingHex()}`;
  const doc = await addDocument(
    parts,
    apiKeyDocs,
    { id, user_id, lookup: hashOf(key), expires_at },
    {
      name: given.name,
      scopes: scopes.filter((scope) => given.scopes.includes(scope)),
      start: key.slice(0, 8),
      created_by,
      last_used_at: null,
    },
  );
  return { key, doc };
}

/** Throws `forbidden` for a caller with an API key, and `not_found`. */
export async function revokeApiKey(
  { tenant }: { tenant: Pick<TenantStore, 'removeDoc'> },
  caller: Pick<Caller, 'email' | 'key_id'>,
  id: string,
): Promise<void> {
  mustBePerson(caller);
  if (!(await tenant.removeDoc(apiKeyDocs.name, id))) throw notFound('API key');
}
