/** HAProxy: a file for an ACL. */
import { defineBlockFormat } from '../core/block.ts';

export const haproxy = defineBlockFormat({
  name: 'haproxy',
  title: 'HAProxy',
  help: '`tcp-request connection reject if { src -f FILE }` in a frontend, then reload.',
  contentType: 'text/plain; charset=utf-8',
  render: (blocks) => blocks.map(({ network }) => `${network}\n`).join(''),
});
