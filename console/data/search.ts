/** One box over everything that belongs to the tenant. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { SearchAnswer, SearchGroup } from './types.ts';

/** The most that the server takes. */
export const mostSearchText = 200;

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => call<SearchAnswer>('GET', '/api/search', { query: { q }, signal }),
    enabled: q !== '' && q.length <= mostSearchText,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });

/** Groups whose hits have a page here. The console lists its own pages, in the person's language. */
const roots: Readonly<Partial<Record<SearchGroup, string>>> = {
  incidents: '/incidents',
  attackers: '/attackers',
  sessions: '/sessions',
  nodes: '/nodes',
  decoys: '/decoys',
  observables: '/observables',
};

/** Where a hit is shown, or null where it is not. A session's id is `node/session`, and `node~session` in addresses. */
export function toHitAddress(
  group: SearchGroup,
  id: string,
): { path: string; search: Readonly<Record<string, string>> } | null {
  const root = roots[group];
  if (root === undefined) return null;
  const row = group === 'sessions' ? id.replace('/', '~') : id;
  // The inbox shows what is open; what was found may be resolved.
  return {
    path: `${root}/${encodeURIComponent(row)}`,
    search: group === 'incidents' ? { status: 'all' } : {},
  };
}
