/** The block list: what is on it, who asked for it, and until when. One document an entry; a network has one id. */
import { hash } from 'node:crypto';
import type { Block, BlockedBody, NewBlock } from '../core/block.ts';
import type { DocOf } from '../core/doc-kind.ts';
import { blockedDocs } from '../core/doc-kinds.ts';
import { AppError, invalid, notFound } from '../core/errors.ts';
import type { TenantStore } from '../core/store.ts';
import { type DocChange, listDocuments, updateDocument } from '../core/update-document.ts';
import { parseEndpoint } from '../lib/address.ts';
import { byAddress, carriedV4, type Network, overlaps, parseNetwork, unblockable } from '../lib/network.ts';
import { createTurns } from '../lib/turns.ts';
import { neverBlocked } from './block-settings.ts';
import { checkRoom } from './new-document.ts';
import { ownNetworks } from './own-addresses.ts';

/** Firewalls and the store both have limits; this is below them. */
const mostBlocks = 10_000;
/** Wider networks than these are a mistake. */
const leastBits = { 4: 8, 6: 19 } as const;

export interface BlockListParts {
  tenant: Pick<TenantStore, 'doc' | 'docs' | 'countDocs' | 'createDoc' | 'updateDoc' | 'removeDoc'>;
  now(): string;
}

export const blockId = (userId: string, network: string): string =>
  `block-${hash('sha256', `${userId}\n${network}`).slice(0, 20)}`;

export const toBlock = ({ id, body, created_at, expires_at }: DocOf<BlockedBody>): Block => ({
  ...body,
  id,
  added_at: created_at,
  expires_at,
});

const refused = (message: string): AppError => invalid([{ field: 'ip_address', message }]);

/** Throws `invalid_request` where it may not be blocked. */
function checkNetwork(text: string, never: readonly Network[]): Network {
  // As sources are written: with a port or brackets, but not with a zone, which is a machine's own.
  const endpoint = parseEndpoint(text);
  const network =
    parseNetwork(text) ?? (endpoint?.zone === null ? parseNetwork(endpoint.address.text) : null);
  if (!network) throw refused('must be an IP address or a CIDR network such as 203.0.113.0/24');
  // ::, ::1 and the like are addresses of their own, whatever IPv4 could be read into them.
  const isSpecial = unblockable.some((one) => overlaps(one, network));
  const carried = isSpecial ? null : carriedV4(network);
  for (const one of carried ? [network, carried] : [network]) {
    if (one.bits < leastBits[one.family]) throw refused(`must not be wider than /${leastBits[one.family]}`);
    if (unblockable.some((special) => overlaps(special, one)))
      throw refused('must not be a loopback, unspecified, multicast or broadcast address');
    const excluded = never.find((kept) => overlaps(kept, one));
    if (excluded) throw refused(`is on the never-block list (${excluded.text})`);
  }
  return network;
}

/** The later of two ends; null never ends. */
const laterEnd = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? null : a > b ? a : b;

export const isInForce = ({ expires_at }: Pick<Block, 'expires_at'>, now: string): boolean =>
  expires_at === null || expires_at > now;

/**
 * What blocking the same network again changes. While the entry is in force, confirmations by agents stay, and two nodes
 * that are asked become every node. What a person asked for stays until a person changes it: a rule neither shortens nor
 * rewrites it (null). Pure.
 */
export function toRenewal(
  existing: DocOf<BlockedBody>,
  block: NewBlock,
  now: string,
): DocChange<BlockedBody> | null {
  const { body } = existing;
  const inForce = isInForce(existing, now);
  if (inForce && block.source === 'rule' && body.source !== 'rule') return null;
  const node_id = block.node_id ?? null;
  const end = block.expires_at ?? null;
  return {
    // By their tag the entries are found that give way when the list is full.
    tag: block.source,
    body: {
      ...body,
      note: block.note ?? body.note,
      source: block.source,
      incident_id: block.incident_id ?? body.incident_id,
      alert_id: block.alert_id ?? body.alert_id,
      added_by: block.added_by,
      node_id: inForce && body.node_id !== node_id ? null : node_id,
      confirmed: inForce ? body.confirmed : [],
      seen: block.seen ?? body.seen ?? null,
    },
    expires_at: inForce && block.source !== 'manual' ? laterEnd(existing.expires_at, end) : end,
  };
}

