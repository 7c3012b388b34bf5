/** What attackers did, as a matrix of ATT&CK tactics and techniques; each number leads to its events. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { useMemo } from 'react';
import { useAddress } from '../../data/address.ts';
import { techniquesQuery, toHours } from '../../data/sums.ts';
import { toTimeRange } from '../../data/time-range.ts';
import { Checkbox } from '../../parts/fields.tsx';
import { TimeRangeMenu } from '../../parts/filter-bar.tsx';
import { Link } from '../../parts/link.tsx';
import { PageHead, Panel } from '../../parts/page-head.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { useNow } from '../../parts/time.tsx';
import { knowledgeTexts } from '../../texts/knowledge.ts';
import { shellTexts } from '../../texts/shell.ts';
import { techniqueName, techniqueUrl } from '../../texts/techniques.ts';
import { useTexts } from '../../texts/texts.ts';
import { type Cell, isSeen, tactics, toMatrix } from './matrix.ts';

const standard = '7d';

function Technique({ id, events, isPart = false }: { id: string; events: number; isPart?: boolean }) {
  const { techniques: t } = useTexts(knowledgeTexts);
  const { search } = useAddress();
  const url = techniqueUrl(id);
  const words = (
    <>
      <span className="block font-mono text-xs text-muted">{id}</span>
      <span className="block text-sm wrap-anywhere">{techniqueName(id) ?? t.others}</span>
    </>
  );
  const range = {
    time: search.time ?? (search.from ? undefined : standard),
    from: search.from,
    to: search.to,
  };
  return (
    <div className={`flex items-start gap-2 ${isPart ? 'border-t border-line pt-1.5' : ''}`}>
      <div className="min-w-0 flex-1">
        {events > 0 ? (
          <Link
            to="/events"
            search={{ ...range, q: `technique:${id}` }}
            className="block text-ink hover:underline"
          >
            {words}
            <span className="num text-xs text-accent">{t.events(events)}</span>
          </Link>
        ) : (
          <span className={isPart ? '' : 'text-muted'}>{words}</span>
        )}
      </div>
      {url !== null && (
        <a
          href={url}
          target="_blank"
          rel="noreferrer"
          aria-label={`${id}: ${t.mitre}`}
          className="no-print rounded-sm p-1 text-muted hover:text-ink pointer-coarse:p-2.5"
        >
          <ExternalLink size={13} aria-hidden />
        </a>
      )}
    </div>
  );
}

function CellBox({ cell }: { cell: Cell }) {
  return (
    <li
      className={`flex flex-col gap-1.5 rounded-sm border p-2 ${isSeen(cell) ? 'border-transparent bg-accent-soft' : 'border-line'}`}
    >
      <Technique id={cell.id} events={cell.events} />
      {cell.parts.map(({ technique, events }) => (
        <Technique key={technique} id={technique} events={events} isPart />
      ))}
    </li>
  );
}

export default function Techniques() {
  const { techniques: t, reach } = useTexts(knowledgeTexts);
  const { pages } = useTexts(shellTexts);
  const { search, set } = useAddress();
  const nowMs = useNow();
  const range = toHours(toTimeRange(search, nowMs, standard), nowMs);
  const query = useQuery({ ...techniquesQuery(range), placeholderData: keepPreviousData });
  const columns = useMemo(() => (query.data ? toMatrix(query.data.items) : null), [query.data]);
  const onlySeen = search.all === undefined;
  const shown = columns
    ?.map((column) => ({ ...column, cells: onlySeen ? column.cells.filter(isSeen) : column.cells }))
    .filter(({ cells }) => cells.length > 0);
  const seen = columns?.flatMap(({ cells }) => cells).filter(isSeen).length ?? 0;
  const known = Object.values(tactics).flat().length;
  return (
    <div className="flex flex-col gap-4">
      <PageHead title={pages.techniques} lead={t.lead}>
        <Checkbox isSelected={onlySeen} onChange={(isOn) => set({ all: isOn ? '' : '1' })}>
          {t.onlySeen}
        </Checkbox>
        <TimeRangeMenu standard={standard} />
      </PageHead>
      {search.time === 'all' && <p className="text-xs text-muted">{reach}</p>}
      <Panel
        title={t.matrix}
        aside={columns && <span className="text-xs text-muted">{t.seen(seen, known)}</span>}
      >
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : shown === undefined ? (
          <div aria-busy="true" className="p-4">
            <Skeleton className="h-64" />
          </div>
        ) : shown.length === 0 ? (
          <EmptyState title={t.empty} hint={t.emptyHint} />
        ) : (
          <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,11.5rem),1fr))] items-start gap-4 p-4 pt-2">
            {shown.map(({ tactic, cells }) => (
              <section key={tactic} aria-label={t.tactics[tactic]} className="flex min-w-0 flex-col gap-1.5">
                <h3 className="text-sm font-medium">{t.tactics[tactic]}</h3>
                <ul className="flex flex-col gap-1.5">
                  {cells.map((cell) => (
                    <CellBox key={cell.id} cell={cell} />
                  ))}
                </ul>
              </section>
            ))}
          </div>
        )}
      </Panel>
    </div>
  );
}
