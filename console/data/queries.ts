/** What pages read, as TanStack queries. Each is an `options` object: `useQuery(statsQuery())`. */
import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query';
import { call } from './client.ts';
import type {
  EventFilter,
  EventView,
  IncidentView,
  NodeView,
  Page,
  PlantedToken,
  RawRecord,
  StatsView,
  TokenList,
  UserView,
} from './types.ts';

export const meQuery = () =>
  queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => call<UserView>('GET', '/auth/me', { signal }) });

export const statsQuery = () =>
  queryOptions({
    queryKey: ['stats'],
    queryFn: ({ signal }) => call<StatsView>('GET', '/api/stats', { signal }),
  });

export const nodesQuery = () =>
  queryOptions({
    queryKey: ['nodes'],
    queryFn: ({ signal }) => call<NodeView[]>('GET', '/nodes', { signal }),
  });

export const openIncidentsQuery = (limit = 100) =>
  queryOptions({
    queryKey: ['incidents', 'open', limit],
    // What is snoozed comes back at its time, and nothing else happens then.
    refetchInterval: 60_000,
    queryFn: ({ signal }) =>
      call<Page<IncidentView>>('GET', '/api/incidents', {
        query: { status: 'open', snoozed: false, limit },
        signal,
      }),
  });

export const eventsQuery = (filter: EventFilter, limit = 100) =>
  infiniteQueryOptions({
    queryKey: ['events', filter, limit],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call<Page<EventView>>('GET', '/api/events', {
        query: { ...filter, limit, cursor: pageParam },
        signal,
      }),
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

export const eventQuery = (id: string) =>
  queryOptions({
    queryKey: ['event', id],
    queryFn: ({ signal }) => call<EventView>('GET', `/api/events/${encodeURIComponent(id)}`, { signal }),
  });

export const rawRecordQuery = (id: string) =>
  queryOptions({
    queryKey: ['raw-record', id],
    queryFn: ({ signal }) => call<RawRecord>('GET', `/api/events/${encodeURIComponent(id)}/raw`, { signal }),
  });
export const revealRawRecord = (id: string) =>
  call<RawRecord>('POST', `/api/events/${encodeURIComponent(id)}/raw/reveal`);

/** Events of a stretch of time for the overview's pictures: the latest `most` at the most, and whether that was all. */
export const activityQuery = (from: string, to: string, most = 400) =>
  queryOptions({
    queryKey: ['activity', from, to, most],
    // Thousands of events: those of a moment ago are not kept beside those of now.
    gcTime: 15_000,
    async queryFn({ signal }) {
      const items: EventView[] = [];
      let cursor: string | null = '';
      for (let pages = 0; cursor !== null && items.length < most && pages < 10; pages++) {
        const page: Page<EventView> = await call('GET', '/api/events', {
          query: { from, to, cursor, limit: most },
          signal,
        });
        items.push(...page.items);
        cursor = page.next_cursor;
      }
      return { items, isWhole: cursor === null };
    },
  });

/** Open incidents for the rail; null while it is not known. `more`: there are more than were counted. */
export function useOpenIncidentCount(): { count: number; more: boolean } | null {
  const { data } = useQuery(openIncidentsQuery());
  return data === undefined ? null : { count: data.items.length, more: data.next_cursor !== null };
}

export const tokensQuery = () =>
  queryOptions({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => call<TokenList>('GET', '/api/tokens', { signal }),
  });

export const tokenQuery = (id: string) =>
  queryOptions({
    queryKey: ['token', id],
    queryFn: ({ signal }) => call<PlantedToken>('GET', `/api/tokens/${encodeURIComponent(id)}`, { signal }),
  });

/** Whether the event is a use of the token. */
export const isHitOf = (id: string, { kind, extra }: EventView): boolean =>
  kind === 'token.hit' && extra?.token_id === id;

/** The latest use of a token, null where there is none among the latest events of its node. */
export const latestHitQuery = ({ id, node_id }: Pick<PlantedToken, 'id' | 'node_id'>) =>
  queryOptions({
    queryKey: ['latest-hit', id],
    async queryFn({ signal }) {
      const query = { node_id, limit: 200 };
      const { items } = await call<Page<EventView>>('GET', '/api/events', { query, signal });
      return items.find((event) => isHitOf(id, event)) ?? null;
    },
  });
