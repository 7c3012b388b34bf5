/** Groups of nodes, and what each sets for its nodes. */
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useAddress } from '../../data/address.ts';
import { groupsQuery } from '../../data/groups.ts';
import { fleetQuery } from '../../data/nodes.ts';
import type { Group } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import { useMinutes } from '../../parts/duration-choice.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ListPage, toOpened } from '../../parts/list-page.tsx';
import { Count } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { groupsTexts } from '../../texts/groups.ts';
import { policyTexts } from '../../texts/policy.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { GroupDetail } from './detail.tsx';
import { GroupForm } from './group-form.tsx';

function useColumns(): Column<Group>[] {
  const { columns: t, channelsAll } = useTexts(groupsTexts);
  const policy = useTexts(policyTexts);
  const minutes = useMinutes();
  const inherits = <span className="text-muted">–</span>;
  return [
    {
      id: 'name',
      label: t.name,
      width: 'minmax(140px, 2fr)',
      card: 'title',
      cell: (row) => <HostileText prose text={row.name} limit={100} />,
      sortBy: (row) => row.name.toLowerCase(),
    },
    {
      id: 'exposure',
      label: t.exposure,
      width: 'minmax(90px, 0.8fr)',
      card: 'line',
      cell: (row) => (row.exposure === null ? inherits : policy.exposureShort[row.exposure]),
      sortBy: (row) => row.exposure ?? '',
    },
    {
      id: 'threshold',
      label: t.threshold,
      isRoomy: true,
      width: '84px',
      align: 'end',
      cell: (row) => (row.threshold === null ? inherits : <span className="num">{row.threshold}</span>),
      sortBy: (row) => row.threshold ?? -1,
    },
    {
      id: 'window',
      label: t.window,
      isRoomy: true,
      width: 'minmax(80px, 0.7fr)',
      cell: (row) => (row.window_minutes === null ? inherits : minutes(row.window_minutes)),
      sortBy: (row) => row.window_minutes ?? -1,
    },
    {
      id: 'silence',
      label: t.silence,
      isRoomy: true,
      width: 'minmax(90px, 0.7fr)',
      cell: (row) => (row.silence_minutes === null ? inherits : minutes(row.silence_minutes)),
      sortBy: (row) => row.silence_minutes ?? -1,
    },
    {
      id: 'channels',
      label: t.channels,
      isRoomy: true,
      width: 'minmax(90px, 0.8fr)',
      cell: (row) =>
        row.channels.length === 0 ? (
          <span className="text-muted">{channelsAll}</span>
        ) : (
          <Count value={row.channels.length} />
        ),
      sortBy: (row) => row.channels.length,
    },
    {
      id: 'nodes',
      label: t.nodes,
      width: '72px',
      align: 'end',
      card: 'aside',
      cell: (row) => <Count value={row.node_count} />,
      sortBy: (row) => row.node_count,
    },
  ];
}

export default function Groups() {
  const t = useTexts(groupsTexts);
  const { pages } = useTexts(shellTexts);
  const { search, open, set, go } = useAddress();
  const query = useQuery(groupsQuery());
  const { data: nodes = [] } = useQuery(fleetQuery());
  const columns = useColumns();
  const all = query.data;
  const rows = useMemo(() => {
    const words = search.q?.toLowerCase() ?? '';
    return (all ?? []).filter(({ name, description }) =>
      `${name}\n${description}`.toLowerCase().includes(words),
    );
  }, [all, search]);
  const opened = all?.find(({ id }) => id === search.edit);
  return (
    <ListPage
      name="groups"
      title={pages.groups}
      lead={t.lead}
      add={
        <Button look="primary" onPress={() => set({ new: '1' })}>
          <Plus size={15} aria-hidden />
          {t.add}
        </Button>
      }
      search={{ name: 'q', label: t.search }}
      rows={rows}
      idOf={(row) => row.id}
      columns={columns}
      query={query}
      empty={{ title: t.empty, hint: t.emptyHint }}
      emptyFiltered={{ title: t.emptyFiltered, hint: t.emptyFilteredHint }}
      pane={{ title: t.group }}
      detail={(id) =>
        toOpened(
          all,
          (group) => group.id === id,
          { title: t.missing, hint: t.missingHint },
          (group) => (
            <GroupDetail
              key={group.id}
              group={group}
              nodes={nodes}
              onEdit={() => set({ edit: group.id })}
              onGone={() => open(null, { replace: true })}
            />
          ),
        )
      }
    >
      {search.new !== undefined && (
        <GroupForm
          nodes={nodes}
          onClose={() => set({ new: '' }, { replace: true })}
          onSaved={(group) => {
            notify(t.created(group.name));
            go(`/groups/${encodeURIComponent(group.id)}`);
          }}
        />
      )}
      {opened !== undefined && (
        <GroupForm
          key={opened.id}
          group={opened}
          nodes={nodes}
          onClose={() => set({ edit: '' }, { replace: true })}
          onSaved={(group) => {
            notify(t.saved(group.name));
            set({ edit: '' }, { replace: true });
          }}
        />
      )}
    </ListPage>
  );
}
