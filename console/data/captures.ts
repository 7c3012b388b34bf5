/** Files that visitors left, as the API tells of them. */
import { infiniteQueryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { download } from './download.ts';
import type { Capture, Page } from './types.ts';

/** With which the archives are encrypted: it keeps scanners and double clicks away, and no secret. */
export const archivePassword = 'infected';

/** Those that came in sessions of this name, on whichever node: sensors name their sessions themselves. */
export const capturesQuery = (session: string) =>
  infiniteQueryOptions({
    queryKey: ['captures', session],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call<Page<Capture>>('GET', '/api/captures', {
        query: { session, limit: 100, cursor: pageParam },
        signal,
      }),
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

/** Saves the encrypted archive. Each call stands in the audit log. Needs the scope `secrets`. */
export const saveCapture = (sha256: string): Promise<void> =>
  download(`/api/captures/${encodeURIComponent(sha256)}/archive`, `${sha256}.zip`);
