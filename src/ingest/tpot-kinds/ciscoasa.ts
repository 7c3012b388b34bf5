/** Ciscoasa, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const ciscoasa = defineKind({
  name: 'ciscoasa',
  title: 'Ciscoasa',
  when: [{ type: 'Ciscoasa' }, { payload_printable: '*', src_ip: '*', type: null, eventid: null }],
  service: 'https',
});
