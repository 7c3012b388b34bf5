/** The channels of all tenants, as the deliverer needs them. */
import type { ChannelConfig } from '../../core/channel.ts';
import { channelDocs } from '../../core/doc-kinds.ts';
import type { TenantStore } from '../../core/store.ts';
import { readDocument, updateDocument } from '../../core/update-document.ts';

export interface ChannelBook {
  /** Null where there is none (any more). */
  find(userId: string, channelId: string): Promise<ChannelConfig | null>;
  /** Switches it off and says why; nothing happens where it is gone. */
  disable(userId: string, channelId: string, reason: string): Promise<void>;
}

export function createChannelDirectory(
  store: { of(userId: string): Pick<TenantStore, 'doc' | 'updateDoc'> },
  clock: () => number = Date.now,
): ChannelBook {
  return {
    async find(userId, channelId) {
      return (await readDocument(store.of(userId), channelDocs, channelId))?.body ?? null;
    },
    async disable(userId, channelId, reason) {
      // Somebody may be editing the channel at this moment: their change stays, and it is switched off all the same.
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
