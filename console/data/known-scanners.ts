/** Machines of one's own that touch decoys, and what they may do. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { KnownScanner, KnownScannerCreate } from './types.ts';

const at = (id: string): string => `/api/known-scanners/${encodeURIComponent(id)}`;

export const knownScannersQuery = () =>
  queryOptions({
    queryKey: ['known-scanners'],
    queryFn: ({ signal }) => call<KnownScanner[]>('GET', '/api/known-scanners', { signal }),
  });

export const createScanner = (body: KnownScannerCreate) =>
  call<KnownScanner>('POST', '/api/known-scanners', { body });
export const changeScanner = (id: string, body: Partial<KnownScannerCreate> & { version?: number }) =>
  call<KnownScanner>('PATCH', at(id), { body });
export const deleteScanner = (id: string) => call<unknown>('DELETE', at(id));
