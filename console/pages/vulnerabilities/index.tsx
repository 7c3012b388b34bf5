/** Which known vulnerabilities were tried, how often, and by how many sources. */

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useAddress } from '../../data/address.ts';
import { useRefreshOn } from '../../data/refresh.ts';
import { vulnerabilitiesQuery } from '../../data/sums.ts';
import type { Vulnerabilities } from '../../data/types.ts';
import { buttonClass } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import { FactList } from '../../parts/facts.tsx';
import { Link } from '../../parts/link.tsx';
import { ListPage, toOpened } from '../../parts/list-page.tsx';
import { Count, ExactTime, RelativeTime, useNow } from '../../parts/time.tsx';
import { knowledgeTexts } from '../../texts/knowledge.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';

type Row = Vulnerabilities['items'][number];

const days = { '1d': 1, '7d': 7, '30d': 30 } as const;
const spans = Object.keys(days) as (keyof typeof days)[];
/** So many sources are told apart. */
const mostSources = 300;

/** Ids come from the catalogue; some are our own names, which no database knows. */
const nvdUrl = (id: string): string | null =>
  /^CVE-\d{4}-\d{4,}$/.test(id) ? `https://nvd.nist.gov/vuln/detail/${id}` : null;

function Sources({ count }: { count: number }) {
  const { vulnerabilities: t } = useTexts(knowledgeTexts);
  return count >= mostSources ? <span className="num">{t.many(count)}</span> : <Count value={count} />;
}

function useColumns(): Column<Row>[] {
  const {
    vulnerabilities: { columns: t },
  } = useTexts(knowledgeTexts);
  return useMemo(
    () => [
      {
        id: 'id',
        label: t.id,
        width: 'minmax(120px, 0.8fr)',
        card: 'line',
        cell: (row) => <span className="font-mono text-xs">{row.id}</span>,
        sortBy: (row) => row.id,
      },
      {
        id: 'title',
        label: t.title,
        width: 'minmax(160px, 2.2fr)',
        card: 'title',
        cell: (row) => row.title,
        sortBy: (row) => row.title,
      },
      {
        id: 'product',
        label: t.product,
        isRoomy: true,
        width: 'minmax(110px, 1.2fr)',
        cell: (row) => row.product,
        sortBy: (row) => row.product,
      },
      {
        id: 'events',
        label: t.events,
        width: '92px',
        align: 'end',
        card: 'aside',
        cell: (row) => <Count value={row.events} />,
        sortBy: (row) => row.events,
      },
      {
        id: 'sources',
        label: t.sources,
        isRoomy: true,
        width: '92px',
        align: 'end',
        cell: (row) => <Sources count={row.sources} />,
        sortBy: (row) => row.sources,
      },
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
        width: 'minmax(100px, 0.7fr)',
        card: 'aside',
        cell: (row) => <RelativeTime at={row.last_seen} />,
        sortBy: (row) => row.last_seen,
      },
    ],
    [t],
  );
}

function Detail({ row }: { row: Row }) {
  const { vulnerabilities: t } = useTexts(knowledgeTexts);
  const url = nvdUrl(row.id);
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-1">
        <span className="text-base font-semibold text-balance">{row.title}</span>
        <span className="font-mono text-sm text-muted">{row.id}</span>
      </div>
      <FactList
        facts={[
          { name: t.columns.product, value: row.product },
          { name: t.columns.events, value: <Count value={row.events} /> },
          { name: t.columns.sources, value: <Sources count={row.sources} /> },
          { name: t.columns.first, value: <ExactTime at={row.first_seen} /> },
          { name: t.columns.last, value: <ExactTime at={row.last_seen} /> },
        ]}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Link to="/events" search={{ q: `vulnerability:"${row.id}"` }} className={buttonClass('primary')}>
          {t.events}
        </Link>
        {url !== null && (
          <a
            href={url}
            target="_blank"
            rel="noreferrer"
            className="text-sm text-accent underline decoration-edge underline-offset-2"
          >
            {t.nvd}
          </a>
        )}
      </div>
      <p className="text-xs text-muted">{t.note}</p>
    </div>
  );
}

export default function VulnerabilitiesPage() {
  const { vulnerabilities: t } = useTexts(knowledgeTexts);
  const { pages } = useTexts(shellTexts);
  const { search } = useAddress();
  const nowMs = useNow();
  const query = useQuery(vulnerabilitiesQuery());
  useRefreshOn(({ verdict }) => verdict?.vulnerability !== undefined, query.refetch, 2000);
  const columns = useColumns();
  const all = query.data?.items;
  const span = spans.find((one) => one === search.tried);
  const rows = useMemo(() => {
    const words = search.q?.toLowerCase() ?? '';
    const from = span === undefined ? '' : new Date(nowMs - days[span] * 86_400_000).toISOString();
    return (all ?? []).filter(
      ({ id, title, product, last_seen }) =>
        `${id}\n${title}\n${product}`.toLowerCase().includes(words) && last_seen >= from,
    );
  }, [all, search, span, nowMs]);
  return (
    <ListPage
      name="vulnerabilities"
      title={pages.vulnerabilities}
      lead={t.lead}
      search={{ name: 'q', label: t.search }}
      fields={[
        {
          name: 'tried',
          label: t.filters.tried,
          options: spans.map((value) => ({ value, label: t.tried[value] })),
        },
      ]}
      rows={rows}
      idOf={(row) => row.id}
      columns={columns}
      query={query}
      empty={{ title: t.empty, hint: t.emptyHint }}
      emptyFiltered={{ title: t.emptyFiltered, hint: t.emptyFilteredHint }}
      pane={{ title: t.vulnerability }}
      detail={(id) =>
        toOpened(
          all,
          (row) => row.id === id,
          { title: t.missing, hint: t.missingHint },
          (row) => <Detail row={row} />,
        )
      }
    />
  );
}
