/** One box over everything that belongs to the tenant. */
import { maySeeSecrets } from '../../cases/masked-search.ts';
import { mostSearchText, search } from '../../cases/search.ts';
import { object, text } from '../../contract/schema.ts';
import { SearchAnswer } from '../../contract/search.ts';
import { invalid } from '../../core/errors.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';
import { readWithin, seenFields, withinFields } from '../http/within.ts';

export const searchRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/search',
    access: { user: 'read' },
    tag: 'Overview',
    summary: 'Search incidents, attackers, sessions, nodes, decoys, observables and pages',
    description:
      'An address, a network, an id or any value finds exact matches directly. Words find incidents by their title, services, decoys and accounts among the latest 500, nodes and decoys by their names, and observables by a part of one of the 200 most frequent values of each kind. At most five of each group; the cost does not depend on how much is stored. `node_id`, `group_id`, `exposure`, `from` and `to` narrow incidents, attackers and sessions to what happened there and then, nodes and decoys to the nodes. They narrow values to those seen on the nodes (beyond 47 nodes: by the latest five events), in the time, and with the exposure (addresses exactly, other values by the latest five events); of a part of a value, to those among the 20 most frequent of its kind that hold it.',
    query: object({ q: text({ minLength: 1, maxLength: mostSearchText }), ...withinFields, ...seenFields }),
    answer: SearchAnswer,
    async handle({ tenant, caller, query, gone }) {
      const asked = query.q.trim();
      if (asked === '') throw invalid([{ field: 'q', message: 'must not be empty' }]);
      const { q: _q, ...rest } = query;
      return search(tenant, asked, {
        nowMs: parts.clock(),
        maySee: maySeeSecrets(caller),
        gone: gone(),
        within: await readWithin(tenant, rest),
        assetOf: await parts.assetFor(caller.user_id),
      });
    },
  }),
];
