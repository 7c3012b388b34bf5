/** Links for screens, as settings list them. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { Wallboard, WallboardCreate, WallboardCreated } from './types.ts';

export const wallboardsQuery = () =>
  queryOptions({
    queryKey: ['wallboards'],
    queryFn: ({ signal }) => call<Wallboard[]>('GET', '/api/wallboards', { signal }),
  });

export const createWallboard = (body: WallboardCreate) =>
  call<WallboardCreated>('POST', '/api/wallboards', { body });
export const deleteWallboard = (id: string) =>
  call<unknown>('DELETE', `/api/wallboards/${encodeURIComponent(id)}`);
