/** The block list as agents see it: what they have to block, and what they confirm to have blocked. */
import type { Block } from '../core/block.ts';
import { blockedDocs, blockSettingsDocs } from '../core/doc-kinds.ts';
import { AppError } from '../core/errors.ts';
import type { NodeRecord } from '../core/node.ts';
import type { Store, TenantStore } from '../core/store.ts';
import { updateDocument } from '../core/update-document.ts';
import { parseNetwork } from '../lib/network.ts';
import { blockId, isInForce, listBlocks } from './block-list.ts';
import { toBlockTarget } from './block-rule.ts';

type AgentNode = Pick<NodeRecord, 'node_id' | 'user_id'>;

const mostPending = 1000;
const mostConfirmed = 1000;
const mostTenants = 1000;

const isFor = (block: Pick<Block, 'node_id'>, nodeId: string): boolean =>
  block.node_id === null || block.node_id === nodeId;
const isConfirmed = (block: Pick<Block, 'confirmed'>, nodeId: string): boolean =>
  block.confirmed.some(({ node_id }) => node_id === nodeId);

/** Addresses among these that this node's agent still has to block; networks are for firewalls. Pure. */
export const toPending = (blocks: readonly Block[], nodeId: string, now: string): string[] =>
  blocks
    .filter((block) => isInForce(block, now) && isFor(block, nodeId) && !isConfirmed(block, nodeId))
    .flatMap(({ network, seen }) => (network.includes('/') ? (seen ?? []) : network))
    .slice(0, mostPending);

export type PendingBlocks = (node: AgentNode) => Promise<string[]>;

/** Every agent asks every minute, so a tenant's list is read again only when it changed. */
export function createPendingBlocks({
  store,
  now,
}: {
  store: Pick<Store, 'of'>;
  now(): string;
}): PendingBlocks {
  const lists = new Map<string, { revision: string; blocks: Block[] }>();
  return async ({ user_id, node_id }) => {
    // Read before the list: a change in between is seen at the next heartbeat instead of never.
    const tenant = store.of(user_id);
    const revision = `${await tenant.docsRevision(blockedDocs.name)} ${await tenant.docsRevision(blockSettingsDocs.name)}`;
    let held = lists.get(user_id);
    if (held?.revision !== revision) {
      held = { revision, blocks: await listBlocks({ tenant, now }, user_id) };
      if (lists.size >= mostTenants) lists.clear();
      lists.set(user_id, held);
    }
    return toPending(held.blocks, node_id, now());
  };
}

/** False where no entry for this node has this address. Throws `unavailable` where others keep changing it. */
export async function confirmBlock(
  { tenant, now }: { tenant: Pick<TenantStore, 'doc' | 'updateDoc'>; now(): string },
  { user_id, node_id }: AgentNode,
  address: string,
): Promise<boolean> {
  const network = parseNetwork(address);
  if (!network) return false;
  const at = now();
  const exact = blockId(user_id, network.text);
  const wider = toBlockTarget(network.text);
  const isExact = wider === null || (await tenant.doc(blockedDocs.name, exact)) !== null;
  const saved = await updateDocument(
    tenant,
    blockedDocs,
    isExact ? exact : blockId(user_id, wider.text),
    ({ body }) =>
      isFor(body, node_id) && !isConfirmed(body, node_id)
        ? { body: { ...body, confirmed: [...body.confirmed, { node_id, at }].slice(-mostConfirmed) } }
        : null,
    { now: at },
  );
  if (saved === 'stale')
    throw new AppError('unavailable', 'The entry is being changed by others; try again', {
      retryAfterSeconds: 1,
    });
  return saved !== null && isFor(saved.body, node_id);
}
