/** The delivery log: messages, and what receivers answered. */
import type { Delivery as DeliveryRecord } from '../core/delivery.ts';
import type { FoldedNotice } from '../core/outbox-bound.ts';
import { maskedNotice } from '../lib/masking.ts';
import { nullableTime, plainTime } from './fields.ts';
import { projectionOf } from './project.ts';
import { anything, choice, flag, integer, list, nullable, object, type Static, text } from './schema.ts';

export const deliveryStates = ['due', 'sent', 'dead', 'skipped'] as const;
const stepKinds = ['attempt', 'wait', 'resent'] as const;
const recipientStates = ['taken', 'refused', 'later'] as const;

export const Delivery = object({
  delivery_id: text({ description: 'Sent to the receiver too; the same on every attempt.' }),
  channel_id: text(),
  incident_id: nullable(text()),
  occasion: text({ examples: ['opened'] }),
  state: choice(deliveryStates, {
    description:
      'due: to be sent (again); dead: given up; skipped: not sent, because nobody needs it any more (`last_error` says why).',
  }),
  attempts: integer({ description: 'All attempts, including those before it was sent again.' }),
  created_at: plainTime,
  next_attempt_at: nullableTime,
  last_attempt_at: nullableTime,
  last_status: nullable(integer()),
  last_error: nullable(text()),
  last_answer: nullable(text()),
  held: flag({ description: 'It waits, or waited, for the end of quiet hours.' }),
  log: list(
    object({
      at: plainTime,
      what: choice(stepKinds, {
        description:
          'wait: the receiver was not accepting messages (429, 503), which does not count as an attempt; resent: a person sent it again, and the schedule began anew.',
      }),
      status: nullable(integer()),
      error: nullable(text()),
      answer: nullable(text({ description: 'The first 500 characters.' })),
      duration_ms: integer(),
      times: integer({ description: 'Consecutive waits are one entry, the latest.' }),
    }),
    { description: 'The latest 30 entries, oldest first.' },
  ),
  recipients: nullable(
    list(object({ to: text(), state: choice(recipientStates), answer: text() }), {
      description: 'For mail, after the first attempt.',
    }),
  ),
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

/** All messages about one incident. */
export const IncidentDeliveries = object({
  items: list(Delivery),
  next_cursor: nullable(text()),
  folded: list(
    object({
      channel_id: text(),
      occasion: text(),
      title: text(),
      risk_score: integer(),
      at: plainTime,
      delivery_id: text({ description: 'The message that counts it.' }),
    }),
    {
      description:
        'Messages that were not sent one by one because too many waited for the channel: another message counts them. With the first page; at most 500.',
    },
  ),
});
export type IncidentDeliveries = Static<typeof IncidentDeliveries>;
export const toFoldedView = ({ channel_id, notice, delivery_id, at }: FoldedNotice) => ({
  channel_id,
  occasion: notice.occasion,
  title: notice.title,
  risk_score: notice.risk_score,
  at,
  delivery_id,
});
