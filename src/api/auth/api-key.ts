/** API keys of scripts: random, shown once, stored as a hash, limited by scopes and an expiry time. */
import type { FastifyRequest } from 'fastify';
import type { AccountStates } from '../../cases/account-states.ts';
import { hashOf } from '../../cases/credentials.ts';
import { type ApiKeyBody, type Caller, mayAct, type Scope } from '../../core/access.ts';
import type { DocOf } from '../../core/doc-kind.ts';
import { apiKeyDocs } from '../../core/doc-kinds.ts';
import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/store.ts';
import type { Log } from '../deps.ts';

/** The prefix lets secret scanners find a key that leaked. */
export const apiKeyPattern = /^dvk_[A-Za-z0-9_-]{43}$/;
const stampMs = 60_000;

/** The API key in the headers, or null: `X-API-Key`, or a bearer token that looks like one. */
export function apiKeyOf({ headers }: FastifyRequest): string | null {
  const own = headers['x-api-key'];
  if (typeof own === 'string' && own !== '') return own;
  return /^Bearer +(dvk_[^\s,]*) *$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}

export interface ApiKeys {
  /** Throws `unauthenticated` unless the key is valid, `forbidden` where its scopes do not allow `needed`. */
  verify(key: string, needed: Scope): Promise<Caller>;
}

const refused = (): AppError => new AppError('unauthenticated', 'The API key is not valid or has expired');

export function createApiKeys({
  store,
  accountStates,
  clock,
  log,
}: {
  accountStates: Pick<AccountStates, 'isSuspended'>;
  store: Pick<Store, 'docByLookup' | 'of' | 'userById'>;
  clock: () => number;
  log: Log;
}): ApiKeys {
  /** To the minute, without delaying the call; a key that is revoked meanwhile stays revoked. */
  function recordUse(doc: DocOf<ApiKeyBody>): void {
    const last = doc.body.last_used_at;
    if (last !== null && clock() - Date.parse(last) < stampMs) return;
    const updated_at = new Date(clock()).toISOString();
    const body = apiKeyDocs.write({ ...doc.body, last_used_at: updated_at });
    store
      .of(doc.user_id)
      .updateDoc(apiKeyDocs.name, doc.id, doc.version, { body, updated_at })
      .catch((error: unknown) => log.warn({ err: error }, 'the last use of an API key could not be saved'));
  }

  return {
    async verify(key, needed) {
      if (!apiKeyPattern.test(key)) throw refused();
      const found = await store.docByLookup(apiKeyDocs.name, hashOf(key));
      const doc = found && apiKeyDocs.read(found);
      const nowMs = clock();
      const endMs = doc?.expires_at ? Date.parse(doc.expires_at) : null;
      if (doc === null || (endMs !== null && endMs <= nowMs)) throw refused();
      const granted = doc.body.scopes;
      if (!mayAct(granted, needed)) throw new AppError('forbidden', `The scope "${needed}" is required`);
      if ((await store.userById(doc.user_id)) === null || (await accountStates.isSuspended(doc.user_id)))
        throw refused();
      recordUse(doc);
      return {
        user_id: doc.user_id,
        email: `key:${doc.body.name}`,
        scopes: granted,
        token_version: null,
        expires_ms: endMs,
        key_id: doc.id,
      };
    },
  };
}
