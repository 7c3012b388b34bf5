/** Elasticpot, as a T-Pot sends it. */
import { defineKind, request } from './kind.ts';

export const elasticpot = defineKind({
  name: 'elasticpot',
  title: 'Elasticpot',
  when: [{ type: 'ElasticPot' }, { eventid: 'elasticpot.*' }],
  service: 'elasticsearch',
  events: [
    {
      when: { url: '*' },
      kind: 'http.request',
      fields: { payload: request('{request|request_method|method} {url}', '{payload|body}') },
    },
  ],
});
