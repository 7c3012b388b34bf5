/** API keys of scripts: random, shown once, stored as a hash, limited by scopes and an expiry time. */
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type Caller, mayAct, type Scope, scopes } from '../../core/access.ts';
import { AppError } from '../../core/errors.ts';
import type { Doc } from '../../core/query.ts';
import type { Store } from '../../core/store.ts';
import type { Log } from '../deps.ts';

export const apiKeyKind = 'api-key';
/** The prefix lets secret scanners find a key that leaked. */
export const apiKeyPattern = /^dvk_[A-Za-z0-9_-]{43}$/;
const stampMs = 60_000;

export const newApiKey = (random: (bytes: number) => Buffer): string =>
  `dvk_${random(32).toString('base64url')}`;
export const apiKeyHash = (key: string): string => createHash('sha256').update(key).digest('hex');

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

const refused = (): AppError => new AppError('unauthenticated', 'This API key is not valid or has expired');

const scopesOf = (doc: Doc): Scope[] => {
  const { scopes: stored } = doc.body;
  return Array.isArray(stored) ? scopes.filter((scope) => stored.includes(scope)) : [];
};

export function createApiKeys({
  store,
  clock,
  log,
}: {
  store: Pick<Store, 'docByLookup' | 'of' | 'userById'>;
  clock: () => number;
  log: Log;
}): ApiKeys {
  /** To the minute, without delaying the call; a key that is revoked meanwhile stays revoked. */
  function recordUse(doc: Doc): void {
    const last = typeof doc.body.last_used_at === 'string' ? Date.parse(doc.body.last_used_at) : 0;
    if (clock() - last < stampMs) return;
    const updated_at = new Date(clock()).toISOString();
    const body = { ...doc.body, last_used_at: updated_at };
    store
      .of(doc.user_id)
      .updateDoc(apiKeyKind, doc.id, doc.version, { body, updated_at })
      .catch((error: unknown) => log.warn({ err: error }, 'the last use of an API key could not be saved'));
  }

  return {
    async verify(key, needed) {
      if (!apiKeyPattern.test(key)) throw refused();
      const doc = await store.docByLookup(apiKeyKind, apiKeyHash(key));
      const nowMs = clock();
      const endMs = doc?.expires_at ? Date.parse(doc.expires_at) : null;
      if (doc === null || (endMs !== null && endMs <= nowMs)) throw refused();
      const granted = scopesOf(doc);
      if (!mayAct(granted, needed)) throw new AppError('forbidden', `The scope "${needed}" is required`);
      if ((await store.userById(doc.user_id)) === null) throw refused();
      recordUse(doc);
      return {
        user_id: doc.user_id,
        email: `key:${String(doc.body.name)}`,
        scopes: granted,
        token_version: null,
        expires_ms: endMs,
        key_id: doc.id,
      };
    },
  };
}
