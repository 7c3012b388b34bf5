/** CSV (RFC 4180) for spreadsheets; nothing in it is a formula. */
import { type Block, defineBlockFormat } from '../core/block.ts';

const cell = (value: string): string => {
  // Controls go, so that a note cannot begin a row; a leading = + - @ (full-width ones too) gets a quote.
  const plain = value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
  const inert = /^ *[=+\-@＝＋－＠]/u.test(plain) ? `'${plain}` : plain;
  return `"${inert.replaceAll('"', '""')}"`;
};
const row = ({ network, family, source, added_at, expires_at, added_by, incident_id, note }: Block): string =>
  [network, `IPv${family}`, source, added_at, expires_at ?? '', added_by, incident_id ?? '', note]
    .map(cell)
    .join(',');

export const csv = defineBlockFormat({
  name: 'csv',
  title: 'CSV',
  help: 'With source, times, author, incident and note.',
  contentType: 'text/csv; charset=utf-8',
  render: (blocks) =>
    `${['network,family,source,added_at,expires_at,added_by,incident_id,note', ...blocks.map(row)].join('\r\n')}\r\n`,
});
