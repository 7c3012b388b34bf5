/** JSON for scripts. */
import { defineBlockFormat } from '../core/block.ts';

/** Unseen characters of a note as JSON's own escapes, so that a terminal shows them. */
const visible = (json: string): string =>
  json.replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (all) =>
    [...Array(all.length).keys()]
      .map((n) => `\\u${all.charCodeAt(n).toString(16).padStart(4, '0')}`)
      .join(''),
  );

export const json = defineBlockFormat({
  name: 'json',
  title: 'JSON',
  help: 'An object with a list `blocks`.',
  contentType: 'application/json; charset=utf-8',
  render: (blocks) =>
    `${visible(
      JSON.stringify({
        blocks: blocks.map(({ network, family, source, added_at, expires_at, incident_id, note }) => ({
          network,
          family,
          source,
          added_at,
          expires_at,
          incident_id,
          note,
        })),
      }),
    )}\n`,
});
