/** Decoys of all nodes. */
import { DecoyResponse, toDecoyView } from '../../contract/decoy.ts';
import { list, object, optional, text } from '../../contract/schema.ts';
import { clamp, limitOf } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

export const decoyRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/decoys',
    access: { user: 'read' },
    tag: 'Decoys',
    summary: 'All decoys',
    query: object({ limit: limitOf(100), node_id: optional(text({ maxLength: 100 })) }),
    answer: list(DecoyResponse),
    async handle({ tenant, query }) {
      const [nodes, decoys] = await Promise.all([
        tenant.nodes(),
        tenant.decoys({ node_id: query.node_id }, clamp(query.limit, 100)),
      ]);
      const names = new Map(nodes.map(({ node_id, name }) => [node_id, name]));
      // Decoys of deleted nodes are gone with them.
      return decoys
        .filter(({ node_id }) => names.has(node_id))
        .map((decoy) => toDecoyView(decoy, names.get(decoy.node_id) ?? null));
    },
  }),
];
