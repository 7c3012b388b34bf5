/** Every source that touched something, and beside the list all that is known of one. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useAddress } from '../../data/address.ts';
import { attackersQuery } from '../../data/attackers.ts';
import { useLiveEvents } from '../../data/live.ts';
import type { AttackerOrder, AttackerView } from '../../data/types.ts';
import { RiskBadge } from '../../parts/badges.tsx';
import { BlockDialog } from '../../parts/block-dialog.tsx';
import { Button } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ListPage } from '../../parts/list-page.tsx';
import { usePageKeys } from '../../parts/page-keys.ts';
import { SampleOffer } from '../../parts/sample-offer.tsx';
import { SuppressDialog } from '../../parts/suppress-dialog.tsx';
import { Count, RelativeTime } from '../../parts/time.tsx';
import { answersTexts } from '../../texts/answers.ts';
import { useAttackName } from '../../texts/attack-types.ts';
import { attackersTexts } from '../../texts/attackers.ts';
import { useFormat } from '../../texts/format.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { AttackerDetail } from './detail.tsx';
import { mostFirst } from './figures.ts';

const orders: readonly AttackerOrder[] = ['last_seen', 'total_attacks', 'max_risk_score'];

function useColumns(): Column<AttackerView>[] {
  const { columns: t } = useTexts(attackersTexts);
  const format = useFormat();
  const attackName = useAttackName();
  return useMemo(
    () => [
      {
        id: 'risk',
        label: t.risk,
        width: '100px',
        card: 'aside',
        cell: (row) => <RiskBadge risk={row.max_risk_score} />,
      },
      {
        id: 'source',
        label: t.source,
        width: 'minmax(120px, 1.4fr)',
        card: 'title',
        cell: (row) => <HostileText text={row.source_ip} />,
      },
      {
        id: 'type',
        label: t.type,
        width: 'minmax(110px, 1.2fr)',
        card: 'line',
        cell: (row) => attackName(row.most_common_attack),
      },
      {
        id: 'services',
        label: t.services,
        isRoomy: true,
        width: 'minmax(90px, 1.2fr)',
        cell: (row) => (
          <HostileText
            text={mostFirst(row.services_targeted)
              .map(({ value }) => value)
              .join(', ')}
          />
        ),
      },
      {
        id: 'events',
        label: t.events,
        width: '80px',
        align: 'end',
        card: 'line',
        cell: (row) => <Count value={row.total_attacks} />,
      },
      {
        id: 'average',
        label: t.average,
        isRoomy: true,
        width: '108px',
        align: 'end',
        cell: (row) => <span className="num">{format.decimal(row.average_risk_score)}</span>,
      },
      {
        id: 'first',
        label: t.first,
        isRoomy: true,
        width: '100px',
        cell: (row) => <RelativeTime at={row.first_seen} />,
      },
      {
        id: 'last',
        label: t.last,
        width: '100px',
        card: 'aside',
        cell: (row) => <RelativeTime at={row.last_seen} />,
      },
    ],
    [t, format, attackName],
  );
}

/** Sources that came since the list was read, apart from those that are in it. */
function useArrived(known: readonly AttackerView[], readAtMs: number): number {
  const [arrived, setArrived] = useState<{ readAtMs: number; sources: ReadonlySet<string> }>({
    readAtMs,
    sources: new Set(),
  });
  useLiveEvents(({ source_ip }) => {
    if (known.some((one) => one.source_ip === source_ip)) return;
    setArrived((now) => ({
      readAtMs,
      sources: new Set([...(now.readAtMs === readAtMs ? now.sources : []), source_ip]),
    }));
  });
  return arrived.readAtMs === readAtMs ? arrived.sources.size : 0;
}

const asItIs = (id: string): string => id;

export default function Attackers() {
  const t = useTexts(attackersTexts);
  const answers = useTexts(answersTexts);
  const { pages } = useTexts(shellTexts);
  const { search, id, set } = useAddress();
  const order = orders.find((one) => one === search.order) ?? 'last_seen';
  const query = useInfiniteQuery(attackersQuery(order));
  // A source whose figures changed between two pages may be on both.
  const rows = useMemo(() => {
    const all = query.data?.pages.flatMap(({ items }) => items) ?? [];
    return [...new Map(all.map((row) => [row.source_ip, row])).values()];
  }, [query.data]);
  const held = useArrived(rows, query.dataUpdatedAt);
  const columns = useColumns();
  const [asked, setAsked] = useState<{ what: 'block' | 'suppress'; source: string } | null>(null);
  const [activeId, setActiveId] = useState<string | null>(null);
  const ask = (what: 'block' | 'suppress'): void => {
    const source = id ?? activeId;
    if (source !== null) setAsked({ what, source });
  };
  usePageKeys([
    { key: 'b', label: answers.block, run: () => ask('block') },
    { key: 's', label: answers.suppress, run: () => ask('suppress') },
  ]);

  return (
    <ListPage
      name="attackers"
      title={pages.attackers}
      aside={
        <>
          <fieldset className="no-print ml-auto flex gap-1 rounded-md border border-edge bg-raised p-0.5 max-sm:ml-0 max-sm:w-full max-sm:*:flex-1">
            <legend className="sr-only">{t.ordersLabel}</legend>
            {orders.map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={one === order}
                onClick={() => set({ order: one === 'last_seen' ? '' : one })}
                className={`rounded-sm px-2.5 py-1 text-sm pointer-coarse:py-2.5 ${one === order ? 'bg-accent-soft font-medium' : 'text-muted hover:text-ink'}`}
              >
                {t.orders[one]}
              </button>
            ))}
          </fieldset>
          <ExportMenu list="attackers" />
        </>
      }
      rows={rows}
      idOf={(row) => row.source_ip}
      columns={columns}
      query={query}
      onActive={setActiveId}
      held={held}
      onShowHeld={() => void query.refetch()}
      empty={{ title: t.empty, hint: t.emptyHint, action: <SampleOffer /> }}
      pane={{
        title: t.attacker,
        bar: (
          <div role="toolbar" aria-label={t.attacker} className="flex gap-2">
            <Button look="primary" className="max-sm:flex-1" onPress={() => ask('block')}>
              {t.block}
            </Button>
            <Button className="max-sm:flex-1" onPress={() => ask('suppress')}>
              {t.suppress}
            </Button>
          </div>
        ),
      }}
      detail={(id) => <AttackerDetail key={id} source={id} />}
    >
      {asked?.what === 'block' && <BlockDialog source={asked.source} onClose={() => setAsked(null)} />}
      {asked?.what === 'suppress' && (
        <SuppressDialog
          condition={{ sources: [asked.source] }}
          about={asked.source}
          nodeName={asItIs}
          onClose={() => setAsked(null)}
        />
      )}
    </ListPage>
  );
}
