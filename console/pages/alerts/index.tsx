/** Alerts, latest first: what incidents are made of. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useAddress } from '../../data/address.ts';
import { type AlertFilter, alertListQuery } from '../../data/alerts.ts';
import { useLiveChanges } from '../../data/live.ts';
import { nodesQuery } from '../../data/queries.ts';
import { toTimeRange } from '../../data/time-range.ts';
import type { AlertView } from '../../data/types.ts';
import { RiskBadge, StateBadge } from '../../parts/badges.tsx';
import type { Column } from '../../parts/column.ts';
import type { FilterField } from '../../parts/filter-bar.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ListPage } from '../../parts/list-page.tsx';
import { SampleOffer } from '../../parts/sample-offer.tsx';
import { Count, RelativeTime } from '../../parts/time.tsx';
import { SourceValue, Value } from '../../parts/value.tsx';
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
      {
        id: 'risk',
        label: t.risk,
        width: '66px',
        card: 'aside',
        cell: (row) => <RiskBadge risk={row.risk_score} />,
        sortBy: (row) => row.risk_score,
      },
      {
        id: 'activity',
        label: t.activity,
        width: 'minmax(180px, 3fr)',
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
      {
        id: 'type',
        label: t.type,
        isRoomy: true,
        width: 'minmax(100px, 1fr)',
        card: 'line',
        cell: (row) => attackName(row.attack_type),
        sortBy: (row) => attackName(row.attack_type),
      },
      {
        id: 'source',
        label: t.source,
        isRoomy: true,
        width: 'minmax(96px, 0.9fr)',
        card: 'line',
        cell: (row) => <SourceValue source={row.source_ip} filter="source" />,
        sortBy: (row) => row.source_ip,
      },
      {
        id: 'service',
        label: t.service,
        isRoomy: true,
        width: 'minmax(60px, 0.5fr)',
        cell: (row) => <HostileText text={row.service} limit={60} />,
        sortBy: (row) => row.service,
      },
      {
        id: 'node',
        label: t.node,
        isRoomy: true,
        width: 'minmax(80px, 0.7fr)',
        cell: (row) => (
          <Value value={row.node_id} filter="node_id">
            {nodeName(row.node_id)}
          </Value>
        ),
        sortBy: (row) => nodeName(row.node_id),
      },
      {
        id: 'events',
        label: t.events,
        isRoomy: true,
        width: '76px',
        align: 'end',
        cell: (row) => <Count value={row.event_count} />,
        sortBy: (row) => row.event_count,
      },
      {
        id: 'state',
        label: t.state,
        isRoomy: true,
        width: '116px',
        cell: (row) => <StateBadge state={row.status} />,
        sortBy: (row) => row.status,
      },
      {
        id: 'last',
        label: t.last,
        width: '92px',
        card: 'aside',
        cell: (row) => <RelativeTime at={row.last_seen} />,
        sortBy: (row) => row.last_seen,
      },
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
    const { status, source, node_id, min_risk } = since.search;
    const { from, to } = toTimeRange(since.search, since.atMs);
    return {
      ...(status ? { status } : {}),
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
  const { data: nodes } = useQuery(nodesQuery());
  const nodeName = useCallback(
    (node: string) => nodes?.find((one) => one.node_id === node)?.name ?? node,
    [nodes],
  );
  const columns = useColumns(nodeName);
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
      name: 'min_risk',
      label: t.filters.min_risk,
      options: ['2', '4', '7', '9'].map((value) => ({ value, label: value })),
    },
    { name: 'source', label: t.filters.source },
    {
      name: 'node_id',
      label: t.filters.node_id,
      show: nodeName,
      options: nodes?.map((one) => ({ value: one.node_id, label: one.name })),
    },
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
