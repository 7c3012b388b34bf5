/** The block list: what is on it, who asked for it, and until when. One document an entry; networks have one id each. */
import { hash } from 'node:crypto';
import { formats } from '../block/index.ts';
import {
  type Block,
  type Blocking,
  type BlockSettings,
  blockedKind,
  blockSettingsKind,
  type NewBlock,
} from '../core/block.ts';
import { AppError, type FieldError, invalid } from '../core/errors.ts';
import type { JsonObject } from '../core/event.ts';
import type { Doc } from '../core/query.ts';
import { byAddress, contains, type Network, overlaps, parseNetwork, unblockable } from '../lib/network.ts';

/** Firewalls and the store both have limits; this is below them. */
export const mostBlocks = 10_000;
const mostNever = 1000;
/** Wider networks than these are a mistake. */
const leastBits = { 4: 8, 6: 19 } as const;

const idOf = (userId: string, network: string): string =>
  `block-${hash('sha256', `${userId}\n${network}`).slice(0, 20)}`;

export const toBlock = (doc: Doc): Block => ({
  ...(doc.body as unknown as Block),
  // Entries of earlier versions have no link to an alert.
  alert_id: typeof doc.body.alert_id === 'string' ? doc.body.alert_id : null,
  id: doc.id,
  added_at: doc.created_at,
  expires_at: doc.expires_at,
});

const noSettings: BlockSettings = { never_block: [], rule: null };
const refuse = (message: string): AppError => invalid([{ field: 'ip_address', message }]);

/** Throws where nobody may block it. */
function checkNetwork(text: string, never: readonly Network[]): Network {
  const network = parseNetwork(text);
  if (!network) throw refuse('must be an address or a network such as 203.0.113.0/24');
  if (network.bits < leastBits[network.family])
    throw refuse(`must not be wider than /${leastBits[network.family]}`);
  if (unblockable.some((one) => overlaps(one, network)))
    throw refuse('must be the address of another machine');
  const kept = never.find((one) => overlaps(one, network));
  if (kept) throw refuse(`is on the never-block list (${kept.text})`);
  return network;
}

const networksOf = (texts: readonly string[]): Network[] => texts.flatMap((text) => parseNetwork(text) ?? []);

/** The later of two ends; null never ends. */
const laterEnd = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? null : a > b ? a : b;

const settingsOf: Blocking['settings'] = async (tenant, userId) => ({
  ...noSettings,
  ...((await tenant.doc(blockSettingsKind, userId))?.body as Partial<BlockSettings> | undefined),
});

const list: Blocking['list'] = async (tenant, userId, now) => {
  const docs = await tenant.docs(blockedKind, {}, mostBlocks);
  const never = networksOf((await settingsOf(tenant, userId)).never_block);
  return (
    docs
      .map(toBlock)
      .filter(({ expires_at }) => expires_at === null || expires_at > now)
      .map((block) => ({ block, network: parseNetwork(block.network) }))
      .filter((one): one is { block: Block; network: Network } => one.network !== null)
      // What was put on the never-block list later is let through at once.
      .filter(({ network }) => !never.some((kept) => overlaps(kept, network)))
      .sort((a, b) => byAddress(a.network, b.network))
      .map(({ block }) => block)
  );
};

/** Renewing it keeps what agents confirmed, unless another agent is asked now. */
async function renew(
  tenant: Parameters<Blocking['add']>[0],
  id: string,
  block: NewBlock,
  now: string,
): Promise<Block | null> {
  const doc = await tenant.doc(blockedKind, id);
  if (!doc) return null;
  const standing = toBlock(doc);
  const expired = standing.expires_at !== null && standing.expires_at <= now;
  // A person's word stands until a person takes it back: a rule does not shorten or rewrite it.
  const keeps = !expired && block.source === 'rule' && standing.source !== 'rule';
  const node_id = block.node_id ?? null;
  const changed: Partial<Block> = keeps
    ? {}
    : {
        note: block.note ?? standing.note,
        source: block.source,
        incident_id: block.incident_id ?? standing.incident_id,
        alert_id: block.alert_id ?? standing.alert_id,
        added_by: block.added_by,
        node_id: expired ? node_id : standing.node_id === node_id ? node_id : null,
        confirmed: expired ? [] : standing.confirmed,
      };
  const expires_at = keeps
    ? standing.expires_at
    : expired || block.source === 'manual'
      ? (block.expires_at ?? null)
      : laterEnd(standing.expires_at, block.expires_at ?? null);
  const saved = await tenant.updateDoc(blockedKind, id, null, {
    body: { ...doc.body, ...changed } as JsonObject,
    expires_at,
    updated_at: now,
  });
  return saved && saved !== 'stale' ? toBlock(saved) : null;
}

