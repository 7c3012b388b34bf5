/** Plain text: one address or network a line. */
import { defineBlockFormat } from '../core/block.ts';

export const text = defineBlockFormat({
  name: 'text',
  title: 'Plain text',
  help: 'One address or network per line; most firewalls, including pfSense, OPNsense and FortiGate, accept it as an external list.',
  contentType: 'text/plain; charset=utf-8',
  render: (blocks) => blocks.map(({ network }) => `${network}\n`).join(''),
});
