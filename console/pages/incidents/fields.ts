/** The filters of the inbox. */
import { useQuery } from '@tanstack/react-query';
import { nodesQuery } from '../../data/queries.ts';
import { attackTypes } from '../../data/types.ts';
import type { FilterField } from '../../parts/filter-bar.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { incidentsTexts } from '../../texts/incidents.ts';
import { mergingTexts } from '../../texts/merging.ts';
import { useTexts } from '../../texts/texts.ts';

export function useFields(nodeName: (id: string) => string): FilterField[] {
  const t = useTexts(incidentsTexts);
  const mergeTexts = useTexts(mergingTexts);
  const attackName = useAttackName();
  const { data: nodes } = useQuery(nodesQuery());
  return [
    {
      name: 'min_risk',
      label: t.filters.min_risk,
      options: ['2', '4', '7', '9'].map((value) => ({ value, label: value })),
    },
    {
      name: 'type',
      label: t.filters.type,
      options: attackTypes.map((value) => ({ value, label: attackName(value) })),
    },
    { name: 'source', label: t.filters.source },
    {
      name: 'unread',
      label: mergeTexts.unreadFilter,
      options: [{ value: 'true', label: mergeTexts.unreadOnly }],
      show: () => mergeTexts.unreadOnly,
    },
    {
      name: 'node_id',
      label: t.filters.node_id,
      show: nodeName,
      options: nodes?.map(({ node_id, name }) => ({ value: node_id, label: name })),
    },
  ];
}
