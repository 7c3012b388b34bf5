/** Requests of real sensors, byte for byte over a socket: who, when, which credentials, which command. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { type Api, openApi } from '../../support/api-client.ts';

interface RealRequest {
  variant: string;
  name: string;
  request: string;
}
interface Stored {
  id: string;
  kind: string;
  source_ip: string;
  service: string;
  timestamp: string;
  payload: string;
  extra: Record<string, unknown>;
}

const requestsOf = (sensor: string): RealRequest[] =>
  readFileSync(join(import.meta.dirname, 'real-requests', `${sensor}.ndjson`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RealRequest);

/** The made-up key is replaced by `key` wherever it stands, and the path by `path`: all else stays as it was sent. */
function aim({ request }: RealRequest, path: string, key: string): Buffer {
  const end = request.indexOf('\r\n\r\n');
  const head = request
    .slice(0, end)
    .replace(/^(\S+) \S+/, `$1 ${path}`)
    .replace(/nk_[0-9a-f]{32}/, key)
    .replace(/(authorization: basic )(\S+)/i, (all, start: string, token: string) => {
      const plain = Buffer.from(token, 'base64').toString('latin1');
      return plain.includes('nk_')
        ? start + Buffer.from(plain.replace(/nk_\w+/, key)).toString('base64')
        : all;
    });
  return Buffer.from(head + request.slice(end));
}

/** One request on a connection of its own; the answer ends with its body. */
const exchange = (api: Api, bytes: Buffer): Promise<{ status: number; head: string; text: string }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(api.address);
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let text = '';
    socket.setEncoding('utf8');
    socket.on('error', reject);
    socket.on('data', (piece: string) => {
      text += piece;
      const end = text.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? -1);
      const isHead = bytes.subarray(0, 5).toString() === 'HEAD ';
      if (end === -1 || (!isHead && Buffer.byteLength(text.slice(end + 4)) < length)) return;
      socket.destroy();
      resolve({ status: Number(text.slice(9, 12)), head: text.slice(0, end), text: text.slice(end + 4) });
    });
  });

const isoOf = (text: string): string =>
  new Date(`${text.replace(' ', 'T').replace(/Z?$/, 'Z')}`).toISOString();

/** A server with one node, and what it stored. */
async function openSensor(t: Parameters<typeof openApi>[0]) {
  const api = await openApi(t);
  const user = await api.createUser();
  const node = await api.createNode(user);
  const stored = async (): Promise<Stored[]> => {
    const all: Stored[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await api.call<{ items: Stored[]; next_cursor: string | null }>(
        'GET',
        `/api/events?limit=100${query}`,
        { headers: user.headers },
      );
      all.push(...body.items);
      cursor = body.next_cursor;
    }
    return all;
  };
  return { api, user, node, stored };
}

describe('OpenCanary, as it sends', () => {
  const all = requestsOf('opencanary');
  const truth = new Map<string, Record<string, unknown>>();
  before(() => {
    for (const { variant, name, request } of all)
      if (variant === 'D-raw-json')
        truth.set(name, JSON.parse(request.slice(request.indexOf('\r\n\r\n'))) as Record<string, unknown>);
  });
  const pathOf = (variant: string, key: string): string => {
    if (/^[BDF]-/.test(variant)) return '/ingest/opencanary';
    return variant.startsWith('I-') ? `/ingest/opencanary?key=${key}` : `/ingest/opencanary/${key}`;
  };
  /** Read off the attacks that were made, by hand. */
  const payloads: Record<string, [service: string, kind: string, payload: string]> = {
    '02000': ['ftp', 'login.failed', 'root:admin'],
    '03001': ['http', 'login.failed', 'root:123456'],
    '04002': ['ssh', 'login.failed', 'root:123456'],
    '06001': ['telnet', 'login.failed', 'root:123456'],
    '08001': ['mysql', 'login.failed', 'root:c25a06939b5ee877b7ca054263e2e7489e238665'],
    '09001': ['mssql', 'login.failed', 'sa:'],
    '10001': ['tftp', 'file.opened', 'READ running-config'],
    '12001': ['vnc', 'login.failed', ':123456'],
    '13001': ['snmp', 'payload.received', 'community public: 1.3.6.1.2.1.1.1.0 1.3.6.1.2.1.1.5.0'],
    '14001': ['rdp', 'login.failed', 'administrator:'],
    '17001': ['redis', 'payload.received', 'INFO'],
    '18003': ['tcp', 'payload.received', 's3cretword'],
    '18005': ['tcp', 'payload.received', 'cat /etc/passwd'],
  };

  for (const variant of new Set(all.map((one) => one.variant)))
    it(`${variant}: who, when, credentials and command of every request`, async (t) => {
      const { api, node, stored } = await openSensor(t);
      const requests = all.filter((one) => one.variant === variant);
      for (const one of requests) {
        const { status, text } = await exchange(api, aim(one, pathOf(variant, node.key), node.key));
        assert.equal(status, variant === 'teams' ? 202 : 200, `${one.name}: ${text}`);
        const { accepted, skipped, rejected } = JSON.parse(text) as Record<string, number>;
        assert.deepEqual(
          [accepted, skipped, rejected],
          one.name === '01001' ? [0, 1, 0] : [1, 0, 0],
          one.name,
        );
      }
      const events = await stored();
      assert.equal(events.length, requests.length - 1);
      for (const { name } of requests) {
        const record = truth.get(name)!;
        if (name === '01001') continue;
        const event = events.find(
          ({ timestamp, extra }) =>
            timestamp === isoOf(String(record.utc_time)) && String(extra.logtype) === String(Number(name)),
        );
        assert.ok(event, `${name}: none of its time`);
        assert.equal(event.source_ip, record.src_host, name);
        // SMB's module has the source port as the text '-1': it knows none.
        assert.equal(event.extra.src_port, record.src_port === '-1' ? null : record.src_port, name);
        assert.equal(event.extra.dst_port, record.dst_port, name);
        // A card has every value as text, a record of JSON its own.
        const texts = (value: unknown): string =>
          JSON.stringify(value, (_key, inner) => (typeof inner === 'number' ? String(inner) : inner));
        const sorted = (value: object): object => Object.fromEntries(Object.entries(value).sort());
        // A card without facts of its own has no `logdata`.
        assert.equal(
          texts(sorted((event.extra.logdata ?? {}) as object)),
          texts(sorted(record.logdata as object)),
          name,
        );
        const [service, kind, payload] = payloads[name] ?? [];
        if (service !== undefined)
          assert.deepEqual([event.service, event.kind, event.payload], [service, kind, payload], name);
      }
    });
});

