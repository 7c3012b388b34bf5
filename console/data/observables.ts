/** Observables: values worth following, as the API tells of them. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { ObservableDetail, ObservableKinds, ObservableList } from './types.ts';

export type ObservableKind = ObservableDetail['kind'];
/** The most frequent since they are kept, those that rise within the last week, the newest. */
export const observableSorts = ['events', 'rise', 'first_seen'] as const;
export type ObservableSort = (typeof observableSorts)[number];

export const observableKindsQuery = () =>
  queryOptions({
    queryKey: ['observable-kinds'],
    queryFn: ({ signal }) => call<ObservableKinds>('GET', '/api/observables/kinds', { signal }),
  });

export interface ObservableFilter {
  kind: ObservableKind;
  sort: ObservableSort;
  q?: string;
}
export const observablesQuery = (filter: ObservableFilter | null) =>
  infiniteQueryOptions({
    queryKey: ['observables', filter],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call<ObservableList>('GET', '/api/observables', {
        query: { ...filter, limit: 100, cursor: pageParam },
        signal,
      }),
    getNextPageParam: ({ next_cursor }) => next_cursor,
    enabled: filter !== null,
  });

/** The most frequent of a kind within a stretch of time, by quarters of a day. */
export const topObservablesQuery = (kind: ObservableKind, from: string, to: string, limit: number) =>
  queryOptions({
    queryKey: ['observables', 'top', kind, from, to, limit],
    queryFn: ({ signal }) =>
      call<ObservableList>('GET', '/api/observables', {
        query: { kind, sort: 'events', from, to, limit },
        signal,
      }),
  });

const at = (id: string): string => `/api/observables/${encodeURIComponent(id)}`;

export const observableQuery = (id: string) =>
  queryOptions({
    queryKey: ['observable', id],
    queryFn: ({ signal }) => call<ObservableDetail>('GET', at(id), { signal }),
  });

/** The value as it was sent. Each call stands in the audit log. Needs the scope `secrets`. */
export const revealObservable = (id: string) => call<{ value: string }>('POST', `${at(id)}/reveal`);
