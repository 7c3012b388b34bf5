/** Changes of many incidents that the server makes as a job. */
import { verdictKinds } from '../core/alert.ts';
import { incidentJobResults, incidentJobStates, mostJobIncidents } from '../core/incident-job.ts';
import { nullableTime, plainTime } from './fields.ts';
import { incidentChangeFields } from './incident.ts';
import { choice, flag, integer, list, nullable, object, optional, type Static, text } from './schema.ts';

export const BulkJobCreate = object({
  incidents: optional(
    list(object({ incident_id: text({ maxLength: 100 }), version: optional(integer({ minimum: 1 })) }), {
      description: 'The incidents to change; with `version`, only if nobody changed it since.',
      minItems: 1,
      maxItems: mostJobIncidents,
    }),
  ),
  matching: optional(
    flag({
      description:
        'true, in place of `incidents`: all that match the parameters of the address, which are those of `GET /api/incidents`.',
    }),
  ),
  ...incidentChangeFields,
  verdict: optional(nullable(choice(verdictKinds, { description: 'null removes the verdict.' }))),
  note: optional(text({ description: 'Of the verdict.', maxLength: 2000 })),
});
export type BulkJobCreate = Static<typeof BulkJobCreate>;

export const BulkJob = object({
  id: text({ examples: ['job-0f1e2d3c4b5a6978'] }),
  state: choice(incidentJobStates, {
    description: 'preparing: finds its incidents. One that is being cancelled is still running.',
  }),
  by: text(),
  created_at: plainTime,
  ended_at: nullableTime,
  kept_until: nullableTime,
  fields: list(text(), { description: 'What it changes.' }),
  total: integer({ description: '0 while it is prepared.' }),
  left: integer({ description: 'Not processed yet; after a cancellation they never will be.' }),
  changed: integer(),
  unchanged: integer({ description: 'How many already were as requested.' }),
  failed: integer(),
  failures: list(object({ incident_id: text(), reason: choice(incidentJobResults) }), {
    description:
      'The first 100. not_found: gone; conflict: changed by somebody else meanwhile, or merged into another one; error: the server met an error.',
  }),
  has_more: flag({ description: `More than ${mostJobIncidents} matched; the rest was not changed.` }),
  undo_of: nullable(text({ description: 'The job that it undoes.' })),
  undone_by: nullable(text({ description: 'The job that undoes it.' })),
  can_undo: flag(),
});
export type BulkJob = Static<typeof BulkJob>;
export const BulkJobs = object({ items: list(BulkJob) });
export type BulkJobs = Static<typeof BulkJobs>;
