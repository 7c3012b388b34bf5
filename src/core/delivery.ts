/** The outbox: one message to one channel, from the commit that caused it until a receiver took it. */
import type { Notice } from './channel.ts';

export type DeliveryState = 'due' | 'sent' | 'dead';

export interface Delivery {
  /** `msg_…`; the same on every attempt: receivers dedupe by it. */
  delivery_id: string;
  user_id: string;
  channel_id: string;
  incident_id: string | null;
  occasion: string;
  notice: Notice;
  state: DeliveryState;
  attempts: number;
  created_at: string;
  /** Not before this time, epoch ms. */
  next_at_ms: number;
  /** A worker holds it until then, epoch ms; 0 = nobody. */
  claimed_until_ms: number;
  claimed_by: string;
  last_attempt_at: string | null;
  /** Receiver's status, or null where none came. */
  last_status: number | null;
  /** One sentence without secrets. */
  last_error: string | null;
  /** First 2,000 characters of the receiver's answer, made printable. */
  last_answer: string | null;
}
