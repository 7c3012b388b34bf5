/** The log of what was sent. New messages are held back; those in sight change where they stand. */

import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useAddress } from '../../data/address.ts';
import {
  channelsQuery,
  type DeliveryFilter,
  deliveryLogQuery,
  deliveryQuery,
  noticeOf,
} from '../../data/channels.ts';
import { useLiveChanges } from '../../data/live.ts';
import type { Delivery, Page } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { buttonClass } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import { deliveryState } from '../../parts/delivery-state.ts';
import { clip, toVisible } from '../../parts/escape.ts';
import { ExportMenu } from '../../parts/export-menu.tsx';
import type { FilterField } from '../../parts/filter-bar.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { ListPage } from '../../parts/list-page.tsx';
import { Count, RelativeTime } from '../../parts/time.tsx';
import { deliveriesTexts } from '../../texts/deliveries.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { DeliveryDetail } from './detail.tsx';
import { deliveryStates, useOccasion } from './state.ts';

type ChannelName = (id: string) => string | null;

function useColumns(channelName: ChannelName): Column<Delivery>[] {
  const texts = useTexts(deliveriesTexts);
  const occasion = useOccasion();
  return useMemo(() => {
    const t = texts.columns;
    return [
      {
        id: 'created',
        label: t.created,
        width: '92px',
        card: 'aside',
        cell: (row) => <RelativeTime at={row.created_at} />,
        sortBy: (row) => row.created_at,
      },
      {
        id: 'state',
        label: t.state,
        width: '128px',
        card: 'aside',
        cell: (row) => <StateBadge state={deliveryState(row)} />,
        sortBy: (row) => row.state,
      },
      {
        id: 'title',
        label: t.title,
        width: 'minmax(140px, 2.4fr)',
        card: 'title',
        cell: (row) => <HostileText prose text={noticeOf(row).title ?? occasion(row.occasion)} />,
      },
      {
        id: 'channel',
        label: t.channel,
        isRoomy: true,
        width: 'minmax(90px, 0.8fr)',
        card: 'line',
        cell: (row) => (
          <HostileText prose limit={60} text={channelName(row.channel_id) ?? texts.channelGone} />
        ),
        sortBy: (row) => channelName(row.channel_id) ?? '',
      },
      {
        id: 'attempts',
        label: t.attempts,
        isRoomy: true,
        width: '80px',
        cell: (row) => <Count value={row.attempts} />,
        sortBy: (row) => row.attempts,
      },
      {
        id: 'answer',
        label: t.answer,
        isRoomy: true,
        width: 'minmax(100px, 1.2fr)',
        cell: (row) => (
          <HostileText
            text={row.last_error ?? ([row.last_status, row.last_answer].filter(Boolean).join(' ') || '–')}
          />
        ),
      },
    ];
  }, [texts, occasion, channelName]);
}

export default function Deliveries() {
  const t = useTexts(deliveriesTexts);
  const { pages } = useTexts(shellTexts);
  const { search } = useAddress();
  const client = useQueryClient();
  const { data: channels } = useQuery(channelsQuery());
  const channelName = useCallback<ChannelName>(
    (channel) => channels?.find((one) => one.id === channel)?.name ?? null,
    [channels],
  );
  const filter = useMemo<DeliveryFilter>(
    () => ({ state: search.state, channel_id: search.channel_id, incident_id: search.incident_id }),
    [search],
  );
  const wanted = deliveryLogQuery(filter);
  const query = useInfiniteQuery(wanted);
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const columns = useColumns(channelName);
  const [held, setHeld] = useState<ReadonlySet<string>>(new Set());

  /** A message in sight changes where it stands; one that is not waits to be asked for. */
  async function take(changed: string): Promise<void> {
    const delivery = await client.fetchQuery({ ...deliveryQuery(changed), staleTime: 0 }).catch(() => null);
    if (delivery === null) return;
    if (!rows.some(({ delivery_id }) => delivery_id === changed)) {
      const isWanted =
        (!filter.state || delivery.state === filter.state) &&
        (!filter.channel_id || delivery.channel_id === filter.channel_id) &&
        (!filter.incident_id || delivery.incident_id === filter.incident_id);
      if (isWanted) setHeld((now) => new Set(now).add(changed));
      return;
    }
    client.setQueryData<InfiniteData<Page<Delivery>, string>>(
      wanted.queryKey,
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            items: page.items.map((one) => (one.delivery_id === changed ? delivery : one)),
          })),
        },
    );
  }
  useLiveChanges(({ kind, id: changed }) => {
    if (kind === 'delivery') void take(changed);
  });

  const fields: FilterField[] = [
    {
      name: 'state',
      label: t.filters.state,
      options: deliveryStates.map((value) => ({ value, label: t.states[value] })),
    },
    {
      name: 'channel_id',
      label: t.filters.channel_id,
      options: channels?.map((channel) => ({ value: channel.id, label: clip(toVisible(channel.name), 60) })),
    },
    { name: 'incident_id', label: t.filters.incident_id },
  ];
  const hasFilter = Object.values(filter).some(Boolean);
  return (
    <ListPage
      name="deliveries"
      title={pages.deliveries}
      lead={t.lead}
      aside={<ExportMenu list="deliveries" left={hasFilter ? t.filtersHere : null} />}
      fields={fields}
      rows={rows}
      idOf={(row) => row.delivery_id}
      columns={columns}
      query={query}
      held={held.size}
      onShowHeld={() => {
        setHeld(new Set());
        void query.refetch();
      }}
      empty={{
        title: t.empty,
        hint: t.emptyHint,
        action: (
          <Link to="/channels" className={buttonClass('primary')}>
            {t.toChannels}
          </Link>
        ),
      }}
      emptyFiltered={{ title: t.emptyFiltered, hint: t.emptyFilteredHint }}
      pane={{ title: t.delivery }}
      detail={(id) => <DeliveryDetail key={id} id={id} channelName={channelName} />}
    />
  );
}
