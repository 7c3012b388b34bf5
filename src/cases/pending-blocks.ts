/** What an agent hears about the block list. Every agent asks every minute, so the list is read only when it changed. */

import type { RouteParts } from '../api/http/route.ts';
import { type Block, blockedKind, blockSettingsKind } from '../core/block.ts';
import { blocking } from './block-list.ts';

const mostTenants = 1000;

export type PendingBlocks = (userId: string, nodeId: string) => Promise<string[]>;

export function createPendingBlocks({ store, now }: Pick<RouteParts, 'store' | 'now'>): PendingBlocks {
  const lists = new Map<string, { revision: string; blocks: Block[] }>();
  return async (userId, nodeId) => {
    // Read before the list: a change in between is seen at the next heartbeat instead of never.
    const revision = `${await store.docsRevision(blockedKind)} ${await store.docsRevision(blockSettingsKind)}`;
    let held = lists.get(userId);
    if (held?.revision !== revision) {
      held = { revision, blocks: await blocking.list(store.of(userId), userId, now()) };
      if (lists.size >= mostTenants) lists.clear();
      lists.set(userId, held);
    }
    return blocking.pending(held.blocks, nodeId, now());
  };
}
