/** A strict door with honest answers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { fieldsOf, honeypotLog, openApi } from '../support/api-client.ts';

interface Understood {
  kind: string;
  unknown_kind?: string;
  exposure?: string;
  timestamp: string;
  clock_skew?: { stated: string; ahead_seconds: number };
  source: string;
  source_port?: number;
  mended?: string[];
  unwrapped?: string[];
}
interface Result {
  status: string;
  reason?: string;
  log_id?: string;
  event?: Understood;
}
interface Batch {
  accepted: number;
  rejected: number;
  results: Result[];
  detail?: string;
}

async function open(t: Parameters<typeof openApi>[0]) {
  const api = await openApi(t);
  const user = await api.createUser();
  const node = await api.createNode(user);
  const send = async (bytes: string | Buffer, type = 'application/json') => {
    const response = await fetch(`${api.address}/api/events`, {
      method: 'POST',
      headers: { 'x-node-key': node.key, 'content-type': type },
      body: typeof bytes === 'string' ? bytes : new Uint8Array(bytes),
    });
    return { status: response.status, body: (await response.json()) as Batch };
  };
  const get = <T>(path: string) => api.call<T>('GET', path, { headers: user.headers });
  return { api, user, node, send, get };
}
const record = (id: string, more: object = {}): string =>
  JSON.stringify({ ...honeypotLog, event_id: id, ...more });
const a = record('a');
const b = record('b');

describe('a batch under another name than its own', () => {
  const bodies: [string, string | Buffer, string][] = [
    ['lines as JSON', `${a}\n${b}\n`, 'application/json'],
    ['lines as JSON with a charset', `${a}\n${b}`, 'application/json; charset=utf-8'],
    ['an array with a comma at its end', `[${a},${b},]`, 'application/json'],
    ['an array with a comma at its end, over several lines', `[\n  ${a},\n  ${b},\n]\n`, 'application/json'],
    ['an array as lines', `[${a},${b}]`, 'application/x-ndjson'],
    ['records without anything between', `${a}${b}`, 'application/json'],
    ['records with RS before (RFC 7464)', `\u001e${a}\n\u001e${b}\n`, 'application/json-seq'],
    ['lines with commas', `${a},\n${b},\n`, 'application/json'],
    [
      'records over several lines',
      [a, b].map((one) => JSON.stringify(JSON.parse(one), null, 2)).join('\n'),
      'application/json',
    ],
    ['lines as JSONL', `${a}\n${b}`, 'application/jsonl'],
    ['UTF-16', Buffer.from(`\ufeff[${a},${b}]`, 'utf16le'), 'application/json'],
    ['gzip without saying so', gzipSync(`${a}\n${b}`), 'application/x-ndjson'],
    ['zstd without saying so', zstdCompressSync(`${a}\n${b}`), 'application/json'],
    ['a byte-order mark before lines', `\ufeff${a}\n${b}`, 'application/json'],
  ];
  for (const [name, body, type] of bodies)
    it(`is taken: ${name}`, async (t) => {
      const { send } = await open(t);
      const answer = await send(body, type);
      assert.equal(answer.status, 200, answer.body.detail);
      assert.equal(answer.body.accepted, 2);
      assert.equal(answer.body.rejected, 0);
    });

  it('is taken as far as it goes where it is cut off', async (t) => {
    const { send } = await open(t);
    const { body } = await send(`[${a},${b.slice(0, 40)}`);
    assert.equal(body.accepted, 1);
    assert.deepEqual(
      body.results.map(({ reason }) => reason),
      [undefined, 'is truncated'],
    );
  });

  it('is refused and named where it is packed in a way that is not read', async (t) => {
    const { send } = await open(t);
    const { status, body } = await send(Buffer.from('BZh91AY&SY...'), 'application/x-ndjson');
    assert.equal(status, 400);
    assert.match(body.detail ?? '', /packed by bzip2/);
    const bomb = await send(gzipSync(Buffer.alloc(20 * 1024 * 1024, 32)), 'application/json');
    assert.equal(bomb.status, 413);
  });
});

describe('the answer', () => {
  it('says how the event was understood', async (t) => {
    const { send } = await open(t);
    const event = record('x', {
      timestamp: '2026-08-21T12:15:30+02:00',
      source_ip: '[::ffff:203.0.113.9]:4711',
    });
    const { body } = await send(event);
    assert.partialDeepStrictEqual(body.results[0]?.event, {
      kind: 'login.failed',
      exposure: 'internet',
      timestamp: '2026-08-21T10:15:30.000Z',
      source: '203.0.113.9',
      source_port: 4711,
    });
  });

  it('says what was mended and unwrapped', async (t) => {
    const { send } = await open(t);
    const mended = await send(
      `${a.slice(0, -1)},"n":NaN}\n${JSON.stringify({ log: `${b}\n`, stream: 'stdout', time: 't' })}`,
    );
    assert.deepEqual(
      mended.body.results.map(({ event }) => [event?.mended, event?.unwrapped]),
      [
        [['NaN or Infinity, read as null'], undefined],
        [undefined, ['Docker json-file']],
      ],
    );
  });

  const unknown = [
    'token_hit',
    'Token.Hit',
    'TOKEN HIT',
    'token-hit',
    'login',
    'exploit',
    '',
    7,
    {},
    [],
    true,
  ];
  for (const kind of unknown)
    it(`refuses the unknown kind ${JSON.stringify(kind)} in a batch, and names it elsewhere`, async (t) => {
      const { api, node, send } = await open(t);
      const { body } = await send(`[${record('k', { kind })},${a}]`);
      assert.deepEqual([body.accepted, body.rejected], [1, 1]);
      assert.match(
        body.results[0]?.reason ?? '',
        /^kind: (?:is unknown; use token\.hit|must be one of connection\.opened, )/,
      );
      const one = await api.call<{ event: Understood }>('POST', '/api/honeypot-log', {
        headers: { 'x-node-key': node.key },
        body: { ...honeypotLog, kind },
      });
      assert.equal(one.status, 200);
      if (typeof kind === 'string') assert.equal(one.body.event.unknown_kind, kind);
    });

  it('takes a kind that exists', async (t) => {
    const { send } = await open(t);
    const { body } = await send(record('k', { kind: 'token.hit' }));
    assert.equal(body.results[0]?.event?.kind, 'token.hit');
  });
});

describe('a time ahead of the arrival', () => {
  it('of more than five minutes is kept, and the arrival is used', async (t) => {
    const { send, get } = await open(t);
    const ahead = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const stated = ahead(60 * 24);
    const { body } = await send(
      `${record('far', { timestamp: stated })}\n${record('near', { timestamp: ahead(3) })}`,
    );
    const [far, near] = body.results;
    assert.equal(far?.event?.clock_skew?.stated, stated);
    assert.ok(Math.abs((far?.event?.clock_skew?.ahead_seconds ?? 0) - 86_400) < 60);
    assert.equal(near?.event?.clock_skew, undefined);
    type Event = { timestamp: string; received_at: string; extra: { clock_skew?: object } };
    const event = (await get<Event>(`/api/events/${far?.log_id}`)).body;
    assert.equal(event.timestamp, event.received_at);
    assert.deepEqual(event.extra.clock_skew, far?.event?.clock_skew);
    const list = (await get<{ items: { log_id: string }[] }>('/api/events')).body.items;
    assert.equal(list[0]?.log_id, near?.log_id);
  });
});

describe('a query key that does not exist', () => {
  for (const path of [
    '/api/events',
    '/api/incidents',
    '/api/sessions',
    '/api/attackers',
    '/api/deliveries',
    '/api/audit',
  ])
    it(`is refused by ${path}, with those that do`, async (t) => {
      const { get } = await open(t);
      const { status, body } = await get<object>(`${path}?limmit=5`);
      assert.equal(status, 422);
      assert.deepEqual(fieldsOf(body), ['limmit']);
      assert.match(JSON.stringify(body), /there are limit, cursor/);
      assert.equal((await get(`${path}?limit=5`)).status, 200);
    });
  for (const path of [
    '/api/alerts',
    '/api/recent-attacks',
    '/api/logs',
    '/api/decoys',
    '/nodes',
    '/api/stats',
  ])
    it(`is ignored by ${path}, as its clients send such, and named in a header`, async (t) => {
      const { get } = await open(t);
      const { status, headers } = await get(`${path}?_=17&x%0a%2c=1`);
      assert.equal(status, 200);
      assert.equal(headers.get('x-ignored-query'), '_, x??');
      assert.equal((await get(path)).headers.get('x-ignored-query'), null);
    });
});

describe('alerts', () => {
  it('are a bare list with the next page in a Link header, and filtered by time and source', async (t) => {
    const { send, get } = await open(t);
    const hits = Array.from({ length: 7 }, (_, n) =>
      record(`h${n}`, {
        kind: 'token.hit',
        source_ip: `203.0.113.${n + 1}`,
        timestamp: `2026-08-21T10:00:0${n}Z`,
      }),
    );
    assert.equal((await send(`[${hits}]`)).body.accepted, 7);
    type Alert = { alert_id: string; source_ip: string; timestamp: string };
    const seen: string[] = [];
    let path: string | null = '/api/alerts?limit=3';
    let pages = 0;
    while (path !== null) {
      const { status, body, headers }: { status: number; body: Alert[]; headers: Headers } =
        await get<Alert[]>(path);
      assert.equal(status, 200);
      assert.ok(Array.isArray(body) && body.length <= 3);
      seen.push(...body.map(({ alert_id }) => alert_id));
      path = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1] ?? null;
      pages += 1;
      assert.ok(pages < 10);
    }
    assert.equal(new Set(seen).size, 7);
    assert.equal(seen.length, 7);
    assert.equal((await get<Alert[]>('/api/alerts?source=::ffff:203.0.113.3')).body.length, 1);
    const { body: some } = await get<Alert[]>(
      '/api/alerts?from=2026-08-21T10:00:02Z&to=2026-08-21T10:00:04Z',
    );
    assert.deepEqual(
      some.map(({ source_ip }) => source_ip),
      ['203.0.113.4', '203.0.113.3'],
    );
    assert.equal((await get('/api/alerts?cursor=broken')).status, 400);
  });
});
