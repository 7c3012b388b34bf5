/** The channels of all tenants, as the deliverer needs them. */
import { type ChannelConfig, channelKind } from '../../core/channel.ts';
import type { JsonObject } from '../../core/event.ts';
import type { TenantStore } from '../../core/store.ts';

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
      const doc = await store.of(userId).doc(channelKind, channelId);
      return doc && (doc.body as unknown as ChannelConfig);
    },
    async disable(userId, channelId, reason) {
      // Someone may be editing the channel at this moment: then read again and change what they saved.
      for (let tries = 0; tries < 5; tries++) {
        const doc = await store.of(userId).doc(channelKind, channelId);
        if (!doc) return;
        const body: JsonObject = { ...doc.body, enabled: false, disabled_reason: reason };
        const updated_at = new Date(clock()).toISOString();
        const patch = { body, updated_at };
        if ((await store.of(userId).updateDoc(channelKind, channelId, doc.version, patch)) !== 'stale')
          return;
      }
    },
  };
}
