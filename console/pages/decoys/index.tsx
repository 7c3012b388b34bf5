/** Every decoy with its touches. */

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useAddress } from '../../data/address.ts';
import { decoysQuery, fleetQuery, mostDecoys } from '../../data/nodes.ts';
import { useRefreshOn } from '../../data/refresh.ts';
import type { DecoyResponse } from '../../data/types.ts';
import { buttonClass } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import { clip, toVisible } from '../../parts/escape.ts';
import { FactList } from '../../parts/facts.tsx';
import type { FilterField } from '../../parts/filter-bar.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { ListPage } from '../../parts/list-page.tsx';
import { Section } from '../../parts/section.tsx';
import { EmptyState, Skeleton } from '../../parts/states.tsx';
import { Count, ExactTime, RelativeTime } from '../../parts/time.tsx';
import { decoysTexts } from '../../texts/decoys.ts';
import { useFormat } from '../../texts/format.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';

function useColumns(): Column<DecoyResponse>[] {
  const { columns: t } = useTexts(decoysTexts);
  return useMemo(
    () => [
      {
        id: 'name',
        label: t.name,
        width: 'minmax(140px, 2fr)',
        card: 'title',
        cell: (row) => <HostileText text={row.file_name} />,
        sortBy: (row) => row.file_name,
      },
      {
        id: 'type',
        label: t.type,
        isRoomy: true,
        width: 'minmax(80px, 0.8fr)',
        cell: (row) => <HostileText text={row.type} />,
        sortBy: (row) => row.type,
      },
      {
        id: 'node',
        label: t.node,
        width: 'minmax(90px, 1fr)',
        card: 'line',
        cell: (row) => (
          <Link to={`/nodes/${encodeURIComponent(row.node_id)}`}>
            <HostileText prose text={row.node_name ?? row.node_id} limit={60} />
          </Link>
        ),
        sortBy: (row) => row.node_name ?? row.node_id,
      },
      {
        id: 'touches',
        label: t.touches,
        width: '96px',
        align: 'end',
        card: 'aside',
        cell: (row) => <Count value={row.triggers_count} />,
        sortBy: (row) => row.triggers_count,
      },
      {
        id: 'accessed',
        label: t.accessed,
        width: 'minmax(100px, 0.8fr)',
        card: 'aside',
        cell: (row) => <RelativeTime at={row.last_accessed} />,
        sortBy: (row) => row.last_accessed ?? '',
      },
    ],
    [t],
  );
}

function Detail({ decoy, isLoading }: { decoy: DecoyResponse | undefined; isLoading: boolean }) {
  const t = useTexts(decoysTexts);
  if (decoy === undefined)
    return isLoading ? (
      <div aria-busy="true">
        <Skeleton className="h-24" />
      </div>
    ) : (
      <EmptyState title={t.missing} hint={t.missingHint} />
    );
  const extra = decoy.extra ?? null;
  return (
    <div className="flex flex-col gap-6">
      <HostileText block text={decoy.file_path ?? decoy.file_name} />
      <FactList
        facts={[
          {
            name: t.columns.node,
            value: (
              <Link to={`/nodes/${encodeURIComponent(decoy.node_id)}`}>
                <HostileText prose text={decoy.node_name ?? decoy.node_id} />
              </Link>
            ),
          },
          { name: t.columns.type, value: <HostileText text={decoy.type} /> },
          { name: t.status, value: <HostileText text={decoy.status} /> },
          decoy.registered_at !== null && {
            name: t.registered,
            value: <ExactTime at={decoy.registered_at} />,
          },
          { name: t.touches, value: <Count value={decoy.triggers_count} /> },
          decoy.last_accessed !== null && {
            name: t.columns.accessed,
            value: <ExactTime at={decoy.last_accessed} />,
          },
        ]}
      />
      {decoy.triggers_count === 0 ? (
        <p className="text-sm text-muted">{t.never}</p>
      ) : (
        <Link
          to="/events"
          search={{ node_id: decoy.node_id, q: decoy.file_name }}
          className={buttonClass('plain', 'self-start')}
        >
          {t.events}
        </Link>
      )}
      {extra !== null && (
        <Section title={t.more}>
          <HostileText block text={JSON.stringify(extra, null, 2)} />
        </Section>
      )}
    </div>
  );
}

export default function Decoys() {
  const t = useTexts(decoysTexts);
  const format = useFormat();
  const { pages } = useTexts(shellTexts);
  const { search } = useAddress();
  const query = useQuery(decoysQuery(search.node_id));
  useRefreshOn(({ agent }) => agent !== null, query.refetch, 2000);
  const { data: nodes } = useQuery(fleetQuery());
  const columns = useColumns();
  const all = query.data;
  const rows = useMemo(() => {
    const words = search.q?.toLowerCase() ?? '';
    return (all ?? []).filter(
      (decoy) =>
        `${decoy.file_name}\n${decoy.file_path ?? ''}`.toLowerCase().includes(words) &&
        (!search.type || decoy.type === search.type) &&
        (!search.touched || decoy.triggers_count > 0 === (search.touched === 'yes')),
    );
  }, [all, search]);
  const types = useMemo(() => [...new Set((all ?? []).map(({ type }) => type))].sort(), [all]);
  const fields: FilterField[] = [
    {
      name: 'node_id',
      label: t.filters.node_id,
      show: (node) => nodes?.find(({ node_id }) => node_id === node)?.name ?? node,
      options: nodes?.map(({ node_id, name }) => ({ value: node_id, label: name })),
    },
    {
      name: 'type',
      label: t.filters.type,
      options: types.map((value) => ({ value, label: clip(toVisible(value), 60) })),
    },
    {
      name: 'touched',
      label: t.filters.touched,
      options: (['yes', 'no'] as const).map((value) => ({ value, label: t.touched[value] })),
    },
  ];
  return (
    <ListPage
      name="decoys"
      title={pages.decoys}
      lead={(all?.length ?? 0) >= mostDecoys ? t.cut(format.count(mostDecoys)) : undefined}
      search={{ name: 'q', label: t.search }}
      fields={fields}
      rows={rows}
      idOf={(row) => row.id}
      columns={columns}
      query={query}
      empty={{
        title: t.empty,
        hint: t.emptyHint,
        action: (
          <Link to="/nodes" className={buttonClass('primary')}>
            {t.toNodes}
          </Link>
        ),
      }}
      emptyFiltered={{ title: t.emptyFiltered, hint: t.emptyFilteredHint }}
      pane={{ title: t.decoy }}
      detail={(id) => <Detail decoy={all?.find((decoy) => decoy.id === id)} isLoading={query.isPending} />}
    />
  );
}