describe('Cowrie, as it sends', () => {
  const all = requestsOf('cowrie');
  const paths: Record<string, (key: string) => string> = {
    splunk: () => '/services/collector/event',
    datadog: () => '/api/v2/logs?node=1',
    graylog: (key) => `/ingest/gelf/${key}`,
    elasticsearch: () => '/ingest/elasticsearch/cowrie/_doc?pipeline=geoip',
  };
  /** The record within the body, found by hand for each output. */
  const recordOf = ({ variant, request }: RealRequest): Record<string, unknown> => {
    const body = JSON.parse(request.slice(request.indexOf('\r\n\r\n')));
    if (variant === 'splunk') return body.event;
    if (variant === 'datadog') return JSON.parse(body[0].message);
    return variant === 'graylog' ? JSON.parse(body.short_message) : body;
  };

  for (const variant of Object.keys(paths))
    it(`output_${variant}: who, when, credentials and command of every request`, async (t) => {
      const { api, node, stored } = await openSensor(t);
      const requests = all.filter((one) => one.variant === variant);
      assert.ok(requests.length >= 6);
      for (const one of requests) {
        const answer = await exchange(api, aim(one, paths[variant]!(node.key), node.key));
        assert.equal(answer.status, 200, `${one.name}: ${answer.text}`);
        if (variant === 'splunk') assert.equal(JSON.parse(answer.text).text, 'Success');
      }
      const events = await stored();
      assert.equal(events.length, requests.length);
      for (const one of requests) {
        const record = recordOf(one);
        const event = events.find(
          ({ extra }) => extra.eventid === record.eventid && extra.session === record.session,
        );
        assert.ok(event, one.name);
        assert.equal(event.source_ip, record.src_ip, one.name);
        assert.equal(event.timestamp, isoOf(String(record.timestamp)), one.name);
        assert.equal(event.service, record.protocol, one.name);
        if (one.name.startsWith('login.')) {
          assert.equal(event.payload, `${record.username}:${record.password}`);
          assert.equal(event.kind, one.name === 'login.failed' ? 'login.failed' : 'login.succeeded');
        }
        if (one.name === 'command.input')
          assert.deepEqual([event.kind, event.payload], ['command.run', record.input]);
      }
    });

  it('answers what its Elasticsearch client asks first', async (t) => {
    const { api, node } = await openSensor(t);
    for (const one of all.filter(({ variant }) => variant === 'elasticsearch-setup')) {
      const path = /^\S+ (\S+)/.exec(one.request)![1]!;
      const answer = await exchange(api, aim(one, `/ingest/elasticsearch${path}`, node.key));
      assert.equal(answer.status, 200, `${path}: ${answer.text}`);
      assert.match(answer.head, /x-elastic-product: Elasticsearch/i);
    }
    assert.equal((await api.call('GET', '/ingest/elasticsearch')).status, 401);
  });

  it('is told which output to use where it was pointed here with one made for people', async (t) => {
    const { api, node, stored } = await openSensor(t);
    const wrong = all.filter(({ variant }) => /^(?:discord|signal|influx)$/.test(variant));
    assert.equal(wrong.length, 6);
    for (const one of wrong) {
      const { status, text } = await exchange(api, aim(one, `/ingest/json/${node.key}`, node.key));
      assert.equal(status, 400, one.variant);
      const sentence = JSON.parse(text).text as string;
      assert.match(sentence, /^The body comes from Cowrie's \w+ output, .* use output_splunk instead/);
    }
    assert.deepEqual(await stored(), []);
  });

  it("answers Splunk's health check to whoever has a key", async (t) => {
    const { api, node } = await openSensor(t);
    for (const path of ['/services/collector/health', '/services/collector/health/1.0']) {
      const healthy = await api.call('GET', path, { headers: { authorization: `Splunk ${node.key}` } });
      assert.equal(healthy.status, 200);
      assert.deepEqual(healthy.body, { text: 'HEC is healthy', code: 17 });
      const stranger = await api.call('GET', path);
      assert.equal(stranger.status, 401);
      assert.equal(typeof stranger.body.text, 'string');
    }
  });
});
