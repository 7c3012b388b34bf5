/** A worked example, as docs/sensors.md has it: a sensor of one's own, a record of it, and its mapping. */
import type { MappingBody } from './draft.ts';

export const exampleMapping: MappingBody = {
  name: 'door-honeypot',
  when: { product: 'door', v: [2, 3] },
  fields: { timestamp: '{at}', source_ip: '{peer.ip|client}', session: '{conn}', service: 'ssh' },
  skip: [{ event: 'started*' }],
  events: [
    {
      when: { event: 'auth' },
      kind: 'login.failed',
      fields: { username: '{user}', password: '{pass}' },
    },
    { when: { event: 'data' }, kind: 'payload.received', fields: { payload: '{bytes:hex}' } },
    { when: { event: '*' }, kind: 'connection.opened' },
  ],
};

export const exampleSample = JSON.stringify(
  {
    product: 'door',
    v: 2,
    event: 'auth',
    at: '2026-11-24T07:33:10Z',
    peer: { ip: '203.0.113.9', port: 40112 },
    conn: 'c1',
    user: 'root',
    pass: 'admin',
    firmware: '1.4.2',
  },
  null,
  2,
);
