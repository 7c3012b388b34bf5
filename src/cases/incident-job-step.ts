/**
 * The work of a job, a few incidents at a time. What a step is about to do is written before it, what came of it after:
 * a process that stops in between repeats the step, and sees by versions and journals what was done already.
 */
import type { Incident } from '../core/alert.ts';
import type { DocOf } from '../core/doc-kind.ts';
import { incidentJobDocs, incidentJobPartDocs, incidentJobSlotDocs } from '../core/doc-kinds.ts';
import { AppError } from '../core/errors.ts';
import {
  type IncidentBefore,
  type IncidentJobBody,
  type IncidentJobItem,
  type IncidentJobPartBody,
  type IncidentJobSlotBody,
  jobPartSize,
  mostJobIncidents,
  partIdOf,
} from '../core/incident-job.ts';
import type { JournalEntry } from '../core/query.ts';
import type { Store, TenantStore } from '../core/store.ts';
import { readDocument, updateDocument } from '../core/update-document.ts';
import { toUndo } from './incident-bulk.ts';
import { changeIncident, type IncidentMessaging, recordChange, toPatch } from './incident-changes.ts';
import { type IncidentJob, isEnded, writeJobParts } from './incident-jobs.ts';
import { auditStream, incidentStream, newEntry } from './journal.ts';

export interface StepParts {
  store: Pick<Store, 'of'>;
  messaging: IncidentMessaging;
  now(): string;
  clock(): number;
  growingHex(): string;
  /** Names this process. */
  worker: string;
}
interface Scene extends StepParts {
  tenant: TenantStore;
  job: IncidentJob;
}
type Result = NonNullable<IncidentJobPartBody['results']>[number];
type Plan = NonNullable<IncidentJobPartBody['plan']>;

/** A process that does not come back within this has stopped: another one goes on. */
const leaseMs = 20_000;
/** A slot without a job is of a request that was cut off. */
const abandonedMs = 60_000;
const pageSize = 500;
const mostFailures = 100;

/** One step of the job in this slot. False where there is nothing left to do for this process. */
export async function stepIncidentJob(parts: StepParts, slot: DocOf<IncidentJobSlotBody>): Promise<boolean> {
  const { store, clock, now, worker } = parts;
  const tenant = store.of(slot.user_id);
  const nowMs = clock();
  if (slot.body.worker !== worker && slot.body.lease_ms > nowMs) return false;
  const held = await tenant.updateDoc(slot.kind, slot.id, slot.version, {
    body: incidentJobSlotDocs.write({ ...slot.body, worker, lease_ms: nowMs + leaseMs }),
    updated_at: now(),
  });
  if (held === null || held === 'stale') return false;
  const job = await readDocument(tenant, incidentJobDocs, slot.body.job_id);
  if (job === null) {
    if (nowMs - Date.parse(slot.created_at) > abandonedMs) await tenant.removeDoc(slot.kind, slot.id);
    return false;
  }
  const scene: Scene = { ...parts, tenant, job };
  const { is_cancelled, state, next_part, total } = job.body;
  if (isEnded(job.body) || is_cancelled || (state === 'running' && next_part * jobPartSize >= total)) {
    await end(scene, slot);
    return false;
  }
  if (state === 'preparing') await prepare(scene);
  else await runPart(scene, nowMs + leaseMs / 2);
  return true;
}

const save = async (
  { tenant, now, job }: Scene,
  change: (body: IncidentJobBody) => IncidentJobBody,
): Promise<void> => {
  const saved = await updateDocument(
    tenant,
    incidentJobDocs,
    job.id,
    ({ body }) => ({ body: change(body) }),
    { now: now() },
  );
  if (saved === 'stale') throw new AppError('unavailable', 'The bulk job keeps changing; try again');
};

