/**
 * Notifies people once more where nobody acknowledged an incident in time. The message is written before the incident is
 * marked, under an id that a repeat derives again, so a crash in between or a second process does no harm.
 */

import { toNotice } from '../alert/news.ts';
import { touchesOf } from '../alert/touches.ts';
import type { Incident, Touched } from '../core/alert.ts';
import type { AlertSettings } from '../core/alert-settings.ts';
import type { Notice } from '../core/channel.ts';
import type { Delivery } from '../core/delivery.ts';
import { alertSettingsDocs } from '../core/doc-kinds.ts';
import { isAsleep } from '../core/snooze.ts';
import type { Store, TenantStore } from '../core/store.ts';
import { allDocuments } from './all-documents.ts';
import { wasNotified } from './incident-changes.ts';
import { incidentStream } from './journal.ts';

const minuteMs = 60_000;
const limit = 1000;
/** Of one tenant in one round; the next round goes on from there. */
const pagesPerRound = 10;

/** Whether it is time: people were notified (or only the escalation goes to a channel), and the incident is open, not acknowledged and not assigned. Pure. */
export function isEscalationDue(
  incident: Pick<
    Incident,
    | 'status'
    | 'acknowledged_at'
    | 'escalated_at'
    | 'opened_at'
    | 'notifications'
    | 'notified_channels'
    | 'assignee'
    | 'snooze'
    | 'risk_score'
    | 'attack_type'
    | 'event_count'
  >,
  settings: Pick<AlertSettings, 'escalation_minutes'>,
  nowMs: number,
): boolean {
  return (
    settings.escalation_minutes !== null &&
    incident.status === 'open' &&
    incident.acknowledged_at === null &&
    incident.assignee === null &&
    incident.escalated_at === null &&
    wasNotified(incident) &&
    !isAsleep(incident, new Date(nowMs).toISOString()) &&
    nowMs - Date.parse(incident.opened_at) >= settings.escalation_minutes * minuteMs
  );
}

type EscalateStore = Pick<Store, 'docsAfter' | 'unacknowledged' | 'enqueueDeliveries'> & {
  of(userId: string): Pick<TenantStore, 'incidents' | 'updateIncident' | 'append' | 'node' | 'announce'>;
};

export interface EscalateParts {
  store: EscalateStore;
  /** `only`: the channels that are told; empty = those that want it. */
  toDeliveries(
    notice: Notice,
    userId: string,
    turn?: string,
    touched?: Touched,
    only?: readonly string[],
  ): Promise<Delivery[]>;
  linkTo(incidentId: string): string | null;
  clock?: () => number;
  /** Where the next round goes on in each tenant's open incidents, kept by the caller from round to round. */
  cursors?: Map<string, string>;
}

/** One round over all tenants; resolves with how many incidents were escalated. Run it every half minute or so. */
export async function escalateDue({
  store,
  toDeliveries,
  linkTo,
  clock = Date.now,
  cursors = new Map(),
}: EscalateParts): Promise<number> {
  const settings = new Map<string, AlertSettings>();
  for await (const { user_id, body } of allDocuments(store, alertSettingsDocs))
    if (body.escalation_minutes !== null) settings.set(user_id, body);
  if (settings.size === 0) return 0;
  const nowMs = clock();
  let soonest = Number.POSITIVE_INFINITY;
  for (const { escalation_minutes } of settings.values())
    soonest = Math.min(soonest, escalation_minutes ?? soonest);
  const found = await store.unacknowledged(new Date(nowMs - soonest * minuteMs + 1).toISOString(), limit);
  // Tenants who never escalate could fill the list for ever; then those who do are queried one by one.
  if (found.length >= limit)
    for (const userId of settings.keys()) found.push(...(await ownOpen(store, userId, cursors)));
  const due = new Map<string, Incident>();
  for (const incident of found) {
    const own = settings.get(incident.user_id);
    if (own && isEscalationDue(incident, own, nowMs)) due.set(incident.incident_id, incident);
  }
  for (const incident of due.values()) {
    const only = settings.get(incident.user_id)?.escalation_channels ?? [];
    await escalate(incident, { store, toDeliveries, linkTo, only }, nowMs);
  }
  return due.size;
}

/** The tenant's open incidents, at most `pagesPerRound` pages; the round after the last page begins anew. */
async function ownOpen(
  store: EscalateStore,
  userId: string,
  cursors: Map<string, string>,
): Promise<Incident[]> {
  const found: Incident[] = [];
  let cursor = cursors.get(userId) ?? null;
  for (let pages = 0; pages < pagesPerRound; pages++) {
    const page = await store.of(userId).incidents({ open: true }, { limit, cursor });
    found.push(...page.items);
    cursor = page.next_cursor;
    if (cursor === null) break;
  }
  if (cursor === null) cursors.delete(userId);
  else cursors.set(userId, cursor);
  return found;
}

async function escalate(
  incident: Incident,
  {
    store,
    toDeliveries,
    linkTo,
    only,
  }: Pick<EscalateParts, 'store' | 'toDeliveries' | 'linkTo'> & { only: readonly string[] },
  nowMs: number,
): Promise<void> {
  const { user_id, incident_id, version } = incident;
  const tenant = store.of(user_id);
  const at = new Date(nowMs).toISOString();
  const node = await tenant.node(incident.node_id);
  const notice = toNotice(incident, 'escalated', {
    alertId: null,
    nodeName: node?.name ?? incident.node_id,
    payload: '',
    link: linkTo(incident_id),
  });
  const deliveries = await toDeliveries(notice, user_id, '', touchesOf(incident), only);
  await store.enqueueDeliveries(deliveries);
  await tenant.append({
    id: `${incident_id}-escalated-${incident.opened_at}`,
    user_id,
    stream: incidentStream(incident_id),
    at,
    by: 'server',
    kind: 'escalated',
    data: { messages: deliveries.length },
  });
  // Where a person changed it in between, theirs stands; the next round checks again.
  await tenant.updateIncident(incident_id, version, { escalated_at: at });
  await tenant.announce({ kind: 'incident', id: incident_id, at });
}
