/** Every event, newest first. The model of a list page: filters in the address, a row beside the list, new rows held back. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useAddress } from '../../data/address.ts';
import { toEventExport } from '../../data/export-query.ts';
import { useHeld } from '../../data/live.ts';
import { eventsQuery } from '../../data/queries.ts';
import type { EventView } from '../../data/types.ts';
import type { Column } from '../../parts/column.ts';
import { ExportMenu } from '../../parts/export-menu.tsx';
import type { FilterField } from '../../parts/filter-bar.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { agoColumn, nodeColumn, riskColumn, sourceColumn, typeColumn } from '../../parts/list-columns.tsx';
import { riskField, useNodeField, useNodeName, useTypeField } from '../../parts/list-filters.ts';
import { ListPage } from '../../parts/list-page.tsx';
import { SampleOffer } from '../../parts/sample-offer.tsx';
import { Value } from '../../parts/value.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { eventsTexts } from '../../texts/events.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { EventDetail } from './detail.tsx';
import { isFiltered, matches, toFilter } from './filter.ts';

function useColumns(nodeName: (id: string) => string): Column<EventView>[] {
  const { columns: t } = useTexts(eventsTexts);
  const attackName = useAttackName();
  return useMemo(
    () => [
      agoColumn('time', t.time, (row) => row.timestamp, { width: '84px' }),
      riskColumn(t.risk, (row) => row.verdict?.risk_score ?? null),
      typeColumn(t.type, (row) => attackName(row.verdict?.attack_type), {
        width: 'minmax(72px, 1fr)',
        card: 'title',
        isRoomy: false,
      }),
      sourceColumn(t.source, { width: 'minmax(92px, 1fr)', card: 'line', isRoomy: false }),
      {
        id: 'service',
        label: t.service,
        isRoomy: true,
        width: 'minmax(70px, 0.6fr)',
        cell: (row) => <Value value={row.service} filter="service" />,
        sortBy: (row) => row.service,
      },
      nodeColumn(t.node, nodeName, { width: 'minmax(80px, 0.8fr)' }),
      {
        id: 'payload',
        label: t.payload,
        width: 'minmax(64px, 2.4fr)',
        card: 'line',
        // What brought no bytes is told by what was done: "session closed" says more than "empty".
        cell: (row) =>
          row.payload === '' ? (
            <span className="text-muted">
              <HostileText prose text={row.activity} />
            </span>
          ) : (
            <HostileText sent text={row.payload} />
          ),
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

  const nodeName = useNodeName();
  const columns = useColumns(nodeName);
  const fields: FilterField[] = [
    useTypeField('attack_type', t.filters.attack_type),
    riskField(t.filters.min_risk),
    { name: 'source', label: t.filters.source },
    { name: 'service', label: t.filters.service },
    useNodeField(t.filters.node_id),
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
