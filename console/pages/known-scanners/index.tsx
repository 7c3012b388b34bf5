/** Machines of one's own that touch decoys: what each may do without an alert. */
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useAddress } from '../../data/address.ts';
import { knownScannersQuery } from '../../data/known-scanners.ts';
import { useRefreshOn } from '../../data/refresh.ts';
import type { KnownScanner } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import { HostileText } from '../../parts/hostile-text.tsx';
import { KnownScannerForm } from '../../parts/known-scanner-form.tsx';
import { ListPage, toOpened } from '../../parts/list-page.tsx';
import { Count, RelativeTime } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { knownScannersTexts } from '../../texts/known-scanners.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { ScannerDetail } from './detail.tsx';

const states = ['enabled', 'disabled'] as const;
const stateOf = ({ enabled }: KnownScanner): (typeof states)[number] => (enabled ? 'enabled' : 'disabled');

function useColumns(): Column<KnownScanner>[] {
  const texts = useTexts(knownScannersTexts);
  const t = texts.columns;
  return [
    {
      id: 'name',
      label: t.name,
      width: 'minmax(130px, 1.6fr)',
      card: 'title',
      cell: (row) => <HostileText prose text={row.name} limit={100} />,
      sortBy: (row) => row.name.toLowerCase(),
    },
    {
      id: 'networks',
      label: t.networks,
      width: 'minmax(120px, 1.2fr)',
      card: 'line',
      cell: (row) => <HostileText text={row.networks.join(', ')} />,
      sortBy: (row) => row.networks[0] ?? '',
    },
    {
      id: 'may',
      label: t.may,
      isRoomy: true,
      width: 'minmax(120px, 1.6fr)',
      cell: (row) => row.may.map((one) => texts.permissions[one]).join(', '),
    },
    {
      id: 'owner',
      label: t.owner,
      isRoomy: true,
      width: 'minmax(90px, 1fr)',
      cell: (row) => (row.owner === '' ? '–' : <HostileText prose text={row.owner} limit={100} />),
      sortBy: (row) => row.owner,
    },
    {
      id: 'state',
      label: t.state,
      width: '84px',
      card: 'aside',
      cell: (row) => <StateBadge state={stateOf(row)} />,
      sortBy: stateOf,
    },
    {
      id: 'hits',
      label: t.hits,
      align: 'end',
      width: '92px',
      cell: (row) => <Count value={row.hits} />,
      sortBy: (row) => row.hits,
    },
    {
      id: 'lastHit',
      label: t.lastHit,
      isRoomy: true,
      width: 'minmax(92px, 0.6fr)',
      card: 'aside',
      cell: (row) => <RelativeTime at={row.last_hit_at} />,
      sortBy: (row) => row.last_hit_at ?? '',
    },
  ];
}

export default function KnownScanners() {
  const t = useTexts(knownScannersTexts);
  const { pages } = useTexts(shellTexts);
  const { search, open, set, go } = useAddress();
  const query = useQuery(knownScannersQuery());
  useRefreshOn(({ suppressed_by }) => suppressed_by !== null, query.refetch, 5000);
  const columns = useColumns();
  const all = query.data;
  const rows = useMemo(() => {
    const words = search.q?.toLowerCase() ?? '';
    return (all ?? []).filter(
      (scanner) =>
        [scanner.name, scanner.owner, ...scanner.networks].join('\n').toLowerCase().includes(words) &&
        (!search.state || stateOf(scanner) === search.state),
    );
  }, [all, search]);
  const edited = all?.find(({ id }) => id === search.edit);
  return (
    <ListPage
      name="known-scanners"
      title={pages['known-scanners']}
      lead={t.lead}
      add={
        <Button look="primary" onPress={() => set({ new: '1' })}>
          <Plus size={15} aria-hidden />
          {t.add}
        </Button>
      }
      search={{ name: 'q', label: t.search }}
      fields={[
        {
          name: 'state',
          label: t.filters.state,
          options: states.map((value) => ({ value, label: t.states[value] })),
        },
      ]}
      rows={rows}
      idOf={(row) => row.id}
      columns={columns}
      query={query}
      empty={{ title: t.empty, hint: t.emptyHint }}
      emptyFiltered={{ title: t.emptyFiltered, hint: t.emptyFilteredHint }}
      pane={{ title: t.scanner }}
      detail={(id) =>
        toOpened(
          all,
          (scanner) => scanner.id === id,
          { title: t.missing, hint: t.missingHint },
          (scanner) => (
            <ScannerDetail
              key={scanner.id}
              scanner={scanner}
              onEdit={() => set({ edit: scanner.id })}
              onGone={() => open(null, { replace: true })}
            />
          ),
        )
      }
    >
      {search.new !== undefined && (
        <KnownScannerForm
          onClose={() => set({ new: '' }, { replace: true })}
          onSaved={(scanner) => {
            notify(t.made(scanner.name));
            go(`/known-scanners/${encodeURIComponent(scanner.id)}`);
          }}
        />
      )}
      {edited !== undefined && (
        <KnownScannerForm
          key={edited.id}
          scanner={edited}
          onClose={() => set({ edit: '' }, { replace: true })}
          onSaved={(scanner) => {
            notify(t.saved(scanner.name));
            set({ edit: '' }, { replace: true });
          }}
        />
      )}
    </ListPage>
  );
}
