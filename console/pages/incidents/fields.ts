/** The filters of the inbox. */

import type { FilterField } from '../../parts/filter-bar.tsx';
import { riskField, useNodeField, useTypeField } from '../../parts/list-filters.ts';
import { incidentsTexts } from '../../texts/incidents.ts';
import { mergingTexts } from '../../texts/merging.ts';
import { useTexts } from '../../texts/texts.ts';

export function useFields(): FilterField[] {
  const t = useTexts(incidentsTexts);
  const mergeTexts = useTexts(mergingTexts);
  return [
    riskField(t.filters.min_risk),
    useTypeField('type', t.filters.type),
    { name: 'source', label: t.filters.source },
    {
      name: 'unread',
      label: mergeTexts.unreadFilter,
      options: [{ value: 'true', label: mergeTexts.unreadOnly }],
      show: () => mergeTexts.unreadOnly,
    },
    useNodeField(t.filters.node_id),
  ];
}
