/** The columns of the inbox. */

import { useMemo } from 'react';
import type { IncidentView } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import type { Column } from '../../parts/column.ts';
import { HostileText } from '../../parts/hostile-text.tsx';
import {
  agoColumn,
  countColumn,
  nodeColumn,
  riskColumn,
  sourceColumn,
  typeColumn,
} from '../../parts/list-columns.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { incidentsTexts } from '../../texts/incidents.ts';
import { mergingTexts } from '../../texts/merging.ts';
import { useTexts } from '../../texts/texts.ts';
import type { View } from './filter.ts';

const OneLine = ({ text }: { text: string }) => (
  <span className="block max-[700px]:*:line-clamp-2 min-[700px]:truncate min-[700px]:*:truncate">
    <HostileText prose text={text} limit={220} />
  </span>
);

const Mark = ({ tone, children }: { tone: string; children: string }) => (
  <span className={`shrink-0 rounded-sm bg-sunk px-1.5 text-xs font-normal ${tone}`}>{children}</span>
);

/** `view`: where it says the state already, the sentence gets the room. */
export function useColumns(nodeName: (id: string) => string, view: View): Column<IncidentView>[] {
  const { columns: t, snoozeBack } = useTexts(incidentsTexts);
  const merging = useTexts(mergingTexts);
  const attackName = useAttackName();
  return useMemo(() => {
    const columns: Column<IncidentView>[] = [
      riskColumn(t.risk, (row) => row.risk_score),
      {
        id: 'title',
        label: t.title,
        width: 'minmax(220px, 3fr)',
        card: 'title',
        isSentence: true,
        cell: (row) => (
          <span className={`flex items-center gap-2 ${row.unread ? 'font-semibold' : ''}`}>
            {row.unread && <span className="sr-only">{merging.unread}</span>}
            {row.snooze !== null && !row.asleep && <Mark tone="text-warn">{snoozeBack}</Mark>}
            <span className="min-w-0 flex-1">
              <OneLine text={row.title} />
            </span>
            {row.merged_count > 0 && <Mark tone="text-muted">{merging.partsBadge(row.merged_count)}</Mark>}
          </span>
        ),
      },
      typeColumn(t.type, (row) => attackName(row.attack_type), { width: 'minmax(90px, 1fr)' }),
      sourceColumn(t.source),
      nodeColumn(t.node, nodeName, { width: 'minmax(72px, 0.6fr)' }),
      countColumn('events', t.events, (row) => row.event_count, { width: '64px' }),
      {
        id: 'state',
        label: t.state,
        isRoomy: true,
        width: '116px',
        cell: (row) => <StateBadge state={row.status} />,
        sortBy: (row) => row.status,
      },
      {
        id: 'assignee',
        label: t.assignee,
        isRoomy: true,
        width: 'minmax(48px, 0.6fr)',
        cell: (row) => (row.assignee === null ? '–' : <OneLine text={row.assignee} />),
        sortBy: (row) => row.assignee ?? '',
      },
      agoColumn('seen', t.seen, (row) => row.last_seen, { width: '88px' }),
    ];
    const isSaid = view === 'open' || view === 'resolved';
    return columns.filter(({ id }) => !(isSaid && id === 'state'));
  }, [t, merging, snoozeBack, nodeName, attackName, view]);
}
