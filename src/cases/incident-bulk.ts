/** Status, assignee and snooze of many incidents at once, and the request that undoes it. */
import type { bulkResults } from '../contract/incident.ts';
import type { Incident } from '../core/alert.ts';
import { AppError, invalid } from '../core/errors.ts';
import type { IncidentBefore } from '../core/incident-job.ts';
import {
  type ChangedIncident,
  changeIncident,
  type IncidentChange,
  type IncidentParts,
} from './incident-changes.ts';

export type BulkResult = (typeof bulkResults)[number];

export interface BulkItem extends IncidentChange {
  incident_id: string;
  version?: number | undefined;
}

export interface BulkOutcome {
  /** One for each item, in their order. */
  results: { incident_id: string; result: BulkResult; incident: Incident | null }[];
  changed: number;
  /** The items that restore what was before, or null where nothing was changed. */
  undo: { incidents: BulkItem[] } | null;
}

const isChange = ({ status, assignee, snooze }: IncidentChange): boolean =>
  status !== undefined || assignee !== undefined || snooze !== undefined;

/** The request that leads to this snooze again. Its count of events begins anew. */
const toRequest = ({
  snooze,
  event_count,
}: Pick<Incident, 'snooze' | 'event_count'>): IncidentChange['snooze'] =>
  snooze && {
    until: snooze.until,
    after_events: snooze.events === null ? null : Math.max(1, snooze.events - event_count),
  };

const isAlike = (a: Incident['human_verdict'], b: Incident['human_verdict']): boolean =>
  a?.verdict === b?.verdict && a?.note === b?.note;

/** Undoing needs the versions as they are now: an incident that was changed again is left alone. Pure. */
export const toUndo = (
  changed: readonly { before: IncidentBefore; after: Incident }[],
): BulkOutcome['undo'] =>
  changed.length === 0
    ? null
    : {
        incidents: changed.map(({ before, after }) => ({
          incident_id: after.incident_id,
          version: after.version,
          ...(before.status === after.status ? {} : { status: before.status }),
          ...(before.assignee === after.assignee ? {} : { assignee: before.assignee }),
          ...(before.snooze?.at === after.snooze?.at ? {} : { snooze: toRequest(before) }),
          ...(isAlike(before.human_verdict, after.human_verdict)
            ? {}
            : { human_verdict: before.human_verdict }),
        })),
      };

/**
 * Changes each incident on its own: one that fails stops no other. An item's own change takes precedence over `common`.
 * Throws `invalid_request` where an item has nothing to change.
 */
export async function changeIncidents(
  parts: IncidentParts,
  { items, common, by }: { items: readonly BulkItem[]; common: IncidentChange; by: string },
): Promise<BulkOutcome> {
  if (!isChange(common) && !items.every(isChange))
    throw invalid([{ field: 'status', message: 'or assignee or snooze is required' }]);
  const changed: ChangedIncident[] = [];
  const results: BulkOutcome['results'] = [];
  for (const { incident_id, version = null, ...own } of items) {
    const change = { ...common, ...own };
    const answer = await changeIncident(parts, { id: incident_id, version, change, by }).catch(toRefusal);
    if (typeof answer === 'string') {
      results.push({ incident_id, result: answer, incident: null });
      continue;
    }
    const isNew = answer.before !== answer.after;
    if (isNew) changed.push(answer);
    results.push({ incident_id, result: isNew ? 'changed' : 'unchanged', incident: answer.after });
  }
  return { results, changed: changed.length, undo: toUndo(changed) };
}

/** Errors that concern one incident become its result; all others are thrown. */
function toRefusal(error: unknown): 'not_found' | 'conflict' {
  if (error instanceof AppError && (error.code === 'not_found' || error.code === 'conflict'))
    return error.code;
  throw error;
}
