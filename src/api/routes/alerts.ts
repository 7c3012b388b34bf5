/** Alerts: risky events. What people watch are incidents; alerts are what those are made of. */

import { setAlertStatus } from '../../cases/alert-status.ts';
import { Alert, AlertUpdate, AlertUpdated, RecentAttack, toAlertView } from '../../contract/alert.ts';
import { createListing } from '../../contract/listed.ts';
import { choice, flag, integer, list, object, optional, text } from '../../contract/schema.ts';
import { type Alert as AlertRecord, alertStatuses } from '../../core/alert.ts';
import { notFound } from '../../core/errors.ts';
import { momentOf, toStamp } from '../http/moment.ts';
import { clamp, cursorField, limitOf, linkNext, sourceField, takePage, withSource } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Alerts';

export function alertRoutes(parts: RouteParts): Route[] {
  const viewFor = async ({ user_id }: { user_id: string }) => {
    const find = await parts.assetFor(user_id);
    return (alert: AlertRecord) => toAlertView(alert, find(alert.source_ip));
  };
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/recent-attacks',
      access: { user: 'read' },
      tag,
      summary: 'The latest alerts',
      description:
        'The answer is a bare list; if there is more, a `Link` header (`rel="next"`) has the address of the next page.',
      query: object({ limit: limitOf(10), cursor: cursorField }),
      answer: list(RecentAttack),
      errors: ['bad_request'],
      async handle({ tenant, caller, query: { limit, cursor }, request, reply }) {
        const page = await takePage(clamp(limit, 10), cursor ?? null, (next) => tenant.alerts({}, next));
        linkNext(request, reply, page.next_cursor);
        return page.items.map(await viewFor(caller)).map(createListing());
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/alerts',
      access: { user: 'read' },
      tag,
      summary: 'Alerts, newest first',
      description:
        'Long payloads and extras are shortened; `GET /api/alerts/{alert_id}` has them in full. The answer is a bare list; if there is more, a `Link` header (`rel="next"`) has the address of the next page.',
      query: object({
        limit: limitOf(50),
        cursor: cursorField,
        from: momentOf('Not before.'),
        to: momentOf('Before.'),
        status: optional(choice(alertStatuses)),
        open: optional(flag({ description: 'true: all but the resolved ones.' })),
        source: sourceField,
        node_id: optional(text({ maxLength: 100 })),
        min_risk: optional(integer({ minimum: 0, maximum: 10 })),
      }),
      answer: list(Alert),
      errors: ['bad_request'],
      async handle({ tenant, caller, query, request, reply }) {
        const { limit, cursor, from, to, open, ...filter } = query;
        const asked = {
          ...withSource(filter),
          ...(open ? { open } : {}),
          from: toStamp(from),
          to: toStamp(to),
        };
        const page = await takePage(clamp(limit, 50), cursor ?? null, (next) => tenant.alerts(asked, next));
        linkNext(request, reply, page.next_cursor);
        return page.items.map(await viewFor(caller)).map(createListing());
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/alerts/:alert_id',
      access: { user: 'read' },
      tag,
      summary: 'One alert',
      answer: Alert,
      async handle({ tenant, caller, params }) {
        const alert = await tenant.alert(params.alert_id);
        if (alert === null) throw notFound('Alert');
        return (await viewFor(caller))(alert);
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
