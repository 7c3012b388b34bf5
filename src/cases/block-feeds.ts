/** Feeds: the block list under a secret address, for firewalls that pull it. */
import { formats } from '../block/index.ts';
import type { Block, BlockFeedBody, BlockFormat } from '../core/block.ts';
import type { DocOf } from '../core/doc-kind.ts';
import { blockedDocs, blockFeedDocs, blockSettingsDocs, ownAddressDocs } from '../core/doc-kinds.ts';
import { notFound } from '../core/errors.ts';
import type { Store, TenantStore } from '../core/store.ts';
import { listDocuments, updateDocument } from '../core/update-document.ts';
import { contains, type Network, parseNetwork } from '../lib/network.ts';
import { listBlocks } from './block-list.ts';
import { hashOf, newSecret, type RandomBytes } from './credentials.ts';
import { addDocument, checkRoom } from './new-document.ts';

const mostFeeds = 50;
const stampMs = 60_000;
const secretForm = /^[A-Za-z0-9_-]{43}$/;

export type BlockFeedDoc = DocOf<BlockFeedBody>;

/** Oldest first. */
export const listFeeds = (tenant: Pick<TenantStore, 'docs'>): Promise<BlockFeedDoc[]> =>
  listDocuments(tenant, blockFeedDocs, mostFeeds);

/** The secret is in the answer, this once. Throws `conflict` at the limit. */
export async function createFeed(
  parts: {
    tenant: Pick<TenantStore, 'createDoc' | 'countDocs' | 'docs'>;
    now(): string;
    random: RandomBytes;
    growingHex(): string;
  },
  { user_id, name }: { user_id: string; name: string },
): Promise<{ feed: BlockFeedDoc; secret: string }> {
  await checkRoom(parts.tenant, blockFeedDocs, { most: mostFeeds, what: 'feeds' });
  const secret = newSecret(parts.random);
  const named = { id: `feed-${parts.growingHex()}`, user_id, lookup: hashOf(secret) };
  const feed = await addDocument(parts, blockFeedDocs, named, { name, last_pulled_at: null });
  return { feed, secret };
}

/** Its address answers 404 from now on. Throws `not_found`. */
export async function deleteFeed(
  { tenant }: { tenant: Pick<TenantStore, 'removeDoc'> },
  id: string,
): Promise<void> {
  if (!(await tenant.removeDoc(blockFeedDocs.name, id))) throw notFound('Feed');
}

/** Without entries that a wider one holds; `blocks` are sorted by address. Pure. */
export function withoutCovered(blocks: readonly Block[]): Block[] {
  const kept: { block: Block; network: Network }[] = [];
  for (const block of blocks) {
    const network = parseNetwork(block.network);
    // Sorted by first address, the wider one first: only the one before can hold it.
    const before = kept.at(-1);
    if (network && !(before && contains(before.network, network))) kept.push({ block, network });
  }
  return kept.map(({ block }) => block);
}

export interface PulledFeed {
  format: BlockFormat;
  text: string;
  /** Same entries, same tag. */
  etag: string;
}

interface HeldFeed {
  revision: string;
  /** ISO: the first entry ends; null = none does. */
  until: string | null;
  pulled: PulledFeed;
}

/** Rendered lists by tenant and format, least recently made first. */
export type FeedCache = Map<string, HeldFeed>;

/** A list is half a megabyte at most. */
const mostHeld = 32;

/** A tenant's list in a format, rendered again only when the list, the never-block list or the time has changed it. */
async function render(
  { store, now }: { store: Pick<Store, 'of'>; now(): string },
  { userId, format }: { userId: string; format: BlockFormat },
  cache: FeedCache,
): Promise<PulledFeed> {
  const tenant = store.of(userId);
  const key = `${format.name} ${userId}`;
  // Read before the list: a change in between is seen at the next pull instead of never.
  const revision = `${await tenant.docsRevision(blockedDocs.name)} ${await tenant.docsRevision(blockSettingsDocs.name)} ${await tenant.docsRevision(ownAddressDocs.name)}`;
  const held = cache.get(key);
  if (held?.revision === revision && (held.until === null || held.until > now())) return held.pulled;
  const blocks = await listBlocks({ tenant, now }, userId);
  const text = format.render(withoutCovered(blocks));
  const pulled = { format, text, etag: `"${hashOf(text).slice(0, 32)}"` };
  let until: string | null = null;
  for (const { expires_at } of blocks)
    if (expires_at !== null && (until === null || expires_at < until)) until = expires_at;
  cache.delete(key);
  const [oldest] = cache.keys();
  if (cache.size >= mostHeld && oldest !== undefined) cache.delete(oldest);
  cache.set(key, { revision, until, pulled });
  return pulled;
}

/**
 * What a firewall pulls. Throws `not_found`, the same for an unknown secret and an unknown format. `cache` is the caller's
 * to keep between pulls.
 */
export async function pullFeed(
  {
    store,
    accountStates,
    clock,
    now,
  }: {
    store: Pick<Store, 'docByLookup' | 'of'>;
    accountStates: { isSuspended(userId: string): Promise<boolean> };
    clock(): number;
    now(): string;
  },
  { secret, format: name }: { secret: string; format: string },
  cache: FeedCache = new Map(),
): Promise<PulledFeed> {
  const format = formats.find((one) => one.name === name);
  // The form first: a stranger's guess costs no look-up in the store.
  const doc = secretForm.test(secret) ? await store.docByLookup(blockFeedDocs.name, hashOf(secret)) : null;
  if (!doc || !format || (await accountStates.isSuspended(doc.user_id))) throw notFound('Feed');
  const tenant = store.of(doc.user_id);
  const pulled = await render({ store, now }, { userId: doc.user_id, format }, cache);
  await stamp({ tenant, clock, now }, blockFeedDocs.read(doc));
  return pulled;
}

/** To the minute: a firewall that pulls every second is no reason to write every second. */
async function stamp(
  { tenant, clock, now }: { tenant: Pick<TenantStore, 'doc' | 'updateDoc'>; clock(): number; now(): string },
  feed: BlockFeedDoc,
): Promise<void> {
  const last = feed.body.last_pulled_at;
  if (last !== null && clock() - Date.parse(last) < stampMs) return;
  const at = now();
  // 'stale' is fine: another pull or change of this moment was saved instead.
  await updateDocument(
    tenant,
    blockFeedDocs,
    feed.id,
    ({ body }) => ({ body: { ...body, last_pulled_at: at } }),
    { now: at, version: feed.version },
  );
}