/** Finds the incidents of the job: they are those of this moment, whatever matches later. */
async function prepare(scene: Scene): Promise<void> {
  const { filter, undo_of } = scene.job.body;
  const { items, has_more } =
    undo_of === null ? await matching(scene, filter ?? {}) : await toTakeBack(scene, undo_of);
  await writeJobParts(scene, scene.job, items);
  await save(scene, (body) => ({ ...body, state: 'running', total: items.length, has_more }));
}

interface Found {
  items: IncidentJobItem[];
  has_more: boolean;
}

async function matching({ tenant }: Scene, filter: NonNullable<IncidentJobBody['filter']>): Promise<Found> {
  // What moves to the front while pages are read is found twice.
  const ids = new Set<string>();
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<TenantStore['incidents']>> = await tenant.incidents(filter, {
      limit: pageSize,
      cursor,
    });
    for (const { incident_id } of page.items) ids.add(incident_id);
    cursor = page.next_cursor;
  } while (cursor !== null && ids.size < mostJobIncidents);
  const items = Array.from(ids, (incident_id) => ({ incident_id })).slice(0, mostJobIncidents);
  return { items, has_more: cursor !== null || ids.size > mostJobIncidents };
}

async function toTakeBack({ tenant }: Scene, jobId: string): Promise<Found> {
  const docs = await tenant.docs(incidentJobPartDocs.name, { tag: jobId }, mostJobIncidents);
  const results = docs.flatMap((doc) => incidentJobPartDocs.read(doc).body.results ?? []);
  return { items: results.flatMap(({ undo }) => undo ?? []), has_more: false };
}

async function runPart(scene: Scene, untilMs: number): Promise<void> {
  const { tenant, job, now, clock } = scene;
  const id = partIdOf(job.id, job.body.next_part);
  const part = await readDocument(tenant, incidentJobPartDocs, id);
  const items = part?.body.items ?? [];
  let results = part?.body.results ?? null;
  if (part !== null && results === null) {
    const isResumed = part.body.plan !== null;
    const plan = part.body.plan ?? { at: now(), before: await Promise.all(items.map(beforeOf(tenant))) };
    const write = (body: IncidentJobPartBody) =>
      tenant.updateDoc(part.kind, id, null, {
        body: incidentJobPartDocs.write(body),
        updated_at: now(),
      });
    if (!isResumed) await write({ items, plan, results: null });
    results = [];
    for (const [at, item] of items.entries()) {
      // Slower than the lease allows: another process may have it, and this one repeats the step by the plan.
      if (clock() > untilMs) return;
      results.push(await changeOne(scene, item, { plan, before: plan.before[at] ?? null, isResumed }));
    }
    await write({ items, plan, results });
  }
  const done = results ?? [];
  const failed = items.flatMap(({ incident_id }, at) => {
    const reason = done[at]?.result ?? 'error';
    return reason === 'changed' || reason === 'unchanged' ? [] : [{ incident_id, reason }];
  });
  await save(scene, (body) => {
    if (body.next_part !== job.body.next_part) return body;
    const counts = { ...body.counts };
    for (const { result } of done) counts[result] += 1;
    const failures = [...body.failures, ...failed].slice(0, mostFailures);
    return { ...body, counts, failures, next_part: body.next_part + 1 };
  });
}

const beforeOf =
  (tenant: TenantStore) =>
  async ({ incident_id }: IncidentJobItem): Promise<IncidentBefore | null> => {
    const incident = await tenant.incident(incident_id);
    if (incident === null) return null;
    const { status, assignee, snooze, human_verdict, event_count, version } = incident;
    return { status, assignee, snooze, human_verdict, event_count, version };
  };