async function renew({ tenant, now }: BlockListParts, id: string, block: NewBlock): Promise<Block | null> {
  const at = now();
  const change = (existing: DocOf<BlockedBody>) => toRenewal(existing, block, at);
  const saved = await updateDocument(tenant, blockedDocs, id, change, { now: at });
  if (saved === 'stale') throw new AppError('conflict', 'The entry is being changed by others; try again');
  return saved && toBlock(saved);
}

/** How many of the oldest entries made by rule are compared when one has to give way. */
const candidates = 100;

/** When the list is full, the one of the oldest entries made by rule goes that would end first. */
async function makeRoom({ tenant }: BlockListParts): Promise<void> {
  if ((await tenant.countDocs(blockedDocs.name, mostBlocks)) < mostBlocks) return;
  const oldest = await tenant.docs(blockedDocs.name, { tag: 'rule' }, candidates);
  const [first] = oldest.sort((a, b) => ((a.expires_at ?? '~') < (b.expires_at ?? '~') ? -1 : 1));
  if (!first) return checkRoom(tenant, blockedDocs, { most: mostBlocks, what: 'entries on the block list' });
  await tenant.removeDoc(blockedDocs.name, first.id);
}

/**
 * Adds a network, or renews its entry. Throws `invalid_request` where it is not a network, is too wide, is a loopback,
 * unspecified, multicast or broadcast address, or is on the never-block list; `conflict` where the list is full of what
 * people asked for. `never` spares a round of entries the reading of the never-block list.
 */
export async function addBlock(
  parts: BlockListParts,
  user_id: string,
  block: NewBlock,
  never?: readonly Network[],
): Promise<Block> {
  const { tenant, now } = parts;
  const network = checkNetwork(block.network, never ?? (await neverBlocked(tenant, user_id)));
  const id = blockId(user_id, network.text);
  const renewed = await renew(parts, id, block);
  if (renewed) return renewed;
  await makeRoom(parts);
  const body: BlockedBody = {
    network: network.text,
    family: network.family,
    note: block.note ?? '',
    source: block.source,
    incident_id: block.incident_id ?? null,
    alert_id: block.alert_id ?? null,
    node_id: block.node_id ?? null,
    added_by: block.added_by,
    confirmed: [],
    seen: block.seen ?? null,
  };
  const doc = blockedDocs.create(
    { id, user_id, tag: block.source, expires_at: block.expires_at ?? null },
    body,
    now(),
  );
  if ((await tenant.createDoc(doc)) === 'created') return toBlock(blockedDocs.read(doc));
  // Someone else added it in between.
  const theirs = await renew(parts, id, block);
  if (theirs === null) throw new AppError('conflict', 'The entry was removed by someone else; try again');
  return theirs;
}

/** What is in force, sorted by address. What was put on the never-block list later is left out at once. */
export async function listBlocks(
  { tenant, now }: { tenant: Pick<TenantStore, 'doc' | 'docs'>; now(): string },
  user_id: string,
): Promise<Block[]> {
  const at = now();
  const never = await neverBlocked(tenant, user_id);
  const own = await ownNetworks(tenant, user_id);
  const found: { block: Block; network: Network }[] = [];
  const turns = createTurns();
  for (const doc of await listDocuments(tenant, blockedDocs, mostBlocks)) {
    const turn = turns.next();
    if (turn !== null) await turn;
    const network = isInForce(doc, at) ? parseNetwork(doc.body.network) : null;
    if (!network || never.some((one) => overlaps(one, network))) continue;
    // What a rule blocked before its owner came from there, it does not block now.
    if (doc.body.source === 'rule' && own.some((one) => overlaps(one, network))) continue;
    found.push({ block: toBlock(doc), network });
  }
  return found.sort((a, b) => byAddress(a.network, b.network)).map(({ block }) => block);
}

/** Throws `not_found`. */
export async function removeBlock(
  { tenant }: { tenant: Pick<TenantStore, 'removeDoc'> },
  id: string,
): Promise<void> {
  if (!(await tenant.removeDoc(blockedDocs.name, id))) throw notFound('Blocked address');
}
