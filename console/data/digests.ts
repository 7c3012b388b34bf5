/** Digests: what happened in a day or a week, sent at an hour in a zone. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { Digest, DigestCreate, DigestPreview } from './types.ts';

const at = (id: string): string => `/api/digests/${encodeURIComponent(id)}`;

export const digestsQuery = () =>
  queryOptions({
    queryKey: ['digests'],
    queryFn: ({ signal }) => call<Digest[]>('GET', '/api/digests', { signal }),
  });

/** What one would say now. Nothing is sent. */
export const digestPreviewQuery = ({ every, timezone, group_id }: Omit<PreviewOf, 'id'>) =>
  queryOptions({
    queryKey: ['digest-preview', every, timezone, group_id],
    queryFn: ({ signal }) =>
      call<DigestPreview>('GET', '/api/digest-preview', { query: { every, timezone, group_id }, signal }),
    staleTime: 0,
    retry: false,
  });

export interface PreviewOf {
  id: string;
  every: Digest['every'];
  timezone: string;
  group_id: string | null;
}

/** The same of one that is stored: what was held back is counted since the latest one that was sent. */
export const digestNowQuery = ({ id, version }: Pick<Digest, 'id' | 'version'>) =>
  queryOptions({
    queryKey: ['digest-preview', id, version],
    queryFn: ({ signal }) => call<DigestPreview>('GET', `${at(id)}/preview`, { signal }),
    staleTime: 0,
  });

export const createDigest = (body: DigestCreate) => call<Digest>('POST', '/api/digests', { body });
export const changeDigest = (id: string, body: Partial<DigestCreate> & { version?: number }) =>
  call<Digest>('PATCH', at(id), { body });
export const deleteDigest = (id: string) => call<unknown>('DELETE', at(id));