async function changeOne(
  scene: Scene,
  { incident_id: id, version: wanted, ...own }: IncidentJobItem,
  { plan, before, isResumed }: { plan: Plan; before: IncidentBefore | null; isResumed: boolean },
): Promise<Result> {
  const { job } = scene;
  const change = { ...job.body.change, ...own };
  // The time of the plan stands in the journal: by it a repeat knows its own work.
  const parts = { ...scene, now: () => plan.at };
  try {
    if (before === null) return { result: 'not_found', undo: null };
    if (wanted !== undefined && wanted !== before.version) return { result: 'conflict', undo: null };
    if (isResumed) {
      const after = await doneBefore(scene, { id, change, plan, before });
      if (after !== null) return toResult(before, after);
    }
    const version = isResumed || wanted !== undefined ? before.version : null;
    const done = await changeIncident(parts, { id, version, change, by: job.body.by });
    return done.before === done.after
      ? { result: 'unchanged', undo: null }
      : toResult(done.before, done.after);
  } catch (error) {
    if (!(error instanceof AppError)) return { result: 'error', undo: null };
    if (error.code === 'not_found' || error.code === 'conflict') return { result: error.code, undo: null };
    throw error;
  }
}

const toResult = (before: IncidentBefore, after: Incident): Result => ({
  result: 'changed',
  undo: toUndo([{ before, after }])?.incidents[0] ?? null,
});

/** That a journal entry says it made. */
function versionOf({ data }: JournalEntry): unknown {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? data.version : null;
}

/** The incident as the interrupted step left it; null where the step had not come to it, or somebody else was there. */
async function doneBefore(
  scene: Scene,
  asked: { id: string; change: IncidentJobBody['change']; plan: Plan; before: IncidentBefore },
): Promise<Incident | null> {
  const { tenant, job } = scene;
  const { id, change, plan, before } = asked;
  const { by } = job.body;
  const incident = await tenant.incident(id);
  if (incident === null || incident.version === before.version) return null;
  const page = await tenant.journal(incidentStream(id), { limit: 50 });
  const ours = page.items.find((entry) => entry.at === plan.at && entry.by === by);
  const version = before.version + 1;
  if (ours === undefined) {
    // Stopped between the change and its journal entry, unless somebody else made this version.
    if (incident.version !== version || page.items.some((entry) => versionOf(entry) === version)) return null;
    const { snooze, ...rest } = change;
    const isThere = Object.keys(toPatch(incident, rest, { now: plan.at, by })).length === 0;
    if (!isThere || (snooze ? incident.snooze?.at !== plan.at : false)) return null;
    await recordChange(
      { ...scene, now: () => plan.at },
      { before: { ...incident, ...before }, after: incident },
      by,
    );
  }
  if (before.status !== incident.status && incident.status === change.status)
    await tenant.updateAlertsOfIncident(
      id,
      incident.status,
      before.status === 'resolved' ? 'all' : 'unresolved',
    );
  const made = ours && versionOf(ours);
  return typeof made === 'number' ? { ...incident, version: made } : incident;
}

/** Notes in the audit log what came of it, once, and frees the tenant's slot. */
async function end(scene: Scene, slot: DocOf<IncidentJobSlotBody>): Promise<void> {
  const { tenant, job, now } = scene;
  const { by, counts, total, is_cancelled, next_part } = job.body;
  const { changed, unchanged, not_found, conflict, error } = counts;
  const isWhole = job.body.state !== 'preparing' && next_part * jobPartSize >= total;
  const data = {
    method: 'POST',
    path: '/api/bulk-jobs',
    params: { job_id: job.id },
    subjects: [
      `${changed} changed`,
      `${unchanged} unchanged`,
      `${not_found + conflict + error} failed`,
      `${Math.max(0, total - changed - unchanged - not_found - conflict - error)} left`,
    ],
    fields: Object.keys(job.body.change),
  };
  const entry = newEntry(scene, {
    user_id: job.user_id,
    stream: auditStream,
    by,
    kind: 'Bulk job ended',
    data,
  });
  // The same entry, however often the end is repeated.
  await tenant.append({ ...entry, id: `ended-${job.id}` });
  await save(scene, (body) =>
    isEnded(body)
      ? body
      : { ...body, state: is_cancelled && !isWhole ? 'cancelled' : 'done', ended_at: now() },
  );
  await tenant.removeDoc(slot.kind, slot.id);
}
