/**
 * What people do with tokens. A token's secret is computed from its id with a key of the installation, and the store has
 * only the secret's hash: a stolen backup does not list the addresses that are decoys, and the owner can still copy an
 * address, or its picture for a phone, whenever they need it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { DocOf } from '../core/doc-kind.ts';
import { tokenDocs } from '../core/doc-kinds.ts';
import { AppError, invalid, notFound } from '../core/errors.ts';
import type { RandomHex } from '../core/ids.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import type { TenantStore } from '../core/store.ts';
import { type TokenAnswer, type TokenBody, tokensNodeMark } from '../core/token.ts';
import { listDocuments, readDocument, updateDocument } from '../core/update-document.ts';
import { toTestHit } from '../tokens/hit.ts';
import { typeOf } from '../tokens/index.ts';
import { hashOf, type RandomBytes } from './credentials.ts';
import { addDocument, checkRoom } from './new-document.ts';
import { addNode } from './nodes.ts';

export const mostTokens = 1000;
/** 128 bits: cannot be guessed, and still fits a small picture and a line of text. */
const secretBytes = 16;
const maxUrl = 2000;

export type TokenDoc = DocOf<TokenBody>;

/** Reads of the key for addresses: from the installation's secret, for this purpose alone. */
export const tokenKeyOf = (installationSecret: string): Buffer =>
  createHmac('sha256', installationSecret).update('addresses of tokens').digest();

const secretOf = (key: Buffer, id: string): string =>
  createHmac('sha256', key).update(id).digest().subarray(0, secretBytes).toString('base64url');

/** Null where the installation's secret is another one than when the token was made: its address works, and cannot be shown. */
export function addressSecretOf(key: Buffer, doc: TokenDoc): string | null {
  const secret = secretOf(key, doc.id);
  const [a, b] = [Buffer.from(hashOf(secret)), Buffer.from(doc.lookup ?? '')];
  return a.length === b.length && timingSafeEqual(a, b) ? secret : null;
}

/** Oldest first. */
export const listTokens = (tenant: Pick<TenantStore, 'docs'>): Promise<TokenDoc[]> =>
  listDocuments(tenant, tokenDocs, mostTokens);

/** Throws `not_found`. */
export async function getToken(tenant: Pick<TenantStore, 'doc'>, id: string): Promise<TokenDoc> {
  const doc = await readDocument(tenant, tokenDocs, id);
  if (doc === null) throw notFound('Token');
  return doc;
}

/** An http(s) address in its canonical form. Throws `invalid_request`. */
function checkRedirect(answer: TokenAnswer, given: string | null): string | null {
  if (answer !== 'redirect') return null;
  const url = given !== null && URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.href.length > maxUrl)
    throw invalid([
      { field: 'redirect_url', message: 'must be an address that begins with http:// or https://' },
    ]);
  if (url.username !== '' || url.password !== '')
    throw invalid([{ field: 'redirect_url', message: 'must be an address without a user name' }]);
  return url.href;
}

export interface TokensNodeParts {
  tenant: Pick<TenantStore, 'nodes' | 'createNode'>;
  now(): string;
  random: RandomBytes;
  randomHex: RandomHex;
}

/** The id of the tenant's node for tokens; made with the first of them. */
export async function tokensNode(parts: TokensNodeParts, user_id: string): Promise<string> {
  const isTokens = ({ os_type }: { os_type: string | null }): boolean => os_type === tokensNodeMark;
  const given = { user_id, name: 'Tokens', os_type: tokensNodeMark };
  // Two first tokens at once name the node alike: one of them makes it. Where it was deleted before, the name is taken.
  const alike = hashOf(`${user_id}\ntokens`);
  const find = async (randomHex: RandomHex): Promise<string> => {
    const existing = (await parts.tenant.nodes()).find(isTokens);
    return (existing ?? (await addNode({ ...parts, randomHex }, given)).node).node_id;
  };
  const isConflict = (error: unknown): boolean => error instanceof AppError && error.code === 'conflict';
  try {
    return await find((bytes) => alike.slice(0, bytes * 2));
  } catch (error) {
    if (!isConflict(error)) throw error;
    return await find(parts.randomHex);
  }
}