const add: Blocking['add'] = async (tenant, userId, block, now) => {
  const never = networksOf((await settingsOf(tenant, userId)).never_block);
  const network = checkNetwork(block.network, never);
  const id = idOf(userId, network.text);
  const renewed = await renew(tenant, id, block, now);
  if (renewed) return renewed;
  if ((await tenant.docs(blockedKind, {}, mostBlocks)).length >= mostBlocks)
    throw new AppError('conflict', `The block list is full (${mostBlocks} entries)`);
  const body = {
    network: network.text,
    family: network.family,
    note: block.note ?? '',
    source: block.source,
    incident_id: block.incident_id ?? null,
    alert_id: block.alert_id ?? null,
    node_id: block.node_id ?? null,
    added_by: block.added_by,
    confirmed: [],
  };
  const doc: Doc = {
    kind: blockedKind,
    id,
    user_id: userId,
    lookup: null,
    tag: null,
    created_at: now,
    updated_at: now,
    expires_at: block.expires_at ?? null,
    version: 1,
    body,
  };
  if ((await tenant.createDoc(doc)) === 'exists')
    return (await renew(tenant, id, block, now)) ?? Promise.reject(new AppError('conflict', 'Try again'));
  return toBlock(doc);
};

const isFor = (block: Block, nodeId: string): boolean => block.node_id === null || block.node_id === nodeId;
const hasConfirmed = (block: Block, nodeId: string): boolean =>
  block.confirmed.some((one) => one.node_id === nodeId);

const confirm: Blocking['confirm'] = async (tenant, userId, nodeId, address, now) => {
  const network = parseNetwork(address);
  if (!network) return false;
  for (let tries = 0; tries < 5; tries++) {
    const doc = await tenant.doc(blockedKind, idOf(userId, network.text));
    if (!doc) return false;
    const block = toBlock(doc);
    if (!isFor(block, nodeId)) return false;
    if (hasConfirmed(block, nodeId)) return true;
    const confirmed = [...block.confirmed, { node_id: nodeId, at: now }].slice(-mostNever);
    const patch = { body: { ...doc.body, confirmed }, updated_at: now };
    // Two agents may confirm at once: whoever comes second reads again.
    if ((await tenant.updateDoc(blockedKind, doc.id, doc.version, patch)) !== 'stale') return true;
  }
  throw new AppError('unavailable', 'Try again', { retryAfterSeconds: 1 });
};

const saveSettings: Blocking['saveSettings'] = async (tenant, userId, { never_block, rule }, now) => {
  const errors: FieldError[] = [];
  const networks = never_block.map((text, index) => {
    const network = parseNetwork(text);
    if (!network)
      errors.push({
        field: `never_block.${index}`,
        message: 'must be an address or a network such as 10.0.0.0/8',
      });
    return network?.text ?? '';
  });
  if (never_block.length > mostNever)
    errors.push({ field: 'never_block', message: `must have at most ${mostNever} entries` });
  if (errors.length > 0) throw invalid(errors.slice(0, 20));
  const settings: BlockSettings = { never_block: [...new Set(networks)], rule };
  const body = settings as unknown as JsonObject;
  const created = await tenant.createDoc({
    kind: blockSettingsKind,
    id: userId,
    user_id: userId,
    lookup: null,
    tag: null,
    created_at: now,
    updated_at: now,
    expires_at: null,
    version: 1,
    body,
  });
  if (created === 'exists')
    await tenant.updateDoc(blockSettingsKind, userId, null, { body, updated_at: now });
  return settings;
};

export const blocking: Blocking = {
  formats,
  toNetwork: (text) => parseNetwork(text)?.text ?? null,
  add,
  list,
  forFeed(blocks) {
    const kept: { block: Block; network: Network }[] = [];
    for (const block of blocks) {
      const network = parseNetwork(block.network);
      // Sorted by first address, the wider one first: only the one before can hold it.
      const before = kept.at(-1);
      if (network && !(before && contains(before.network, network))) kept.push({ block, network });
    }
    return kept.map(({ block }) => block);
  },
  pending: (blocks, nodeId, now) =>
    blocks
      .filter((block) => !block.network.includes('/') && isFor(block, nodeId) && !hasConfirmed(block, nodeId))
      .filter(({ expires_at }) => expires_at === null || expires_at > now)
      .map(({ network }) => network)
      .slice(0, 1000),
  confirm,
  settings: settingsOf,
  saveSettings,
  toBlock,
};
