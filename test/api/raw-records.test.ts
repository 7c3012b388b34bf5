/** The record that an event was read from, by every way that sensors' records come. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openApi } from '../support/api-client.ts';

const login = (n: number): string =>
  `{"eventid": "cowrie.login.failed",  "session":"s${n}","src_ip":"203.0.113.9", "username":"root","password":"123456","timestamp":"2026-11-21T10:15:30.12345${n}Z", "caf\\u00e9":"ü"}`;

interface Raw {
  log_id: string;
  raw: string | null;
  is_cut: boolean;
  masked: boolean;
}
interface Page {
  items: { log_id: string; payload: string; session: string }[];
}

async function open(t: { after(work: () => Promise<void>): void }) {
  const api = await openApi(t);
  const user = await api.createUser('ada@example.org');
  const node = await api.createNode(user, 'edge');
  const post = async (path: string, body: string | Uint8Array<ArrayBuffer>, headers = {}) => {
    const response = await fetch(`${api.address}${path}`, {
      method: 'POST',
      headers: { ...node.headers, ...headers },
      body,
    });
    assert.ok(response.status < 300, await response.text());
  };
  const events = async () =>
    (await api.call<Page>('GET', '/api/events', { headers: user.headers })).body.items;
  const raw = async (id: string, headers = user.headers) =>
    api.call<Raw>('GET', `/api/events/${id}/raw`, { headers });
  return { api, user, node, post, events, raw };
}

/** The raws of all events, by session. */
async function rawsOf({ events, raw }: Pick<Awaited<ReturnType<typeof open>>, 'events' | 'raw'>) {
  const all = await Promise.all(
    (await events()).map(async ({ log_id, session }) => [session, (await raw(log_id)).body.raw] as const),
  );
  return Object.fromEntries(all.sort());
}

