/**
 * A change of many incidents that the server makes step by step. Three kinds of documents hold it: the job, its parts (a
 * few incidents each), and the tenant's one slot, which says that a job runs.
 */
import type { AlertStatus, HumanVerdict, Incident } from './alert.ts';
import { storedList, storedText } from './doc-kind.ts';
import type { JsonObject } from './event.ts';
import type { IncidentFilter } from './query.ts';
import type { SnoozeRequest } from './snooze.ts';

/** `preparing`: finds its incidents. */
export const incidentJobStates = ['preparing', 'running', 'done', 'cancelled'] as const;
export type IncidentJobState = (typeof incidentJobStates)[number];

export interface IncidentJobChange {
  status?: AlertStatus | undefined;
  assignee?: string | null | undefined;
  snooze?: SnoozeRequest | null | undefined;
  human_verdict?: HumanVerdict | null | undefined;
}
export interface IncidentJobItem extends IncidentJobChange {
  incident_id: string;
  version?: number | undefined;
}

/** `error`: the server met an error that is not the incident's fault. */
export const incidentJobResults = ['changed', 'unchanged', 'not_found', 'conflict', 'error'] as const;
export type IncidentJobResult = (typeof incidentJobResults)[number];
export type IncidentJobCounts = Record<IncidentJobResult, number>;

export interface IncidentJobBody {
  state: IncidentJobState;
  /** Somebody asked it to stop. */
  is_cancelled: boolean;
  /** E-mail, or key, of who asked for it. */
  by: string;
  change: IncidentJobChange;
  /** Of a job over all that match, while it is prepared. */
  filter: IncidentFilter | null;
  /** The job whose changes this one takes back. */
  undo_of: string | null;
  /** The job that took this one back. */
  undone_by: string | null;
  total: number;
  /** More matched than one job takes. */
  has_more: boolean;
  next_part: number;
  counts: IncidentJobCounts;
  /** The first that failed. */
  failures: { incident_id: string; reason: IncidentJobResult }[];
  ended_at: string | null;
}

export function parseIncidentJob(body: JsonObject): IncidentJobBody {
  const counts = (body.counts ?? {}) as Partial<IncidentJobCounts>;
  const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
  return {
    state: incidentJobStates.find((state) => state === body.state) ?? 'cancelled',
    is_cancelled: body.is_cancelled === true,
    by: storedText(body, 'by', ''),
    change: (body.change ?? {}) as IncidentJobBody['change'],
    filter: (body.filter ?? null) as IncidentJobBody['filter'],
    undo_of: storedText(body, 'undo_of', null),
    undone_by: storedText(body, 'undone_by', null),
    total: numberOf(body.total),
    has_more: body.has_more === true,
    next_part: numberOf(body.next_part),
    counts: Object.fromEntries(
      incidentJobResults.map((result) => [result, numberOf(counts[result])]),
    ) as IncidentJobCounts,
    failures: storedList(body, 'failures'),
    ended_at: storedText(body, 'ended_at', null),
  };
}

/** What an incident was when the step began. */
export type IncidentBefore = Pick<
  Incident,
  'status' | 'assignee' | 'snooze' | 'human_verdict' | 'event_count' | 'version'
>;

export interface IncidentJobPartBody {
  items: IncidentJobItem[];
  /** Written before the first incident of the part is touched, so that a restart knows what was done. */
  plan: { at: string; before: (IncidentBefore | null)[] } | null;
  /** Written after the last one. `undo` is the item that restores what was. */
  results: { result: IncidentJobResult; undo: IncidentJobItem | null }[] | null;
}

export interface IncidentJobSlotBody {
  job_id: string;
  /** The process that runs it, until `lease_ms` (epoch). */
  worker: string;
  lease_ms: number;
}

/** The one slot of a tenant. */
export const incidentJobSlotId = 'slot';
/** Incidents of one job, of one part, and jobs that are kept. */
export const mostJobIncidents = 5000;
export const jobPartSize = 25;
export const mostKeptJobs = 20;
export const partIdOf = (jobId: string, part: number): string => `${jobId}-${String(part).padStart(4, '0')}`;
