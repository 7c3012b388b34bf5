/** Wordpot, as a T-Pot sends it. */
import { defineKind, login, request } from './kind.ts';

export const wordpot = defineKind({
  name: 'wordpot',
  title: 'Wordpot',
  when: [{ type: 'Wordpot' }],
  service: 'http',
  events: [
    { when: { password: '*' }, kind: 'login.failed', fields: login },
    { when: { url: '*' }, kind: 'http.request', fields: { payload: request('GET {url}', '') } },
  ],
});
