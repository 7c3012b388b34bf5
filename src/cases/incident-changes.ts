/** What people do to incidents: the change itself, its trace, and who must hear of it. Routes call this. */

import type { RouteParts } from '../api/http/route.ts';
import type { Alert, AlertStatus, Incident } from '../core/alert.ts';
import { AppError, notFound } from '../core/errors.ts';
import type { TenantStore } from '../core/store.ts';
import { newEntry } from './journal.ts';

export interface IncidentChange {
  status?: AlertStatus | undefined;
  assignee?: string | null | undefined;
}
type Patch = Parameters<TenantStore['updateIncident']>[2];

export const streamOf = (incidentId: string): string => `incident:${incidentId}`;

/** What a change means for the record. Empty where nothing changes. Pure. */
export function toPatch(incident: Incident, change: IncidentChange, now: string): Patch {
  const patch: Patch = {};
  if (change.assignee !== undefined && change.assignee !== incident.assignee)
    patch.assignee = change.assignee;
  const { status } = change;
  if (status === undefined || status === incident.status) return patch;
  patch.status = status;
  patch.acknowledged_at = status === 'open' ? null : (incident.acknowledged_at ?? now);
  patch.resolved_at = status === 'resolved' ? now : null;
  // A resolved incident takes no more events: what comes next is news, and opens another.
  if (status === 'resolved') patch.open_key = incident.incident_id;
  return patch;
}

type TriageParts = Pick<RouteParts, 'now' | 'growingHex' | 'messaging'>;

export interface Changed {
  before: Incident;
  after: Incident;
}

/**
 * Changes an incident where `version` still stands (null = any). Its alerts get its status. Throws `not_found`, and
 * `conflict` where somebody was faster.
 */
export async function changeIncident(
  parts: TriageParts,
  tenant: TenantStore,
  { id, version, change, by }: { id: string; version: number | null; change: IncidentChange; by: string },
): Promise<Changed> {
  for (let tries = 0; tries < 5; tries++) {
    const before = await tenant.incident(id);
    if (before === null) throw notFound('Incident');
    if (version !== null && before.version !== version) break;
    const patch = toPatch(before, change, parts.now());
    if (Object.keys(patch).length === 0) return { before, after: before };
    const after = await tenant.updateIncident(id, before.version, patch);
    if (after === null) throw notFound('Incident');
    if (after !== 'stale') {
      await follow(parts, tenant, before, after, by);
      return { before, after };
    }
  }
  throw new AppError('conflict', 'The incident was changed meanwhile; read it again');
}

async function follow(
  parts: TriageParts,
  tenant: TenantStore,
  before: Incident,
  after: Incident,
  by: string,
): Promise<void> {
  const { incident_id, user_id } = after;
  const changed = (['status', 'assignee'] as const).filter((name) => before[name] !== after[name]);
  const pick = (incident: Incident) => Object.fromEntries(changed.map((name) => [name, incident[name]]));
  const data = { from: pick(before), to: pick(after), version: after.version };
  await tenant.append(newEntry(parts, { user_id, stream: streamOf(incident_id), by, kind: 'changed', data }));
  if (before.status !== after.status) {
    await tenant.updateAlertsOfIncident(incident_id, after.status);
    if (after.status === 'resolved' && after.notifications > 0)
      await parts.messaging.tell(after, 'resolved', String(after.version));
  }
  await tenant.announce({ kind: 'incident', id: incident_id, at: parts.now() });
}

/**
 * Clients of the contract know alerts only. What they do to one shows in its incident: it is in hand once one of its
 * alerts is, and resolved once all are. Other alerts stay as they are.
 */
export async function followAlert(
  parts: TriageParts,
  tenant: TenantStore,
  { incident_id, status }: Pick<Alert, 'incident_id' | 'status'>,
  by: string,
): Promise<void> {
  const incident = await tenant.incident(incident_id);
  if (incident === null || status === 'open' || incident.status === 'resolved') return;
  if (status === 'resolved') {
    const rest = await tenant.alerts({ incident_id, open: true }, { limit: 1 });
    if (rest.items.length > 0 || rest.next_cursor !== null) return;
    await changeIncident(parts, tenant, { id: incident_id, version: null, change: { status }, by });
    return;
  }
  if (incident.status !== 'open') return;
  const after = await tenant.updateIncident(
    incident_id,
    incident.version,
    toPatch(incident, { status }, parts.now()),
  );
  // Somebody was faster, and the incident is in hand.
  if (after === null || after === 'stale') return;
  const data = { from: { status: 'open' }, to: { status }, version: after.version };
  const { user_id } = after;
  await tenant.append(newEntry(parts, { user_id, stream: streamOf(incident_id), by, kind: 'changed', data }));
  await tenant.announce({ kind: 'incident', id: incident_id, at: parts.now() });
}
