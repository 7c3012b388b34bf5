/** The delivery log: messages, and what receivers answered. */
import type { Delivery as DeliveryRecord } from '../core/delivery.ts';
import { maskedNotice } from '../lib/masking.ts';
import { nullableTime, plainTime } from './fields.ts';
import { projectionOf } from './project.ts';
import { anything, choice, integer, nullable, object, type Static, text } from './schema.ts';

export const deliveryStates = ['due', 'sent', 'dead'] as const;

export const Delivery = object({
  delivery_id: text({ description: 'Sent to the receiver too; the same on every attempt.' }),
  channel_id: text(),
  incident_id: nullable(text()),
  occasion: text({ examples: ['opened'] }),
  state: choice(deliveryStates, { description: 'due: to be sent (again); dead: given up.' }),
  attempts: integer(),
  created_at: plainTime,
  next_attempt_at: nullableTime,
  last_attempt_at: nullableTime,
  last_status: nullable(integer()),
  last_error: nullable(text()),
  last_answer: nullable(text()),
  notice: anything({ description: 'The content of the message.' }),
});
export type Delivery = Static<typeof Delivery>;
const project = projectionOf(Delivery);
export const toDeliveryView = (delivery: DeliveryRecord): Delivery =>
  project({
    ...delivery,
    notice: maskedNotice(delivery.notice),
    next_attempt_at: delivery.state === 'due' ? new Date(delivery.next_at_ms).toISOString() : null,
  });
