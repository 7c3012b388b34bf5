import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openApi } from '../support/api-client.ts';

const mapping = {
  name: 'door',
  when: { product: 'door' },
  fields: { timestamp: '{at}', source_ip: '{peer}', service: 'telnet' },
  skip: [{ event: 'started' }],
  events: [
    { when: { event: 'auth' }, kind: 'login.failed', fields: { username: '{user}', password: '{pass}' } },
  ],
};
const sample = {
  product: 'door',
  event: 'auth',
  at: '2026-11-24T07:33:10Z',
  peer: '203.0.113.9',
  user: 'root',
  pass: 'admin',
};

interface Explained {
  field: string;
  value: string;
  from: string;
  paths: string[];
  lost: string | null;
}
interface Mapped {
  explanation: { event: number | null; fields: Explained[]; unread: string[]; unread_more: number } | null;
  becomes: string;
  reason: string | null;
  event: { kind: string; payload: string; source_ip: string; extra: object } | null;
}

describe('mappings', () => {
  it('shows what samples would become, and stores nothing', async (t) => {
    const api = await openApi(t);
    const { headers } = await api.createUser();
    const preview = (body: object) => api.call<Mapped[]>('POST', '/api/mappings/preview', { headers, body });
    const { body, status } = await preview({
      mapping,
      samples: [
        sample,
        JSON.stringify(sample),
        { ...sample, event: 'started' },
        { ...sample, event: 'other' },
        { ...sample, peer: '' },
        { product: 'window' },
        'no JSON',
        7,
      ],
    });
    assert.equal(status, 200);
    assert.deepEqual(
      body.map(({ becomes }) => becomes),
      ['event', 'event', 'skipped', 'unknown_record', 'rejected', 'not_matched', 'rejected', 'rejected'],
    );
    assert.equal(body[0]?.event?.payload, 'root:admin');
    assert.deepEqual(body[1]?.event, body[0]?.event);
    assert.match(body[3]?.reason ?? '', /door has no event/);
    assert.match(body[4]?.reason ?? '', /source_ip/);
    const events = await api.call<{ items: unknown[] }>('GET', '/api/events', { headers });
    assert.deepEqual(events.body.items, []);
    assert.equal((await preview({ mapping: { ...mapping, when: {} }, samples: [sample] })).status, 422);
    assert.equal((await preview({ mapping, samples: [] })).status, 422);
    const wrong = await preview({ mapping: { ...mapping, events: [{ kind: 'login' }] }, samples: [sample] });
    assert.equal(wrong.status, 422);
  });

  it('say of each field what it is from, and what no field is made of', async (t) => {
    const api = await openApi(t);
    const { headers } = await api.createUser();
    const { activity, ...rest } = { activity: 'x'.repeat(200), more: { a: [1], b: {} } };
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`key${at}`, at]));
    const { status, body } = await api.call<Mapped[]>('POST', '/api/mappings/preview', {
      headers,
      body: {
        mapping: {
          ...mapping,
          fields: {
            source_ip: '{peer}',
            source_port: '{port}',
            activity: '{what}',
            session: '{nowhere}',
            service: 'telnet',
          },
          events: [{ when: { event: 'data' }, kind: 'payload.received' }, ...mapping.events],
        },
        samples: [
          { ...sample, timestamp: sample.at, port: 'x', what: activity, ...rest },
          { ...sample, peer: '', ...many },
          { ...sample, event: 'started' },
        ],
      },
    });
    assert.equal(status, 200);
    const of = (at: number, field: string) =>
      body[at]?.explanation?.fields.find((one) => one.field === field);
    const plain = { field: 'x', paths: [], lost: null };
    assert.equal(body[0]?.explanation?.event, 1);
    assert.deepEqual(of(0, 'timestamp'), {
      ...plain,
      field: 'timestamp',
      value: '2026-11-24T07:33:10.000Z',
      from: 'usual_name',
      paths: ['timestamp'],
    });
    assert.deepEqual(of(0, 'source_port'), {
      field: 'source_port',
      value: '',
      from: 'record',
      paths: ['port'],
      lost: 'not_a_port',
    });
    assert.deepEqual(
      ['source_ip', 'activity', 'session', 'service', 'payload', 'destination_port'].map((field) => [
        of(0, field)?.from,
        of(0, field)?.lost,
      ]),
      [
        ['record', null],
        ['record', 'cut'],
        ['not_there', null],
        ['constant', null],
        ['default', null],
        ['none', null],
      ],
    );
    assert.equal(of(0, 'activity')?.value.length, 100);
    assert.deepEqual(body[0]?.explanation?.unread, [
      'product',
      'event',
      'at',
      'port',
      'what',
      'more.a',
      'more.b',
    ]);
    // A refused one too: what is missing is what its owner wants to see.
    assert.deepEqual([body[1]?.becomes, of(1, 'source_ip')?.from], ['rejected', 'not_there']);
    assert.equal(of(1, 'timestamp')?.from, 'arrival');
    assert.equal(body[1]?.explanation?.unread.length, 100);
    assert.equal(body[1]?.explanation?.unread_more, 54);
    assert.equal(body[2]?.explanation, null);
  });

  it('hold on every door from then on, until they are turned off', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    const { headers } = user;
    const made = await api.call<{ id: string; version: number }>('POST', '/api/mappings', {
      headers,
      body: mapping,
    });
    assert.equal(made.status, 200);
    const send = (path: string, body: object) => api.call('POST', path, { headers: node.headers, body });
    const latest = async () =>
      (
        await api.call<{ items: { kind: string; service: string; payload: string }[] }>(
          'GET',
          '/api/events?limit=1',
          { headers },
        )
      ).body.items[0];
    for (const [at, path] of ['/ingest/json', '/services/collector/event', '/ingest/tpot'].entries()) {
      const user_name = `root${at}`;
      assert.equal(
        (await send(path, { ...sample, user: user_name, at: `2026-11-24T08:0${at}:00Z` })).status,
        200,
      );
      const event = await latest();
      assert.deepEqual(
        [event?.kind, event?.service, event?.payload],
        ['login.failed', 'telnet', `${user_name}:admin`],
        path,
      );
    }
    const started = await send('/ingest/json', { ...sample, event: 'started' });
    assert.deepEqual(started.body, { accepted: 0, duplicate: 0, skipped: 1, rejected: 0 });
    await send('/ingest/json', { ...sample, event: 'other' });
    const problems = await api.call<{ kind: string; reason: string }[]>('GET', '/api/ingest-problems', {
      headers,
    });
    assert.deepEqual(
      problems.body.map(({ kind, reason }) => [kind, reason]),
      [['unknown_record', 'the mapping door has no event for this record']],
    );
    const path = `/api/mappings/${made.body.id}`;
    const off = await api.call('PATCH', path, { headers, body: { enabled: false, version: 1 } });
    assert.equal(off.status, 200);
    // Without it, nothing says whose visit it was.
    assert.equal((await send('/ingest/json', { ...sample, user: 'later' })).status, 400);
    assert.equal((await api.call('PATCH', path, { headers, body: { name: 'x', version: 1 } })).status, 409);
    assert.equal(
      (await api.call('PATCH', path, { headers, body: { fields: { payload: '{' } } })).status,
      422,
    );
    assert.equal((await api.call('DELETE', path, { headers })).status, 200);
    assert.deepEqual((await api.call('GET', '/api/mappings', { headers })).body, []);
    assert.equal((await api.call('DELETE', path, { headers })).status, 404);
  });

  it("are never another tenant's, are limited in number, and need the right", async (t) => {
    const api = await openApi(t);
    const [owner, other] = [await api.createUser(), await api.createUser()];
    const node = await api.createNode(other);
    await api.call('POST', '/api/mappings', { headers: owner.headers, body: mapping });
    await api.call('POST', '/ingest/json', { headers: node.headers, body: sample });
    const events = await api.call<{ items: { service: string }[] }>('GET', '/api/events', {
      headers: other.headers,
    });
    assert.notEqual(events.body.items[0]?.service, 'telnet');
    for (let n = 0; n < 19; n++)
      assert.equal(
        (await api.call('POST', '/api/mappings', { headers: owner.headers, body: mapping })).status,
        200,
      );
    const over = await api.call('POST', '/api/mappings', { headers: owner.headers, body: mapping });
    assert.equal(over.status, 409);
    const { body } = await api.call<{ key: string }>('POST', '/api/keys', {
      headers: owner.headers,
      body: { name: 'reader', scopes: ['read'] },
    });
    const reader = { authorization: `Bearer ${body.key}` };
    assert.equal((await api.call('POST', '/api/mappings', { headers: reader, body: mapping })).status, 403);
    assert.equal(
      (await api.call('POST', '/api/mappings/preview', { body: { mapping, samples: [sample] } })).status,
      401,
    );
  });
});
