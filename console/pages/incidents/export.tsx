/** The inbox as a file, with what of its filters a query can say. */
import { useAddress } from '../../data/address.ts';
import { toIncidentExport } from '../../data/export-query.ts';
import type { IncidentFilter } from '../../data/types.ts';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { incidentsTexts } from '../../texts/incidents.ts';
import { useTexts } from '../../texts/texts.ts';

export function IncidentExport({ filter }: { filter: IncidentFilter }) {
  const t = useTexts(incidentsTexts);
  const { search } = useAddress();
  const left = [
    (search.q || search.time || search.from || search.to) && t.exportLeft,
    filter.snoozed !== undefined && t.exportSnoozed,
  ].filter((one) => typeof one === 'string' && one !== '');
  return (
    <ExportMenu
      list="incidents"
      query={{ q: toIncidentExport(filter, search.type) }}
      left={left.length === 0 ? null : left.join(', ')}
    />
  );
}
