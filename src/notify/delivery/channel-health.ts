/** A channel that fails is told over the tenant's other channels: once, and once more when it works again. */
import { timezoneOf } from '../../core/alert-settings.ts';
import type { ChannelConfig, Notice } from '../../core/channel.ts';
import type { Delivery } from '../../core/delivery.ts';
import { alertSettingsDocs, channelDocs, channelHealthDocs } from '../../core/doc-kinds.ts';
import { deliveryId, type Sha256Hex } from '../../core/ids.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { keepsAlerts, subscribes } from '../../core/subscription.ts';
import { listDocuments, readDocument } from '../../core/update-document.ts';
import { type FailingChannel, toFailingNotice, toWorkingNotice } from '../message/failing.ts';
import { toDelivery } from './to-deliveries.ts';

export interface ChannelHealth {
  /** `error` is one sentence without secrets; `isOff`: the server switches it off. */
  fails(userId: string, config: ChannelConfig, trouble: { error: string; isOff: boolean }): Promise<void>;
  works(userId: string, config: ChannelConfig): Promise<void>;
}

export interface ChannelHealthParts {
  store: Pick<Store, 'enqueueDeliveries'> & {
    of(userId: string): Pick<TenantStore, 'doc' | 'docs' | 'createDoc' | 'removeDoc' | 'deliveries'>;
  };
  /** Absolute link to a page of the console, or null. */
  linkTo(path: string): string | null;
  clock(): number;
  sha256: Sha256Hex;
  wake(): void;
}

const mostChannels = 1000;
/** The outbox holds no more for one channel. */
const mostWaiting = 200;

export function createChannelHealth(parts: ChannelHealthParts): ChannelHealth {
  const { store, linkTo, clock, sha256, wake } = parts;

  async function factsOf(
    userId: string,
    channel: ChannelConfig,
    { since, now }: Pick<FailingChannel, 'since' | 'now'>,
  ): Promise<FailingChannel> {
    const settings = await readDocument(store.of(userId), alertSettingsDocs, userId);
    const timezone = timezoneOf(settings?.body ?? alertSettingsDocs.parse({}));
    return { channel, since, now, timezone, link: linkTo('channels') };
  }

  async function tell(userId: string, config: ChannelConfig, notice: Notice, turn: string): Promise<void> {
    const docs = await listDocuments(store.of(userId), channelDocs, mostChannels);
    const deliveries = docs
      .map(({ body }) => body)
      .filter((channel) => channel.enabled && channel.id !== config.id && subscribes(channel, notice))
      .map((channel): Delivery => {
        const made = toDelivery({ notice, userId, channel, turn, nowMs: clock(), sha256 });
        return {
          ...made,
          delivery_id: deliveryId(notice.incident_id, channel.id, `health:${turn}`, sha256),
          // Where it is an alert that the end must close, the end waits until the receiver took it.
          incident_id: keepsAlerts.has(channel.channel) ? notice.incident_id : null,
        };
      });
    await store.enqueueDeliveries(deliveries);
    if (deliveries.length > 0) wake();
  }

  return {
    async fails(userId, config, { error, isOff }) {
      const tenant = store.of(userId);
      const now = new Date(clock()).toISOString();
      const doc = channelHealthDocs.create(
        { id: config.id, user_id: userId },
        { failing_since: now, error },
        now,
      );
      // Who makes it tells: another process, or this one before it was restarted, may have.
      if ((await tenant.createDoc(doc)) !== 'created') return;
      const due = await tenant.deliveries({ channel_id: config.id, state: 'due' }, { limit: mostWaiting });
      const facts = await factsOf(userId, config, { since: now, now });
      await tell(userId, config, toFailingNotice(facts, { error, waiting: due.items.length, isOff }), now);
    },
    async works(userId, config) {
      const tenant = store.of(userId);
      const known = await readDocument(tenant, channelHealthDocs, config.id);
      if (known === null || !(await tenant.removeDoc(channelHealthDocs.name, config.id))) return;
      const now = new Date(clock()).toISOString();
      const { failing_since: since } = known.body;
      const notice = toWorkingNotice(await factsOf(userId, config, { since, now }));
      await tell(userId, config, notice, `${since}:over`);
    },
  };
}
