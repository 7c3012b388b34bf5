/** What sensors sent that was not taken, or not understood: where to look when one seems silent. */

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useAddress } from '../../data/address.ts';
import { fleetQuery, ingestProblemsQuery } from '../../data/nodes.ts';
import type { IngestProblem } from '../../data/types.ts';
import { buttonClass } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import { clip, toVisible } from '../../parts/escape.ts';
import { FactList } from '../../parts/facts.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { ListPage, toOpened } from '../../parts/list-page.tsx';
import { Count, ExactTime, RelativeTime } from '../../parts/time.tsx';
import { ingestProblemsTexts } from '../../texts/ingest-problems.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';

const kinds = ['rejected', 'unreadable', 'unknown_key', 'unknown_record', 'too_many_sensors'] as const;
type NodeName = (id: string) => string;

function useColumns(nodeName: NodeName): Column<IngestProblem>[] {
  const texts = useTexts(ingestProblemsTexts);
  const t = texts.columns;
  return useMemo(
    () => [
      {
        id: 'reason',
        label: t.reason,
        width: 'minmax(180px, 2.2fr)',
        card: 'title',
        cell: (row) => <HostileText prose text={row.reason} limit={200} />,
        sortBy: (row) => row.reason,
      },
      {
        id: 'kind',
        label: t.kind,
        width: 'minmax(120px, 0.9fr)',
        card: 'line',
        cell: (row) => texts.kinds[row.kind],
        sortBy: (row) => row.kind,
      },
      {
        id: 'node',
        label: t.node,
        isRoomy: true,
        width: 'minmax(100px, 1fr)',
        cell: (row) =>
          row.node_id === null ? '–' : <HostileText prose text={nodeName(row.node_id)} limit={100} />,
        sortBy: (row) => row.node_id ?? '',
      },
      {
        id: 'input',
        label: t.input,
        isRoomy: true,
        width: 'minmax(90px, 0.7fr)',
        cell: (row) => <HostileText text={row.input} />,
        sortBy: (row) => row.input,
      },
      {
        id: 'count',
        label: t.count,
        width: '84px',
        align: 'end',
        card: 'aside',
        cell: (row) => <Count value={row.count} />,
        sortBy: (row) => row.count,
      },
      {
        id: 'last',
        label: t.last,
        width: 'minmax(100px, 0.6fr)',
        card: 'aside',
        cell: (row) => <RelativeTime at={row.last_at} />,
        sortBy: (row) => row.last_at,
      },
    ],
    [t, texts, nodeName],
  );
}

function Detail({ row, nodeName }: { row: IngestProblem; nodeName: NodeName }) {
  const t = useTexts(ingestProblemsTexts);
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-1">
        <span className="text-base font-semibold">
          <HostileText prose text={row.reason} limit={500} />
        </span>
        <span className="text-sm text-muted">{t.kinds[row.kind]}</span>
      </div>
      <p className="border-l-2 border-accent pl-3 text-sm text-pretty">{t.advice[row.kind]}</p>
      <FactList
        facts={[
          {
            name: t.columns.node,
            value:
              row.node_id === null ? (
                <span className="text-muted">{t.noNode}</span>
              ) : (
                <Link to={`/nodes/${encodeURIComponent(row.node_id)}`}>
                  <HostileText prose text={nodeName(row.node_id)} />
                </Link>
              ),
          },
          { name: t.columns.input, value: <HostileText text={row.input} /> },
          { name: t.address, value: <HostileText text={row.address} /> },
          { name: t.columns.count, value: <Count value={row.count} /> },
          { name: t.first, value: <ExactTime at={row.first_at} /> },
          { name: t.columns.last, value: <ExactTime at={row.last_at} /> },
        ]}
      />
      <section className="flex flex-col gap-2">
        <h3 className="heading">{t.sample}</h3>
        {row.sample === '' ? (
          <p className="text-sm text-muted">{t.noSample}</p>
        ) : (
          <HostileText block text={row.sample} />
        )}
        {/* The sample is masked and cut: enough to begin with. */}
        {row.sample !== '' && (row.kind === 'unknown_record' || row.kind === 'rejected') && (
          <Link
            to="/mappings"
            search={{ new: '1', from: row.id }}
            className={buttonClass('plain', 'self-start')}
          >
            {t.map}
          </Link>
        )}
      </section>
    </div>
  );
}

export default function IngestProblemsPage() {
  const t = useTexts(ingestProblemsTexts);
  const { pages } = useTexts(shellTexts);
  const { search } = useAddress();
  const query = useQuery(ingestProblemsQuery());
  const { data: nodes } = useQuery(fleetQuery());
  const nodeName = useMemo(() => {
    const names = new Map(nodes?.map(({ node_id, name }) => [node_id, name]));
    return (id: string) => names.get(id) ?? id;
  }, [nodes]);
  const columns = useColumns(nodeName);
  const all = query.data;
  const rows = useMemo(() => {
    const words = search.q?.toLowerCase() ?? '';
    return (all ?? []).filter(
      ({ kind, node_id, reason, input, address, sample }) =>
        (!search.kind || kind === search.kind) &&
        (!search.node_id || node_id === search.node_id) &&
        [reason, input, address, sample].join('\n').toLowerCase().includes(words),
    );
  }, [all, search]);
  return (
    <ListPage
      name="ingest-problems"
      title={pages['ingest-problems']}
      lead={t.lead}
      search={{ name: 'q', label: t.search }}
      fields={[
        {
          name: 'kind',
          label: t.columns.kind,
          options: kinds.map((value) => ({ value, label: t.kinds[value] })),
        },
        {
          name: 'node_id',
          label: t.columns.node,
          options: nodes?.map(({ node_id, name }) => ({ value: node_id, label: clip(toVisible(name), 60) })),
        },
      ]}
      rows={rows}
      idOf={(row) => row.id}
      columns={columns}
      query={query}
      empty={{ title: t.empty, hint: t.emptyHint }}
      emptyFiltered={{ title: t.emptyFiltered, hint: t.emptyFilteredHint }}
      pane={{ title: t.problem }}
      detail={(id) =>
        toOpened(
          all,
          (row) => row.id === id,
          { title: t.missing, hint: t.missingHint },
          (row) => <Detail row={row} nodeName={nodeName} />,
        )
      }
    />
  );
}
