/** CSV (RFC 4180) for spreadsheets; nothing in it is a formula. */
import { type Block, defineBlockFormat } from '../core/block.ts';
import { toCsvCell } from '../lib/csv.ts';

const row = ({ network, family, source, added_at, expires_at, added_by, incident_id, note }: Block): string =>
  [network, `IPv${family}`, source, added_at, expires_at ?? '', added_by, incident_id ?? '', note]
    .map(toCsvCell)
    .join(',');

export const csv = defineBlockFormat({
  name: 'csv',
  title: 'CSV',
  help: 'With source, times, author, incident and note.',
  contentType: 'text/csv; charset=utf-8',
  render: (blocks) =>
    `${['network,family,source,added_at,expires_at,added_by,incident_id,note', ...blocks.map(row)].join('\r\n')}\r\n`,
});
