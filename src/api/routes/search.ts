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
      'An address, a network, an id or any value finds what is exactly that, at once. Words find incidents by their title among the latest, nodes and decoys by their names, and observables by a part of one of the 200 most frequent values of each kind. At most five of each group; it costs the same however much is stored. `node_id`, `group_id`, `exposure`, `from` and `to` narrow incidents, attackers and sessions to what happened there and then, nodes and decoys to the nodes, and values to the time; values are of the whole account, so that none is listed with a node, a group or an exposure.',
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
