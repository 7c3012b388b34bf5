/** Tanner, as a T-Pot sends it. */
import { defineKind, request } from './kind.ts';

export const tanner = defineKind({
  name: 'tanner',
  title: 'Tanner',
  when: [{ type: 'Tanner' }, { peer: '*', response_msg: '*' }],
  service: 'http',
  events: [
    {
      when: { path: '*' },
      kind: 'http.request',
      fields: {
        source_ip: '{src_ip|peer.ip}',
        source_port: '{src_port|peer.port}',
        payload: request('{method} {path}', '{post_data}'),
      },
    },
  ],
});
