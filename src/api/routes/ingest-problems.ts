/** What sensors sent that was not accepted or not understood. */
import { listIngestProblems } from '../../cases/ingest-problems.ts';
import { IngestProblem, toIngestProblemView } from '../../contract/ingest-problem.ts';
import { list, object, optional, text } from '../../contract/schema.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

export const ingestProblemRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/ingest-problems',
    access: { user: 'read' },
    tag: 'Sensors',
    summary: 'What sensors sent that was not accepted or not understood',
    description:
      "Latest first; at most 200 entries, each with a count, kept for 30 days. Most sensors ignore the server's answer, so look here if one seems silent.",
    query: object({ node_id: optional(text({ maxLength: 100 })) }),
    answer: list(IngestProblem),
    async handle({ tenant, query: { node_id } }) {
      await parts.ingestProblems.flush();
      const all = await listIngestProblems(tenant);
      return all
        .filter(({ body }) => node_id === undefined || body.node_id === node_id)
        .map(toIngestProblemView);
    },
  }),
];
