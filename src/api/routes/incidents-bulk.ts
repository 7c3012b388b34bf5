/** Many incidents at once, and how to undo it. */

import { bulkResults, changeIncidents } from '../../cases/incident-bulk.ts';
import { Incident, toIncidentView } from '../../contract/models-incident.ts';
import { choice, integer, list, nullable, object, optional, text } from '../../contract/schema.ts';
import { alertStatuses } from '../../core/alert.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const change = {
  status: optional(choice(alertStatuses)),
  assignee: optional(nullable(text({ minLength: 1, maxLength: 254 }))),
};
const BulkItem = object({
  incident_id: text({ maxLength: 100 }),
  version: optional(integer({ minimum: 1 })),
  ...change,
});
export function incidentBulkRoutes(parts: RouteParts): Route[] {
  return [
    userRoute(parts, {
      method: 'POST',
      path: '/api/incidents/bulk',
      access: { user: 'triage' },
      tag: 'Incidents',
      summary: 'Set status or assignee of many incidents',
      description:
        'Each is changed independently: one that fails does not stop the others. Values of a single item take precedence over the common ones. `undo` in the response is the body of the request that undoes the change; incidents that were changed in the meantime are left as they are.',
      body: object({ incidents: list(BulkItem, { minItems: 1, maxItems: 200 }), ...change }),
      answer: object({
        results: list(
          object({ incident_id: text(), result: choice(bulkResults), incident: nullable(Incident) }),
        ),
        changed: integer(),
        undo: nullable(object({ incidents: list(BulkItem) })),
      }),
      async handle({ tenant, body: { incidents, ...common }, caller }) {
        const { results, ...outcome } = await changeIncidents(
          { ...parts, tenant },
          { items: incidents, common, by: caller.email },
        );
        const view = results.map((one) => ({
          ...one,
          incident: one.incident && toIncidentView(one.incident),
        }));
        return { results: view, ...outcome };
      },
    }),
  ];
}
