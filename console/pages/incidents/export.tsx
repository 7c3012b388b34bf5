/** The inbox as a file, with what of its filters a query can say. */
import { useAddress } from '../../data/address.ts';
import { toIncidentExport } from '../../data/export-query.ts';
import type { IncidentFilter } from '../../data/types.ts';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { incidentsTexts } from '../../texts/incidents.ts';
import { useTexts } from '../../texts/texts.ts';
import type { Wanted } from './filter.ts';

export function IncidentExport({
  filter,
  range,
}: {
  filter: IncidentFilter;
  range: Pick<Wanted, 'from' | 'to'>;
}) {
  const t = useTexts(incidentsTexts);
  const { search } = useAddress();
  const left = [search.q && t.exportLeft, filter.snoozed !== undefined && t.exportSnoozed].filter(
    (one) => typeof one === 'string' && one !== '',
  );
  return (
    <ExportMenu
      list="incidents"
      query={{
        q: toIncidentExport(filter, search.type),
        from: range.from ?? undefined,
        to: range.to ?? undefined,
      }}
      left={left.length === 0 ? null : left.join(', ')}
    />
  );
}
