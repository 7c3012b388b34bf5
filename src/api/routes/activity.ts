/** Sums over time, from what is kept as events are written: none of these reads an event. */
import { readActivity, readTechniques, readTop } from '../../cases/top.ts';
import {
  Activity,
  buckets,
  countedBy,
  Techniques,
  TopList,
  Vulnerabilities,
} from '../../contract/activity.ts';
import { choice, object } from '../../contract/schema.ts';
import { clamp, limitOf } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';
import { rangeFields, toHourRange } from '../http/time-range.ts';
import { readParts, withinFields } from '../http/within.ts';

const tag = 'Overview';
const everything = 10_000;
const since =
  'Sums for nodes, groups and exposures begin with the version that counts them separately (docs/api.md).';

export const activityRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/activity',
    access: { user: 'read' },
    tag,
    summary: 'Events over time, counted by type, service, node, group, country, network, exposure, risk, …',
    description: `By the hour or the day (UTC) of the event’s own time. A group is the nodes that are in it now; nodes without one count as \`none\`. ${since}`,
    query: object({
      ...rangeFields,
      ...withinFields,
      bucket: choice(buckets, { default: 'hour' }),
      by: choice(countedBy, { default: 'type' }),
    }),
    answer: Activity,
    errors: ['bad_request'],
    async handle({ tenant, query: { bucket, by, ...asked } }) {
      const { from, to } = toHourRange(asked, parts.clock());
      const range = { from, to, parts: await readParts(tenant, asked) };
      const all = await readActivity(tenant, { bucket, by }, range);
      return { from, to, bucket, by, buckets: all };
    },
  }),

  userRoute(parts, {
    method: 'GET',
    path: '/api/top',
    access: { user: 'read' },
    tag,
    summary: 'The most frequent sources, services, countries, …',
    description:
      '100 sources are kept for each hour: `missed` says how many more events each may have had. Everything else is exact up to 300 names per hour; further names count as `other`.',
    query: object({
      ...rangeFields,
      ...withinFields,
      of: choice([...countedBy, 'source'], { default: 'source' }),
      limit: limitOf(10),
    }),
    answer: TopList,
    errors: ['bad_request'],
    async handle({ tenant, caller, query: { of, limit, ...asked } }) {
      const { from, to } = toHourRange(asked, parts.clock());
      const range = { from, to, parts: await readParts(tenant, asked) };
      const top = await readTop(tenant, of, range, clamp(limit, 10));
      if (of !== 'source') return { from, to, of, ...top };
      const find = await parts.assetFor(caller.user_id);
      const assetOf = (name: string) => {
        const asset = find(name);
        return asset === null ? {} : { asset };
      };
      return { from, to, of, ...top, items: top.items.map((one) => ({ ...one, ...assetOf(one.name) })) };
    },
  }),

  userRoute(parts, {
    method: 'GET',
    path: '/api/techniques',
    access: { user: 'read' },
    tag,
    summary: 'ATT&CK techniques that were seen, with their events and an example',
    query: object({ ...rangeFields, ...withinFields }),
    answer: Techniques,
    errors: ['bad_request'],
    async handle({ tenant, query }) {
      const { from, to } = toHourRange(query, parts.clock());
      const range = { from, to, parts: await readParts(tenant, query) };
      return { from, to, items: await readTechniques(tenant, range) };
    },
  }),

  userRoute(parts, {
    method: 'GET',
    path: '/api/vulnerabilities',
    access: { user: 'read' },
    tag,
    summary: 'Vulnerabilities that attackers tried, since when, and by how many sources',
    description:
      'Since the beginning, or with any of the parameters, what was tried in a range (default: the last day), on a node, in a group or with an exposure; `first_seen`, `last_seen` and `sources` always cover everything. Those last seen before the retention period are removed.',
    query: object({ ...rangeFields, ...withinFields }),
    answer: Vulnerabilities,
    errors: ['bad_request'],
    async handle({ tenant, query }) {
      const known = (await tenant.vulnerabilities()).map(({ user_id: _user, sources, ...sum }) => ({
        ...sum,
        sources: Object.keys(sources).length,
      }));
      if (Object.values(query).every((value) => value === undefined))
        return { from: null, to: null, items: known };
      const { from, to } = toHourRange(query, parts.clock());
      const range = { from, to, parts: await readParts(tenant, query) };
      const top = await readTop(tenant, 'vulnerability', range, everything);
      const of = new Map(known.map((one) => [one.id, one]));
      const items = top.items.flatMap(({ name, events }) => {
        const one = of.get(name);
        return one ? [{ ...one, events }] : [];
      });
      return { from, to, items };
    },
  }),
];
