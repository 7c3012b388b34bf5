/** nftables: its own table, replaced in one transaction by `nft -f`. */
import { type Block, defineBlockFormat } from '../core/block.ts';

const setOf = (name: string, type: string, blocks: readonly Block[]): string[] => [
  `\tset ${name} {`,
  `\t\ttype ${type}`,
  '\t\tflags interval',
  '\t\tauto-merge',
  ...(blocks.length > 0
    ? [`\t\telements = { ${blocks.map(({ network }) => network).join(',\n\t\t\t     ')} }`]
    : []),
  '\t}',
];

export const nftables = defineBlockFormat({
  name: 'nftables',
  title: 'nftables',
  help: 'Load with `nft -f FILE`: it replaces the table `inet decoyverse`, which drops traffic from the listed sources, and changes nothing else.',
  contentType: 'text/plain; charset=utf-8',
  render: (blocks) =>
    `${[
      'table inet decoyverse',
      'delete table inet decoyverse',
      'table inet decoyverse {',
      ...setOf(
        'blocked4',
        'ipv4_addr',
        blocks.filter(({ family }) => family === 4),
      ),
      ...setOf(
        'blocked6',
        'ipv6_addr',
        blocks.filter(({ family }) => family === 6),
      ),
      '\tchain input {',
      '\t\ttype filter hook input priority filter - 10; policy accept;',
      '\t\tip saddr @blocked4 drop',
      '\t\tip6 saddr @blocked6 drop',
      '\t}',
      '\tchain forward {',
      '\t\ttype filter hook forward priority filter - 10; policy accept;',
      '\t\tip saddr @blocked4 drop',
      '\t\tip6 saddr @blocked6 drop',
      '\t}',
      '}',
    ].join('\n')}\n`,
});
