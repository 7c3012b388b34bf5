/** Cisco IOS: two named access lists, replaced whole. */
import { type Block, defineBlockFormat } from '../core/block.ts';
import { parseNetwork, toWildcard } from '../lib/network.ts';

function line({ network, family }: Block): string {
  const isHost = !network.includes('/');
  if (family === 6) return ` deny ipv6 ${isHost ? `host ${network}` : network} any`;
  const parsed = parseNetwork(network);
  return ` deny ip ${isHost || !parsed ? `host ${network}` : toWildcard(parsed)} any`;
}

export const cisco = defineBlockFormat({
  name: 'cisco',
  title: 'Cisco IOS',
  help: '`copy FILE running-config`, or paste; once, on the outside interface: `ip access-group DECOYVERSE in` and `ipv6 traffic-filter DECOYVERSE6 in`.',
  contentType: 'text/plain; charset=utf-8',
  render: (blocks) =>
    `${[
      'no ip access-list extended DECOYVERSE',
      'ip access-list extended DECOYVERSE',
      ...blocks.filter(({ family }) => family === 4).map(line),
      ' permit ip any any',
      'no ipv6 access-list DECOYVERSE6',
      'ipv6 access-list DECOYVERSE6',
      ...blocks.filter(({ family }) => family === 6).map(line),
      ' permit ipv6 any any',
      'end',
    ].join('\n')}\n`,
});
