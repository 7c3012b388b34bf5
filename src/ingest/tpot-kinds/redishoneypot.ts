/** Redishoneypot, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const redishoneypot = defineKind({
  name: 'redishoneypot',
  title: 'Redishoneypot',
  when: [{ type: 'Redishoneypot' }],
  service: 'redis',
  events: [
    {
      when: { action: ['NewConnect', 'Closed'] },
      kind: 'connection.opened',
      fields: { activity: '{action}' },
    },
    {
      when: { action: '*' },
      kind: 'command.run',
      fields: { source_ip: '{src_ip|addr}', payload: '{action}', activity: 'command' },
    },
  ],
});
