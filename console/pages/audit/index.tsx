/** Who changed what. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type AuditEntry, auditQuery } from '../../data/account.ts';
import { useAddress } from '../../data/address.ts';
import { ApiError } from '../../data/client.ts';
import { download } from '../../data/download.ts';
import { toTimeRange } from '../../data/time-range.ts';
import { Button } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import { clip, toVisible } from '../../parts/escape.ts';
import { FactList } from '../../parts/facts.tsx';
import type { FilterField } from '../../parts/filter-bar.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ListPage, toOpened } from '../../parts/list-page.tsx';
import { Menu } from '../../parts/menu.tsx';
import { ExactTime, RelativeTime } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { auditTexts } from '../../texts/audit.ts';
import { useActionName } from '../../texts/audit-actions.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { isShown, mayGoOn, targetOf } from './filter.ts';

/** A filter that matches rarely reads on by itself, but not for ever: this many pages, then it asks. */
const pagesAtOnce = 5;
const methods = ['POST', 'PATCH', 'PUT', 'DELETE'] as const;

function useColumns(): Column<AuditEntry>[] {
  const { columns: t } = useTexts(auditTexts);
  const nameOf = useActionName();
  return useMemo(
    () => [
      { id: 'at', label: t.at, width: '96px', card: 'aside', cell: (row) => <RelativeTime at={row.at} /> },
      {
        id: 'kind',
        label: t.kind,
        width: 'minmax(140px, 1.4fr)',
        card: 'title',
        cell: (row) => <HostileText prose limit={100} text={nameOf(row)} />,
      },
      {
        id: 'by',
        label: t.by,
        width: 'minmax(120px, 1.2fr)',
        card: 'line',
        cell: (row) => <HostileText prose limit={80} text={row.by} />,
      },
      {
        id: 'target',
        label: t.target,
        isRoomy: true,
        width: 'minmax(110px, 1.2fr)',
        card: 'line',
        cell: (row) =>
          targetOf(row) === '' ? <span className="text-muted">–</span> : <HostileText text={targetOf(row)} />,
      },
      {
        id: 'address',
        label: t.address,
        isRoomy: true,
        width: 'minmax(100px, 0.8fr)',
        cell: (row) => <HostileText text={row.data.address ?? '–'} />,
      },
    ],
    [t, nameOf],
  );
}

function Detail({ entry }: { entry: AuditEntry }) {
  const t = useTexts(auditTexts);
  const nameOf = useActionName();
  const { data } = entry;
  return (
    <div className="flex flex-col gap-4">
      <span className="text-base font-semibold">
        <HostileText prose text={nameOf(entry)} />
      </span>
      <FactList
        facts={[
          { name: t.at, value: <ExactTime at={entry.at} /> },
          { name: t.columns.by, value: <HostileText prose text={entry.by} /> },
          data.address !== undefined && { name: t.address, value: <HostileText text={data.address} /> },
          { name: t.call, value: <HostileText text={`${data.method ?? ''} ${data.path ?? ''}`} /> },
          targetOf(entry) !== '' && { name: t.params, value: <HostileText text={targetOf(entry)} /> },
          (data.fields?.length ?? 0) > 0 && {
            name: t.fields,
            value: <HostileText text={data.fields?.join(', ') ?? ''} limit={600} />,
          },
          data.request_id !== undefined && {
            name: t.request,
            value: <HostileText text={data.request_id} />,
          },
        ]}
      />
    </div>
  );
}

export default function Audit() {
  const t = useTexts(auditTexts);
  const { pages } = useTexts(shellTexts);
  const nameOf = useActionName();
  const { search } = useAddress();
  const [allowed, setAllowed] = useState(pagesAtOnce);
  const [nowMs] = useState(() => Date.now());
  const isFiltered = ['q', 'by', 'method', 'time', 'from', 'to'].some((name) => search[name]);
  const query = useInfiniteQuery(auditQuery(isFiltered ? 1000 : 100));
  const columns = useColumns();
  const range = useMemo(() => toTimeRange(search, nowMs), [search, nowMs]);
  const loaded = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const rows = useMemo(
    () => (isFiltered ? loaded.filter((entry) => isShown(entry, nameOf(entry), search, range)) : loaded),
    [loaded, isFiltered, search, range, nameOf],
  );
  const people = useMemo(() => [...new Set(loaded.map(({ by }) => by))].sort(), [loaded]);
  const hasOlder = query.hasNextPage && mayGoOn(loaded.at(-1), range);
  const isHalted = isFiltered && hasOlder && (query.data?.pages.length ?? 0) >= allowed;

  const fields: FilterField[] = [
    {
      name: 'by',
      label: t.filters.by,
      options: people.map((value) => ({ value, label: clip(toVisible(value), 60) })),
    },
    {
      name: 'method',
      label: t.filters.method,
      options: methods.map((value) => ({ value, label: t.methods[value] })),
    },
  ];
  const save = (format: 'csv' | 'ndjson') => () => {
    download(`/api/audit/export?format=${format}`, `audit.${format}`).catch((error: unknown) =>
      notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' }),
    );
  };
  return (
    <ListPage
      name="audit"
      title={pages.audit}
      lead={t.lead}
      aside={
        <Menu
          label={t.export}
          trigger={
            <Button>
              <Download size={15} aria-hidden />
              {t.export}
            </Button>
          }
          head={<p className="px-2 pt-1.5 pb-1 text-xs text-muted">{t.exportHint}</p>}
          groups={[
            {
              entries: [
                { id: 'csv', label: t.exportCsv, onAction: save('csv') },
                { id: 'ndjson', label: t.exportJson, onAction: save('ndjson') },
              ],
            },
          ]}
        />
      }
      search={{ name: 'q', label: t.search }}
      fields={fields}
      standardSpan={null}
      notice={
        isHalted && (
          <p role="status" className="flex flex-wrap items-center gap-3 text-sm text-muted">
            {t.searched(loaded.length)}
            <Button onPress={() => setAllowed((now) => now + pagesAtOnce)}>{t.searchOn}</Button>
          </p>
        )
      }
      rows={rows}
      idOf={(row) => row.id}
      columns={columns}
      query={query}
      hasMore={hasOlder && !isHalted}
      empty={{ title: t.empty, hint: t.emptyHint }}
      emptyFiltered={{ title: t.emptyFiltered, hint: t.emptyFilteredHint }}
      pane={{ title: t.entry }}
      detail={(id) =>
        toOpened(
          query.isPending ? undefined : loaded,
          (entry) => entry.id === id,
          { title: t.missing, hint: t.missingHint },
          (entry) => <Detail entry={entry} />,
        )
      }
    />
  );
}
