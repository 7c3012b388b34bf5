/** Many incidents at once, and how to take it back. */

import { changeIncident, type IncidentChange } from '../../cases/incident-changes.ts';
import {
  type bulkResults,
  IncidentBulkAnswer,
  IncidentBulkUpdate,
  toIncidentView,
} from '../../contract/incident.ts';
import type { Incident as IncidentRecord } from '../../core/alert.ts';
import { AppError, invalid } from '../../core/errors.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

type Result = (typeof bulkResults)[number];

/** The request that brings back what stood before, or null where nothing was changed. */
const toUndo = (changed: { before: IncidentRecord; after: IncidentRecord }[]) =>
  changed.length === 0
    ? null
    : {
        incidents: changed.map(({ before, after }) => ({
          incident_id: after.incident_id,
          version: after.version,
          ...(before.status === after.status ? {} : { status: before.status }),
          ...(before.assignee === after.assignee ? {} : { assignee: before.assignee }),
        })),
      };

export function incidentBulkRoutes(parts: RouteParts): Route[] {
  return [
    userRoute(parts, {
      method: 'POST',
      path: '/api/incidents/bulk',
      access: { user: 'triage' },
      tag: 'Incidents',
      summary: 'Set status or assignee of many incidents',
      description:
        'Each on its own: one that fails stops no other. What an incident says for itself beats what is said for all. `undo` in the answer is the body of the request that takes it back; it is refused for incidents that were changed meanwhile.',
      body: IncidentBulkUpdate,
      answer: IncidentBulkAnswer,
      async handle({ tenant, body: { incidents, ...common }, caller }) {
        const said = (one: IncidentChange): boolean => one.status !== undefined || one.assignee !== undefined;
        if (!said(common) && !incidents.every(said))
          throw invalid([{ field: 'status', message: 'or assignee must say what to change' }]);
        const changed: { before: IncidentRecord; after: IncidentRecord }[] = [];
        const told: { incident_id: string; result: Result; incident: object | null }[] = [];
        for (const { incident_id, version, ...own } of incidents) {
          try {
            const pair = await changeIncident(parts, tenant, {
              id: incident_id,
              version: version ?? null,
              change: { ...common, ...own },
              by: caller.email,
            });
            const isNew = pair.before !== pair.after;
            if (isNew) changed.push(pair);
            told.push({
              incident_id,
              result: isNew ? 'changed' : 'unchanged',
              incident: toIncidentView(pair.after),
            });
          } catch (error) {
            const code = error instanceof AppError ? error.code : null;
            if (code !== 'not_found' && code !== 'conflict') throw error;
            told.push({ incident_id, result: code, incident: null });
          }
        }
        return { results: told, changed: changed.length, undo: toUndo(changed) };
      },
    }),
  ];
}
