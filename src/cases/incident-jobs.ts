/** Changes of many incidents that people ask the server for: begun, looked at, stopped and taken back. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DocOf } from '../core/doc-kind.ts';
import { incidentJobDocs, incidentJobPartDocs, incidentJobSlotDocs } from '../core/doc-kinds.ts';
import { AppError, invalid, notFound } from '../core/errors.ts';
import type { RandomHex } from '../core/ids.ts';
import {
  type IncidentJobBody,
  type IncidentJobChange,
  type IncidentJobItem,
  incidentJobSlotId,
  jobPartSize,
  mostKeptJobs,
  partIdOf,
} from '../core/incident-job.ts';
import type { Doc, IncidentFilter } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import { listDocuments, readDocument, updateDocument } from '../core/update-document.ts';
import { dayMs } from '../lib/duration.ts';

export type IncidentJob = DocOf<IncidentJobBody>;

/** A job can be looked at and taken back for so long. */
const keptDays = 7;
const mostTries = 20;
const pauseMs = 50;

export interface IncidentJobParts {
  tenant: Pick<TenantStore, 'doc' | 'docs' | 'createDoc' | 'updateDoc' | 'removeDoc'>;
  now(): string;
  clock(): number;
  randomHex: RandomHex;
}

export interface NewIncidentJob {
  user_id: string;
  by: string;
  change: IncidentJobChange;
  /** Null where the filter, or the job that is taken back, says which. */
  items: readonly IncidentJobItem[] | null;
  filter: IncidentFilter | null;
  undo_of: string | null;
}

export const isEnded = ({ state }: Pick<IncidentJobBody, 'state'>): boolean =>
  state === 'done' || state === 'cancelled';

/** Latest first. */
export const incidentJobs = async (tenant: Pick<TenantStore, 'docs'>): Promise<IncidentJob[]> =>
  (await listDocuments(tenant, incidentJobDocs, 2 * mostKeptJobs)).reverse();

/** Throws `not_found`. */
export async function incidentJob(tenant: Pick<TenantStore, 'doc'>, id: string): Promise<IncidentJob> {
  const job = await readDocument(tenant, incidentJobDocs, id);
  if (job === null) throw notFound('Bulk job');
  return job;
}

/** Stores the incidents of a job, a few to a document. A repeat replaces what it wrote. */
export async function writeJobParts(
  { tenant, now }: Pick<IncidentJobParts, 'tenant' | 'now'>,
  { id, user_id, expires_at }: Pick<IncidentJob, 'id' | 'user_id' | 'expires_at'>,
  items: readonly IncidentJobItem[],
): Promise<void> {
  for (let at = 0; at < items.length; at += jobPartSize) {
    const body = { items: items.slice(at, at + jobPartSize), plan: null, results: null };
    const partId = partIdOf(id, at / jobPartSize);
    const doc = incidentJobPartDocs.create({ id: partId, user_id, tag: id, expires_at }, body, now());
    if ((await tenant.createDoc(doc)) === 'exists')
      await tenant.updateDoc(doc.kind, partId, null, { body: doc.body, updated_at: now() });
  }
}

/** The oldest give way. */
async function makeRoom({ tenant }: IncidentJobParts): Promise<void> {
  const jobs = await incidentJobs(tenant);
  for (const { id, body } of jobs.slice(mostKeptJobs - 1)) {
    if (!isEnded(body)) continue;
    for (const part of await tenant.docs(incidentJobPartDocs.name, { tag: id }, 1000))
      await tenant.removeDoc(part.kind, part.id);
    await tenant.removeDoc(incidentJobDocs.name, id);
  }
}

