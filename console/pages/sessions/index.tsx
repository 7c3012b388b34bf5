/** Sessions of sensors, latest first; beside the list one of them as a transcript. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useAddress } from '../../data/address.ts';
import { type SessionFilter, sessionsQuery } from '../../data/attackers.ts';
import { toSessionExport } from '../../data/export-query.ts';
import { useLiveEvents } from '../../data/live.ts';
import type { SessionView } from '../../data/types.ts';
import type { Column } from '../../parts/column.ts';
import { ExportMenu } from '../../parts/export-menu.tsx';
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
import { useNodeField, useNodeName } from '../../parts/list-filters.ts';
import { ListPage } from '../../parts/list-page.tsx';
import { SampleOffer } from '../../parts/sample-offer.tsx';
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
      riskColumn(t.risk, (row) => row.risk_score),
      sourceColumn(t.source, { width: 'minmax(96px, 1fr)', card: 'title', isRoomy: false }),
      typeColumn(t.type, (row) => attackName(row.attack_type), { width: 'minmax(100px, 1.1fr)' }),
      {
        id: 'service',
        label: t.service,
        isRoomy: true,
        width: 'minmax(60px, 0.5fr)',
        card: 'line',
        cell: (row) => <HostileText text={row.service} />,
        sortBy: (row) => row.service,
      },
      nodeColumn(t.node, nodeName, { width: 'minmax(80px, 0.8fr)' }),
      countColumn('logins', t.logins, (row) => row.failed_logins + row.succeeded_logins),
      countColumn('commands', t.commands, (row) => row.commands),
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
      agoColumn('last', t.last, (row) => row.last_at),
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
  const nodeName = useNodeName();
  const columns = useColumns(nodeName);
  const fields: FilterField[] = [
    { name: 'source', label: t.filters.source },
    useNodeField(t.filters.node_id),
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
