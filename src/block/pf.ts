/** pf (OpenBSD, FreeBSD): a table file. */
import { defineBlockFormat } from '../core/block.ts';

export const pf = defineBlockFormat({
  name: 'pf',
  title: 'pf',
  help: '`table <decoyverse> persist file "FILE"` and `block in quick from <decoyverse>` in pf.conf; update with `pfctl -t decoyverse -T replace -f FILE`.',
  contentType: 'text/plain; charset=utf-8',
  render: (blocks) => ['# DecoyVerse block list\n', ...blocks.map(({ network }) => `${network}\n`)].join(''),
});
