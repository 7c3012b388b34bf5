/** Incidents: what people see, are notified of, and work on. */

import { changeIncident } from '../../cases/incident-changes.ts';
import { commentIncident } from '../../cases/incident-notes.ts';
import { incidentStream } from '../../cases/journal.ts';
import { toChange } from '../../cases/snooze.ts';
import { IncidentDeliveries, toDeliveryView, toFoldedView } from '../../contract/delivery.ts';
import { CommentCreate, Incident, IncidentUpdate, toIncidentView } from '../../contract/incident.ts';
import { Entry, toEntryView } from '../../contract/journal.ts';
import { pageOf } from '../../contract/page.ts';
import { queryField } from '../../contract/query-language.ts';
import { choice, flag, integer, object, optional, text } from '../../contract/schema.ts';
import { alertStatuses, type Incident as StoredIncident } from '../../core/alert.ts';
import { notFound } from '../../core/errors.ts';
import { incidentQueryFields } from '../../core/list-query-fields.ts';
import { momentOf, toStamp } from '../http/moment.ts';
import { clamp, cursorField, limitOf, sourceField, withSource } from '../http/paging.ts';
import { queryFieldsRoute, readQuery } from '../http/query-language.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';
import { addAsked, groupField } from '../http/within.ts';

const tag = 'Incidents';

const toSleep = (snoozed: boolean | undefined, now: string) =>
  snoozed === undefined ? {} : snoozed ? { asleep_at: now } : { awake_at: now };

export function incidentRoutes(parts: RouteParts): Route[] {
  const viewFor = async ({ user_id, email }: { user_id: string; email: string }) => {
    const locate = await parts.locateFor(user_id);
    return (incident: StoredIncident) =>
      toIncidentView(incident, locate(incident.source_ip), parts.now(), email);
  };
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/incidents',
      access: { user: 'read' },
      tag,
      summary: 'Incidents, latest first',
      query: object({
        limit: limitOf(50),
        cursor: cursorField,
        status: optional(choice(alertStatuses)),
        open: optional(flag({ description: 'true: all but the resolved ones.' })),
        source: sourceField,
        node_id: optional(text({ description: 'Any node that it touched.', maxLength: 100 })),
        group_id: groupField,
        service: optional(text({ description: 'Any service that it touched.', maxLength: 100 })),
        attack_type: optional(text({ description: 'Any attack type seen in it.', maxLength: 50 })),
        min_risk: optional(integer({ minimum: 0, maximum: 10 })),
        assignee: optional(text({ maxLength: 254 })),
        snoozed: optional(flag({ description: 'true: those that are snoozed; false: those that are not.' })),
        unread: optional(flag({ description: 'true: those that the caller has not opened.' })),
        merged: optional(
          flag({ description: 'true: also those that are merged into another. With `source`, always.' }),
        ),
        from: momentOf('Still active at or after this time.'),
        to: momentOf('Began before this time.'),
        q: queryField,
      }),
      answer: pageOf(Incident),
      errors: ['bad_request'],
      async handle({ tenant, caller, query: asked, gone }) {
        const { limit, cursor, open, from, to, snoozed, unread, merged, q, group_id, ...filter } = asked;
        const nowMs = parts.clock();
        const read = readQuery(q, incidentQueryFields, nowMs);
        const query = await addAsked(tenant, read, { group_id }, nowMs);
        const page = await tenant.incidents(
          {
            ...withSource(filter),
            ...query,
            ...(open ? { open } : {}),
            ...(merged ? { merged } : {}),
            ...(unread ? { unread_by: caller.email } : {}),
            from: toStamp(from),
            to: toStamp(to),
            ...toSleep(snoozed, parts.now()),
          },
          { limit: clamp(limit, 50), cursor: cursor ?? null, gone: gone() },
        );
        return { items: page.items.map(await viewFor(caller)), next_cursor: page.next_cursor };
      },
    }),

    queryFieldsRoute(
      parts,
      { path: '/api/incidents/query-fields', tag, of: 'incidents' },
      incidentQueryFields,
    ),

    userRoute(parts, {
      method: 'PATCH',
      path: '/api/incidents/:incident_id',
      access: { user: 'triage' },
      tag,
      summary: "Set an incident's status or assignee, or snooze it",
      description:
        'Its alerts get its status. One that is merged into another answers 409: change that one. With `version`, only if nobody changed it in the meantime (else 409). A resolved incident takes no more events: the next one opens a new incident. Reopened, its alerts are open as well, and it takes events again unless a newer incident of its source does. A snoozed one comes back at its time, or as soon as it gets worse; another status ends the snooze.',
      body: IncidentUpdate,
      answer: Incident,
      errors: ['conflict'],
      async handle({ tenant, params, body: { version, ...change }, caller }) {
        const { incident_id: id } = params;
        const { after } = await changeIncident(
          { ...parts, tenant },
          { id, version: version ?? null, change: toChange(change, parts.now()), by: caller.email },
        );
        return (await viewFor(caller))(after);
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/incidents/:incident_id/comments',
      access: { user: 'triage' },
      tag,
      summary: 'Comment on an incident',
      body: CommentCreate,
      answer: Entry,
      async handle({ tenant, params, body, caller }) {
        const comment = { id: params.incident_id, by: caller.email, text: body.text };
        return toEntryView(await commentIncident({ ...parts, tenant }, comment));
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/incidents/:incident_id/deliveries',
      access: { user: 'read' },
      tag,
      summary: 'Who was told of an incident, latest first: each message, its channel, its fate and why',
      query: object({ limit: limitOf(50), cursor: cursorField }),
      answer: IncidentDeliveries,
      errors: ['bad_request'],
      async handle({ tenant, params, query }) {
        const { incident_id } = params;
        if ((await tenant.incident(incident_id)) === null) throw notFound('Incident');
        const cursor = query.cursor ?? null;
        const [page, folded] = await Promise.all([
          tenant.deliveries({ incident_id }, { limit: clamp(query.limit, 50), cursor }),
          cursor === null ? tenant.foldedNotices(incident_id) : [],
        ]);
        return {
          items: page.items.map(toDeliveryView),
          next_cursor: page.next_cursor,
          folded: folded.map(toFoldedView),
        };
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/incidents/:incident_id/history',
      access: { user: 'read' },
      tag,
      summary: 'What people and the server did about an incident, latest first',
      query: object({ limit: limitOf(50), cursor: cursorField }),
      answer: pageOf(Entry),
      errors: ['bad_request'],
      async handle({ tenant, params, query }) {
        if ((await tenant.incident(params.incident_id)) === null) throw notFound('Incident');
        const page = await tenant.journal(incidentStream(params.incident_id), {
          limit: clamp(query.limit, 50),
          cursor: query.cursor ?? null,
        });
        return { items: page.items.map(toEntryView), next_cursor: page.next_cursor };
      },
    }),
  ];
}
