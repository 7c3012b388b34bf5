/** Where messages go. */

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useAddress } from '../../data/address.ts';
import { type ChannelKind, channelKindsQuery, channelsQuery } from '../../data/channels.ts';
import type { Channel } from '../../data/types.ts';
import { pushKind } from '../../data/web-push.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import type { FilterField } from '../../parts/filter-bar.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ListPage, toOpened } from '../../parts/list-page.tsx';
import { notify } from '../../parts/toast.tsx';
import { channelsTexts } from '../../texts/channels.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { ChannelForm } from './channel-form.tsx';
import { ChannelDetail } from './detail.tsx';
import { KindPicker } from './kind-picker.tsx';
import { PushDialog } from './push-dialog.tsx';
import { channelState, channelStates, useFilterWords } from './state.ts';

function useColumns(titleOf: (kind: string) => string): Column<Channel>[] {
  const { columns: t } = useTexts(channelsTexts);
  const filterWords = useFilterWords();
  return useMemo(
    () => [
      {
        id: 'name',
        label: t.name,
        width: 'minmax(120px, 1.6fr)',
        card: 'title',
        cell: (row) => <HostileText prose text={row.name} limit={100} />,
        sortBy: (row) => row.name.toLowerCase(),
      },
      {
        id: 'kind',
        label: t.kind,
        width: 'minmax(90px, 1fr)',
        card: 'line',
        cell: (row) => titleOf(row.channel),
        sortBy: (row) => titleOf(row.channel),
      },
      {
        id: 'state',
        label: t.state,
        width: 'minmax(120px, 0.8fr)',
        card: 'aside',
        cell: (row) => <StateBadge state={channelState(row)} />,
        sortBy: (row) => channelState(row),
      },
      {
        id: 'filter',
        label: t.filter,
        isRoomy: true,
        width: 'minmax(120px, 1.6fr)',
        card: 'line',
        cell: (row) => filterWords(row.filter),
      },
      {
        id: 'quiet',
        label: t.quiet,
        isRoomy: true,
        width: 'minmax(96px, 0.8fr)',
        cell: (row) => (row.quiet_hours ? `${row.quiet_hours.from}–${row.quiet_hours.to}` : '–'),
      },
    ],
    [t, titleOf, filterWords],
  );
}

const none: readonly ChannelKind[] = [];

export default function Channels() {
  const t = useTexts(channelsTexts);
  const { pages } = useTexts(shellTexts);
  const { search, id, open, set, go } = useAddress();
  const query = useQuery(channelsQuery());
  const { data: kinds = none } = useQuery(channelKindsQuery());
  const titleOf = useMemo(() => {
    const titles = new Map(kinds.map(({ name, title }) => [name, title]));
    return (kind: string): string => titles.get(kind) ?? kind;
  }, [kinds]);
  const columns = useColumns(titleOf);
  const all = query.data;
  const rows = useMemo(() => {
    const words = search.q?.toLowerCase() ?? '';
    return (all ?? []).filter(
      (channel) =>
        `${channel.name}\n${titleOf(channel.channel)}`.toLowerCase().includes(words) &&
        (!search.kind || channel.channel === search.kind) &&
        (!search.state || channelState(channel) === search.state),
    );
  }, [all, search, titleOf]);
  const fields: FilterField[] = [
    {
      name: 'kind',
      label: t.filters.kind,
      options: kinds.map(({ name, title }) => ({ value: name, label: title })),
    },
    {
      name: 'state',
      label: t.filters.state,
      options: channelStates.map((value) => ({ value, label: t.states[value] })),
    },
  ];
  const opened = all?.find((channel) => channel.id === id);
  const kindOf = (name: string | undefined) => kinds.find((kind) => kind.name === name);
  const newKind = kindOf(search.new);
  const openedKind = kindOf(opened?.channel);
  const showCreated = (channel: Channel): void => {
    notify(t.created(channel.name));
    go(`/channels/${encodeURIComponent(channel.id)}`);
  };
  const add = (
    <Button look="primary" onPress={() => set({ new: 'any' })}>
      <Plus size={15} aria-hidden />
      {t.add}
    </Button>
  );
  return (
    <ListPage
      name="channels"
      title={pages.channels}
      add={add}
      search={{ name: 'q', label: t.search }}
      fields={fields}
      rows={rows}
      idOf={(row) => row.id}
      columns={columns}
      query={query}
      empty={{ title: t.empty, hint: t.emptyHint }}
      emptyFiltered={{ title: t.emptyFiltered, hint: t.emptyFilteredHint }}
      pane={{ title: t.channel }}
      detail={(id) =>
        toOpened(
          all,
          (channel) => channel.id === id,
          { title: t.missing, hint: t.missingHint },
          (channel) => (
            <ChannelDetail
              key={channel.id}
              channel={channel}
              kind={kindOf(channel.channel)}
              onEdit={() => set({ edit: '1' })}
              onGone={() => open(null, { replace: true })}
            />
          ),
        )
      }
    >
      {search.new !== undefined && newKind === undefined && kinds.length > 0 && (
        <KindPicker
          kinds={kinds}
          onPick={(name) => set({ new: name })}
          onClose={() => set({ new: '' }, { replace: true })}
        />
      )}
      {newKind?.name === pushKind && (
        <PushDialog onClose={() => set({ new: '' }, { replace: true })} onSaved={showCreated} />
      )}
      {newKind !== undefined && newKind.name !== pushKind && (
        <ChannelForm
          key={newKind.name}
          kind={newKind}
          onClose={() => set({ new: '' }, { replace: true })}
          onSaved={showCreated}
        />
      )}
      {search.edit !== undefined && opened !== undefined && openedKind !== undefined && (
        <ChannelForm
          key={opened.id}
          kind={openedKind}
          channel={opened}
          onClose={() => set({ edit: '' }, { replace: true })}
          onSaved={(channel) => {
            notify(t.saved(channel.name));
            set({ edit: '' }, { replace: true });
          }}
        />
      )}
    </ListPage>
  );
}
