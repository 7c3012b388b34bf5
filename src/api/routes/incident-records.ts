/** One incident with what stands behind it: its key steps first, then its alerts, events and timeline. */
import { messagesOf } from '../../cases/incident-messages.ts';
import { incidentStream } from '../../cases/journal.ts';
import { Alert, toAlertView } from '../../contract/alert.ts';
import { Event, toEventView } from '../../contract/event.ts';
import { IncidentDetail, type KeyStep, toIncidentView } from '../../contract/incident.ts';
import { toEntryView } from '../../contract/journal.ts';
import { createListing } from '../../contract/listed.ts';
import { pageOf } from '../../contract/page.ts';
import { object } from '../../contract/schema.ts';
import type { Incident, Alert as StoredAlert } from '../../core/alert.ts';
import { stageOf } from '../../core/attack-catalogue.ts';
import { notFound } from '../../core/errors.ts';
import type { StoredEvent } from '../../core/event.ts';
import { bucketMs, bucketsSeen } from '../../core/history.ts';
import type { EventFilter } from '../../core/query.ts';
import type { TenantStore } from '../../core/store.ts';
import { quote } from '../../lib/query-language/index.ts';
import { clamp, cursorField, limitOf } from '../http/paging.ts';
import { type LocateAsset, type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Incidents';

type Step = Omit<KeyStep, 'event'>;

const mostEvents = 100;
/** Of merged incidents: whose messages and journals the timeline holds, and whose events are listed. */
const mostTold = 20;
const mostSources = 20;

async function found(tenant: TenantStore, id: string): Promise<Incident> {
  const incident = await tenant.incident(id);
  if (incident === null) throw notFound('Incident');
  return incident;
}

/** A verdict counts what its source did within the last hour: those events are behind the incident as well. */
const beforeMs = bucketMs * bucketsSeen;

/** Those that are merged into it. */
async function mergedOf(tenant: TenantStore, { merged }: Incident): Promise<Incident[]> {
  const found = await Promise.all(merged.map((id) => tenant.incident(id)));
  return found.filter((one) => one !== null).reverse();
}

const sourcesOf = (incident: Incident, merged: readonly Incident[]): string[] => [
  ...new Set([incident, ...merged].map(({ source_ip }) => source_ip)),
];

/** The events of its source within its time. `alerts`: its latest. */
function eventsOf(
  { source_ip, first_seen, last_seen }: Incident,
  alerts: readonly StoredAlert[],
): { source: string; from: string; to: string } {
  // A sensor whose clock is ahead gives its events times after the incident's, which ends at their arrival.
  const latest = Math.max(...[last_seen, ...alerts.map((alert) => alert.last_seen)].map(Date.parse));
  const from = new Date(Date.parse(first_seen) - beforeMs).toISOString();
  return { source: source_ip, from, to: new Date(latest + 1).toISOString() };
}

/** The latest of all sources of an incident, in the order of lists. */
async function latestEvents(
  tenant: TenantStore,
  { source: _own, ...range }: EventFilter,
  sources: readonly string[],
): Promise<StoredEvent[]> {
  const pages = await Promise.all(
    sources.map((source) => tenant.events({ ...range, source }, { limit: mostEvents })),
  );
  const all = pages.flatMap(({ items }) => items);
  // The sort is stable: of one time, the order is that of the sources, and within one that of its list.
  if (sources.length > 1)
    all.sort((a, b) => (a.timestamp < b.timestamp ? 1 : a.timestamp > b.timestamp ? -1 : 0));
  return all.slice(0, mostEvents);
}

/** Of an incident from an older version: its worst alert. */
async function worstAlert(tenant: TenantStore, { incident_id, risk_score }: Incident): Promise<Step[]> {
  const filter = { incident_id, min_risk: risk_score };
  const [alert] = (await tenant.alerts(filter, { limit: 1 })).items;
  if (alert === undefined) return [];
  const { alert_id, timestamp: at, activity: title, attack_type, node_id, service, source_ip } = alert;
  return [
    {
      log_id: null,
      alert_id,
      at,
      title,
      attack_type,
      risk_score,
      node_id,
      service,
      source_ip,
      account: null,
    },
  ];
}

async function keyStepsOf(tenant: TenantStore, incident: Incident): Promise<Step[]> {
  const steps: Step[] = incident.key_steps;
  const known = steps.length > 0 ? steps : await worstAlert(tenant, incident);
  return [...known].sort(
    (a, b) => stageOf(b.attack_type) - stageOf(a.attack_type) || b.risk_score - a.risk_score,
  );
}

async function detail(
  tenant: TenantStore,
  id: string,
  { locate, now, reader }: { locate: LocateAsset; now: string; reader: string },
): Promise<IncidentDetail> {
  const incident = await found(tenant, id);
  const merged = await mergedOf(tenant, incident);
  const ids = [id, ...merged.slice(0, mostTold).map(({ incident_id }) => incident_id)];
  const [steps, alerts, journals, messages] = await Promise.all([
    keyStepsOf(tenant, incident),
    tenant.alerts({ incident_id: id }, { limit: 50 }),
    Promise.all(ids.map((one) => tenant.journal(incidentStream(one), { limit: 200 }))),
    Promise.all(ids.map((one) => messagesOf(tenant, one))),
  ]);
  // What the other one's journal says of the merge itself stands in its own as well.
  const entries = journals
    .flatMap(({ items }) => items)
    .filter(({ kind, stream }) => kind !== 'merged_into' || stream === incidentStream(id));
  const [stepEvents, events] = await Promise.all([
    Promise.all(steps.map(({ log_id }) => (log_id === null ? null : tenant.event(log_id)))),
    latestEvents(tenant, eventsOf(incident, alerts.items), sourcesOf(incident, merged).slice(0, mostSources)),
  ]);
  const toListed = createListing();
  const toView = (event: Parameters<typeof toEventView>[0]) =>
    toListed(toEventView(event, locate(event.source_ip, event.place)));
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
  const timeline = [...alertEntries, ...entries.map(toEntryView), ...messages.flat()].sort((a, b) =>
    a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1,
  );
  return {
    ...toIncidentView(incident, locate(incident.source_ip), now, reader),
    merged: merged.map(({ incident_id, title, source_ip, event_count, merge }) => ({
      ...{ incident_id, title, source_ip, event_count },
      by: merge?.by ?? '',
      at: merge?.at ?? now,
    })),
    key_steps: steps.map((step, at) => {
      const { log_id, alert_id, title, attack_type, risk_score, node_id, service, source_ip, account } = step;
      const event = stepEvents[at] ?? null;
      return {
        ...{ log_id, alert_id, at: step.at, title, attack_type, risk_score },
        ...{ node_id, service, source_ip, account },
        event: event === null ? null : toView(event),
      };
    }),
    alerts: alerts.items.map((alert) => toListed(toAlertView(alert, locate(alert.source_ip).asset))),
    events: events.map(toView),
    timeline,
  };
}

export function incidentRecordRoutes(parts: RouteParts): Route[] {
  const paged = object({ limit: limitOf(50), cursor: cursorField });

  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/incidents/:incident_id',
      access: { user: 'read' },
      tag,
      summary: 'One incident: its key steps, then its alerts, events and timeline',
      answer: IncidentDetail,
      handle: async ({ tenant, caller, params }) =>
        detail(tenant, params.incident_id, {
          locate: await parts.locateFor(caller.user_id),
          now: parts.now(),
          reader: caller.email,
        }),
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/incidents/:incident_id/alerts',
      access: { user: 'read' },
      tag,
      summary: 'All alerts of an incident, latest first',
      query: paged,
      answer: pageOf(Alert),
      errors: ['bad_request'],
      async handle({ tenant, caller, params, query: { limit, cursor } }) {
        const { incident_id } = await found(tenant, params.incident_id);
        const find = await parts.assetFor(caller.user_id);
        const toListed = createListing();
        const page = await tenant.alerts(
          { incident_id },
          { limit: clamp(limit, 50), cursor: cursor ?? null },
        );
        return {
          items: page.items.map((alert) => toListed(toAlertView(alert, find(alert.source_ip)))),
          next_cursor: page.next_cursor,
        };
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/incidents/:incident_id/events',
      access: { user: 'read' },
      tag,
      summary: 'All events of an incident, latest first',
      description:
        'Events of its source, and of the sources of incidents merged into it, from an hour before it began until its latest event, including those that raised no alert.',
      query: paged,
      answer: pageOf(Event),
      errors: ['bad_request'],
      async handle({ tenant, caller, params, query: { limit, cursor }, gone }) {
        const locate = await parts.locateFor(caller.user_id);
        const incident = await found(tenant, params.incident_id);
        const { items } = await tenant.alerts({ incident_id: incident.incident_id }, { limit: 50 });
        const { source, ...range } = eventsOf(incident, items);
        const sources = sourcesOf(incident, await mergedOf(tenant, incident));
        const text = sources.map((one) => `source:${quote(one)}`).join(' OR ');
        const filter =
          sources.length > 1 ? { ...range, query: { text, nowMs: parts.clock() } } : { ...range, source };
        const page = await tenant.events(filter, {
          limit: clamp(limit, 50),
          cursor: cursor ?? null,
          gone: gone(),
        });
        return {
          items: page.items
            .map((event) => toEventView(event, locate(event.source_ip, event.place)))
            .map(createListing()),
          next_cursor: page.next_cursor,
        };
      },
    }),
  ];
}
