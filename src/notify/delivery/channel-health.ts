/** A channel that fails is told over the tenant's other channels: once, and once more when it works again. */
import type { ChannelConfig, Notice } from '../../core/channel.ts';
import type { Delivery } from '../../core/delivery.ts';
import { channelDocs, channelHealthDocs } from '../../core/doc-kinds.ts';
import { deliveryId, type Sha256Hex } from '../../core/ids.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { listDocuments, readDocument } from '../../core/update-document.ts';
import { toDelivery } from './to-deliveries.ts';

export interface ChannelHealth {
  /** `error` is one sentence without secrets. */
  fails(userId: string, config: ChannelConfig, error: string): Promise<void>;
  works(userId: string, config: ChannelConfig): Promise<void>;
}

export interface ChannelHealthParts {
  store: Pick<Store, 'enqueueDeliveries'> & {
    of(userId: string): Pick<TenantStore, 'doc' | 'docs' | 'createDoc' | 'removeDoc'>;
  };
  /** Absolute link to a page of the console, or null. */
  linkTo(path: string): string | null;
  clock(): number;
  sha256: Sha256Hex;
  wake(): void;
}

const mostChannels = 1000;
const risk = 8;

/** What is told. `failing` null: it works again. */
export function toHealthNotice(
  config: Pick<ChannelConfig, 'id' | 'name' | 'channel'>,
  failing: { since: string; error: string } | null,
  { nowIso, since, link }: { nowIso: string; since: string; link: string | null },
): Notice {
  return {
    occasion: 'channel_failing',
    incident_id: `channel-${config.id}`,
    alert_id: null,
    title:
      failing === null
        ? `The channel ${config.name} works again`
        : `The channel ${config.name} does not deliver messages`,
    attack_type: 'unknown',
    risk_score: failing === null ? 1 : risk,
    confidence: 1,
    source_ip: '',
    service: config.channel,
    node_id: '',
    node_name: config.name,
    related_decoy: null,
    first_seen: since,
    last_seen: nowIso,
    event_count: 1,
    reasons:
      failing === null
        ? [`It failed from ${since} to ${nowIso}. What waited for it is sent now.`]
        : [failing.error, 'Its messages wait and are sent when it works again.'],
    techniques: [],
    tactics: [],
    payload: '',
    advice:
      failing === null ? '' : 'Send a test message from the page of the channel and correct its settings.',
    link,
  };
}

export function createChannelHealth(parts: ChannelHealthParts): ChannelHealth {
  const { store, linkTo, clock, sha256, wake } = parts;

  async function tell(userId: string, config: ChannelConfig, notice: Notice, turn: string): Promise<void> {
    const docs = await listDocuments(store.of(userId), channelDocs, mostChannels);
    const deliveries = docs
      .map(({ body }) => body)
      .filter(({ id, enabled }) => enabled && id !== config.id)
      .map((channel): Delivery => {
        const made = toDelivery({ notice, userId, channel, turn, nowMs: clock(), sha256 });
        return {
          ...made,
          delivery_id: deliveryId(notice.incident_id, channel.id, `health:${turn}`, sha256),
          incident_id: null,
        };
      });
    await store.enqueueDeliveries(deliveries);
    if (deliveries.length > 0) wake();
  }

  return {
    async fails(userId, config, error) {
      const nowIso = new Date(clock()).toISOString();
      const doc = channelHealthDocs.create(
        { id: config.id, user_id: userId },
        { failing_since: nowIso, error },
        nowIso,
      );
      // Who makes it tells: another process, or this one before it was restarted, may have.
      if ((await store.of(userId).createDoc(doc)) !== 'created') return;
      const notice = toHealthNotice(
        config,
        { since: nowIso, error },
        { nowIso, since: nowIso, link: linkTo('channels') },
      );
      await tell(userId, config, notice, nowIso);
    },
    async works(userId, config) {
      const tenant = store.of(userId);
      const known = await readDocument(tenant, channelHealthDocs, config.id);
      if (known === null || !(await tenant.removeDoc(channelHealthDocs.name, config.id))) return;
      const nowIso = new Date(clock()).toISOString();
      const { failing_since: since } = known.body;
      const notice = toHealthNotice(config, null, { nowIso, since, link: linkTo('channels') });
      await tell(userId, config, notice, `${since}:over`);
    },
  };
}
