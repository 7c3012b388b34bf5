/** Status, assignee and snooze of incidents: the change itself, its journal entry, and everyone who has to learn of it. */
import type { AlertStatus, HumanVerdict, Incident } from '../core/alert.ts';
import { AppError, notFound } from '../core/errors.ts';
import { silencePrefix } from '../core/silence.ts';
import { type SnoozeRequest, toSnooze } from '../core/snooze.ts';
import type { TenantStore } from '../core/store.ts';
import { incidentStream, type JournalParts, newEntry } from './journal.ts';

export interface IncidentChange {
  status?: AlertStatus | undefined;
  assignee?: string | null | undefined;
  /** Null ends it. */
  snooze?: SnoozeRequest | null | undefined;
  /** As it is stored; null takes it back. */
  human_verdict?: HumanVerdict | null | undefined;
}
export interface ChangedIncident {
  before: Incident;
  after: Incident;
}
type Patch = Parameters<TenantStore['updateIncident']>[2];

const mostTries = 5;

export interface IncidentParts extends JournalParts {
  tenant: Pick<TenantStore, 'incident' | 'updateIncident' | 'updateAlertsOfIncident' | 'append' | 'announce'>;
  /** Notifies channels that keep an alert open on their side; `turn` distinguishes two messages of one occasion. */
  messaging: IncidentMessaging;
}

/** What a person's change of an incident is to a channel. */
export type ChangeOccasion = 'acknowledged' | 'assigned' | 'resolved' | 'reopened';

export interface IncidentMessaging {
  /** Notifies the channels that subscribe to it; `turn` tells two messages of one occasion apart, `by` is who did it. */
  tell(incident: Incident, occasion: ChangeOccasion, turn: string, by?: string): Promise<void>;
}

/** Whether there is a channel that was told of it, or would have been if it subscribed to that. Pure. */
export const wasNotified = ({
  notifications,
  notified_channels,
}: Pick<Incident, 'notifications' | 'notified_channels'>): boolean =>
  notifications > 0 || Object.keys(notified_channels).length > 0;

function occasionsOf({ before, after }: ChangedIncident): ChangeOccasion[] {
  const occasions: ChangeOccasion[] = [];
  if (before.status !== after.status) {
    if (after.status === 'resolved') occasions.push('resolved');
    else if (before.status === 'resolved') occasions.push('reopened');
    else if (before.status === 'open') occasions.push('acknowledged');
  }
  if (before.assignee !== after.assignee && after.assignee !== null) occasions.push('assigned');
  return occasions;
}

const isSameVerdict = (a: HumanVerdict | null, b: HumanVerdict | null): boolean =>
  a?.verdict === b?.verdict && a?.note === b?.note;

/** What a change means for the record. Empty where nothing changes. Pure. */
export function toPatch(
  incident: Incident,
  change: IncidentChange,
  { now, by }: { now: string; by: string },
): Patch {
  const patch: Patch = {};
  if (change.snooze) patch.snooze = toSnooze(incident, change.snooze, { by, at: now });
  else if (change.snooze === null && incident.snooze !== null) patch.snooze = null;
  if (change.assignee !== undefined && change.assignee !== incident.assignee)
    patch.assignee = change.assignee;
  if (change.human_verdict !== undefined && !isSameVerdict(change.human_verdict, incident.human_verdict))
    patch.human_verdict = change.human_verdict;
  const { status } = change;
  if (status === undefined || status === incident.status) return patch;
  patch.status = status;
  // An answer ends the wait for one.
  if (change.snooze === undefined && incident.snooze !== null) patch.snooze = null;
  patch.acknowledged_at = status === 'open' ? null : (incident.acknowledged_at ?? now);
  patch.resolved_at = status === 'resolved' ? now : null;
  // A resolved incident takes no more events: what comes next opens another one. Reopened, it takes them again.
  if (status === 'resolved') patch.open_key = incident.incident_id;
  else if (incident.status === 'resolved' && !incident.group_key.startsWith(silencePrefix))
    patch.open_key = `${incident.user_id}|${incident.group_key}`;
  return patch;
}

/**
 * Changes an incident where `version` is the stored one (null = any). Its alerts get its status; when it is reopened, the
 * resolved ones too. Throws `not_found`, and
 * `conflict` where someone else changed it.
 */
export async function changeIncident(
  parts: IncidentParts,
  { id, version, change, by }: { id: string; version: number | null; change: IncidentChange; by: string },
): Promise<ChangedIncident> {
  const { tenant, now } = parts;
  for (let tries = 0; tries < mostTries; tries++) {
    const before = await tenant.incident(id);
    if (before === null) throw notFound('Incident');
    if (version !== null && before.version !== version) break;
    if (before.merged_into !== null)
      throw new AppError('conflict', `The incident is merged into ${before.merged_into}: change that one`);
    const patch = toPatch(before, change, { now: now(), by });
    if (Object.keys(patch).length === 0) return { before, after: before };
    const after = await tenant.updateIncident(id, before.version, patch);
    if (after === null) throw notFound('Incident');
    if (after !== 'stale') {
      await recordChange(parts, { before, after }, by);
      if (before.status !== after.status) {
        await tenant.updateAlertsOfIncident(
          id,
          after.status,
          before.status === 'resolved' ? 'all' : 'unresolved',
        );
      }
      if (wasNotified(after))
        for (const occasion of occasionsOf({ before, after }))
          await parts.messaging.tell(after, occasion, String(after.version), by);
      await tenant.announce({ kind: 'incident', id, at: now() });
      return { before, after };
    }
  }
  throw new AppError('conflict', 'The incident was changed by someone else; reload it and try again');
}

/** The journal entry of a change: the fields that changed, as they were and as they are. */
export async function recordChange(
  parts: JournalParts & { tenant: Pick<TenantStore, 'append'> },
  { before, after }: ChangedIncident,
  by: string,
): Promise<void> {
  const { incident_id, user_id, version } = after;
  const changed = (['status', 'assignee'] as const).filter((name) => before[name] !== after[name]);
  const isSnoozed = before.snooze?.at !== after.snooze?.at || before.snooze?.until !== after.snooze?.until;
  const pick = (incident: Incident) => ({
    ...Object.fromEntries(changed.map((name) => [name, incident[name]])),
    ...(isSnoozed ? { snoozed_until: incident.snooze?.until ?? null } : {}),
  });
  const stream = incidentStream(incident_id);
  const said = after.human_verdict;
  const isJudged = !isSameVerdict(before.human_verdict, said);
  if (isJudged && said !== null) {
    const data = { verdict: said.verdict, note: said.note, version };
    await parts.tenant.append(newEntry(parts, { user_id, stream, by, kind: 'verdict', data }));
    if (changed.length === 0 && !isSnoozed) return;
  }
  const back: Record<string, null> = isJudged && said === null ? { verdict: null } : {};
  const data = { from: pick(before), to: { ...pick(after), ...back }, version };
  await parts.tenant.append(newEntry(parts, { user_id, stream, by, kind: 'changed', data }));
}
