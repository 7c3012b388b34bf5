/** nginx: `deny` lines to include. */
import { defineBlockFormat } from '../core/block.ts';

export const nginx = defineBlockFormat({
  name: 'nginx',
  title: 'nginx',
  help: '`include FILE;` in `http`, `server` or `location`, then `nginx -s reload`.',
  contentType: 'text/plain; charset=utf-8',
  render: (blocks) => blocks.map(({ network }) => `deny ${network};\n`).join(''),
});
