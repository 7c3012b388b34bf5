/**
 * The status of a single alert. Clients of the contract know alerts only; what they do to one shows in its incident: it
 * is in progress once one of its alerts is, and resolved once all are. Other alerts stay as they are.
 */
import type { Alert, AlertStatus } from '../core/alert.ts';
import { notFound } from '../core/errors.ts';
import type { TenantStore } from '../core/store.ts';
import {
  changeIncident,
  type IncidentParts,
  recordChange,
  toPatch,
  wasNotified,
} from './incident-changes.ts';

export interface AlertStatusParts extends IncidentParts {
  tenant: IncidentParts['tenant'] & Pick<TenantStore, 'alerts' | 'updateAlert'>;
}

/** Throws `not_found`. */
export async function setAlertStatus(
  parts: AlertStatusParts,
  { id, status, by }: { id: string; status: AlertStatus; by: string },
): Promise<Alert> {
  const { tenant, now } = parts;
  const alert = await tenant.updateAlert(id, { status });
  if (alert === null) throw notFound('Alert');
  await tenant.announce({ kind: 'alert', id, at: now() });
  await followAlert(parts, alert, by);
  return alert;
}

async function followAlert(
  parts: AlertStatusParts,
  { incident_id: id, status }: Pick<Alert, 'incident_id' | 'status'>,
  by: string,
): Promise<void> {
  const { tenant, now } = parts;
  const before = await tenant.incident(id);
  if (before === null || status === 'open' || before.status === 'resolved') return;
  if (status === 'resolved') {
    const rest = await tenant.alerts({ incident_id: id, open: true }, { limit: 1 });
    if (rest.items.length > 0 || rest.next_cursor !== null) return;
    await changeIncident(parts, { id, version: null, change: { status }, by });
    return;
  }
  if (before.status !== 'open') return;
  const after = await tenant.updateIncident(
    id,
    before.version,
    toPatch(before, { status }, { now: now(), by }),
  );
  // Somebody else was faster: the incident is in progress already.
  if (after === null || after === 'stale') return;
  await recordChange(parts, { before, after }, by);
  if (wasNotified(after)) await parts.messaging.tell(after, 'acknowledged', String(after.version), by);
  await tenant.announce({ kind: 'incident', id, at: now() });
}