describe('the record that an event was read from', () => {
  const both = { s1: login(1), s2: login(2) };
  const bodies: [
    how: string,
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    raws: object,
    headers?: object,
  ][] = [
    ['lines', '/ingest/json', `${login(1)}\n${login(2)}\n`, both],
    ['an array', '/ingest/json', `[ ${login(1)} ,\n ${login(2)}]`, both],
    ['one record', '/ingest/json', login(1), { s1: login(1) }],
    [
      'records over several lines',
      '/ingest/json',
      `${login(1).replace(',', ',\n')}\n${login(2)}`,
      { s1: login(1).replace(',', ',\n'), s2: login(2) },
    ],
    ['a long array', '/ingest/json', `[${login(1)},${' '.repeat(70_000)}${login(2)}]`, both],
    ['gzip', '/ingest/tpot', gzipSync(`[${login(1)},${login(2)}]`), both, { 'content-encoding': 'gzip' }],
    [
      'Splunk HEC',
      '/services/collector/event',
      `{"event":${login(1)}}{"event":${login(2)}}`,
      { s1: `{"event":${login(1)}}`, s2: `{"event":${login(2)}}` },
    ],
    [
      'a form',
      '/ingest/opencanary',
      new URLSearchParams({ message: login(1) }).toString(),
      { s1: new URLSearchParams({ message: login(1) }).toString() },
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
    [
      'Elasticsearch',
      '/_bulk',
      `{"create":{}}\n${login(1)}\n{"create":{}}\n${login(2)}\n`,
      both,
      { 'content-type': 'application/x-ndjson' },
    ],
  ];
  for (const [how, path, body, raws, headers = {}] of bodies)
    it(`is kept as it came: ${how}`, async (t) => {
      const lab = await open(t);
      await lab.post(path, body, headers);
      assert.deepEqual(await rawsOf(lab), raws);
    });

  it('is what a reader elsewhere sent along with a native event, and no part of the event', async (t) => {
    const lab = await open(t);
    const native = {
      timestamp: '2026-11-21T10:15:30Z',
      service: 'ssh',
      source_ip: '203.0.113.9',
      activity: 'x',
    };
    await lab.post('/api/events', JSON.stringify([{ ...native, raw: login(1) }, native]), {
      'content-type': 'application/json',
    });
    const events = await lab.events();
    const raws = await Promise.all(events.map(async ({ log_id }) => (await lab.raw(log_id)).body.raw));
    assert.deepEqual(raws.sort(), [login(1), null].sort());
    assert.ok(!JSON.stringify(events).includes('eventid'), JSON.stringify(events));
  });

  it('is the first of a repeat', async (t) => {
    const lab = await open(t);
    await lab.post('/ingest/json', login(1));
    await lab.post('/ingest/json', login(1).replaceAll(', ', ','));
    assert.deepEqual(await rawsOf(lab), { s1: login(1) });
  });

  it('is cut where it is long, and says so to those who may see it', async (t) => {
    const lab = await open(t);
    await lab.post('/ingest/json', login(1).replace('{', `{"pad":"${'x'.repeat(20_000)}",`));
    const [event] = await lab.events();
    const { body } = await lab.raw(event?.log_id ?? '');
    assert.deepEqual([body.raw, body.is_cut, body.masked], [null, true, true]);
    const { body: all } = await lab.api.call<Raw>('POST', `/api/events/${event?.log_id}/raw/reveal`, {
      headers: lab.user.headers,
    });
    assert.equal(all.raw?.length, 16_385);
    assert.ok(all.is_cut && all.raw.endsWith('x…'));
  });

  it('is whole, up to a mebibyte, where the event could not keep all of its extra', async (t) => {
    const lab = await open(t);
    const marker = 'the very middle';
    const long = (length: number): string => `${'x'.repeat(length / 2)}${marker}${'y'.repeat(length / 2)}`;
    const sensor = login(1).replace('{', `{"pad":"${long(200_000)}",`);
    await lab.post('/ingest/json', sensor);
    const native = {
      timestamp: '2026-11-21T10:15:30Z',
      service: 'http',
      source_ip: '203.0.113.9',
      activity: 'request',
      extra: { session: 'own', headers: long(200_000) },
    };
    await lab.post('/api/honeypot-log', JSON.stringify(native), { 'content-type': 'application/json' });
    await lab.post('/ingest/json', login(2).replace('{', `{"pad":"${long(2_000_000)}",`));
    for (const { log_id, session } of await lab.events()) {
      const { body: event } = await lab.api.call('GET', `/api/events/${log_id}`, {
        headers: lab.user.headers,
      });
      assert.ok(!JSON.stringify(event).includes(marker), 'extra is whole after all');
      const { body } = await lab.api.call<Raw>('POST', `/api/events/${log_id}/raw/reveal`, {
        headers: lab.user.headers,
      });
      if (session === 's1') assert.deepEqual([body.raw, body.is_cut], [sensor, false]);
      else if (session === 'own') {
        assert.deepEqual(JSON.parse(body.raw ?? ''), native);
        assert.equal(body.is_cut, false);
        assert.equal((await lab.raw(log_id)).body.raw, body.raw);
      } else assert.deepEqual([body.raw?.length, body.is_cut], [1024 * 1024 + 1, true]);
    }
    assert.equal((await lab.events()).length, 3);
  });

  it('shows a password of a person only to who may see it, and notes that they did', async (t) => {
    const lab = await open(t);
    await lab.post('/ingest/json', login(1).replace('123456', 'Sommer2024!'));
    const [event] = await lab.events();
    const { body } = await lab.raw(event?.log_id ?? '');
    assert.equal(body.masked, true);
    assert.equal(body.raw, login(1).replace('123456', '••••••••'));
    const key = await lab.api.call<{ key: string }>('POST', '/api/keys', {
      headers: lab.user.headers,
      body: { name: 'reader', scopes: ['read'] },
    });
    const reader = { authorization: `Bearer ${key.body.key}` };
    assert.equal((await lab.raw(event?.log_id ?? '', reader)).body.masked, true);
    const path = `/api/events/${event?.log_id}/raw/reveal`;
    assert.equal((await lab.api.call('POST', path, { headers: reader })).status, 403);
    const { body: all } = await lab.api.call<Raw>('POST', path, { headers: lab.user.headers });
    assert.equal(all.raw, login(1).replace('123456', 'Sommer2024!'));
    const audit = await lab.api.call<{ items: { kind: string }[] }>('GET', '/api/audit', {
      headers: lab.user.headers,
    });
    assert.equal(audit.body.items[0]?.kind, 'Reveal the masked passwords of a record');
  });

  it("is nobody else's", async (t) => {
    const lab = await open(t);
    await lab.post('/ingest/json', login(1));
    const [event] = await lab.events();
    const stranger = await lab.api.createUser('eve@example.org');
    assert.equal((await lab.raw(event?.log_id ?? '', stranger.headers)).status, 404);
    assert.equal(
      (await lab.api.call('POST', `/api/events/${event?.log_id}/raw/reveal`, { headers: stranger.headers }))
        .status,
      404,
    );
    assert.equal((await lab.api.call('GET', `/api/events/${event?.log_id}/raw`)).status, 401);
  });
});
