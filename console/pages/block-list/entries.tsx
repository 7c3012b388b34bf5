/** What is blocked now. */

import { useQuery } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useAddress } from '../../data/address.ts';
import { addBlock, blocksQuery, removeBlock } from '../../data/block-list.ts';
import { ApiError } from '../../data/client.ts';
import { fleetQuery } from '../../data/nodes.ts';
import { useOptimistic } from '../../data/optimistic.ts';
import type { BlockEntry } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Button, buttonClass } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import { FactList } from '../../parts/facts.tsx';
import type { FilterField } from '../../parts/filter-bar.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { ListPage, toOpened } from '../../parts/list-page.tsx';
import { ExactTime, RelativeTime, Until } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { blockListTexts } from '../../texts/block-list.ts';
import { useTexts } from '../../texts/texts.ts';

const sources = ['manual', 'incident', 'rule'] as const;

function useColumns(): Column<BlockEntry>[] {
  const texts = useTexts(blockListTexts);
  return useMemo(() => {
    const t = texts.columns;
    return [
      {
        id: 'address',
        label: t.address,
        width: 'minmax(130px, 1.2fr)',
        card: 'title',
        cell: (row) => <HostileText text={row.ip_address} />,
        sortBy: (row) => row.ip_address,
      },
      {
        id: 'state',
        label: t.state,
        width: 'minmax(104px, 0.7fr)',
        card: 'aside',
        cell: (row) => <StateBadge state={row.status === 'blocked' ? 'blocked' : 'listed'} />,
        sortBy: (row) => row.status,
      },
      {
        id: 'why',
        label: t.why,
        width: 'minmax(120px, 2fr)',
        card: 'line',
        cell: (row) => <HostileText prose limit={120} text={row.note || texts.sources[row.source]} />,
        sortBy: (row) => row.source,
      },
      {
        id: 'by',
        label: t.by,
        isRoomy: true,
        width: 'minmax(96px, 1fr)',
        cell: (row) => <HostileText prose limit={60} text={row.added_by} />,
        sortBy: (row) => row.added_by,
      },
      {
        id: 'added',
        label: t.added,
        isRoomy: true,
        width: 'minmax(92px, 0.7fr)',
        cell: (row) => <RelativeTime at={row.added_at} />,
        sortBy: (row) => row.added_at,
      },
      {
        id: 'expires',
        label: t.expires,
        width: 'minmax(92px, 0.7fr)',
        card: 'aside',
        cell: (row) =>
          row.expires_at === null ? (
            <span className="text-muted">{texts.noEnd}</span>
          ) : (
            <Until at={row.expires_at} />
          ),
        sortBy: (row) => row.expires_at ?? '9',
      },
    ];
  }, [texts]);
}

function Detail({
  entry,
  nodeName,
  onGone,
}: {
  entry: BlockEntry;
  nodeName(id: string): string;
  onGone(): void;
}) {
  const t = useTexts(blockListTexts);
  const { id, ip_address, note, node_id, expires_at } = entry;
  const fail = (error: unknown): void =>
    notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
  const restore = useOptimistic<BlockEntry>({
    keys: [['blocks']],
    send: () => addBlock({ ip_address, note, node_id, ...(expires_at === null ? {} : { expires_at }) }),
    change: (list, gone) => [...(list as BlockEntry[]), gone],
    onDone: () => notify(t.blocked(ip_address)),
    onError: fail,
  });
  const remove = useOptimistic<BlockEntry>({
    keys: [['blocks']],
    send: () => removeBlock(id),
    change: (list) => (list as BlockEntry[]).filter((one) => one.id !== id),
    onDone: () => notify(t.removed(ip_address), { undo: () => restore.mutate(entry) }),
    onError: fail,
  });
  return (
    <div className="flex flex-col gap-6">
      <HostileText block text={ip_address} />
      <FactList
        facts={[
          {
            name: t.columns.state,
            value: <StateBadge state={entry.status === 'blocked' ? 'blocked' : 'listed'} />,
          },
          { name: t.filters.source, value: t.sources[entry.source] },
          note !== '' && { name: t.note, value: <HostileText prose text={note} /> },
          { name: t.columns.by, value: <HostileText prose text={entry.added_by} /> },
          { name: t.columns.added, value: <ExactTime at={entry.added_at} /> },
          { name: t.columns.expires, value: expires_at === null ? t.noEnd : <ExactTime at={expires_at} /> },
          node_id !== null && { name: t.node, value: <HostileText prose text={nodeName(node_id)} /> },
          entry.incident_id !== null && {
            name: t.incident,
            value: <Link to={`/incidents/${encodeURIComponent(entry.incident_id)}`}>{t.openIncident}</Link>,
          },
          entry.confirmed.length > 0 && {
            name: t.confirmed,
            value: (
              <HostileText prose text={entry.confirmed.map((one) => nodeName(one.node_id)).join(', ')} />
            ),
          },
        ]}
      />
      {entry.confirmed.length === 0 && <p className="text-sm text-muted">{t.notConfirmed}</p>}
      <div className="flex flex-wrap gap-2">
        {!ip_address.includes('/') && (
          <Link to="/events" search={{ source: ip_address }} className={buttonClass()}>
            {t.events}
          </Link>
        )}
        <Button
          look="danger"
          onPress={() => {
            remove.mutate(entry);
            onGone();
          }}
        >
          <Trash2 size={14} aria-hidden />
          {t.remove}
        </Button>
      </div>
      <p className="text-xs text-muted">{t.removeHint}</p>
    </div>
  );
}

export function Entries() {
  const t = useTexts(blockListTexts);
  const { search, open, set } = useAddress();
  const query = useQuery(blocksQuery());
  const { data: nodes } = useQuery(fleetQuery());
  const nodeName = (node: string): string => nodes?.find(({ node_id }) => node_id === node)?.name ?? node;
  const columns = useColumns();
  const all = query.data;
  const rows = useMemo(() => {
    const words = search.q?.toLowerCase() ?? '';
    return (all ?? []).filter(
      (entry) =>
        `${entry.ip_address}\n${entry.note}`.toLowerCase().includes(words) &&
        (!search.source || entry.source === search.source),
    );
  }, [all, search]);
  const fields: FilterField[] = [
    {
      name: 'source',
      label: t.filters.source,
      options: sources.map((value) => ({ value, label: t.sources[value] })),
    },
  ];
  return (
    <ListPage
      name="block-list"
      label={t.tabs.list}
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
          <Button look="primary" onPress={() => set({ new: '1' })}>
            <Plus size={15} aria-hidden />
            {t.add}
          </Button>
        ),
      }}
      emptyFiltered={{ title: t.emptyFiltered, hint: t.emptyFilteredHint }}
      pane={{ title: t.entry }}
      detail={(id) =>
        toOpened(
          all,
          (entry) => entry.id === id,
          { title: t.missing, hint: t.missingHint },
          (entry) => (
            <Detail
              key={entry.id}
              entry={entry}
              nodeName={nodeName}
              onGone={() => open(null, { replace: true })}
            />
          ),
        )
      }
    />
  );
}
