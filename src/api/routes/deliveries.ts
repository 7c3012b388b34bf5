/** The delivery log: what was sent to whom, what came back, and "send again". */

import { resendDelivery } from '../../cases/delivery-resend.ts';
import { nullableTime } from '../../contract/entry.ts';
import { pageOf } from '../../contract/models.ts';
import { anything, choice, integer, nullable, object, optional, text } from '../../contract/schema.ts';
import type { Delivery as DeliveryRecord } from '../../core/delivery.ts';
import { notFound } from '../../core/errors.ts';
import { clamp, cursorField, limitOf } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Deliveries';
const states = ['due', 'sent', 'dead'] as const;

const Delivery = object({
  delivery_id: text({ description: 'The receiver sees it too; the same on every attempt.' }),
  channel_id: text(),
  incident_id: nullable(text()),
  occasion: text({ examples: ['opened'] }),
  state: choice(states, { description: 'due: to be sent (again); dead: given up.' }),
  attempts: integer(),
  created_at: text({ format: 'date-time' }),
  next_attempt_at: nullableTime,
  last_attempt_at: nullableTime,
  last_status: nullable(integer()),
  last_error: nullable(text()),
  last_answer: nullable(text()),
  notice: anything({ description: 'What was told.' }),
});
const view = (delivery: DeliveryRecord) => ({
  delivery_id: delivery.delivery_id,
  channel_id: delivery.channel_id,
  incident_id: delivery.incident_id,
  occasion: delivery.occasion,
  state: delivery.state,
  attempts: delivery.attempts,
  created_at: delivery.created_at,
  next_attempt_at: delivery.state === 'due' ? new Date(delivery.next_at_ms).toISOString() : null,
  last_attempt_at: delivery.last_attempt_at,
  last_status: delivery.last_status,
  last_error: delivery.last_error,
  last_answer: delivery.last_answer,
  notice: delivery.notice,
});

export function deliveryRoutes(parts: RouteParts): Route[] {
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/deliveries',
      access: { user: 'read' },
      tag,
      summary: 'Messages, latest first',
      query: object({
        limit: limitOf(50),
        cursor: cursorField,
        channel_id: optional(text({ maxLength: 100 })),
        incident_id: optional(text({ maxLength: 100 })),
        state: optional(choice(states)),
      }),
      answer: pageOf(Delivery),
      errors: ['bad_request'],
      async handle({ tenant, query: { limit, cursor, ...filter } }) {
        const page = await tenant.deliveries(filter, { limit: clamp(limit, 50), cursor: cursor ?? null });
        return { items: page.items.map(view), next_cursor: page.next_cursor };
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/deliveries/:delivery_id',
      access: { user: 'read' },
      tag,
      summary: 'One message',
      answer: Delivery,
      async handle({ tenant, params }) {
        const delivery = await tenant.delivery(params.delivery_id);
        if (delivery === null) throw notFound('Delivery');
        return view(delivery);
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/deliveries/:delivery_id/resend',
      access: { user: 'triage' },
      tag,
      summary: 'Send a message again',
      description: 'Sent now, under the same id, with a fresh set of attempts. 409 while it is being sent.',
      answer: Delivery,
      errors: ['conflict'],
      async handle({ tenant, params }) {
        return view(await resendDelivery({ ...parts, tenant }, params.delivery_id));
      },
    }),
  ];
}
