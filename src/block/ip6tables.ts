/** ip6tables: the IPv6 half of iptables. */
import { defineBlockFormat } from '../core/block.ts';

export const ip6tables = defineBlockFormat({
  name: 'ip6tables',
  title: 'ip6tables',
  help: 'Load with `ip6tables-restore --noflush < FILE`; once: `ip6tables -I INPUT -j DECOYVERSE`. IPv6 only.',
  contentType: 'text/plain; charset=utf-8',
  render: (blocks) =>
    `${[
      '*filter',
      ':DECOYVERSE - [0:0]',
      ...blocks
        .filter(({ family }) => family === 6)
        .map(({ network }) => `-A DECOYVERSE -s ${network} -j DROP`),
      'COMMIT',
    ].join('\n')}\n`,
});
