/** The fleet: what reports, what has gone silent, and how to add one. */

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useAddress } from '../../data/address.ts';
import { groupsQuery } from '../../data/groups.ts';
import { decoysQuery, fleetQuery, mostDecoys } from '../../data/nodes.ts';
import { useRefreshOn } from '../../data/refresh.ts';
import { activitySumsQuery } from '../../data/sums.ts';
import { spanNames } from '../../data/time-range.ts';
import type { NodeResponse } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import { clip, toVisible } from '../../parts/escape.ts';
import { ProgressStrip } from '../../parts/figures.tsx';
import type { FilterField } from '../../parts/filter-bar.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ListPage } from '../../parts/list-page.tsx';
import { Count, RelativeTime, useNow } from '../../parts/time.tsx';
import { nodesTexts } from '../../texts/nodes.ts';
import { partsTexts } from '../../texts/parts.ts';
import { policyTexts } from '../../texts/policy.ts';
import { shellTexts } from '../../texts/shell.ts';
import { subNodesTexts } from '../../texts/sub-nodes.ts';
import { useTexts } from '../../texts/texts.ts';
import { AddNode } from './add-node.tsx';
import { beats, silentBeats, toBeats } from './beats.ts';
import { NodeBulk } from './bulk.tsx';
import { NodeDetail } from './detail.tsx';
import { isShown, nodeStates, stateOf } from './state.ts';

const hourMs = 3_600_000;

/** Hours of the last 30, by node; null until they are known. */
type Beats = ReadonlyMap<string, (number | null)[]>;

function useBeats(): Beats | null {
  const now = useNow();
  // The server counts by the hour, so it is asked again by the hour.
  const hour = Math.floor(now / hourMs);
  const range = useMemo(
    () => ({ from: new Date((hour - beats + 1) * hourMs).toISOString(), to: null }),
    [hour],
  );
  const { data } = useQuery({
    ...activitySumsQuery('node', 'hour', range),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    refetchInterval: 60_000,
  });
  return useMemo(() => (data ? toBeats(data.buckets) : null), [data]);
}

function useColumns(
  decoys: ReadonlyMap<string, number> | null,
  strips: Beats | null,
  names: ReadonlyMap<string, string>,
): Column<NodeResponse>[] {
  const behind = useTexts(subNodesTexts);
  const { columns: t } = useTexts(nodesTexts);
  const now = useNow();
  return useMemo(
    () => [
      {
        id: 'name',
        label: t.name,
        width: 'minmax(120px, 2fr)',
        card: 'title',
        cell: (row) => (
          <>
            <HostileText prose text={row.name} limit={100} />
            {row.parent_id !== null && (
              <span className="block truncate text-xs text-muted">
                <HostileText
                  prose
                  text={behind.through(names.get(row.parent_id) ?? row.parent_id)}
                  limit={100}
                />
              </span>
            )}
          </>
        ),
        sortBy: (row) => row.name.toLowerCase(),
      },
      {
        id: 'state',
        label: t.state,
        width: 'minmax(110px, 0.8fr)',
        card: 'aside',
        cell: (row) => <StateBadge state={stateOf(row, now)} />,
        sortBy: (row) => stateOf(row, now),
      },
      {
        id: 'seen',
        label: t.seen,
        width: 'minmax(96px, 0.8fr)',
        card: 'line',
        cell: (row) => <RelativeTime at={row.last_seen} />,
        sortBy: (row) => row.last_seen ?? '',
      },
      {
        id: 'activity',
        label: t.activity,
        isRoomy: true,
        width: '132px',
        cell: (row) =>
          strips === null ? null : <ProgressStrip beats={strips.get(row.node_id) ?? silentBeats} />,
      },
      {
        id: 'decoys',
        label: t.decoys,
        isRoomy: true,
        width: '70px',
        cell: (row) => (decoys === null ? '–' : <Count value={decoys.get(row.node_id) ?? 0} />),
        sortBy: (row) => decoys?.get(row.node_id) ?? 0,
      },
      {
        id: 'os',
        label: t.os,
        isRoomy: true,
        width: 'minmax(80px, 1fr)',
        cell: (row) => {
          const system = row.os_type ?? row.agent?.os;
          return system ? <HostileText text={system} /> : <span className="text-muted">–</span>;
        },
        sortBy: (row) => row.os_type ?? row.agent?.os ?? '',
      },
      {
        id: 'created',
        label: t.created,
        isRoomy: true,
        width: 'minmax(96px, 0.8fr)',
        cell: (row) => <RelativeTime at={row.created_at} />,
        sortBy: (row) => row.created_at,
      },
    ],
    [t, behind, now, decoys, strips, names],
  );
}

