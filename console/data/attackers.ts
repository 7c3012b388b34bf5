/** Attackers and sessions. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, request } from './client.ts';
import type {
  AttackerOrder,
  AttackerView,
  EventView,
  Page,
  SessionDetailView,
  SessionView,
} from './types.ts';

export const attackersQuery = (order: AttackerOrder) =>
  infiniteQueryOptions({
    queryKey: ['attackers', order],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call<Page<AttackerView>>('GET', '/api/attackers', {
        query: { order, limit: 100, cursor: pageParam },
        signal,
      }),
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

export const attackerQuery = (source: string) =>
  queryOptions({
    queryKey: ['attacker', source],
    queryFn: ({ signal }) =>
      call<AttackerView>('GET', `/api/attacker-profile/${encodeURIComponent(source)}`, { signal }),
  });

export interface SessionFilter {
  source?: string;
  node_id?: string;
}
export const sessionsQuery = (filter: SessionFilter, limit = 100) =>
  infiniteQueryOptions({
    queryKey: ['sessions', filter, limit],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call<Page<SessionView>>('GET', '/api/sessions', {
        query: { ...filter, limit, cursor: pageParam },
        signal,
      }),
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

export const sessionQuery = (nodeId: string, session: string) =>
  queryOptions({
    queryKey: ['session', nodeId, session],
    queryFn: ({ signal }) =>
      call<SessionDetailView>(
        'GET',
        `/api/sessions/${encodeURIComponent(nodeId)}/${encodeURIComponent(session)}`,
        { signal },
      ),
  });

/** The recording of its terminals, asciicast v2. Each call is noted in the audit log, so it is read once. */
export const recordingQuery = (nodeId: string, session: string) =>
  queryOptions({
    queryKey: ['recording', nodeId, session],
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    async queryFn({ signal }) {
      const path = `/api/sessions/${encodeURIComponent(nodeId)}/${encodeURIComponent(session)}/recording`;
      return (await request(path, { signal })).text();
    },
  });

/** The latest events of a session, oldest first, at most `most`, and whether those are all. */
export const sessionEventsQuery = (nodeId: string, session: string, most = 2000) =>
  queryOptions({
    queryKey: ['session-events', nodeId, session, most],
    async queryFn({ signal }) {
      const items: EventView[] = [];
      let cursor: string | null = '';
      while (cursor !== null && items.length < most) {
        const page: Page<EventView> = await call('GET', '/api/events', {
          query: { node_id: nodeId, session, cursor, limit: 1000 },
          signal,
        });
        items.push(...page.items);
        cursor = page.next_cursor;
      }
      return { items: items.reverse(), isWhole: cursor === null };
    },
  });

/** The latest events of a source. */
export const eventsOfQuery = (source: string, limit = 50) =>
  queryOptions({
    queryKey: ['events-of', source, limit],
    queryFn: ({ signal }) =>
      call<Page<EventView>>('GET', '/api/events', { query: { source, limit }, signal }),
  });
