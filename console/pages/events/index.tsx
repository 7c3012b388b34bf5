/** Every event, newest first. The model of a list page: filters in the address, a row beside the list, new rows held back. */

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useAddress } from '../../data/address.ts';
import { toEventExport } from '../../data/export-query.ts';
import { useHeld } from '../../data/live.ts';
import { eventsQuery, nodesQuery } from '../../data/queries.ts';
import { attackTypes, type EventView } from '../../data/types.ts';
import { RiskBadge } from '../../parts/badges.tsx';
import type { Column } from '../../parts/column.ts';
import { ExportMenu } from '../../parts/export-menu.tsx';
import type { FilterField } from '../../parts/filter-bar.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ListPage } from '../../parts/list-page.tsx';
import { SampleOffer } from '../../parts/sample-offer.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { SourceValue, Value } from '../../parts/value.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { eventsTexts } from '../../texts/events.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { EventDetail } from './detail.tsx';
import { isFiltered, matches, toFilter } from './filter.ts';

const same = (value: string) => ({ value, label: value });

function useColumns(nodeName: (id: string) => string): Column<EventView>[] {
  const { columns: t } = useTexts(eventsTexts);
  const attackName = useAttackName();
  return useMemo(
    () => [
      {
        id: 'time',
        label: t.time,
        width: '84px',
        card: 'aside',
        cell: (row) => <RelativeTime at={row.timestamp} />,
        sortBy: (row) => row.timestamp,
      },
      {
        id: 'risk',
        label: t.risk,
        width: '66px',
        card: 'aside',
        cell: (row) => <RiskBadge risk={row.verdict?.risk_score ?? null} />,
        sortBy: (row) => row.verdict?.risk_score ?? -1,
      },
      {
        id: 'type',
        label: t.type,
        width: 'minmax(72px, 1fr)',
        card: 'title',
        cell: (row) => attackName(row.verdict?.attack_type),
        sortBy: (row) => attackName(row.verdict?.attack_type),
      },
      {
        id: 'source',
        label: t.source,
        width: 'minmax(92px, 1fr)',
        card: 'line',
        cell: (row) => <SourceValue source={row.source_ip} filter="source" />,
        sortBy: (row) => row.source_ip,
      },
      {
        id: 'service',
        label: t.service,
        isRoomy: true,
        width: 'minmax(70px, 0.6fr)',
        cell: (row) => <Value value={row.service} filter="service" />,
        sortBy: (row) => row.service,
      },
      {
        id: 'node',
        label: t.node,
        isRoomy: true,
        width: 'minmax(80px, 0.8fr)',
        cell: (row) => (
          <Value value={row.node_id} filter="node_id">
            {nodeName(row.node_id)}
          </Value>
        ),
        sortBy: (row) => nodeName(row.node_id),
      },
      {
        id: 'payload',
        label: t.payload,
        width: 'minmax(64px, 2.4fr)',
        card: 'line',
        cell: (row) => <HostileText sent text={row.payload} />,
      },
    ],
    [t, nodeName, attackName],
  );
}

export default function Events() {
  const t = useTexts(eventsTexts);
  const { pages } = useTexts(shellTexts);
  const { search } = useAddress();
  // The range is counted from when the filters were set, not from now: a list that asks anew each minute would jump.
  const [since, setSince] = useState({ search, atMs: Date.now() });
  if (JSON.stringify(since.search) !== JSON.stringify(search)) setSince({ search, atMs: Date.now() });
  const filter = useMemo(() => toFilter(since.search, since.atMs), [since]);
  const query = useInfiniteQuery(eventsQuery(filter));
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const [held, release] = useHeld(JSON.stringify(filter), (event) => matches(filter, event));

  const { data: nodes } = useQuery(nodesQuery());
  const nodeName = useCallback(
    (node: string) => nodes?.find(({ node_id }) => node_id === node)?.name ?? node,
    [nodes],
  );
  const columns = useColumns(nodeName);
  const attackName = useAttackName();
  const fields: FilterField[] = [
    {
      name: 'attack_type',
      label: t.filters.attack_type,
      options: attackTypes.map((value) => ({ value, label: attackName(value) })),
    },
    { name: 'min_risk', label: t.filters.min_risk, options: ['2', '4', '7', '9'].map(same) },
    { name: 'source', label: t.filters.source },
    { name: 'service', label: t.filters.service },
    {
      name: 'node_id',
      label: t.filters.node_id,
      show: nodeName,
      options: nodes?.map(({ node_id, name }) => ({ value: node_id, label: name })),
    },
    { name: 'session', label: t.filters.session },
    { name: 'alert_id', label: t.filters.alert_id },
  ];

  return (
    <ListPage
      name="events"
      title={pages.events}
      aside={<ExportMenu list="events" query={{ q: toEventExport(filter) }} hasSecrets />}
      search={{ name: 'q', label: t.search }}
      fields={fields}
      standardSpan={null}
      rows={rows}
      idOf={(row) => row.log_id}
      columns={columns}
      query={query}
      held={held}
      onShowHeld={() => {
        release();
        void query.refetch();
      }}
      isFiltered={isFiltered(filter)}
      empty={{ title: t.empty, hint: t.emptyHint, action: <SampleOffer /> }}
      emptyFiltered={{ title: t.emptyFiltered, hint: t.emptyFilteredHint }}
      pane={{ title: t.event }}
      detail={(id) => <EventDetail id={id} nodeName={nodeName} />}
    />
  );
}
