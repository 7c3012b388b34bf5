/** Honeytrap, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const honeytrap = defineKind({
  name: 'honeytrap',
  title: 'Honeytrap',
  when: [{ type: 'Honeytrap' }, { 'attack_connection.remote_ip': '*' }],
  service: 'honeytrap',
  events: [
    {
      when: { 'attack_connection.payload.data_hex': '*' },
      kind: 'payload.received',
      fields: {
        source_ip: '{attack_connection.remote_ip|src_ip}',
        source_port: '{attack_connection.remote_port|src_port}',
        destination_port: '{attack_connection.local_port|dest_port}',
        service: '{attack_connection.protocol}',
        payload: '{attack_connection.payload.data_hex:hex}',
      },
    },
  ],
});
