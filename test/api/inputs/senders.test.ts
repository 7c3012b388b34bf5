/** What each sender expects of its input, as it sends. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Api, openApi } from '../../support/api-client.ts';

const login = {
  session: '9f1c0a7be2d4',
  protocol: 'ssh',
  src_ip: '203.0.113.9',
  src_port: 51822,
  dst_ip: '10.0.0.5',
  dst_port: 2222,
  username: 'root',
  password: '123456',
  eventid: 'cowrie.login.failed',
  sensor: 'edge-1',
  timestamp: '2026-11-21T10:15:30.123456Z',
};
const command = {
  ...login,
  eventid: 'cowrie.command.input',
  input: 'uname -a',
  timestamp: '2026-11-21T10:15:34.001002Z',
};

const post = async (
  api: Api,
  path: string,
  headers: Record<string, string>,
  body: string | Uint8Array<ArrayBuffer>,
) => {
  const response = await fetch(`${api.address}${path}`, { method: 'POST', headers, body });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

interface Page {
  items: { kind: string; source_ip: string; service: string; payload: string }[];
}
const eventsOf = async (api: Api, headers: Record<string, string>) =>
  (await api.call<Page>('GET', '/api/events', { headers })).body.items.map(
    ({ kind, source_ip, service, payload }) => ({ kind, source_ip, service, payload }),
  );
const expected = [
  { kind: 'command.run', source_ip: '203.0.113.9', service: 'ssh', payload: 'uname -a' },
  { kind: 'login.failed', source_ip: '203.0.113.9', service: 'ssh', payload: 'root:123456' },
];
const json = { 'content-type': 'application/json' };
const tpot = ({ dst_ip, dst_port, ...rest }: typeof login) => ({
  ...rest,
  type: 'Cowrie',
  '@timestamp': rest.timestamp,
  dest_ip: dst_ip,
  dest_port: dst_port,
  't-pot_hostname': 'quietlake',
  geoip: { country_name: 'Nowhere', asn: 64500 },
});

describe('what carries records of Cowrie', () => {
  const senders: [
    string,
    (api: Api, key: string) => Promise<{ status: number; body: unknown }[]>,
    unknown?,
  ][] = [
    [
      'a Splunk collector, several objects in one body',
      async (api, key) => [
        await post(
          api,
          '/services/collector/event',
          { authorization: `Splunk ${key}` },
          [login, command]
            .map((event) => JSON.stringify({ index: 'main', sourcetype: 'cowrie', host: 'edge', event }))
            .join('\n'),
        ),
      ],
      { text: 'Success', code: 0 },
    ],
    [
      'Datadog',
      async (api, key) => [
        await post(
          api,
          '/api/v2/logs',
          { ...json, 'dd-api-key': key },
          JSON.stringify(
            [login, command].map((event) => ({
              ddsource: 'cowrie',
              ddtags: 'env:lab',
              hostname: 'vm',
              message: JSON.stringify(event),
            })),
          ),
        ),
      ],
      {},
    ],
    [
      'GELF, the key in the path',
      (api, key) =>
        Promise.all(
          [login, command].map((event) =>
            post(
              api,
              `/ingest/gelf/${key}`,
              json,
              JSON.stringify({
                version: '1.1',
                host: 'edge',
                timestamp: 1795507552.63,
                short_message: JSON.stringify(event),
                level: 1,
              }),
            ),
          ),
        ),
    ],
    [
      "a T-Pot's Logstash",
      async (api, key) => [
        await post(
          api,
          '/ingest/tpot',
          {
            ...json,
            'content-encoding': 'gzip',
            authorization: `Basic ${Buffer.from(`tpot:${key}`).toString('base64')}`,
          },
          new Uint8Array(gzipSync(JSON.stringify([tpot(login), tpot(command)]))),
        ),
      ],
    ],
    [
      'lines of JSON without a content type',
      async (api, key) => [
        await post(
          api,
          '/ingest/json',
          { 'x-node-key': key },
          `${JSON.stringify(login)}\n${JSON.stringify(command)}\n`,
        ),
      ],
    ],
  ];
  for (const [name, send, answer] of senders)
    it(`is read: ${name}`, async (t) => {
      const api = await openApi(t);
      const user = await api.createUser();
      const { key } = await api.createNode(user);
      for (const { status, body } of await send(api, key)) {
        assert.equal(status, 200, JSON.stringify(body));
        if (answer !== undefined) assert.deepEqual(body, answer);
      }
      assert.deepEqual(await eventsOf(api, user.headers), expected);
      // T-Pots and hpfeeds repeat themselves.
      await send(api, key);
      assert.deepEqual(await eventsOf(api, user.headers), expected);
    });
});

describe('a record of a sensor that is not known', () => {
  it('is kept as what it is, with source, time and what was sent', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const { key } = await api.createNode(user);
    const records = [
      {
        type: 'Adbhoney',
        src_ip: '203.0.113.4',
        dest_port: 5555,
        timestamp: '2026-11-21T10:15:30Z',
        input: 'ps',
      },
      {
        type: 'Honeytrap',
        '@timestamp': '2026-11-21T10:15:31Z',
        attack_connection: {
          protocol: 'tcp',
          remote_ip: '203.0.113.5',
          local_port: 4444,
          payload: { length: 4, data_hex: '47455420' },
        },
      },
      {
        type: 'Redishoneypot',
        addr: '203.0.113.6:50100',
        action: 'INFO',
        time: '2026-11-21T10:15:32Z',
        protocol: 'redis',
      },
      {
        type: 'Tanner',
        peer: { ip: '203.0.113.7', port: 4 },
        method: 'GET',
        path: '/.env',
        timestamp: '2026-11-21T10:15:33Z',
      },
      {
        type: 'Mailoney',
        src_ip: '203.0.113.8',
        data: 'EHLO x',
        protocol: 'smtp',
        timestamp: 1795507552.63,
      },
      { type: 'NewThing', src_ip: '203.0.113.10', username: 'a', password: 'b' },
      { type: 'NGINX', src_ip: '203.0.113.11', timestamp: '2026-11-21T10:15:33Z' },
    ];
    const { status, body } = await post(
      api,
      '/ingest/tpot',
      { ...json, 'x-node-key': key },
      JSON.stringify(records),
    );
    assert.equal(status, 200);
    assert.deepEqual(body, { accepted: 6, duplicate: 0, skipped: 1, rejected: 0 });
    const found = await eventsOf(api, user.headers);
    const by = (source: string) => found.find(({ source_ip }) => source_ip === source);
    assert.deepEqual(by('203.0.113.4'), {
      kind: 'command.run',
      source_ip: '203.0.113.4',
      service: 'adb',
      payload: 'ps',
    });
    assert.equal(by('203.0.113.5')?.payload, 'GET ');
    assert.equal(by('203.0.113.6')?.service, 'redis');
    assert.match(by('203.0.113.7')?.payload ?? '', /^GET \/\.env HTTP\/1\.1/);
    assert.equal(by('203.0.113.8')?.payload, 'EHLO x');
    assert.equal(by('203.0.113.10')?.kind, 'login.failed');
  });

  it('is not lost beside records that are wrong', async (t) => {
    const api = await openApi(t);
    const { key } = await api.createNode(await api.createUser());
    const { status, body } = await post(
      api,
      '/ingest/json',
      { ...json, 'x-node-key': key },
      JSON.stringify([login, { ...login, timestamp: 'yesterday' }, { no: 'source' }, 7, null]),
    );
    assert.equal(status, 200);
    assert.deepEqual(body, { accepted: 1, duplicate: 0, skipped: 0, rejected: 4 });
  });
});
