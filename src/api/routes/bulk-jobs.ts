/** Changes of many incidents as jobs of the server. */
import {
  cancelIncidentJob,
  checkChange,
  type IncidentJob,
  incidentJob,
  incidentJobs,
  isEnded,
  startIncidentJob,
  undoIncidentJob,
} from '../../cases/incident-jobs.ts';
import { toChange } from '../../cases/snooze.ts';
import { BulkJobCreate, BulkJob as BulkJobModel, BulkJobs } from '../../contract/bulk-job.ts';
import { object } from '../../contract/schema.ts';
import { invalid } from '../../core/errors.ts';
import { mostJobIncidents, mostKeptJobs } from '../../core/incident-job.ts';
import { incidentFilterFields, readIncidentFilter } from '../http/incident-filter.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Incidents';

function view({ id, created_at, expires_at, body }: IncidentJob): BulkJobModel {
  const { counts, total, change, undone_by } = body;
  const { changed, unchanged, not_found, conflict, error } = counts;
  const failed = not_found + conflict + error;
  return {
    id,
    state: body.state,
    by: body.by,
    created_at,
    ended_at: body.ended_at,
    kept_until: expires_at,
    fields: Object.keys(change).map((name) => (name === 'human_verdict' ? 'verdict' : name)),
    total,
    left: total - changed - unchanged - failed,
    changed,
    unchanged,
    failed,
    failures: body.failures,
    has_more: body.has_more,
    undo_of: body.undo_of,
    undone_by,
    can_undo: isEnded(body) && changed > 0 && undone_by === null,
  };
}

const toVerdict = (
  { verdict, note = '' }: Pick<BulkJobCreate, 'verdict' | 'note'>,
  by: string,
  at: string,
) => (verdict === undefined ? {} : { human_verdict: verdict === null ? null : { verdict, note, by, at } });

export function bulkJobRoutes(parts: RouteParts): Route[] {
  return [
    userRoute(parts, {
      method: 'POST',
      path: '/api/bulk-jobs',
      access: { user: 'triage' },
      tag,
      summary: 'Change many incidents as a job',
      description: `Status, assignee, snooze or verdict of up to ${mostJobIncidents} incidents: those listed in \`incidents\`, or with \`"matching": true\` all that match the parameters of the address now. The job continues after you disconnect, and after a restart; \`GET /api/bulk-jobs/{job_id}\` shows how far it is. One job runs at a time (else 409).`,
      query: object(incidentFilterFields),
      body: BulkJobCreate,
      bodyLimitBytes: 1024 * 1024,
      answer: BulkJobModel,
      answerStatus: 202,
      errors: ['conflict'],
      async handle({ tenant, caller, query, body, reply }) {
        const { incidents, matching = false, verdict, note, ...rest } = body;
        if (matching === (incidents !== undefined))
          throw invalid([{ field: 'incidents', message: 'or matching: true is required, and not both' }]);
        if (!matching && Object.keys(query).length > 0)
          throw invalid([{ field: 'matching', message: 'must be true where the address has parameters' }]);
        const { user_id, email: by } = caller;
        const now = parts.now();
        const change = { ...toChange(rest, now), ...toVerdict({ verdict, note }, by, now) };
        checkChange(change);
        const filter = matching
          ? await readIncidentFilter(tenant, query, { nowMs: parts.clock(), reader: by })
          : null;
        const items = incidents ?? null;
        const job = { user_id, by, change, items, filter, undo_of: null };
        const started = await startIncidentJob({ ...parts, tenant }, job);
        reply.code(202);
        return view(started);
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/bulk-jobs',
      access: { user: 'read' },
      tag,
      summary: `The last ${mostKeptJobs} bulk jobs, latest first`,
      answer: BulkJobs,
      handle: async ({ tenant }) => ({ items: (await incidentJobs(tenant)).map(view) }),
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/bulk-jobs/:job_id',
      access: { user: 'read' },
      tag,
      summary: 'Progress and result of a bulk job',
      answer: BulkJobModel,
      handle: async ({ tenant, params }) => view(await incidentJob(tenant, params.job_id)),
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/bulk-jobs/:job_id/cancel',
      access: { user: 'triage' },
      tag,
      summary: 'Cancel a bulk job',
      description:
        'It stops after at most a few more incidents. Changes already made stay; `undo` reverts them. A job that has ended is not affected.',
      answer: BulkJobModel,
      errors: ['conflict'],
      handle: async ({ tenant, params }) =>
        view(await cancelIncidentJob({ ...parts, tenant }, params.job_id)),
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/bulk-jobs/:job_id/undo',
      access: { user: 'triage' },
      tag,
      summary: 'Undo a bulk job',
      description:
        'A separate job that restores the former state of each incident. Incidents that somebody has changed since are left unchanged, and listed in `failures`.',
      answer: BulkJobModel,
      answerStatus: 202,
      errors: ['conflict'],
      async handle({ tenant, params, caller, reply }) {
        const { user_id, email: by } = caller;
        const undo = await undoIncidentJob({ ...parts, tenant }, { id: params.job_id, user_id, by });
        reply.code(202);
        return view(undo);
      },
    }),
  ];
}
