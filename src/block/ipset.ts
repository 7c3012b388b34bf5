/** ipset: new sets are filled beside the live ones and swapped in, so that the list is never empty. */
import { type Block, defineBlockFormat } from '../core/block.ts';

function setOf(name: string, family: string, blocks: readonly Block[]): string[] {
  const form = `hash:net family ${family} hashsize 4096 maxelem 65536`;
  return [
    `create ${name} ${form} -exist`,
    `create ${name}-new ${form} -exist`,
    `flush ${name}-new`,
    ...blocks.map(({ network }) => `add ${name}-new ${network} -exist`),
    `swap ${name} ${name}-new`,
    `destroy ${name}-new`,
  ];
}

export const ipset = defineBlockFormat({
  name: 'ipset',
  title: 'ipset',
  help: 'Load with `ipset restore < FILE`; once: `iptables -I INPUT -m set --match-set decoyverse4 src -j DROP` and `ip6tables -I INPUT -m set --match-set decoyverse6 src -j DROP`.',
  contentType: 'text/plain; charset=utf-8',
  render: (blocks) =>
    `${[
      ...setOf(
        'decoyverse4',
        'inet',
        blocks.filter(({ family }) => family === 4),
      ),
      ...setOf(
        'decoyverse6',
        'inet6',
        blocks.filter(({ family }) => family === 6),
      ),
    ].join('\n')}\n`,
});
