/** The state of a page is in its address: filters and time range in the search, the open row in the path. */
import { useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';

export type Search = Readonly<Record<string, string>>;

export const toSearch = (values: Readonly<Record<string, string | undefined>>): Search =>
  Object.fromEntries(
    Object.entries(values).filter((pair): pair is [string, string] => (pair[1] ?? '') !== ''),
  );

/** `?a=1` ↔ `{a: '1'}`: plain texts, so that people can read and write addresses. */
export const parseSearch = (text: string): Search => Object.fromEntries(new URLSearchParams(text));
export function stringifySearch(search: Record<string, unknown>): string {
  const text = new URLSearchParams(
    Object.entries(search)
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => [name, String(value)]),
  ).toString();
  return text === '' ? '' : `?${text}`;
}

export interface Address {
  /** Path below the console's root: `/events/log-1`. */
  path: string;
  /** First step of the path: `/events`. */
  pagePath: string;
  search: Search;
  /** The row that is open beside the list, or null. */
  id: string | null;
  /** Sets filters; an empty text takes one away. A change of filters is a step back in history unless it `replace`s. */
  set(change: Readonly<Record<string, string | undefined>>, options?: { replace?: boolean }): void;
  /** Opens a row beside the list, or with null closes it. Filters stay. */
  open(id: string | null, options?: { replace?: boolean }): void;
  go(path: string, search?: Readonly<Record<string, string | undefined>>): void;
}

export function useAddress(): Address {
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const params: { id?: string } = useParams({ strict: false });
  const values = search as Search;
  const id = params.id ?? null;
  return useMemo(() => {
    const pagePath = `/${pathname.split('/')[1] ?? ''}`;
    const to = (path: string, next: Search, replace = false): void => {
      void navigate({ to: path, search: next, replace });
    };
    return {
      path: pathname,
      pagePath,
      search: values,
      id,
      set: (change, { replace } = {}) => to(pathname, toSearch({ ...values, ...change }), replace),
      open: (row, { replace } = {}) =>
        to(row === null ? pagePath : `${pagePath}/${encodeURIComponent(row)}`, values, replace),
      go: (path, next = {}) => to(path, toSearch(next)),
    };
  }, [navigate, pathname, values, id]);
}
