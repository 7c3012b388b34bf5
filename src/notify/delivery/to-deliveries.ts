/** From a notice to the deliveries that carry it: one for each of the tenant's channels that wants it. Pure. */
import { type ChannelConfig, type Notice, type QuietHours, tellsEnd } from '../../core/channel.ts';
import type { Delivery } from '../../core/delivery.ts';
import { deliveryId, type Sha256Hex } from '../../core/ids.ts';
import { decideDelivery } from './filter.ts';

export interface OutboxInput {
  notice: Notice;
  userId: string;
  channels: readonly ChannelConfig[];
  /** The tenant's, for channels that have none of their own. */
  quietHours?: QuietHours | null;
  /** Tells two messages of one occasion and incident apart where they are two (resolved, reopened, resolved). */
  turn?: string;
  nowMs: number;
  sha256: Sha256Hex;
}

/** Whoever decides the same message gets the same id, so that a repeat after a crash sends nothing twice. */
function occasionKey(notice: Notice, turn: string): string {
  // An incident becomes worse by a new type or a greater risk, never twice by the same two.
  if (notice.occasion === 'worse') return `worse:${notice.attack_type}:${notice.risk_score}`;
  return turn === '' ? notice.occasion : `${notice.occasion}:${turn}`;
}

export function toDeliveries({
  notice,
  userId,
  channels,
  quietHours = null,
  turn = '',
  nowMs,
  sha256,
}: OutboxInput): Delivery[] {
  const created_at = new Date(nowMs).toISOString();
  return channels.flatMap((config) => {
    if (notice.occasion === 'resolved' && !tellsEnd.has(config.channel)) return [];
    const quiet_hours = config.quiet_hours ?? quietHours;
    const wanted = decideDelivery({ ...config, quiet_hours }, notice, nowMs);
    if (!wanted.wanted) return [];
    return [
      {
        delivery_id: deliveryId(notice.incident_id, config.id, occasionKey(notice, turn), sha256),
        user_id: userId,
        channel_id: config.id,
        incident_id: notice.incident_id,
        occasion: notice.occasion,
        notice,
        state: 'due' as const,
        attempts: 0,
        created_at,
        next_at_ms: wanted.notBeforeMs,
        claimed_until_ms: 0,
        claimed_by: '',
        last_attempt_at: null,
        last_status: null,
        last_error: null,
        last_answer: null,
      },
    ];
  });
}
