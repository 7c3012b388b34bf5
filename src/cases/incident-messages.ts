/** Who was told of an incident, as entries of its timeline. */
import type { Entry } from '../contract/journal.ts';
import type { Delivery } from '../core/delivery.ts';
import type { FoldedNotice } from '../core/outbox-bound.ts';
import type { TenantStore } from '../core/store.ts';
import { listChannels } from './channels.ts';

const mostMessages = 100;

/** What became of a message, in a word; `why` says the rest. */
const toMessageEntry = (delivery: Delivery, channelName: string | null): Entry => ({
  id: delivery.delivery_id,
  at: delivery.created_at,
  by: 'server',
  kind: 'message',
  data: {
    delivery_id: delivery.delivery_id,
    channel_id: delivery.channel_id,
    channel: channelName,
    occasion: delivery.occasion,
    state: delivery.state,
    attempts: delivery.attempts,
    why: delivery.last_error,
  },
});

const toFoldedEntry = (folded: FoldedNotice, channelName: string | null): Entry => ({
  id: `${folded.delivery_id}-${folded.channel_id}-${folded.notice.occasion}`,
  at: folded.at,
  by: 'server',
  kind: 'message',
  data: {
    delivery_id: folded.delivery_id,
    channel_id: folded.channel_id,
    channel: channelName,
    occasion: folded.notice.occasion,
    state: 'folded',
    attempts: 0,
    why: 'Too many messages waited for this channel: another message counts this one.',
  },
});

/** The latest 100 messages about an incident, and the latest that another message counts. */
export async function messagesOf(tenant: TenantStore, incident_id: string): Promise<Entry[]> {
  const [messages, folded, channels] = await Promise.all([
    tenant.deliveries({ incident_id }, { limit: mostMessages }),
    tenant.foldedNotices(incident_id),
    listChannels(tenant),
  ]);
  const names = new Map(channels.map(({ id, body }) => [id, body.name]));
  const nameOf = (channelId: string): string | null => names.get(channelId) ?? null;
  return [
    ...messages.items.map((one) => toMessageEntry(one, nameOf(one.channel_id))),
    ...folded.slice(0, mostMessages).map((one) => toFoldedEntry(one, nameOf(one.channel_id))),
  ];
}
