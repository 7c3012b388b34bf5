/** Incidents: what people see, are notified of, and work on. */

import { changeIncident } from '../../cases/incident-changes.ts';
import { commentIncident } from '../../cases/incident-notes.ts';
import { incidentStream } from '../../cases/journal.ts';
import { toChange } from '../../cases/snooze.ts';
import { IncidentDeliveries, toDeliveryView, toFoldedView } from '../../contract/delivery.ts';
import {
  CommentCreate,
  Incident,
  IncidentCount,
  IncidentUpdate,
  toIncidentView,
} from '../../contract/incident.ts';
import { Entry, toEntryView } from '../../contract/journal.ts';
import { pageOf } from '../../contract/page.ts';
import { object } from '../../contract/schema.ts';
import type { Incident as StoredIncident } from '../../core/alert.ts';
import { notFound } from '../../core/errors.ts';
import { mostJobIncidents } from '../../core/incident-job.ts';
import { incidentQueryFields } from '../../core/list-query-fields.ts';
import { incidentFilterFields, readIncidentFilter } from '../http/incident-filter.ts';
import { clamp, cursorField, limitOf } from '../http/paging.ts';
import { queryFieldsRoute } from '../http/query-language.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Incidents';

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
        ...incidentFilterFields,
      }),
      answer: pageOf(Incident),
      errors: ['bad_request'],
      async handle({ tenant, caller, query: asked, gone }) {
        const { limit, cursor, ...filter } = asked;
        const page = await tenant.incidents(
          await readIncidentFilter(tenant, filter, { nowMs: parts.clock(), reader: caller.email }),
          { limit: clamp(limit, 50), cursor: cursor ?? null, gone: gone() },
        );
        return { items: page.items.map(await viewFor(caller)), next_cursor: page.next_cursor };
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/incidents/count',
      access: { user: 'read' },
      tag,
      summary: 'How many incidents match',
      description: `Counted up to ${mostJobIncidents}, as many as one bulk job changes.`,
      query: object(incidentFilterFields),
      answer: IncidentCount,
      async handle({ tenant, caller, query: asked, gone }) {
        const filter = await readIncidentFilter(tenant, asked, {
          nowMs: parts.clock(),
          reader: caller.email,
        });
        return tenant.countIncidents(filter, mostJobIncidents, gone());
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
        'Its alerts get its status. One that is merged into another answers 409: change that one. With `version`, only if nobody changed it in the meantime (else 409). A resolved incident accepts no more events: the next one opens a new incident. If it is reopened, its alerts are open as well, and it accepts events again unless a newer incident of its source does. A snoozed incident comes back at its time, or as soon as it gets worse; setting another status ends the snooze.',
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
      summary:
        'Who was notified of an incident, latest first: each message, its channel, its outcome and why',
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