export default function Nodes() {
  const t = useTexts(nodesTexts);
  const { states } = useTexts(partsTexts);
  const { pages } = useTexts(shellTexts);
  const { search, open, set } = useAddress();
  const now = useNow();
  const query = useQuery(fleetQuery());
  // For "last seen": the server keeps it to the minute.
  useRefreshOn(() => true, query.refetch, 10_000);
  const policy = useTexts(policyTexts);
  const { data: groups } = useQuery(groupsQuery());
  const { data: decoys } = useQuery(decoysQuery());
  // Where there are more decoys than one answer holds, a count of them would be wrong: none is shown.
  const counts = useMemo(() => {
    if (decoys === undefined || decoys.length >= mostDecoys) return null;
    const counted = new Map<string, number>();
    for (const { node_id } of decoys) counted.set(node_id, (counted.get(node_id) ?? 0) + 1);
    return counted;
  }, [decoys]);
  const names = useMemo(
    () => new Map((query.data ?? []).map(({ node_id, name }) => [node_id, name])),
    [query.data],
  );
  const columns = useColumns(counts, useBeats(), names);
  const rows = useMemo(
    () => (query.data ?? []).filter((node) => isShown(node, search, now)),
    [query.data, search, now],
  );
  const labels = useMemo(
    () => [...new Set((query.data ?? []).flatMap((node) => node.labels))].sort(),
    [query.data],
  );
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const selected = useMemo(
    () => (query.data ?? []).filter(({ node_id }) => selection.has(node_id)),
    [query.data, selection],
  );
  const fields: FilterField[] = [
    {
      name: 'state',
      label: t.filters.state,
      options: nodeStates.map((value) => ({ value, label: states[value] })),
    },
    {
      name: 'silent',
      label: t.filters.silent,
      options: spanNames.map((value) => ({ value, label: t.spans[value] })),
    },
    {
      name: 'group',
      label: policy.group,
      options: groups?.map(({ id, name }) => ({ value: id, label: clip(toVisible(name), 60) })),
    },
    {
      name: 'label',
      label: policy.labels,
      options: labels.map((value) => ({ value, label: clip(toVisible(value), 60) })),
    },
  ];
  const add = (
    <Button look="primary" onPress={() => set({ new: '1' })}>
      <Plus size={15} aria-hidden />
      {t.add}
    </Button>
  );
  return (
    <ListPage
      name="nodes"
      title={pages.nodes}
      add={add}
      search={{ name: 'q', label: t.search }}
      fields={fields}
      rows={rows}
      selection={selection}
      onSelect={setSelection}
      bulk={<NodeBulk nodes={selected} />}
      idOf={(row) => row.node_id}
      columns={columns}
      query={query}
      empty={{ title: t.empty, hint: t.emptyHint }}
      emptyFiltered={{ title: t.emptyFiltered, hint: t.emptyFilteredHint }}
      pane={{ title: t.node }}
      detail={(id) => <NodeDetail key={id} id={id} onGone={() => open(null, { replace: true })} />}
    >
      {search.new !== undefined && <AddNode onClose={() => set({ new: '' }, { replace: true })} />}
    </ListPage>
  );
}
