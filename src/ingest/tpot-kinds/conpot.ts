/** Conpot, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const conpot = defineKind({
  name: 'conpot',
  title: 'Conpot',
  when: [
    { type: 'ConPot' },
    { sensorid: '*', data_type: '*', event_type: '*' },
    { sensorid: '*', data_type: '*', src_ip: '*' },
  ],
  service: 'conpot',
  events: [
    {
      when: { event_type: ['NEW_CONNECTION', 'CONNECTION_*'] },
      kind: 'connection.opened',
      fields: { service: '{data_type}' },
    },
    {
      when: { request: '*' },
      kind: 'payload.received',
      fields: { service: '{data_type}', payload: '{request}' },
    },
    { when: { data_type: '*' }, kind: 'connection.opened', fields: { service: '{data_type}' } },
  ],
});
