/** JSON for scripts. */
import { defineBlockFormat } from '../core/block.ts';
import { visibleJson } from '../lib/text.ts';

export const json = defineBlockFormat({
  name: 'json',
  title: 'JSON',
  help: 'An object with a list `blocks`.',
  contentType: 'application/json; charset=utf-8',
  render: (blocks) =>
    `${visibleJson({
      blocks: blocks.map(({ network, family, source, added_at, expires_at, incident_id, note }) => ({
        network,
        family,
        source,
        added_at,
        expires_at,
        incident_id,
        note,
      })),
    })}\n`,
});
