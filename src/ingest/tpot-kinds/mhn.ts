/** What a Modern Honey Network exports: of its store, and of its channels. */
import { defineKind } from './kind.ts';

export const mhn = defineKind({
  name: 'mhn',
  title: 'MHN',
  when: [
    { hpfeed_id: '*', honeypot: '*' },
    { ident: '*', channel: '*', attackerIP: '*' },
  ],
  service: 'mhn',
});
