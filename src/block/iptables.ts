/** iptables, for IPv4: its own chain, replaced by `iptables-restore --noflush`. */
import { defineBlockFormat } from '../core/block.ts';

export const iptables = defineBlockFormat({
  name: 'iptables',
  title: 'iptables',
  help: 'Load with `iptables-restore --noflush < FILE`; once: `iptables -I INPUT -j DECOYVERSE`. IPv4 only; IPv6 by `ip6tables`. For long lists use ipset.',
  contentType: 'text/plain; charset=utf-8',
  render: (blocks) =>
    `${[
      '*filter',
      ':DECOYVERSE - [0:0]',
      ...blocks
        .filter(({ family }) => family === 4)
        .map(({ network }) => `-A DECOYVERSE -s ${network} -j DROP`),
      'COMMIT',
    ].join('\n')}\n`,
});
