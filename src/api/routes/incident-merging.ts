/** Incidents that people say are one, or are not; and who has opened them. */
import { mergeIncidents, splitIncidents, takeApart } from '../../cases/merging.ts';
import { toIncidentView } from '../../contract/incident.ts';
import {
  IncidentMerge,
  IncidentMergeAnswer,
  IncidentSplit,
  IncidentSplitAnswer,
  IncidentsSeen,
  IncidentsSeenAnswer,
  IncidentTakeApart,
  IncidentTakeApartAnswer,
} from '../../contract/incident-merging.ts';
import type { Incident } from '../../core/alert.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Incidents';

export function incidentMergingRoutes(parts: RouteParts): Route[] {
  const viewFor = async ({ user_id, email }: { user_id: string; email: string }) => {
    const locate = await parts.locateFor(user_id);
    return (incident: Incident) => toIncidentView(incident, locate(incident.source_ip), parts.now(), email);
  };
  return [
    userRoute(parts, {
      method: 'POST',
      path: '/api/incidents/merge',
      access: { user: 'triage' },
      tag,
      summary: 'Merge incidents into one',
      description:
        'The alerts of each move to the remaining incident, and future events of their sources join it. A merged incident is resolved and names the other in `merged_into`. Each is merged separately: `results` says which could not be, and why. `undo` is the request that splits them off again.',
      body: IncidentMerge,
      answer: IncidentMergeAnswer,
      errors: ['not_found'],
      async handle({ tenant, body, caller }) {
        const { incident, results } = await mergeIncidents(
          { ...parts, tenant },
          { ids: body.incidents, into: body.into, by: caller.email },
        );
        const done = results.filter(({ result }) => result === 'merged').map((one) => one.incident_id);
        return {
          incident: (await viewFor(caller))(incident),
          results,
          undo: done.length === 0 ? null : { incidents: done },
        };
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/incidents/split',
      access: { user: 'triage' },
      tag,
      summary: 'Split merged incidents off again',
      description:
        'Each incident gets its alerts back, also those that its source caused in the meantime, and its former status; what the merge changed in the remaining incident is undone.',
      body: IncidentSplit,
      answer: IncidentSplitAnswer,
      handle: async ({ tenant, body, caller }) => ({
        results: await splitIncidents({ ...parts, tenant }, { ids: body.incidents, by: caller.email }),
      }),
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/incidents/:incident_id/split',
      access: { user: 'triage' },
      tag,
      summary: 'Split some alerts off into a new incident',
      description:
        'At least one alert stays. Future events of the source join the original incident. `undo` is the request that merges it back.',
      body: IncidentTakeApart,
      answer: IncidentTakeApartAnswer,
      errors: ['conflict'],
      async handle({ tenant, params, body, caller }) {
        const { incident_id: id } = params;
        const { incident, from } = await takeApart(
          {
            ...parts,
            tenant,
            newId: () => `inc-${parts.randomHex(8)}`,
            nodeName: async (nodeId) => (await tenant.node(nodeId))?.name ?? nodeId,
          },
          { id, alertIds: body.alert_ids, by: caller.email },
        );
        const view = await viewFor(caller);
        return {
          incident: view(incident),
          from: view(from),
          undo: { into: id, incidents: [incident.incident_id] },
        };
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/incidents/seen',
      access: { user: 'read' },
      tag,
      summary: 'Mark incidents as read or unread',
      description:
        'For the person or key that calls. An incident whose risk rises is unread again. The version does not change.',
      body: IncidentsSeen,
      answer: IncidentsSeenAnswer,
      async handle({ tenant, body, caller }) {
        const at = body.seen ? parts.now() : null;
        await tenant.markSeen(body.incidents, caller.email, at);
        return { success: true, count: body.incidents.length };
      },
    }),
  ];
}
