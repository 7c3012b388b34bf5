/** Assets: files and lists that say whose an address is. */
import { type AssetEntry, type AssetSourceBody, listFormat } from '../core/asset.ts';
import type { DocOf } from '../core/doc-kind.ts';
import { assetDocs } from '../core/doc-kinds.ts';
import { AppError, type FieldError, invalid, notFound } from '../core/errors.ts';
import type { Store, TenantStore } from '../core/store.ts';
import { listDocuments, readDocument, saveDocument } from '../core/update-document.ts';
import { createAssetIndex, type FindAsset } from '../geo/asset-index.ts';
import { clean } from '../geo/assets/asset.ts';
import { assetFormats, type Rejection } from '../geo/assets/index.ts';
import { parseNetwork, toNetworkText } from '../lib/address-words.ts';
import { sha256Hex } from '../lib/hash.ts';
import { checkRoom } from './new-document.ts';

export const mostAssetSources = 20;
export const mostAssetsOfSource = 10_000;

export interface AssetsGiven {
  name: string;
  format?: string | undefined;
  content?: string | undefined;
  entries?: readonly ({ network: string } & Partial<Omit<AssetEntry, 'network'>>)[] | undefined;
}
interface Read {
  format: string;
  entries: AssetEntry[];
  rejected: number;
  skipped: number;
  rejections: Rejection[];
}

function readEntries(given: NonNullable<AssetsGiven['entries']>): Read {
  const errors: FieldError[] = [];
  const entries = new Map<string, AssetEntry>();
  for (const [at, entry] of given.entries()) {
    const network = parseNetwork(entry.network);
    const text = network ? toNetworkText(network) : '';
    const [name, owner, role, location] = [entry.name, entry.owner, entry.role, entry.location].map((one) =>
      clean(one ?? undefined),
    );
    if (!network) errors.push({ field: `entries.${at}.network`, message: 'must be an address or a network' });
    else if (entries.has(text))
      errors.push({ field: `entries.${at}.network`, message: 'is named by an earlier entry' });
    else if (!name && !owner && !role && !location)
      errors.push({ field: `entries.${at}`, message: 'must have a name, owner, role or location' });
    else
      entries.set(text, {
        network: text,
        name: name ?? null,
        owner: owner ?? null,
        role: role ?? null,
        location: location ?? null,
      });
  }
  if (errors.length > 0) throw invalid(errors.slice(0, 20));
  return { format: listFormat, entries: [...entries.values()], rejected: 0, skipped: 0, rejections: [] };
}

function readFile(given: { name: string; format: string; content: string }, nowMs: number): Read {
  const format = assetFormats.find(({ name }) => name === given.format);
  if (!format)
    throw invalid([
      { field: 'format', message: `must be one of ${assetFormats.map(({ name }) => name).join(', ')}` },
    ]);
  const input = { bytes: new TextEncoder().encode(given.content), source: given.name, nowMs };
  const { assets, ...report } = format.parse(input);
  if (assets.length > mostAssetsOfSource)
    throw new AppError('too_large', `One source names at most ${mostAssetsOfSource} addresses`);
  const entries = assets.map(({ network, name, owner, role }) => ({
    network,
    name,
    owner,
    role,
    location: null,
  }));
  return { format: format.name, entries, ...report };
}

/**
 * Writes a file or a list; under the same name it replaces the earlier one. Throws `invalid_request`, `too_large`, and
 * `conflict` at the limit of sources.
 */
export async function putAssets(
  { tenant, now, clock }: { tenant: TenantStore; now(): string; clock(): number },
  userId: string,
  given: AssetsGiven,
): Promise<{ doc: DocOf<AssetSourceBody>; read: Read }> {
  const { name, format, content, entries } = given;
  if ((content === undefined) === (entries === undefined))
    throw invalid([{ field: 'content', message: 'give either content with its format, or entries' }]);
  const read = entries
    ? readEntries(entries)
    : readFile({ name, format: format ?? '', content: content ?? '' }, clock());
  const id = `assets-${sha256Hex(`${userId}\n${name}`).slice(0, 16)}`;
  if ((await tenant.doc(assetDocs.name, id)) === null)
    await checkRoom(tenant, assetDocs, { most: mostAssetSources, what: 'sources of assets' });
  const body = { name, format: read.format, entries: read.entries, rejected: read.rejected };
  const doc = await saveDocument(tenant, assetDocs, { id, user_id: userId }, () => body, now());
  if (doc === 'stale') throw new AppError('conflict', 'The source is being written by others; try again');
  return { doc, read };
}

/** Oldest first. */
export const listAssetSources = (tenant: TenantStore): Promise<DocOf<AssetSourceBody>[]> =>
  listDocuments(tenant, assetDocs, mostAssetSources);

/** Throws `not_found`. */
export async function getAssetSource(tenant: TenantStore, id: string): Promise<DocOf<AssetSourceBody>> {
  const doc = await readDocument(tenant, assetDocs, id);
  if (doc === null) throw notFound('Source of assets');
  return doc;
}

/** Throws `not_found`. */
export async function deleteAssetSource(tenant: TenantStore, id: string): Promise<void> {
  if (!(await tenant.removeDoc(assetDocs.name, id))) throw notFound('Source of assets');
}

/** Tenants whose index is kept in memory. */
const mostKept = 200;

/** The tenant's index, built anew when one of its sources changed, in whichever process. What people listed comes first. */
export function createAssetFinders(store: Pick<Store, 'of'>): (userId: string) => Promise<FindAsset> {
  const kept = new Map<string, { revision: number; find: FindAsset }>();
  return async (userId) => {
    const tenant = store.of(userId);
    const revision = await tenant.docsRevision(assetDocs.name);
    const known = kept.get(userId);
    if (known?.revision === revision) return known.find;
    const sources = (await listAssetSources(tenant))
      .sort((a, b) => (a.updated_at > b.updated_at ? -1 : 1))
      .sort((a, b) => Number(b.body.format === listFormat) - Number(a.body.format === listFormat));
    const find = createAssetIndex(sources.map(({ body }) => body));
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    kept.set(userId, { revision, find });
    return find;
  };
}
