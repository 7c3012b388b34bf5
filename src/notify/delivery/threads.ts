/**
 * Which messages of a channel follow which at its receiver. What the receiver answered to the first message about an
 * incident is kept for ninety days, a few ids for each channel and incident.
 */
import type { Channel, ChannelConfig, ThreadPlace } from '../../core/channel.ts';
import type { Delivery } from '../../core/delivery.ts';
import { messageThreadDocs } from '../../core/doc-kinds.ts';
import { parseSettings } from '../../core/settings.ts';
import type { TenantStore } from '../../core/store.ts';
import { readDocument, saveDocument } from '../../core/update-document.ts';
import { dayMs } from '../../lib/duration.ts';

export interface Turn {
  thread: ThreadPlace | null;
  /** To be called when the message has its answer. */
  leave(): void;
}

type Key = Pick<Delivery, 'user_id' | 'channel_id' | 'incident_id'>;

export interface Threads {
  /** `wait` where this process is sending the first message about the same incident by the same channel. */
  enter(delivery: Key, config: Pick<ChannelConfig, 'channel' | 'settings'>): Promise<Turn | 'wait'>;
  /** Never rejects: a message whose place is lost is not sent again for it. */
  keep(delivery: Key, place: ThreadPlace): Promise<void>;
}

const alone: Turn = { thread: null, leave: () => undefined };
export const noThreads: Threads = { enter: () => Promise.resolve(alone), keep: () => Promise.resolve() };

const keptMs = 90 * dayMs;

const idOf = ({ channel_id, incident_id }: Key): string => `${channel_id}.${incident_id}`;

export function createThreads({
  store,
  channels,
  clock,
}: {
  store: { of(userId: string): Pick<TenantStore, 'doc' | 'createDoc' | 'updateDoc'> };
  channels: readonly Channel[];
  clock(): number;
}): Threads {
  /** Of first messages under way. */
  const beginning = new Set<string>();

  function keeps({ channel, settings }: Pick<ChannelConfig, 'channel' | 'settings'>): boolean {
    const found = channels.find(({ name }) => name === channel);
    if (found?.keepsThreads === undefined) return false;
    try {
      return found.keepsThreads(parseSettings(found.fields, settings));
    } catch {
      // The attempt says what is wrong with the settings.
      return false;
    }
  }

  return {
    async enter(delivery, config) {
      if (delivery.incident_id === null || !keeps(config)) return alone;
      const key = `${delivery.user_id}\n${idOf(delivery)}`;
      if (beginning.has(key)) return 'wait';
      beginning.add(key);
      const leave = (): void => void beginning.delete(key);
      try {
        const found = await readDocument(store.of(delivery.user_id), messageThreadDocs, idOf(delivery));
        if (found === null) return { thread: null, leave };
        leave();
        return { ...alone, thread: found.body.place };
      } catch (error) {
        leave();
        throw error;
      }
    },
    async keep(delivery, place) {
      const nowMs = clock();
      const tenant = store.of(delivery.user_id);
      const key = { id: idOf(delivery), user_id: delivery.user_id };
      const expires_at = new Date(nowMs + keptMs).toISOString();
      const doc = messageThreadDocs.create({ ...key, expires_at }, { place }, new Date(nowMs).toISOString());
      try {
        if ((await tenant.createDoc(doc)) === 'exists')
          await saveDocument(tenant, messageThreadDocs, key, () => ({ place }), doc.created_at);
      } catch {
        // The next message begins a thread of its own.
      }
    },
  };
}
