/** Sums over time, from what is kept as events are written: none of these reads an event. */
import { readRollupSlices } from '../../cases/rollup-slices.ts';
import { readTop } from '../../cases/top.ts';
import {
  Activity,
  buckets,
  countedBy,
  Techniques,
  TopList,
  Vulnerabilities,
} from '../../contract/activity.ts';
import { choice, object } from '../../contract/schema.ts';
import { type ActivityBucket, rollupFieldOf, toActivity } from '../../core/rollup-sums.ts';
import { clamp, limitOf } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';
import { rangeFields, toHourRange } from '../http/time-range.ts';

const tag = 'Overview';
const everything = 10_000;

export const activityRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/activity',
    access: { user: 'read' },
    tag,
    summary: 'Events over time, counted by type, service, node, country, exposure or technique',
    description: 'By the hour or the day (UTC) of the event’s own time.',
    query: object({
      ...rangeFields,
      bucket: choice(buckets, { default: 'hour' }),
      by: choice(countedBy, { default: 'type' }),
    }),
    answer: Activity,
    errors: ['bad_request'],
    async handle({ tenant, query: { bucket, by, ...asked } }) {
      const { from, to } = toHourRange(asked, parts.clock());
      const all: ActivityBucket[] = [];
      for await (const { rollups, fromMs, toMs } of readRollupSlices(tenant, { from, to }, rollupFieldOf[by]))
        all.push(...toActivity(rollups, { bucket, by, fromMs, toMs }));
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
      'Of sources, 100 are kept for each hour: `missed` says how many events each may have had more. Everything else is exact up to 300 names per hour; further names count as `other`.',
    query: object({
      ...rangeFields,
      of: choice([...countedBy, 'source'], { default: 'source' }),
      limit: limitOf(10),
    }),
    answer: TopList,
    errors: ['bad_request'],
    async handle({ tenant, query: { of, limit, ...asked } }) {
      const { from, to } = toHourRange(asked, parts.clock());
      return {
        from,
        to,
        of,
        ...(await readTop(tenant, of, { from, to }, clamp(limit, 10))),
      };
    },
  }),

  userRoute(parts, {
    method: 'GET',
    path: '/api/techniques',
    access: { user: 'read' },
    tag,
    summary: 'ATT&CK techniques that were seen, with their events',
    query: object(rangeFields),
    answer: Techniques,
    errors: ['bad_request'],
    async handle({ tenant, query }) {
      const { from, to } = toHourRange(query, parts.clock());
      const { items } = await readTop(tenant, 'technique', { from, to }, everything);
      return { from, to, items: items.map(({ name, events }) => ({ technique: name, events })) };
    },
  }),

  userRoute(parts, {
    method: 'GET',
    path: '/api/vulnerabilities',
    access: { user: 'read' },
    tag,
    summary: 'Vulnerabilities that attackers tried, since when, and by how many sources',
    description: 'Since the beginning; those last seen before the retention period are removed.',
    answer: Vulnerabilities,
    async handle({ tenant }) {
      const items = (await tenant.vulnerabilities()).map(({ user_id: _user, sources, ...sum }) => ({
        ...sum,
        sources: Object.keys(sources).length,
      }));
      return { items };
    },
  }),
];
