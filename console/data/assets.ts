/** Assets: files and lists that say whose an address is. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { AssetSource, AssetSourceDetail, AssetSourcePut, AssetSourceWritten } from './types.ts';

export const assetFormats = ['csv', 'hosts', 'isc-dhcpd', 'kea', 'dnsmasq'] as const;
export type AssetFormat = (typeof assetFormats)[number];

const at = (id: string): string => `/api/assets/${encodeURIComponent(id)}`;

export const assetsQuery = () =>
  queryOptions({
    queryKey: ['assets'],
    queryFn: async ({ signal }) =>
      (await call<{ sources: AssetSource[] }>('GET', '/api/assets', { signal })).sources,
  });

export const assetQuery = (id: string) =>
  queryOptions({
    queryKey: ['asset', id],
    queryFn: ({ signal }) => call<AssetSourceDetail>('GET', at(id), { signal }),
  });

/** Writing under the same name replaces what it said. */
export const putAssets = (body: AssetSourcePut) => call<AssetSourceWritten>('PUT', '/api/assets', { body });
export const deleteAssets = (id: string) => call<unknown>('DELETE', at(id));
