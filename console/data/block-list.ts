/** The block list, what is never on it, the rule that fills it, and the feeds that firewalls pull. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { BlockEntry, BlockFeedCreated, BlockFeeds, BlockSettings } from './types.ts';

export const blocksQuery = () =>
  queryOptions({
    queryKey: ['blocks'],
    queryFn: async ({ signal }) =>
      (await call<{ data: BlockEntry[] }>('GET', '/api/blocked-ips', { signal })).data,
  });

export interface BlockDraft {
  ip_address: string;
  note?: string;
  node_id?: string | null;
  /** Absent with `expires_at`: until somebody takes it off. */
  minutes?: number;
  expires_at?: string | null;
}
export const addBlock = (body: BlockDraft) => call<BlockEntry>('POST', '/api/block-ip', { body });
export const removeBlock = (id: string) =>
  call<unknown>('DELETE', `/api/blocked-ips/${encodeURIComponent(id)}`);

export const blockSettingsQuery = () =>
  queryOptions({
    queryKey: ['block-settings'],
    queryFn: ({ signal }) => call<BlockSettings>('GET', '/api/block-settings', { signal }),
  });
export const saveBlockSettings = (body: BlockSettings) =>
  call<BlockSettings>('PUT', '/api/block-settings', { body });

export const blockFeedsQuery = () =>
  queryOptions({
    queryKey: ['block-feeds'],
    queryFn: ({ signal }) => call<BlockFeeds>('GET', '/api/block-feeds', { signal }),
  });
export const createFeed = (name: string) =>
  call<BlockFeedCreated>('POST', '/api/block-feeds', { body: { name } });
export const deleteFeed = (id: string) =>
  call<unknown>('DELETE', `/api/block-feeds/${encodeURIComponent(id)}`);
