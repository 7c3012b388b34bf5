/** The delivery log: what was sent to whom, what came back, and "send again". */

import { resendDelivery } from '../../cases/delivery-resend.ts';
import { Delivery, deliveryStates, toDeliveryView } from '../../contract/delivery.ts';
import { pageOf } from '../../contract/page.ts';
import { choice, object, optional, text } from '../../contract/schema.ts';
import { notFound } from '../../core/errors.ts';
import { momentOf, toStamp } from '../http/moment.ts';
import { clamp, cursorField, limitOf } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Deliveries';

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
        from: momentOf('Created at or after this time.'),
        to: momentOf('Created before this time.'),
        channel_id: optional(text({ maxLength: 100 })),
        incident_id: optional(text({ maxLength: 100 })),
        state: optional(choice(deliveryStates)),
      }),
      answer: pageOf(Delivery),
      errors: ['bad_request'],
      async handle({ tenant, query: { limit, cursor, from, to, ...filter } }) {
        const asked = { ...filter, from: toStamp(from), to: toStamp(to) };
        const page = await tenant.deliveries(asked, { limit: clamp(limit, 50), cursor: cursor ?? null });
        return { items: page.items.map(toDeliveryView), next_cursor: page.next_cursor };
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
        return toDeliveryView(delivery);
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/deliveries/:delivery_id/resend',
      access: { user: 'triage' },
      tag,
      summary: 'Send a message again',
      description:
        'Sent now, under the same id. Earlier attempts stay in its log, and the schedule starts over. 409 while it is being sent, 429 above ten a minute.',
      answer: Delivery,
      errors: ['conflict', 'too_many_requests'],
      async handle({ tenant, params }) {
        return toDeliveryView(await resendDelivery({ ...parts, tenant }, params.delivery_id));
      },
    }),
  ];
}
