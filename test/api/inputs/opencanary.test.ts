import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { describe, it } from 'node:test';
import { type Api, openApi } from '../../support/api-client.ts';

const login = {
  dst_host: '10.0.0.5',
  dst_port: 21,
  local_time: '2026-11-24 07:33:10.350708',
  local_time_adjusted: '2026-11-24 07:33:10.350737',
  logdata: { PASSWORD: 'Winter2026!', USERNAME: 'backup' },
  logtype: 2000,
  node_id: 'dc-branch-07',
  src_host: '10.0.3.17',
  src_port: 50112,
  utc_time: '2026-11-24 07:33:10.350732',
};
const started = {
  ...login,
  logtype: 1001,
  src_host: '',
  src_port: -1,
  logdata: { msg: { logdata: 'Added service from class CanaryFTP in opencanary.modules.ftp to fake' } },
};

interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body: string | Buffer;
}

/** Over the wire, with exactly these headers: OpenCanary sends some requests without a content type, and GETs with a body. */
const send = (
  api: Api,
  { method = 'POST', path = '/ingest/opencanary', headers = {}, body }: Sent,
): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(`${api.address}${path}`, {
      method,
      headers: { 'content-length': Buffer.byteLength(body), ...headers },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.end(body);
  });

const asForm = (record: object, name = 'message'): string =>
  new URLSearchParams({ [name]: JSON.stringify(record) }).toString();
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };

/** Every way in which an OpenCanary can be told to send its events. */
const shapes: [string, (record: object, key: string) => Sent][] = [
  [
    'the default, a form',
    (record, key) => ({ headers: { ...form, 'x-node-key': key }, body: asForm(record) }),
  ],
  [
    'a dictionary as JSON',
    (record, key) => ({
      headers: { ...json, 'x-node-key': key },
      body: JSON.stringify({ message: JSON.stringify(record) }),
    }),
  ],
  [
    'a JSON string',
    (record, key) => ({
      headers: { ...json, authorization: `Bearer ${key}` },
      body: JSON.stringify(JSON.stringify(record)),
    }),
  ],
  [
    'the record itself',
    (record, key) => ({
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${key}` },
      body: JSON.stringify(record),
    }),
  ],
  ['no content type', (record, key) => ({ headers: { 'x-node-key': key }, body: JSON.stringify(record) })],
  [
    'Basic authentication in the address',
    (record, key) => ({
      headers: { ...json, authorization: `Basic ${Buffer.from(`node:${key}`).toString('base64')}` },
      body: JSON.stringify(record),
    }),
  ],
  [
    'a template, the key in the path',
    (record, key) => ({
      path: `/ingest/opencanary/${key}`,
      headers: json,
      body: JSON.stringify({ sensor: 'lab', event: record }),
    }),
  ],
  [
    'nested dictionaries',
    (record, key) => ({
      headers: { ...json, 'x-node-key': key },
      body: JSON.stringify({ key: 'nk_0123', payload: { raw: JSON.stringify(record) } }),
    }),
  ],
  [
    'a GET with a body',
    (record, key) => ({
      method: 'GET',
      path: `/ingest/opencanary?key=${key}`,
      headers: form,
      body: asForm(record),
    }),
  ],
  [
    'a PUT',
    (record, key) => ({ method: 'PUT', headers: { 'x-node-key': key }, body: JSON.stringify(record) }),
  ],
  [
    "Slack's handler",
    (record, key) => ({
      path: `/ingest/opencanary/${key}`,
      headers: json,
      body: JSON.stringify({
        attachments: [
          {
            pretext: 'OpenCanary Alert',
            fields: Object.entries(record).map(([title, value]) => ({
              title,
              value: typeof value === 'object' ? JSON.stringify(value) : value,
            })),
          },
        ],
      }),
    }),
  ],
  [
    "Python's HTTPHandler",
    (record, key) => ({
      path: `/ingest/opencanary/${key}`,
      headers: form,
      body: `name=dc-branch-07&${asForm(record, 'msg')}&levelname=WARNING`,
    }),
  ],
];

interface Page {
  items: { source_ip: string; service: string; timestamp: string; extra: Record<string, unknown> }[];
}

describe('the OpenCanary input', () => {
  for (const [name, make] of shapes)
    it(`takes ${name}, once, and no message of the sensor about itself`, async (t) => {
      const api = await openApi(t);
      const user = await api.createUser();
      const node = await api.createNode(user);
      const first = await send(api, make(login, node.key));
      assert.equal(first.status, 200, first.text);
      assert.deepEqual(JSON.parse(first.text), { accepted: 1, duplicate: 0, skipped: 0, rejected: 0 });
      const again = await send(api, make(login, node.key));
      assert.deepEqual(JSON.parse(again.text), { accepted: 0, duplicate: 1, skipped: 0, rejected: 0 });
      const own = await send(api, make(started, node.key));
      assert.deepEqual(JSON.parse(own.text), { accepted: 0, duplicate: 0, skipped: 1, rejected: 0 });
      const { body } = await api.call<Page>('GET', '/api/events', { headers: user.headers });
      assert.equal(body.items.length, 1);
      const [event] = body.items;
      assert.equal(event!.source_ip, '10.0.3.17');
      assert.equal(event!.service, 'ftp');
      assert.equal(event!.extra.username, 'backup');
      assert.equal(event!.timestamp, '2026-11-24T07:33:10.350Z');
    });

  it('refuses a wrong key and an unreadable body with one sentence that the sensor prints', async (t) => {
    const api = await openApi(t);
    const node = await api.createNode(await api.createUser());
    const stranger = await send(api, { path: '/ingest/opencanary/nk_wrong', body: JSON.stringify(login) });
    assert.equal(stranger.status, 401);
    assert.equal(JSON.parse(stranger.text).text, 'Unknown node key');
    for (const body of ['', 'hello', '{"logtype":', '[]', '{"a":1}', Buffer.from([0xff, 0x00, 0x1f, 0x8b])]) {
      const refused = await send(api, { headers: { 'x-node-key': node.key }, body });
      assert.equal(refused.status, 400, String(body));
      assert.match(JSON.parse(refused.text).text, /^The body /, String(body));
    }
  });
});