export interface NewToken
  extends Pick<TokenBody, 'type' | 'note' | 'owner' | 'answer' | 'redirect_url' | 'expires_at'> {
  user_id: string;
  by: string;
}

/** Throws `invalid_request` for a type or an answer that there is not, and `conflict` at the limit. */
export async function createToken(
  parts: TokensNodeParts & {
    tenant: Pick<TenantStore, 'createDoc' | 'countDocs' | 'docs'>;
    tokenKey: Buffer;
    growingHex(): string;
  },
  { user_id, by, ...given }: NewToken,
): Promise<TokenDoc> {
  const type = typeOf(given.type);
  if (type === null) throw invalid([{ field: 'type', message: 'is not a type of token' }]);
  if (!type.answers.includes(given.answer))
    throw invalid([{ field: 'answer', message: 'is not possible with this type' }]);
  const redirect_url = checkRedirect(given.answer, given.redirect_url);
  await checkRoom(parts.tenant, tokenDocs, { most: mostTokens, what: 'tokens' });
  const id = `token-${parts.growingHex()}`;
  const body: TokenBody = {
    ...given,
    redirect_url,
    enabled: true,
    node_id: await tokensNode(parts, user_id),
    created_by: by,
    hits: 0,
    last_hit_at: null,
    unrecorded_hits: 0,
    last_test_at: null,
  };
  return addDocument(parts, tokenDocs, { id, user_id, lookup: hashOf(secretOf(parts.tokenKey, id)) }, body);
}

export type TokenPatch = Partial<
  Pick<TokenBody, 'note' | 'owner' | 'answer' | 'redirect_url' | 'enabled' | 'expires_at'>
>;

/** Throws `not_found`, `invalid_request`, and `conflict` where `version` (null = any) is not the stored one. */
export async function changeToken(
  { tenant, now }: { tenant: Pick<TenantStore, 'doc' | 'updateDoc'>; now(): string },
  { id, version }: { id: string; version: number | null },
  patch: TokenPatch,
): Promise<TokenDoc> {
  const saved = await updateDocument(
    tenant,
    tokenDocs,
    id,
    ({ body }) => {
      const next = { ...body, ...patch };
      return { body: { ...next, redirect_url: checkRedirect(next.answer, next.redirect_url) } };
    },
    { now: now(), version },
  );
  if (saved === null) throw notFound('Token');
  if (saved === 'stale')
    throw new AppError('conflict', 'The token was changed by someone else; reload it and try again');
  return saved;
}

/** Its address answers 404 from now on. Throws `not_found`. */
export async function deleteToken(
  { tenant }: { tenant: Pick<TenantStore, 'removeDoc'> },
  id: string,
): Promise<void> {
  if (!(await tenant.removeDoc(tokenDocs.name, id))) throw notFound('Token');
}

/** Sends a marked event the way of a hit. It is shown with the events, makes no alert and is no hit. Throws `not_found`. */
export async function testToken(
  parts: TokensNodeParts & {
    tenant: Pick<TenantStore, 'doc' | 'updateDoc'>;
    pipeline: Pick<EventPipeline, 'accept'>;
  },
  { id, by, address }: { id: string; by: string; address: string },
): Promise<{ event_id: string; at: string }> {
  const at = parts.now();
  const { user_id, body } = await getToken(parts.tenant, id);
  const node_id = await tokensNode(parts, user_id);
  const draft = toTestHit({ token: { ...body, id }, by, address, at });
  const [result] = await parts.pipeline.accept({ user_id, node_id }, [draft]);
  if (!result?.log_id) throw new AppError('unavailable', 'The event could not be stored; try again');
  await updateDocument(
    parts.tenant,
    tokenDocs,
    id,
    (doc) => ({ body: { ...doc.body, node_id, last_test_at: at } }),
    { now: at },
  );
  return { event_id: result.log_id, at };
}
