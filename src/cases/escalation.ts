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
import type { Store, TenantStore } from '../core/store.ts';
import { incidentStream } from './journal.ts';

const minuteMs = 60_000;
const limit = 1000;
/** More tenants than this do not fit one server. */
const tenantLimit = 10_000;

/** Whether it is time: people were notified, and the incident is open, not acknowledged and not assigned. Pure. */
export function isEscalationDue(
  incident: Pick<
    Incident,
    'status' | 'acknowledged_at' | 'escalated_at' | 'opened_at' | 'notifications' | 'assignee'
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
    incident.notifications > 0 &&
    nowMs - Date.parse(incident.opened_at) >= settings.escalation_minutes * minuteMs
  );
}

type EscalateStore = Pick<Store, 'allDocs' | 'unacknowledged' | 'enqueueDeliveries'> & {
  of(userId: string): Pick<TenantStore, 'incidents' | 'updateIncident' | 'append' | 'node' | 'announce'>;
};

export interface EscalateParts {
  store: EscalateStore;
  toDeliveries(notice: Notice, userId: string, turn?: string, touched?: Touched): Promise<Delivery[]>;
  linkTo(incidentId: string): string | null;
  clock?: () => number;
}

/** One round over all tenants; resolves with how many incidents were escalated. Run it every half minute or so. */
export async function escalateDue({
  store,
  toDeliveries,
  linkTo,
  clock = Date.now,
}: EscalateParts): Promise<number> {
  const settings = new Map(
    (await store.allDocs(alertSettingsDocs.name, tenantLimit))
      .map((doc) => [doc.user_id, alertSettingsDocs.parse(doc.body)] as const)
      .filter(([, { escalation_minutes }]) => escalation_minutes !== null),
  );
  if (settings.size === 0) return 0;
  const nowMs = clock();
  const soonest = Math.min(...[...settings.values()].map((one) => one.escalation_minutes ?? 0));
  const found = await store.unacknowledged(new Date(nowMs - soonest * minuteMs + 1).toISOString(), limit);
  // Tenants who never escalate could fill the list for ever; then those who do are queried one by one.
  if (found.length >= limit) found.push(...(await ownOpen(store, settings.keys())));
  const due = new Map<string, Incident>();
  for (const incident of found) {
    const own = settings.get(incident.user_id);
    if (own && isEscalationDue(incident, own, nowMs)) due.set(incident.incident_id, incident);
  }
  for (const incident of due.values()) await escalate(incident, { store, toDeliveries, linkTo }, nowMs);
  return due.size;
}

async function ownOpen(store: EscalateStore, userIds: Iterable<string>): Promise<Incident[]> {
  const found: Incident[] = [];
  for (const userId of userIds) {
    let cursor: string | null = null;
    for (let pages = 0; pages < 10; pages++) {
      const page = await store.of(userId).incidents({ status: 'open' }, { limit, cursor });
      found.push(...page.items);
      cursor = page.next_cursor;
      if (cursor === null) break;
    }
  }
  return found;
}

async function escalate(
  incident: Incident,
  { store, toDeliveries, linkTo }: Pick<EscalateParts, 'store' | 'toDeliveries' | 'linkTo'>,
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
  const deliveries = await toDeliveries(notice, user_id, '', touchesOf(incident));
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
