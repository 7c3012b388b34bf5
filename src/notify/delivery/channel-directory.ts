/** The channels of all tenants, as the deliverer needs them. */
import type { ChannelConfig } from '../../core/channel.ts';
import { channelDocs } from '../../core/doc-kinds.ts';
import type { TenantStore } from '../../core/store.ts';
import { readDocument, updateDocument } from '../../core/update-document.ts';

export interface ChannelDirectory {
  /** Null where it does not exist. */
  find(userId: string, channelId: string): Promise<ChannelConfig | null>;
  /** Disables it and stores why; does nothing where it no longer exists. */
  disable(userId: string, channelId: string, reason: string): Promise<void>;
}

export function createChannelDirectory(
  store: { of(userId: string): Pick<TenantStore, 'doc' | 'updateDoc'> },
  clock: () => number = Date.now,
): ChannelDirectory {
  return {
    async find(userId, channelId) {
      return (await readDocument(store.of(userId), channelDocs, channelId))?.body ?? null;
    },
    async disable(userId, channelId, reason) {
      // Someone may be editing the channel at this moment: their change is kept, and the channel is disabled all the same.
      await updateDocument(
        store.of(userId),
        channelDocs,
        channelId,
        ({ body }) => ({ body: { ...body, enabled: false, disabled_reason: reason } }),
        { now: new Date(clock()).toISOString() },
      );
    },
  };
}
