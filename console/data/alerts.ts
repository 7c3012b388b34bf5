/** Alerts, latest first, page by page: the list comes bare, and where it goes on stands in a header. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, request, toPath } from './client.ts';
import { toNextCursor } from './next-cursor.ts';
import type { AlertView, Page } from './types.ts';

export interface AlertFilter {
  status?: string;
  open?: boolean;
  source?: string;
  node_id?: string;
  min_risk?: string;
  from?: string;
  to?: string;
}

const pageSize = 100;

/** Not under a noun of the live stream: rows do not move while people read. */
export const alertListQuery = (filter: AlertFilter) =>
  infiniteQueryOptions({
    queryKey: ['alert-list', filter],
    initialPageParam: '',
    async queryFn({ pageParam, signal }): Promise<Page<AlertView>> {
      const response = await request(
        toPath('/api/alerts', { ...filter, limit: pageSize, cursor: pageParam }),
        { signal, headers: { accept: 'application/json' } },
      );
      return {
        items: (await response.json()) as AlertView[],
        next_cursor: toNextCursor(response.headers.get('link')),
      };
    },
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

export const alertQuery = (id: string) =>
  queryOptions({
    queryKey: ['alerts', id],
    queryFn: ({ signal }) => call<AlertView>('GET', `/api/alerts/${encodeURIComponent(id)}`, { signal }),
  });
