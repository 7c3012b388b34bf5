/** Groups of nodes: what is set for a site, a customer or a network. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { Group, GroupUpdate } from './types.ts';

const at = (id: string): string => `/api/groups/${encodeURIComponent(id)}`;

export const groupsQuery = () =>
  queryOptions({
    queryKey: ['groups'],
    queryFn: ({ signal }) => call<Group[]>('GET', '/api/groups', { signal }),
  });

export const createGroup = (body: GroupUpdate) => call<Group>('POST', '/api/groups', { body });
export const changeGroup = (id: string, body: GroupUpdate) => call<Group>('PATCH', at(id), { body });
/** Its nodes follow the alert settings from then on. */
export const deleteGroup = (id: string) => call<{ released: number }>('DELETE', `${at(id)}?force=true`);
