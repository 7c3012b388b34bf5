/** Saved views of lists: own ones, and those that others share. */
import { queryOptions } from '@tanstack/react-query';
import { parseSearch, type Search, stringifySearch } from './address.ts';
import { call } from './client.ts';
import type { SavedView, SavedViewCreate, SavedViewUpdate } from './types.ts';

export const viewsQuery = () =>
  queryOptions({
    queryKey: ['views'],
    staleTime: 60_000,
    queryFn: ({ signal }) => call<SavedView[]>('GET', '/api/views', { signal }),
  });

const at = (id: string): string => `/api/views/${encodeURIComponent(id)}`;
export const createView = (body: SavedViewCreate) => call<SavedView>('POST', '/api/views', { body });
export const changeView = (id: string, body: SavedViewUpdate) => call<SavedView>('PATCH', at(id), { body });
export const deleteView = (id: string) => call<unknown>('DELETE', at(id));

/** What of an address is not the view itself: which view it is, and dialogs that are open. */
const besides: readonly string[] = ['view', 'new', 'edit'];

/** The filters of an address as a view keeps them, in one order, so that equal ones are equal texts. */
export const toViewSearch = (search: Search): string =>
  stringifySearch(
    Object.fromEntries(
      Object.entries(search)
        .filter(([name]) => !besides.includes(name))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  ).replace(/^\?/, '');

/** The address that shows a view. */
export const toAddressSearch = ({ id, search }: SavedView): Search => ({ ...parseSearch(search), view: id });
