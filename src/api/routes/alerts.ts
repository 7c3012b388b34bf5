/** Alerts: risky events. What people watch are incidents; alerts are what those are made of. */

import { setAlertStatus } from '../../cases/alert-status.ts';
import { Alert, AlertUpdate, AlertUpdated, RecentAttack, toAlertView } from '../../contract/alert.ts';
import { createListing } from '../../contract/listed.ts';
import { choice, integer, list, object, optional, text } from '../../contract/schema.ts';
import { alertStatuses } from '../../core/alert.ts';
import { notFound } from '../../core/errors.ts';
import { clamp, limitOf, take } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Alerts';

export function alertRoutes(parts: RouteParts): Route[] {
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/recent-attacks',
      access: { user: 'read' },
      tag,
      summary: 'The latest alerts',
      query: object({ limit: limitOf(10) }),
      answer: list(RecentAttack),
      async handle({ tenant, query }) {
        const alerts = await take(clamp(query.limit, 10), (page) => tenant.alerts({}, page));
        return alerts.map(toAlertView).map(createListing());
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/alerts',
      access: { user: 'read' },
      tag,
      summary: 'Alerts, newest first',
      description: 'Long payloads and extras are cut; `GET /api/alerts/{alert_id}` has them whole.',
      query: object({
        limit: limitOf(50),
        status: optional(choice(alertStatuses)),
        source: optional(text({ maxLength: 255 })),
        node_id: optional(text({ maxLength: 100 })),
        min_risk: optional(integer({ minimum: 0, maximum: 10 })),
      }),
      answer: list(Alert),
      async handle({ tenant, query: { limit, ...filter } }) {
        const alerts = await take(clamp(limit, 50), (page) => tenant.alerts(filter, page));
        return alerts.map(toAlertView).map(createListing());
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/alerts/:alert_id',
      access: { user: 'read' },
      tag,
      summary: 'One alert',
      answer: Alert,
      async handle({ tenant, params }) {
        const alert = await tenant.alert(params.alert_id);
        if (alert === null) throw notFound('Alert');
        return toAlertView(alert);
      },
    }),

    userRoute(parts, {
      method: 'PATCH',
      path: '/api/alerts/:alert_id',
      access: { user: 'triage' },
      tag,
      summary: "Set an alert's status",
      description:
        'Its incident is in progress once one of its alerts is, and resolved once all are; other alerts stay as they are.',
      body: AlertUpdate,
      answer: AlertUpdated,
      async handle({ tenant, params, body, caller }) {
        const { alert_id: id } = params;
        const alert = await setAlertStatus(
          { ...parts, tenant },
          { id, status: body.status, by: caller.email },
        );
        return { success: true, alert_id: alert.alert_id, new_status: alert.status };
      },
    }),
  ];
}
