/** Alerts, latest first: what incidents are made of. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useAddress } from '../../data/address.ts';
import { type AlertFilter, alertListQuery } from '../../data/alerts.ts';
import { useLiveChanges } from '../../data/live.ts';
import { toTimeRange } from '../../data/time-range.ts';
import type { AlertView } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import type { Column } from '../../parts/column.ts';
import type { FilterField } from '../../parts/filter-bar.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import {
  agoColumn,
  countColumn,
  nodeColumn,
  riskColumn,
  sourceColumn,
  typeColumn,
} from '../../parts/list-columns.tsx';
import { riskField, useNodeField, useNodeName } from '../../parts/list-filters.ts';
import { ListPage } from '../../parts/list-page.tsx';
import { SampleOffer } from '../../parts/sample-offer.tsx';
import { alertsTexts } from '../../texts/alerts.ts';
import { useAttackName } from '../../texts/attack-types.ts';
import { partsTexts } from '../../texts/parts.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { AlertDetail } from './detail.tsx';

function useColumns(nodeName: (id: string) => string): Column<AlertView>[] {
  const { columns: t } = useTexts(alertsTexts);
  const attackName = useAttackName();
  return useMemo(
    () => [
      riskColumn(t.risk, (row) => row.risk_score),
      {
        id: 'activity',
        label: t.activity,
        width: 'minmax(130px, 3fr)',
        card: 'title',
        cell: (row) => (
          <span className="flex items-baseline gap-2">
            <span className="shrink-0">
              <HostileText prose text={row.activity} limit={48} />
            </span>
            <span className="min-w-0 flex-1 truncate text-muted">
              <HostileText sent text={row.payload} limit={160} />
            </span>
          </span>
        ),
        sortBy: (row) => row.activity,
      },
      typeColumn(t.type, (row) => attackName(row.attack_type), { width: 'minmax(84px, 1fr)' }),
      sourceColumn(t.source, { card: 'line' }),
      {
        id: 'service',
        label: t.service,
        isRoomy: true,
        width: 'minmax(60px, 0.5fr)',
        cell: (row) => <HostileText text={row.service} limit={60} />,
        sortBy: (row) => row.service,
      },
      nodeColumn(t.node, nodeName),
      countColumn('events', t.events, (row) => row.event_count, { width: '76px' }),
      {
        id: 'state',
        label: t.state,
        isRoomy: true,
        width: '116px',
        cell: (row) => <StateBadge state={row.status} />,
        sortBy: (row) => row.status,
      },
      agoColumn('last', t.last, (row) => row.last_seen),
    ],
    [t, nodeName, attackName],
  );
}

/** Alerts that were raised since the list was read. */
function useArrived(known: readonly AlertView[], readAtMs: number): number {
  const [arrived, setArrived] = useState<{ readAtMs: number; ids: ReadonlySet<string> }>({
    readAtMs,
    ids: new Set(),
  });
  useLiveChanges(({ kind, id }) => {
    if (kind !== 'alert' || known.some(({ alert_id }) => alert_id === id)) return;
    setArrived((now) => ({ readAtMs, ids: new Set([...(now.readAtMs === readAtMs ? now.ids : []), id]) }));
  });
  return arrived.readAtMs === readAtMs ? arrived.ids.size : 0;
}

export default function Alerts() {
  const t = useTexts(alertsTexts);
  const { states } = useTexts(partsTexts);
  const { pages } = useTexts(shellTexts);
  const { search } = useAddress();
  // The range is counted from when the filters were set, not from now: a list that asks anew each minute would jump.
  const [since, setSince] = useState({ search, atMs: Date.now() });
  if (JSON.stringify(since.search) !== JSON.stringify(search)) setSince({ search, atMs: Date.now() });
  const filter = useMemo((): AlertFilter => {
    const { status, open, source, node_id, min_risk } = since.search;
    const { from, to } = toTimeRange(since.search, since.atMs);
    return {
      ...(status ? { status } : {}),
      ...(open ? { open: true } : {}),
      ...(source ? { source } : {}),
      ...(node_id ? { node_id } : {}),
      ...(min_risk && /^(\d|10)$/.test(min_risk) ? { min_risk } : {}),
      ...(from === null ? {} : { from }),
      ...(to === null ? {} : { to }),
    };
  }, [since]);
  const query = useInfiniteQuery(alertListQuery(filter));
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const held = useArrived(rows, query.dataUpdatedAt);
  const nodeName = useNodeName();
  const columns = useColumns(nodeName);
  const nodeField = useNodeField(t.filters.node_id);
  const fields: FilterField[] = [
    {
      name: 'status',
      label: t.filters.status,
      options: (['open', 'acknowledged', 'investigating', 'resolved'] as const).map((value) => ({
        value,
        label: states[value],
      })),
    },
    {
      name: 'open',
      label: t.filters.open,
      options: [{ value: 'true', label: t.unresolved }],
      show: () => t.unresolved,
    },
    riskField(t.filters.min_risk),
    { name: 'source', label: t.filters.source },
    nodeField,
  ];
  return (
    <ListPage
      name="alerts"
      title={pages.alerts}
      lead={t.lead}
      fields={fields}
      standardSpan={null}
      rows={rows}
      idOf={(row) => row.alert_id}
      columns={columns}
      query={query}
      held={held}
      onShowHeld={() => void query.refetch()}
      empty={{ title: t.empty, hint: t.emptyHint, action: <SampleOffer /> }}
      emptyFiltered={{ title: t.emptyFiltered, hint: t.emptyFilteredHint }}
      pane={{ title: t.alert }}
      detail={(id) => <AlertDetail key={id} id={id} nodeName={nodeName} />}
    />
  );
}
