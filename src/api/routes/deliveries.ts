/** The delivery log: what was sent to whom, what came back, and "send again". */

import { Delivery, deliveryStates, toDeliveryView } from '../../contract/delivery.ts';
import { pageOf } from '../../contract/page.ts';
import { choice, object, optional, text } from '../../contract/schema.ts';
import { AppError, notFound } from '../../core/errors.ts';
import { clamp, cursorField, limitOf } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Deliveries';

export function deliveryRoutes(parts: RouteParts): Route[] {
  const { clock, now, messaging } = parts;
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
        state: optional(choice(deliveryStates)),
      }),
      answer: pageOf(Delivery),
      errors: ['bad_request'],
      async handle({ tenant, query: { limit, cursor, ...filter } }) {
        const page = await tenant.deliveries(filter, { limit: clamp(limit, 50), cursor: cursor ?? null });
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
      description: 'Under the same id, now, with all its attempts before it. 409 while it is being sent.',
      answer: Delivery,
      errors: ['conflict'],
      async handle({ tenant, params }) {
        const standing = await tenant.delivery(params.delivery_id);
        if (standing === null) throw notFound('Delivery');
        // Whoever holds it now would send it beside the next one.
        if (standing.state === 'due' && standing.claimed_until_ms > clock())
          throw new AppError('conflict', 'It is being sent at this moment');
        const delivery = await tenant.requeueDelivery(params.delivery_id, clock());
        if (delivery === null) throw notFound('Delivery');
        messaging.wake();
        await tenant.announce({ kind: 'delivery', id: delivery.delivery_id, at: now() });
        return toDeliveryView(delivery);
      },
    }),
  ];
}
