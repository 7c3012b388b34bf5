/** Sums over time that the server keeps as events are written: no query here reads an event. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { TimeRange } from './time-range.ts';
import type { Activity, AttackerView, Page, Techniques, TopList, Vulnerabilities } from './types.ts';

export type Hours = Pick<TimeRange, 'from' | 'to'>;
export type TopOf = TopList['of'];

/** Sums are of the last day where nothing is said, and of 93 days at most. */
export const mostDays = 93;

/** "All time" as far as sums reach back. */
export const toHours = ({ from, to }: Hours, nowMs: number): Hours => ({
  from: from ?? new Date(Math.floor(nowMs / 3600_000) * 3600_000 - (mostDays - 1) * 86_400_000).toISOString(),
  to,
});

export const topQuery = (of: TopOf, { from, to }: Hours, limit = 10) =>
  queryOptions({
    queryKey: ['sums', 'top', of, from, to, limit],
    queryFn: ({ signal }) => call<TopList>('GET', '/api/top', { query: { of, from, to, limit }, signal }),
  });

export const techniquesQuery = ({ from, to }: Hours) =>
  queryOptions({
    queryKey: ['sums', 'techniques', from, to],
    queryFn: ({ signal }) => call<Techniques>('GET', '/api/techniques', { query: { from, to }, signal }),
  });

export const activitySumsQuery = (by: Activity['by'], bucket: Activity['bucket'], { from, to }: Hours) =>
  queryOptions({
    queryKey: ['sums', 'activity', by, bucket, from, to],
    queryFn: ({ signal }) =>
      call<Activity>('GET', '/api/activity', { query: { by, bucket, from, to }, signal }),
  });

export const vulnerabilitiesQuery = () =>
  queryOptions({
    queryKey: ['vulnerabilities'],
    queryFn: ({ signal }) => call<Vulnerabilities>('GET', '/api/vulnerabilities', { signal }),
  });

/** The most active sources since the beginning. */
export const busiestQuery = (limit: number) =>
  queryOptions({
    queryKey: ['attackers', 'busiest', limit],
    queryFn: ({ signal }) =>
      call<Page<AttackerView & { place: { network_owner: string | null; asn: number | null } | null }>>(
        'GET',
        '/api/attackers',
        { query: { order: 'total_attacks', limit }, signal },
      ),
  });
