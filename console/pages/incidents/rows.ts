/** The rows of the inbox: what is loaded, what has become of it since, and what has arrived. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useAddress } from '../../data/address.ts';
import { inboxPeekQuery, inboxQuery } from '../../data/incidents.ts';
import type { IncidentFilter, IncidentView } from '../../data/types.ts';
import { matches, mayFollow, mergeFresh, toFilter, toWanted, type Wanted } from './filter.ts';

export interface Rows {
  rows: IncidentView[];
  filter: IncidentFilter;
  wanted: Wanted;
  held: number;
  isLoading: boolean;
  error: unknown;
  hasMore: boolean;
  isLoadingMore: boolean;
  more(): void;
  refetch(): void;
}

const none: readonly IncidentView[] = [];

export function useRows(me: string, nodeName: Wanted['nodeName']): Rows {
  const { search } = useAddress();
  // The range is counted from when the filters were set, not from now: a list that asks anew each minute would jump.
  const [since, setSince] = useState({ search, atMs: Date.now() });
  if (JSON.stringify(since.search) !== JSON.stringify(search)) setSince({ search, atMs: Date.now() });
  const filter = useMemo(() => toFilter(since.search, me), [since, me]);
  const wanted = useMemo(() => toWanted(since.search, me, since.atMs, nodeName), [since, me, nodeName]);
  const query = useInfiniteQuery(inboxQuery(filter));
  const peek = useQuery({ ...inboxPeekQuery(filter), enabled: query.isSuccess });
  const loaded = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? none, [query.data]);
  const merged = useMemo(
    () => mergeFresh(loaded, !query.hasNextPage, peek.data, filter.unread),
    [loaded, query.hasNextPage, peek.data, filter.unread],
  );
  const rows = useMemo(() => merged.rows.filter((row) => matches(wanted, row)), [merged, wanted]);
  const held = useMemo(() => merged.arrived.filter((row) => matches(wanted, row)).length, [merged, wanted]);
  const hasMore = query.hasNextPage && mayFollow(wanted, loaded.at(-1));
  const { fetchNextPage, refetch } = query;
  return {
    rows,
    filter,
    wanted,
    held,
    // An empty page of a list that goes on is not the answer yet.
    isLoading: query.isPending || (rows.length === 0 && hasMore),
    error: query.error,
    hasMore,
    isLoadingMore: query.isFetchingNextPage,
    more: useCallback(() => void fetchNextPage(), [fetchNextPage]),
    refetch: useCallback(() => void refetch(), [refetch]),
  };
}
