/** Decoys of all nodes. */
import { DecoyResponse, toDecoyView } from '../../contract/decoy.ts';
import { list, object, optional, text } from '../../contract/schema.ts';
import { toStamp } from '../http/moment.ts';
import { clamp, cursorField, limitOf, linkNext, takePage } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';
import { decoyRange } from '../http/time-range.ts';

export const decoyRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/decoys',
    access: { user: 'read' },
    tag: 'Decoys',
    summary: 'All decoys',
    description:
      'The most recently accessed or registered first. The answer is a bare list; if there is more, a `Link` header (`rel="next"`) has the address of the next page.',
    query: object({
      limit: limitOf(100),
      cursor: cursorField,
      node_id: optional(text({ maxLength: 100 })),
      ...decoyRange,
    }),
    answer: list(DecoyResponse),
    errors: ['bad_request'],
    async handle({ tenant, query: { limit, cursor, node_id, from, to }, request, reply }) {
      const names = new Map((await tenant.nodes()).map((node) => [node.node_id, node.name]));
      const page = await takePage(
        clamp(limit, 100),
        cursor ?? null,
        (next) => tenant.decoys({ node_id, from: toStamp(from), to: toStamp(to) }, next),
        // Decoys of deleted nodes are gone with them.
        { keep: (decoy) => names.has(decoy.node_id) },
      );
      linkNext(request, reply, page.next_cursor);
      return page.items.map((decoy) => toDecoyView(decoy, names.get(decoy.node_id) ?? null));
    },
  }),
];
