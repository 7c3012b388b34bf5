/** Sums over time, from what is kept as events are written: none of these reads an event. */
import {
  Activity,
  buckets,
  countedBy,
  Techniques,
  TopList,
  Vulnerabilities,
} from '../../contract/activity.ts';
import { choice, object } from '../../contract/schema.ts';
import { rollupFieldOf, toActivity, toTop } from '../../core/rollup-sums.ts';
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
      const { from, to, fromMs, toMs } = toHourRange(asked, parts.clock());
      const rollups = await tenant.rollups(from, to, rollupFieldOf[by]);
      return { from, to, bucket, by, buckets: toActivity(rollups, { bucket, by, fromMs, toMs }) };
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
        ...toTop(
          await tenant.rollups(from, to, of === 'source' ? 'sources' : rollupFieldOf[of]),
          of,
          clamp(limit, 10),
        ),
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
      const { items } = toTop(await tenant.rollups(from, to, 'techniques'), 'technique', everything);
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
