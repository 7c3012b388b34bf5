/** Values worth following, of one kind: the most frequent, those that rise, the newest. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useAddress } from '../../data/address.ts';
import {
  type ObservableFilter,
  observableKindsQuery,
  observableSorts,
  observablesQuery,
} from '../../data/observables.ts';
import type { Observable } from '../../data/types.ts';
import type { Column } from '../../parts/column.ts';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ListPage } from '../../parts/list-page.tsx';
import { Count, RelativeTime } from '../../parts/time.tsx';
import { useFormat } from '../../texts/format.ts';
import { observablesTexts } from '../../texts/observables.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { ObservableDetail } from './detail.tsx';

/** Shown first where the address names no kind: what people ask for most. */
const first = ['credential', 'command', 'password', 'user', 'address'];

function useColumns(hasRange: boolean): Column<Observable>[] {
  const { columns: t } = useTexts(observablesTexts);
  return useMemo(() => {
    const count = (
      id: string,
      label: string,
      of: (row: Observable) => number | undefined,
      rest: Partial<Column<Observable>> = {},
    ): Column<Observable> => ({
      id,
      label,
      width: '96px',
      align: 'end',
      cell: (row) => {
        const value = of(row);
        return value === undefined ? '–' : <Count value={value} />;
      },
      sortBy: (row) => of(row) ?? 0,
      ...rest,
    });
    return [
      {
        id: 'value',
        label: t.value,
        width: 'minmax(180px, 3fr)',
        card: 'title',
        cell: (row) => <HostileText sent text={row.value} limit={200} />,
        sortBy: (row) => row.value,
      },
      ...(hasRange
        ? [
            count('inRange', t.inRange, (row) => row.in_range, { card: 'aside' }),
            count('before', t.before, (row) => row.before),
          ]
        : []),
      count('events', t.events, (row) => row.events, hasRange ? { isRoomy: true } : { card: 'aside' }),
      count('sources', t.sources, (row) => row.sources, { isRoomy: true }),
      count('sessions', t.sessions, (row) => row.sessions, { isRoomy: true }),
      {
        id: 'first',
        label: t.first,
        isRoomy: true,
        width: 'minmax(100px, 0.7fr)',
        cell: (row) => <RelativeTime at={row.first_seen} />,
        sortBy: (row) => row.first_seen,
      },
      {
        id: 'last',
        label: t.last,
        isRoomy: hasRange,
        width: 'minmax(100px, 0.7fr)',
        card: 'aside',
        cell: (row) => <RelativeTime at={row.last_seen} />,
        sortBy: (row) => row.last_seen,
      },
    ];
  }, [t, hasRange]);
}

export default function ObservablesPage() {
  const t = useTexts(observablesTexts);
  const { pages } = useTexts(shellTexts);
  const format = useFormat();
  const { search, set } = useAddress();
  const kindsQuery = useQuery(observableKindsQuery());
  const kinds = kindsQuery.data?.kinds ?? [];
  const kept = kinds.filter((one) => one.kept > 0);
  const chosen =
    kinds.find(({ kind }) => kind === search.kind)?.kind ??
    first.flatMap((name) => kept.filter(({ kind }) => kind === name))[0]?.kind ??
    kept[0]?.kind;
  const sort = observableSorts.find((one) => one === search.sort) ?? 'events';
  const filter: ObservableFilter | null =
    chosen === undefined ? null : { kind: chosen, sort, ...(search.q ? { q: search.q } : {}) };
  const query = useInfiniteQuery(observablesQuery(filter));
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const about = query.data?.pages[0];
  const columns = useColumns(sort === 'rise');
  const isNothingKept = kindsQuery.data !== undefined && chosen === undefined;
  const notices = [
    about !== undefined && about.missed > 0 && t.missed(format.count(about.missed)),
    about !== undefined && about.dropped_values > 0 && t.dropped(format.count(about.dropped_values)),
  ].filter((one) => one !== false);
  return (
    <ListPage
      name="observables"
      title={pages.observables}
      lead={t.lead}
      aside={
        <>
          <fieldset className="no-print ml-auto flex gap-1 rounded-md border border-edge bg-raised p-0.5 max-sm:ml-0 max-sm:w-full max-sm:*:flex-1">
            <legend className="sr-only">{t.sortsLabel}</legend>
            {observableSorts.map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={one === sort}
                onClick={() => set({ sort: one === 'events' ? '' : one })}
                className={`rounded-sm px-2.5 py-1 text-sm pointer-coarse:py-2.5 ${one === sort ? 'bg-accent-soft font-medium' : 'text-muted hover:text-ink'}`}
              >
                {t.sorts[one]}
              </button>
            ))}
          </fieldset>
          {chosen !== undefined && (
            <ExportMenu list="observables" query={{ kind: chosen, q: search.q, sort }} hasSecrets />
          )}
        </>
      }
      search={{ name: 'q', label: t.search }}
      fields={[
        {
          name: 'kind',
          label: t.kind,
          options: kept.map((one) => ({
            value: one.kind,
            label: `${t.kinds[one.kind]} (${format.count(one.kept)})`,
          })),
          show: (value) => Object.entries(t.kinds).find(([name]) => name === value)?.[1] ?? value,
        },
      ]}
      notice={
        chosen !== undefined && (
          <p className="text-sm text-muted">
            <span className="font-medium text-ink">{t.kinds[chosen]}</span>
            {notices.map((one) => ` · ${one}`)}
          </p>
        )
      }
      rows={rows}
      idOf={(row) => row.id}
      columns={columns}
      query={isNothingKept || kindsQuery.isError ? kindsQuery : query}
      isFiltered={Boolean(search.q) && !isNothingKept}
      empty={{
        title: isNothingKept ? t.empty : t.emptySort[sort],
        hint: isNothingKept ? t.emptyHint : t.emptySortHint,
      }}
      emptyFiltered={{ title: t.emptyFiltered, hint: t.emptyFilteredHint }}
      pane={{ title: t.observable }}
      detail={(id) => <ObservableDetail key={id} id={id} />}
    />
  );
}
