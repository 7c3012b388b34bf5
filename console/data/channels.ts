/** Channels, their kinds, and the log of what was sent. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type {
  Channel,
  ChannelPreview,
  ChannelTested,
  Delivery,
  Notice,
  Page,
  SettingFields,
} from './types.ts';

/** A kind of channel with the fields that its form is made of. */
export interface ChannelKind {
  name: string;
  title: string;
  help: string;
  fields: SettingFields;
}

/** The message of a delivery; an older server may have kept less of it. */
export const noticeOf = (delivery: Delivery): Partial<Notice> =>
  typeof delivery.notice === 'object' && delivery.notice !== null ? delivery.notice : {};

/** What stands in place of a secret that is set; sent back it keeps the stored one. */
export const maskedSecret = '********';

export const channelKindsQuery = () =>
  queryOptions({
    queryKey: ['channel-kinds'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => call<ChannelKind[]>('GET', '/api/channel-kinds', { signal }),
  });

export const channelsQuery = () =>
  queryOptions({
    queryKey: ['channels'],
    queryFn: ({ signal }) => call<Channel[]>('GET', '/api/channels', { signal }),
  });

export interface ChannelDraft {
  name: string;
  settings: Record<string, unknown>;
  filter: Channel['filter'];
  quiet_hours: Channel['quiet_hours'];
  events: Channel['events'];
  show_passwords: boolean;
  templates: Channel['templates'];
}

const at = (id: string): string => `/api/channels/${encodeURIComponent(id)}`;

/** What is left out is the usual: all incidents, at any hour. */
export const createChannel = (
  kind: string,
  draft: Pick<ChannelDraft, 'name' | 'settings'> & Partial<ChannelDraft>,
) => call<Channel>('POST', '/api/channels', { body: { channel: kind, ...draft } });
export const changeChannel = (
  id: string,
  body: Partial<ChannelDraft> & { enabled?: boolean; version?: number },
) => call<Channel>('PATCH', at(id), { body });
/** What words of a channel's own make of the latest incident. Sends and stores nothing. */
export const previewChannel = (
  body: Pick<ChannelDraft, 'show_passwords' | 'templates'> & {
    channel: string;
    /** Of the kind `custom` alone. */
    settings?: ChannelDraft['settings'];
  },
) => call<ChannelPreview>('POST', '/api/channels/preview', { body });
export const deleteChannel = (id: string) => call<unknown>('DELETE', at(id));
export const testChannel = (id: string) => call<ChannelTested>('POST', `${at(id)}/test`);

export interface DeliveryFilter {
  state?: string;
  channel_id?: string;
  incident_id?: string;
}

/** For people who read row by row: not under the noun that the live stream makes stale. */
export const deliveryLogQuery = (filter: DeliveryFilter, limit = 100) =>
  infiniteQueryOptions({
    queryKey: ['delivery-log', filter, limit],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call<Page<Delivery>>('GET', '/api/deliveries', {
        query: { ...filter, limit, cursor: pageParam },
        signal,
      }),
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

/** The latest of a channel, live. */
export const latestDeliveriesQuery = (channelId: string, limit = 5) =>
  queryOptions({
    queryKey: ['deliveries', channelId, limit],
    queryFn: ({ signal }) =>
      call<Page<Delivery>>('GET', '/api/deliveries', { query: { channel_id: channelId, limit }, signal }),
  });

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['deliveries', 'one', id],
    queryFn: ({ signal }) => call<Delivery>('GET', `/api/deliveries/${encodeURIComponent(id)}`, { signal }),
  });

export const resendDelivery = (id: string) =>
  call<Delivery>('POST', `/api/deliveries/${encodeURIComponent(id)}/resend`);
