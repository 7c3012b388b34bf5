/** Log4Pot, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const log4pot = defineKind({
  name: 'log4pot',
  title: 'Log4Pot',
  when: [{ type: 'Log4pot' }],
  service: 'http',
  events: [
    {
      when: { request: '*' },
      kind: 'http.request',
      fields: { source_ip: '{src_ip|client}', payload: '{request}\r\n{headers}\r\n\r\n{payload}' },
    },
  ],
});
