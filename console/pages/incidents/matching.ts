/** Selecting all that match, loaded or not: how many they are, and which. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { incidentCountQuery } from '../../data/bulk-jobs.ts';
import { readAllIncidents } from '../../data/incidents.ts';
import type { IncidentView } from '../../data/types.ts';
import { notify } from '../../parts/toast.tsx';
import { useFormat } from '../../texts/format.ts';
import { incidentsTexts } from '../../texts/incidents.ts';
import { useTexts } from '../../texts/texts.ts';
import { matches, toCounted } from './filter.ts';
import type { Rows } from './rows.ts';

/** One job of the server takes so many. */
const mostSelected = 5000;

export interface Matching {
  /** What was selected without being loaded. */
  unloaded: ReadonlyMap<string, IncidentView>;
  isSelecting: boolean;
  /** Rows that are here. */
  here: number;
  /** How many match; null where that is not known, or not asked yet. */
  counted: { count: number; has_more: boolean } | null;
  /** Null where the loaded rows are all, or all are selected. */
  select: (() => void) | null;
}

export function useMatching(
  { rows, filter, wanted, hasMore }: Rows,
  selection: ReadonlySet<string>,
  onSelect: (selection: ReadonlySet<string>) => void,
): Matching {
  const t = useTexts(incidentsTexts);
  const format = useFormat();
  const [unloaded, setUnloaded] = useState<Matching['unloaded']>(new Map());
  const [isSelecting, setSelecting] = useState(false);
  const asked = toCounted(filter, wanted);
  const { data } = useQuery({
    ...incidentCountQuery(asked ?? {}),
    enabled: asked !== null && hasMore && selection.size > 0,
  });
  async function select(): Promise<void> {
    setSelecting(true);
    try {
      const all = await readAllIncidents(filter, (one) => matches(wanted, one), mostSelected);
      setUnloaded(new Map(all.items.map((one) => [one.incident_id, one])));
      onSelect(new Set(all.items.map(({ incident_id }) => incident_id)));
      if (!all.isWhole) notify(t.selectedMost(format.count(mostSelected)));
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), { tone: 'failed' });
    } finally {
      setSelecting(false);
    }
  }
  return {
    unloaded,
    isSelecting,
    here: rows.length,
    counted: asked === null ? null : (data ?? null),
    select: hasMore && selection.size !== data?.count ? () => void select() : null,
  };
}
