/** Dicompot, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const dicompot = defineKind({
  name: 'dicompot',
  title: 'Dicompot',
  when: [{ type: 'Dicompot' }],
  service: 'dicom',
  events: [
    {
      when: { Command: '*' },
      kind: 'payload.received',
      fields: {
        source_ip: '{src_ip|IP}',
        source_port: '{src_port|Port}',
        payload: '{Command} {Identifier|Files}',
      },
    },
    {
      when: { type: '*' },
      kind: 'connection.opened',
      fields: { source_ip: '{src_ip|IP}', source_port: '{src_port|Port}' },
    },
  ],
});
