/** Whether a message that is due is still worth sending, and as what: decided when its turn comes, not when it was made. */
import type { Incident } from '../../core/alert.ts';
import type { ChannelConfig, Notice, QuietHours } from '../../core/channel.ts';
import { type Delivery, followingOccasions } from '../../core/delivery.ts';
import type { TenantStore } from '../../core/store.ts';
import { keepsAlerts } from '../../core/subscription.ts';
import { minuteMs, secondMs } from '../../lib/duration.ts';
import { notBeforeMs } from './filter.ts';

export type Relevance =
  | { kind: 'send'; notice: Notice }
  | { kind: 'skip'; reason: string }
  | { kind: 'wait'; untilMs: number };

/** Messages of an incident that say that it is there. */
const announcing: ReadonlySet<string> = new Set([
  'opened',
  'worse',
  'throttled',
  'reminded',
  'escalated',
  'reopened',
]);
/** From then on it is looked at whether what it announces still stands. */
const lateMs = 10 * minuteMs;

/** A receiver that gave no answer may have taken it. */
const mayBeTaken = ({ state, log }: Pick<Delivery, 'state' | 'log'>): boolean =>
  state === 'sent' ||
  log.some(({ what, status }) => what === 'attempt' && (status === null || status < 300 || status >= 500));

export interface RelevanceQuestion {
  delivery: Delivery;
  config: Pick<ChannelConfig, 'channel' | 'quiet_hours'>;
  /** The tenant's, for channels that have none of their own. */
  quietHours: QuietHours | null;
  /** What it is about, where that matters and exists. */
  incident: Pick<Incident, 'status'> | null;
  /** All of this incident to this channel, where that matters. */
  others: readonly Delivery[];
  nowMs: number;
}

const needsIncident = ({ held, created_at, occasion, incident_id }: Delivery, nowMs: number): boolean =>
  incident_id !== null && announcing.has(occasion) && (held || nowMs - Date.parse(created_at) >= lateMs);
const needsOthers = ({ occasion, incident_id }: Delivery, channel: string): boolean =>
  incident_id !== null && followingOccasions.includes(occasion) && keepsAlerts.has(channel);

/** Pure. */
export function decideRelevance(question: RelevanceQuestion): Relevance {
  const { delivery, config, quietHours, incident, others, nowMs } = question;
  const { notice } = delivery;
  if (delivery.held) {
    const untilMs = notBeforeMs(config.quiet_hours ?? quietHours, notice, nowMs);
    if (untilMs > nowMs) return { kind: 'wait', untilMs };
  }
  if (needsOthers(delivery, config.channel)) {
    const earlier = others.filter(
      ({ delivery_id, occasion }) =>
        delivery_id !== delivery.delivery_id && !followingOccasions.includes(occasion),
    );
    if (earlier.some((one) => one.created_at > delivery.created_at))
      return { kind: 'skip', reason: 'Not sent: the incident went on afterwards.' };
    if (earlier.some(({ state }) => state === 'due')) return { kind: 'wait', untilMs: nowMs + 5 * secondMs };
    if (!earlier.some(mayBeTaken))
      return { kind: 'skip', reason: 'Not sent: the receiver never took a message about this incident.' };
  }
  if (incident?.status === 'resolved' && needsIncident(delivery, nowMs)) {
    if (delivery.held)
      return { kind: 'skip', reason: 'Not sent: the incident was resolved during quiet hours.' };
    if (!keepsAlerts.has(config.channel))
      return { kind: 'send', notice: { ...notice, occasion: 'resolved' } };
    // Where the receiver may have it, the end follows it and closes it.
    if (!mayBeTaken(delivery))
      return { kind: 'skip', reason: 'Not sent: the incident was resolved before the receiver took it.' };
  }
  return { kind: 'send', notice };
}

export type FindRelevance = (delivery: Delivery, config: ChannelConfig) => Promise<Relevance>;

/** More of one incident are not sent to one channel. */
const mostOthers = 200;

export function createRelevance({
  store,
  quietHoursOf,
  clock,
}: {
  store: { of(userId: string): Pick<TenantStore, 'incident' | 'deliveries'> };
  /** The tenant's, for messages about this node. */
  quietHoursOf(userId: string, nodeId: string): Promise<QuietHours | null>;
  clock(): number;
}): FindRelevance {
  return async (delivery, config) => {
    const nowMs = clock();
    const tenant = store.of(delivery.user_id);
    const { incident_id, channel_id, held, notice } = delivery;
    const [incident, others, quietHours] = await Promise.all([
      incident_id !== null && needsIncident(delivery, nowMs) ? tenant.incident(incident_id) : null,
      incident_id !== null && needsOthers(delivery, config.channel)
        ? tenant.deliveries({ incident_id, channel_id }, { limit: mostOthers }).then(({ items }) => items)
        : [],
      held ? quietHoursOf(delivery.user_id, notice.node_id) : null,
    ]);
    return decideRelevance({ delivery, config, quietHours, incident, others, nowMs });
  };
}
