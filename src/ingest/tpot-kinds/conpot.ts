/** Conpot, as a T-Pot sends it: since 1.0 (T-Pot 24.04.2) with `protocol` for `data_type`. */
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
      fields: { service: '{data_type|protocol}' },
    },
    {
      when: { request: '*' },
      kind: 'payload.received',
      fields: { service: '{data_type|protocol}', payload: '{request}' },
    },
    { when: { protocol: '*' }, kind: 'connection.opened', fields: { service: '{protocol}' } },
    { when: { data_type: '*' }, kind: 'connection.opened', fields: { service: '{data_type|protocol}' } },
  ],
});
