/** Sessions of sensors, latest first; beside the list one of them as a transcript. */

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useAddress } from '../../data/address.ts';
import { type SessionFilter, sessionsQuery } from '../../data/attackers.ts';
import { toSessionExport } from '../../data/export-query.ts';
import { useLiveEvents } from '../../data/live.ts';
import { nodesQuery } from '../../data/queries.ts';
import type { SessionView } from '../../data/types.ts';
import { RiskBadge } from '../../parts/badges.tsx';
import type { Column } from '../../parts/column.ts';
import { ExportMenu } from '../../parts/export-menu.tsx';
import type { FilterField } from '../../parts/filter-bar.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ListPage } from '../../parts/list-page.tsx';
import { SampleOffer } from '../../parts/sample-offer.tsx';
import { Count, RelativeTime } from '../../parts/time.tsx';
import { SourceValue, Value } from '../../parts/value.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { useFormat } from '../../texts/format.ts';
import { sessionsTexts } from '../../texts/sessions.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { SessionDetail } from './detail.tsx';
import { toId } from './transcript.ts';

function useColumns(nodeName: (id: string) => string): Column<SessionView>[] {
  const { columns: t } = useTexts(sessionsTexts);
  const format = useFormat();
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
        id: 'source',
        label: t.source,
        width: 'minmax(96px, 1fr)',
        card: 'title',
        cell: (row) => <SourceValue source={row.source_ip} filter="source" />,
        sortBy: (row) => row.source_ip,
      },
      {
        id: 'type',
        label: t.type,
        width: 'minmax(100px, 1.1fr)',
        isRoomy: true,
        card: 'line',
        cell: (row) => attackName(row.attack_type),
        sortBy: (row) => attackName(row.attack_type),
      },
      {
        id: 'service',
        label: t.service,
        isRoomy: true,
        width: 'minmax(60px, 0.5fr)',
        card: 'line',
        cell: (row) => <HostileText text={row.service} />,
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
        id: 'logins',
        label: t.logins,
        isRoomy: true,
        width: '88px',
        align: 'end',
        cell: (row) => <Count value={row.failed_logins + row.succeeded_logins} />,
        sortBy: (row) => row.failed_logins + row.succeeded_logins,
      },
      {
        id: 'commands',
        label: t.commands,
        width: '88px',
        align: 'end',
        isRoomy: true,
        cell: (row) => <Count value={row.commands} />,
        sortBy: (row) => row.commands,
      },
      {
        id: 'lasted',
        label: t.lasted,
        isRoomy: true,
        width: '110px',
        align: 'end',
        cell: (row) => (
          <span className="num">{format.duration(Date.parse(row.last_at) - Date.parse(row.started_at))}</span>
        ),
        sortBy: (row) => Date.parse(row.last_at) - Date.parse(row.started_at),
      },
      {
        id: 'last',
        label: t.last,
        width: '92px',
        card: 'aside',
        cell: (row) => <RelativeTime at={row.last_at} />,
        sortBy: (row) => row.last_at,
      },
    ],
    [t, format, nodeName, attackName],
  );
}

/** Sessions that began since the list was read. */
function useArrived(known: readonly SessionView[], filter: SessionFilter, readAtMs: number): number {
  const [arrived, setArrived] = useState<{ readAtMs: number; ids: ReadonlySet<string> }>({
    readAtMs,
    ids: new Set(),
  });
  useLiveEvents(({ session, node_id, source_ip }) => {
    if (session === null) return;
    if (filter.source && filter.source !== source_ip) return;
    if (filter.node_id && filter.node_id !== node_id) return;
    if (known.some((row) => row.session === session && row.node_id === node_id)) return;
    const id = toId({ node_id, session });
    setArrived((now) => ({ readAtMs, ids: new Set([...(now.readAtMs === readAtMs ? now.ids : []), id]) }));
  });
  return arrived.readAtMs === readAtMs ? arrived.ids.size : 0;
}

export default function Sessions() {
  const t = useTexts(sessionsTexts);
  const { pages } = useTexts(shellTexts);
  const { search } = useAddress();
  const { source, node_id } = search;
  const filter = useMemo(
    (): SessionFilter => ({ ...(source ? { source } : {}), ...(node_id ? { node_id } : {}) }),
    [source, node_id],
  );
  const query = useInfiniteQuery(sessionsQuery(filter));
  const rows = useMemo(() => {
    const all = query.data?.pages.flatMap(({ items }) => items) ?? [];
    return [...new Map(all.map((row) => [toId(row), row])).values()];
  }, [query.data]);
  const held = useArrived(rows, filter, query.dataUpdatedAt);
  const { data: nodes } = useQuery(nodesQuery());
  const nodeName = useCallback(
    (node: string) => nodes?.find((one) => one.node_id === node)?.name ?? node,
    [nodes],
  );
  const columns = useColumns(nodeName);
  const fields: FilterField[] = [
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
      name="sessions"
      title={pages.sessions}
      aside={<ExportMenu list="sessions" query={{ q: toSessionExport(filter) }} />}
      fields={fields}
      rows={rows}
      idOf={toId}
      columns={columns}
      query={query}
      held={held}
      onShowHeld={() => void query.refetch()}
      empty={{ title: t.empty, hint: t.emptyHint, action: <SampleOffer /> }}
      emptyFiltered={{ title: t.emptyFiltered, hint: t.emptyFilteredHint }}
      pane={{ title: t.session, isBroad: true }}
      detail={(id) => <SessionDetail key={id} id={id} nodeName={nodeName} />}
    />
  );
}