/** Whoever sees that a job has ended may begin the next one, though its slot is freed a moment later. */
async function takeSlot(tenant: Pick<TenantStore, 'createDoc' | 'doc'>, slot: Doc): Promise<boolean> {
  for (let tries = 0; tries < mostTries; tries++) {
    if ((await tenant.createDoc(slot)) === 'created') return true;
    const taken = await readDocument(tenant, incidentJobSlotDocs, slot.id);
    const job = taken && (await readDocument(tenant, incidentJobDocs, taken.body.job_id));
    if (taken !== null && (job === null || !isEnded(job.body))) return false;
    await sleep(pauseMs);
  }
  return false;
}

/** Resolves when the job is stored; it then runs by itself. Throws `conflict` while another one of the tenant runs. */
export async function startIncidentJob(
  parts: IncidentJobParts,
  { user_id, by, change, items, filter, undo_of }: NewIncidentJob,
): Promise<IncidentJob> {
  const { tenant, now, clock, randomHex } = parts;
  const id = `job-${randomHex(8)}`;
  const slot = incidentJobSlotDocs.create(
    { id: incidentJobSlotId, user_id },
    { job_id: id, worker: '', lease_ms: 0 },
    now(),
  );
  if (!(await takeSlot(tenant, slot)))
    throw new AppError('conflict', 'Another bulk job is running; wait for its end, or cancel it');
  try {
    await makeRoom(parts);
    const unique = items && [...new Map(items.map((item) => [item.incident_id, item])).values()];
    const expires_at = new Date(clock() + keptDays * dayMs).toISOString();
    const job = incidentJobDocs.read(
      incidentJobDocs.create(
        { id, user_id, expires_at },
        {
          ...incidentJobDocs.parse({}),
          state: unique === null ? 'preparing' : 'running',
          by,
          change,
          filter,
          undo_of,
          total: unique?.length ?? 0,
        },
        now(),
      ),
    );
    await writeJobParts(parts, job, unique ?? []);
    await tenant.createDoc({ ...job, body: incidentJobDocs.write(job.body) });
    return job;
  } catch (error) {
    await tenant.removeDoc(slot.kind, slot.id);
    throw error;
  }
}

/** It stops before its next few incidents; what it changed stays. One that has ended stays as it is. Throws `not_found`. */
export async function cancelIncidentJob(
  { tenant, now }: Pick<IncidentJobParts, 'tenant' | 'now'>,
  id: string,
): Promise<IncidentJob> {
  const job = await updateDocument(
    tenant,
    incidentJobDocs,
    id,
    ({ body }) => (isEnded(body) ? null : { body: { ...body, is_cancelled: true } }),
    { now: now() },
  );
  if (job === null) throw notFound('Bulk job');
  if (job === 'stale') throw new AppError('conflict', 'The bulk job is being changed; try again');
  return job;
}

/** The job that restores what was. Throws `not_found`, `conflict` where it runs, changed nothing or was taken back. */
export async function undoIncidentJob(
  parts: IncidentJobParts,
  { id, user_id, by }: { id: string; user_id: string; by: string },
): Promise<IncidentJob> {
  const { tenant, now } = parts;
  const { body } = await incidentJob(tenant, id);
  if (!isEnded(body)) throw new AppError('conflict', 'The bulk job is running; cancel it first');
  if (body.undone_by !== null) throw new AppError('conflict', `It was already undone by ${body.undone_by}`);
  if (body.counts.changed === 0) throw new AppError('conflict', 'The bulk job changed nothing');
  const undo = await startIncidentJob(parts, {
    user_id,
    by,
    change: {},
    items: null,
    filter: null,
    undo_of: id,
  });
  await updateDocument(
    tenant,
    incidentJobDocs,
    id,
    (job) => ({ body: { ...job.body, undone_by: undo.id } }),
    {
      now: now(),
    },
  );
  return undo;
}

/** Throws `invalid_request` for a change that is none. */
export function checkChange(change: IncidentJobChange): void {
  if (Object.values(change).every((value) => value === undefined))
    throw invalid([{ field: 'status', message: 'or assignee, snooze or verdict is required' }]);
}
