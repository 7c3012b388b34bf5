/** Digests: what happened, once a day or a week, also when nothing did. */
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useAddress } from '../../data/address.ts';
import { channelsQuery } from '../../data/channels.ts';
import { digestsQuery } from '../../data/digests.ts';
import { groupsQuery } from '../../data/groups.ts';
import type { Digest } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ListPage, toOpened } from '../../parts/list-page.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { digestsTexts } from '../../texts/digests.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { DigestDetail } from './detail.tsx';
import { DigestForm } from './digest-form.tsx';
import { useSchedule } from './schedule.ts';

function useColumns(groupName: (id: string) => string): Column<Digest>[] {
  const t = useTexts(digestsTexts);
  const schedule = useSchedule();
  return [
    {
      id: 'name',
      label: t.name,
      width: 'minmax(140px, 1.6fr)',
      card: 'title',
      cell: (row) => <HostileText prose text={row.name} limit={100} />,
      sortBy: (row) => row.name.toLowerCase(),
    },
    {
      id: 'when',
      label: t.when,
      width: 'minmax(160px, 1.8fr)',
      card: 'line',
      cell: schedule,
      sortBy: (row) => `${row.every}${row.at}`,
    },
    {
      id: 'nodes',
      label: t.about,
      isRoomy: true,
      width: 'minmax(110px, 1fr)',
      cell: (row) =>
        row.group_id === null ? (
          <span className="text-muted">{t.allNodes}</span>
        ) : (
          <HostileText prose text={groupName(row.group_id)} limit={100} />
        ),
    },
    {
      id: 'state',
      label: t.state,
      width: '84px',
      card: 'aside',
      cell: (row) => <StateBadge state={row.enabled ? 'enabled' : 'disabled'} />,
      sortBy: (row) => String(row.enabled),
    },
    {
      id: 'told',
      label: t.toldUntil,
      isRoomy: true,
      width: 'minmax(110px, 0.7fr)',
      card: 'aside',
      cell: (row) => <RelativeTime at={row.told_until} />,
      sortBy: (row) => row.told_until,
    },
  ];
}

export default function Digests() {
  const t = useTexts(digestsTexts);
  const { pages } = useTexts(shellTexts);
  const { search, open, set, go } = useAddress();
  const query = useQuery(digestsQuery());
  const { data: groups = [] } = useQuery(groupsQuery());
  const { data: channels = [] } = useQuery(channelsQuery());
  const groupName = (id: string): string => groups.find((group) => group.id === id)?.name ?? id;
  const channelName = (id: string): string => channels.find((channel) => channel.id === id)?.name ?? id;
  const columns = useColumns(groupName);
  const all = query.data;
  const edited = all?.find(({ id }) => id === search.edit);
  return (
    <ListPage
      name="digests"
      title={pages.digests}
      lead={t.lead}
      add={
        <Button look="primary" onPress={() => set({ new: '1' })}>
          <Plus size={15} aria-hidden />
          {t.add}
        </Button>
      }
      rows={all ?? []}
      idOf={(row) => row.id}
      columns={columns}
      query={query}
      empty={{ title: t.empty, hint: t.emptyHint }}
      pane={{ title: t.digest }}
      detail={(id) =>
        toOpened(
          all,
          (row) => row.id === id,
          { title: t.missing, hint: t.missingHint },
          (row) => (
            <DigestDetail
              key={row.id}
              digest={row}
              groupName={groupName}
              channelName={channelName}
              onEdit={() => set({ edit: row.id })}
              onGone={() => open(null, { replace: true })}
            />
          ),
        )
      }
    >
      {search.new !== undefined && (
        <DigestForm
          groups={groups}
          channels={channels}
          onClose={() => set({ new: '' }, { replace: true })}
          onSaved={(digest) => {
            notify(t.made(digest.name));
            go(`/digests/${encodeURIComponent(digest.id)}`);
          }}
        />
      )}
      {edited !== undefined && (
        <DigestForm
          key={edited.id}
          digest={edited}
          groups={groups}
          channels={channels}
          onClose={() => set({ edit: '' }, { replace: true })}
          onSaved={(digest) => {
            notify(t.saved(digest.name));
            set({ edit: '' }, { replace: true });
          }}
        />
      )}
    </ListPage>
  );
}
