/** Many incidents at once, and how to undo it. */

import { changeIncidents } from '../../cases/incident-bulk.ts';
import { toChange } from '../../cases/snooze.ts';
import { IncidentBulkAnswer, IncidentBulkUpdate, toIncidentView } from '../../contract/incident.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

export function incidentBulkRoutes(parts: RouteParts): Route[] {
  return [
    userRoute(parts, {
      method: 'POST',
      path: '/api/incidents/bulk',
      access: { user: 'triage' },
      tag: 'Incidents',
      summary: 'Set status or assignee of many incidents, or snooze them',
      description:
        'Each is changed independently: one that fails does not stop the others. Values of a single item take precedence over the common ones. `undo` in the response is the body of the request that undoes the change; incidents that were changed in the meantime are left as they are.',
      body: IncidentBulkUpdate,
      answer: IncidentBulkAnswer,
      async handle({ tenant, body: { incidents, ...common }, caller }) {
        const { results, ...outcome } = await changeIncidents(
          { ...parts, tenant },
          {
            items: incidents.map((item) => toChange(item, parts.now())),
            common: toChange(common, parts.now()),
            by: caller.email,
          },
        );
        const locate = await parts.locateFor(caller.user_id);
        const view = results.map((one) => ({
          ...one,
          incident:
            one.incident &&
            toIncidentView(one.incident, locate(one.incident.source_ip), parts.now(), caller.email),
        }));
        return { results: view, ...outcome };
      },
    }),
  ];
}
