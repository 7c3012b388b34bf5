/** From a notice to the deliveries that carry it, one for each channel that it goes to. Pure. */
import {
  type ChannelConfig,
  type Filterable,
  type Notice,
  type QuietHours,
  takesMessages,
} from '../../core/channel.ts';
import type { Delivery } from '../../core/delivery.ts';
import { deliveryId, type Sha256Hex } from '../../core/ids.ts';
import { subscribes } from '../../core/subscription.ts';
import { decideDelivery, notBeforeMs } from './filter.ts';

export interface DeliveryInput {
  notice: Notice;
  userId: string;
  channel: ChannelConfig;
  /** The tenant's, for channels that have none of their own. */
  quietHours?: QuietHours | null;
  /** Tells two messages of one occasion and incident apart where they are two (resolved, reopened, resolved). */
  turn?: string;
  nowMs: number;
  sha256: Sha256Hex;
}

export interface OutboxInput extends Omit<DeliveryInput, 'channel'> {
  channels: readonly ChannelConfig[];
  /** Those that are told instead, whatever they want; where none of them takes messages, it is as if none was named. */
  named?: readonly ChannelConfig[];
  /** What the incident touched; without it the notice alone is compared with the channels' filters. */
  touched?: Omit<Filterable, 'risk_score'> | undefined;
}

/** Whoever decides the same message gets the same id, so that a repeat after a crash sends nothing twice. */
function occasionKey(notice: Notice, turn: string): string {
  const key =
    notice.occasion === 'worse' ? `worse:${notice.attack_type}:${notice.risk_score}` : notice.occasion;
  return turn === '' ? key : `${key}:${turn}`;
}

/** The delivery to a channel that is known to want it; it waits for the end of quiet hours. */
export function toDelivery(input: DeliveryInput): Delivery {
  const { notice, userId, channel, quietHours = null, turn = '', nowMs, sha256 } = input;
  const next_at_ms = notBeforeMs(channel.quiet_hours ?? quietHours, notice, nowMs);
  return {
    delivery_id: deliveryId(notice.incident_id, channel.id, occasionKey(notice, turn), sha256),
    user_id: userId,
    channel_id: channel.id,
    incident_id: notice.incident_id,
    occasion: notice.occasion,
    notice,
    state: 'due',
    attempts: 0,
    created_at: new Date(nowMs).toISOString(),
    next_at_ms,
    held: next_at_ms > nowMs,
    claimed_until_ms: 0,
    claimed_by: '',
    last_attempt_at: null,
    last_status: null,
    last_error: null,
    last_answer: null,
    log: [],
    recipients: null,
  };
}

/** One for each of the tenant's channels that wants the notice, or of those that are named. */
export function toDeliveries({ channels, named = [], touched, ...input }: OutboxInput): Delivery[] {
  const told = named.filter(takesMessages);
  const wanting =
    told.length > 0
      ? told
      : channels.filter(
          (channel) =>
            subscribes(channel, input.notice) &&
            decideDelivery(channel, input.notice, input.nowMs, touched).wanted,
        );
  return wanting.map((channel) => toDelivery({ ...input, channel }));
}
