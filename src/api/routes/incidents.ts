/** Incidents: what people see, are notified of, and work on. */

import { listChannels } from '../../cases/channels.ts';
import { changeIncident } from '../../cases/incident-changes.ts';
import { commentIncident } from '../../cases/incident-notes.ts';
import { incidentStream } from '../../cases/journal.ts';
import { toAlertView } from '../../contract/alert.ts';
import { IncidentDeliveries, toDeliveryView, toFoldedView } from '../../contract/delivery.ts';
import { toEventView } from '../../contract/event.ts';
import {
  CommentCreate,
  Incident,
  IncidentDetail,
  IncidentUpdate,
  toIncidentView,
} from '../../contract/incident.ts';
import { Entry, toEntryView } from '../../contract/journal.ts';
import { createListing } from '../../contract/listed.ts';
import { pageOf } from '../../contract/page.ts';
import { choice, flag, integer, object, optional, text } from '../../contract/schema.ts';
import { alertStatuses, type Incident as StoredIncident } from '../../core/alert.ts';
import type { Delivery as StoredDelivery } from '../../core/delivery.ts';
import { notFound } from '../../core/errors.ts';
import type { FoldedNotice } from '../../core/outbox-bound.ts';
import type { TenantStore } from '../../core/store.ts';
import type { Knowledge } from '../../geo/knowledge.ts';
import { momentOf, toStamp } from '../http/moment.ts';
import { clamp, cursorField, limitOf, sourceField, withSource } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Incidents';

/** Messages in the timeline. */
const mostMessages = 100;

/** What became of a message, in a word; `last_error` says why. */
const toMessageEntry = (delivery: StoredDelivery, channelName: string | null) => ({
  id: delivery.delivery_id,
  at: delivery.created_at,
  by: 'server',
  kind: 'message',
  data: {
    delivery_id: delivery.delivery_id,
    channel_id: delivery.channel_id,
    channel: channelName,
    occasion: delivery.occasion,
    state: delivery.state,
    attempts: delivery.attempts,
    why: delivery.last_error,
  },
});

const toFoldedEntry = (folded: FoldedNotice, channelName: string | null) => ({
  id: `${folded.delivery_id}-${folded.channel_id}-${folded.notice.occasion}`,
  at: folded.at,
  by: 'server',
  kind: 'message',
  data: {
    delivery_id: folded.delivery_id,
    channel_id: folded.channel_id,
    channel: channelName,
    occasion: folded.notice.occasion,
    state: 'folded',
    attempts: 0,
    why: 'Too many messages waited for this channel: another message counts this one.',
  },
});

async function detail(tenant: TenantStore, id: string, { locate }: Knowledge) {
  const incident = await tenant.incident(id);
  if (incident === null) throw notFound('Incident');
  const { source_ip, first_seen, last_seen } = incident;
  const [alerts, entries, messages, folded, channels] = await Promise.all([
    tenant.alerts({ incident_id: id }, { limit: 50 }),
    tenant.journal(incidentStream(id), { limit: 200 }),
    tenant.deliveries({ incident_id: id }, { limit: mostMessages }),
    tenant.foldedNotices(id),
    listChannels(tenant),
  ]);
  const names = new Map(channels.map(({ id: channelId, body }) => [channelId, body.name]));
  const nameOf = (channelId: string): string | null => names.get(channelId) ?? null;
  // A sensor whose clock is ahead gives its events times after the incident's, which ends at their arrival.
  const latest = Math.max(...[last_seen, ...alerts.items.map((alert) => alert.last_seen)].map(Date.parse));
  const to = new Date(latest + 1).toISOString();
  const events = await tenant.events({ source: source_ip, from: first_seen, to }, { limit: 100 });
  const toListed = createListing();
  const alertEntries = alerts.items.map((alert) => ({
    id: alert.alert_id,
    at: alert.timestamp,
    by: 'server',
    kind: 'alert',
    data: {
      alert_id: alert.alert_id,
      attack_type: alert.attack_type,
      risk_score: alert.risk_score,
      notified: alert.notified,
    },
  }));
  const timeline = [
    ...alertEntries,
    ...entries.items.map(toEntryView),
    ...messages.items.map((one) => toMessageEntry(one, nameOf(one.channel_id))),
    ...folded.slice(0, mostMessages).map((one) => toFoldedEntry(one, nameOf(one.channel_id))),
  ].sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
  return {
    ...toIncidentView(incident, locate(source_ip)),
    alerts: alerts.items.map(toAlertView).map(toListed),
    events: events.items
      .map((event) => toEventView(event, locate(event.source_ip, event.place)))
      .map(toListed),
    timeline,
  };
}

export function incidentRoutes(parts: RouteParts): Route[] {
  const { knowledge } = parts;
  const toView = (incident: StoredIncident) => toIncidentView(incident, knowledge.locate(incident.source_ip));
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
        service: optional(text({ description: 'Any service that it touched.', maxLength: 100 })),
        attack_type: optional(text({ description: 'Any attack type seen in it.', maxLength: 50 })),
        min_risk: optional(integer({ minimum: 0, maximum: 10 })),
        assignee: optional(text({ maxLength: 254 })),
        from: momentOf('Still active at or after this time.'),
        to: momentOf('Began before this time.'),
      }),
      answer: pageOf(Incident),
      errors: ['bad_request'],
      async handle({ tenant, query: { limit, cursor, open, from, to, ...filter } }) {
        const page = await tenant.incidents(
          { ...withSource(filter), ...(open ? { open } : {}), from: toStamp(from), to: toStamp(to) },
          { limit: clamp(limit, 50), cursor: cursor ?? null },
        );
        return { items: page.items.map(toView), next_cursor: page.next_cursor };
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/incidents/:incident_id',
      access: { user: 'read' },
      tag,
      summary: 'One incident, with its alerts, events and timeline',
      answer: IncidentDetail,
      handle: ({ tenant, params }) => detail(tenant, params.incident_id, knowledge),
    }),

    userRoute(parts, {
      method: 'PATCH',
      path: '/api/incidents/:incident_id',
      access: { user: 'triage' },
      tag,
      summary: "Set an incident's status or assignee",
      description:
        'Its alerts get its status. With `version`, only if nobody changed it in the meantime (else 409). A resolved incident takes no more events: the next one opens a new incident.',
      body: IncidentUpdate,
      answer: Incident,
      errors: ['conflict'],
      async handle({ tenant, params, body: { version, ...change }, caller }) {
        const { incident_id: id } = params;
        const { after } = await changeIncident(
          { ...parts, tenant },
          { id, version: version ?? null, change, by: caller.email },
        );
        return toView(after);
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
