/** The incidents of one source, and one answer for all that are open. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  changeWithCache,
  incidentsOfQuery,
  openIncidentsOfQuery,
  readAllIncidents,
} from '../../data/incidents.ts';
import type { AlertStatus, BulkItem } from '../../data/types.ts';
import { RiskBadge, StateBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { Skeleton } from '../../parts/states.tsx';
import { notify } from '../../parts/toast.tsx';
import { attackersTexts } from '../../texts/attackers.ts';
import { incidentsTexts } from '../../texts/incidents.ts';
import { useTexts } from '../../texts/texts.ts';
import { rowClass, Section, shownRows } from './section.tsx';

/** A source with more open incidents than this is answered in several goes, and is told so. */
const mostAnswered = 1000;

/** One answer for every open incident of the source, with a way back. Nothing where none is open. */
function Answers({ source }: { source: string }) {
  const t = useTexts(attackersTexts);
  const inbox = useTexts(incidentsTexts);
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const { data: open } = useQuery(openIncidentsOfQuery(source));

  async function send(items: readonly BulkItem[], says: (count: number) => string, canUndo: boolean) {
    const { changed, conflicts, missing, failed, undo } = await changeWithCache(client, items);
    const left = conflicts + missing + failed;
    const words = [
      ...(changed > 0 ? [says(changed)] : []),
      ...(conflicts > 0 ? [inbox.conflicts(conflicts)] : []),
      ...(missing > 0 ? [inbox.missing(missing)] : []),
      ...(failed > 0 ? [inbox.failed(failed)] : []),
    ];
    notify(words.join('. '), {
      tone: left === 0 ? 'done' : 'failed',
      ...(canUndo && undo.length > 0 ? { undo: () => void send(undo, inbox.did.undone, false) } : {}),
    });
  }
  async function answer(status: AlertStatus): Promise<void> {
    setBusy(true);
    try {
      const all = await readAllIncidents({ source, open: true }, () => true, mostAnswered);
      const items = all.items
        .filter((one) => one.status !== status)
        .map(({ incident_id, version }) => ({ incident_id, version, status }));
      if (items.length > 0) await send(items, inbox.did[status], true);
      if (!all.isWhole) notify(t.moreOpen);
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), { tone: 'failed' });
    } finally {
      setBusy(false);
    }
  }

  if (open === undefined || open.items.length === 0) return null;
  const isTaken = open.next_cursor === null && open.items.every(({ status }) => status !== 'open');
  return (
    <div className="no-print flex flex-wrap items-center gap-2 text-sm">
      <span className="text-muted">
        {t.open(`${open.items.length}${open.next_cursor === null ? '' : '+'}`)}
      </span>
      {!isTaken && (
        <Button isPending={isBusy} onPress={() => void answer('acknowledged')}>
          {t.acknowledgeAll}
        </Button>
      )}
      <Button isPending={isBusy} onPress={() => void answer('resolved')}>
        {t.resolveAll}
      </Button>
    </div>
  );
}

export function Incidents({ source }: { source: string }) {
  const t = useTexts(attackersTexts);
  const { data } = useQuery(incidentsOfQuery(source));
  return (
    <Section
      title={t.incidents}
      aside={
        <Link to="/incidents" search={{ status: 'all', source }}>
          {t.allIncidents}
        </Link>
      }
    >
      {data === undefined ? (
        <Skeleton className="h-16" />
      ) : data.items.length === 0 ? (
        <p className="text-sm text-muted">{t.noIncidents}</p>
      ) : (
        <>
          <Answers source={source} />
          <ul className="flex flex-col">
            {data.items.slice(0, shownRows).map((one) => (
              <li key={one.incident_id} className="border-t border-line first:border-0">
                <Link
                  to={`/incidents/${encodeURIComponent(one.incident_id)}`}
                  search={{ status: 'all', source }}
                  className={rowClass}
                >
                  <RiskBadge risk={one.risk_score} />
                  <span className="min-w-0 flex-1">
                    <HostileText prose text={one.title} limit={140} />
                  </span>
                  <StateBadge state={one.status} />
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
