/** IPPHoney, as a T-Pot sends it. */
import { defineKind, request } from './kind.ts';

export const ipphoney = defineKind({
  name: 'ipphoney',
  title: 'IPPHoney',
  when: [{ type: 'Ipphoney' }, { eventid: 'ipphoney.*' }],
  service: 'ipp',
  events: [
    {
      when: { url: '*' },
      kind: 'http.request',
      fields: { payload: request('{request|method} {url}', '{query|payload}') },
    },
  ],
});
