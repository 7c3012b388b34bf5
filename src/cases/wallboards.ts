/** Wallboards: made, listed, revoked, and who opens one. What it shows is in wallboard-data.ts. */
import type { DocOf } from '../core/doc-kind.ts';
import { wallboardDocs } from '../core/doc-kinds.ts';
import { AppError, notFound } from '../core/errors.ts';
import type { Store, TenantStore } from '../core/store.ts';
import { listDocuments, updateDocument } from '../core/update-document.ts';
import type { WallboardBody } from '../core/wallboard.ts';
import { hashOf, newWallboardKey, type RandomBytes } from './credentials.ts';
import { parseExpiry } from './expiry.ts';
import { addDocument, checkRoom } from './new-document.ts';

const mostWallboards = 20;
const standardLifeMs = 90 * 24 * 60 * 60_000;
const stampMs = 60_000;
const keyForm = /^dvw_[A-Za-z0-9_-]{43}$/;

export type WallboardDoc = DocOf<WallboardBody>;

/** Oldest first. */
export const listWallboards = (tenant: Pick<TenantStore, 'docs'>): Promise<WallboardDoc[]> =>
  listDocuments(tenant, wallboardDocs, mostWallboards);

/** The key is in the answer, this once. Throws `conflict` at the limit, `invalid_request` for an end that is past. */
export async function createWallboard(
  parts: {
    tenant: Pick<TenantStore, 'createDoc' | 'countDocs'>;
    now(): string;
    clock(): number;
    random: RandomBytes;
    growingHex(): string;
  },
  given: {
    user_id: string;
    by: string;
    name: string;
    show_sources: boolean;
    expires_at?: string | null | undefined;
  },
): Promise<{ wallboard: WallboardDoc; key: string }> {
  const { user_id, by, name, show_sources } = given;
  const expires_at =
    given.expires_at === undefined
      ? new Date(parts.clock() + standardLifeMs).toISOString()
      : parseExpiry(given.expires_at, parts.now());
  await checkRoom(parts.tenant, wallboardDocs, { most: mostWallboards, what: 'wallboards' });
  const key = newWallboardKey(parts.random);
  const wallboard = await addDocument(
    parts,
    wallboardDocs,
    { id: `wall-${parts.growingHex()}`, user_id, lookup: hashOf(key), expires_at },
    { name, show_sources, created_by: by, last_seen_at: null },
  );
  return { wallboard, key };
}

/** Its link shows nothing from now on. Throws `not_found`. */
export async function deleteWallboard(tenant: Pick<TenantStore, 'removeDoc'>, id: string): Promise<void> {
  if (!(await tenant.removeDoc(wallboardDocs.name, id))) throw notFound('Wallboard');
}

/** Throws `unauthenticated`, the same for a key that is missing, unknown, revoked or past its end. */
export async function openWallboard(
  {
    store,
    accountStates,
    now,
  }: {
    store: Pick<Store, 'docByLookup'>;
    accountStates: { isSuspended(userId: string): Promise<boolean> };
    now(): string;
  },
  key: string,
): Promise<WallboardDoc> {
  // The form first: a stranger's guess costs no look-up in the store.
  const doc = keyForm.test(key) ? await store.docByLookup(wallboardDocs.name, hashOf(key)) : null;
  if (
    doc === null ||
    (doc.expires_at !== null && doc.expires_at <= now()) ||
    (await accountStates.isSuspended(doc.user_id))
  )
    throw new AppError('unauthenticated', 'This wallboard was revoked or has expired');
  return wallboardDocs.read(doc);
}

/** To the minute: a screen that asks every few seconds is no reason to write as often. */
export async function stampWallboard(
  { tenant, clock, now }: { tenant: Pick<TenantStore, 'doc' | 'updateDoc'>; clock(): number; now(): string },
  wallboard: WallboardDoc,
): Promise<void> {
  const last = wallboard.body.last_seen_at;
  if (last !== null && clock() - Date.parse(last) < stampMs) return;
  const at = now();
  // 'stale' is fine: another screen's visit of this moment was saved instead.
  await updateDocument(
    tenant,
    wallboardDocs,
    wallboard.id,
    ({ body }) => ({ body: { ...body, last_seen_at: at } }),
    {
      now: at,
      version: wallboard.version,
    },
  );
}
