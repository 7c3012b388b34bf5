import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  type Api,
  agentEvent,
  honeypotLog,
  openApi,
  type TestNode,
  type TestUser,
} from '../support/api-client.ts';

interface Result {
  index: number;
  status: string;
  event_id: string | null;
  log_id?: string;
  alert_created?: boolean;
  ml_prediction?: { risk_score: number };
  reason?: string;
}
interface Batch {
  accepted: number;
  duplicate: number;
  rejected: number;
  results: Result[];
  detail?: string;
}

async function open(t: Parameters<typeof openApi>[0]): Promise<{ api: Api; user: TestUser; node: TestNode }> {
  const api = await openApi(t);
  const user = await api.createUser();
  return { api, user, node: await api.createNode(user) };
}
const send = (api: Api, node: TestNode, body: unknown, headers: Record<string, string> = {}) =>
  api.call<Batch>('POST', '/api/events', { headers: { 'x-node-key': node.key, ...headers }, body });
/** Bytes as they are. */
async function sendBytes(
  api: Api,
  node: TestNode,
  bytes: Buffer,
  headers: Record<string, string>,
): Promise<{ status: number; body: Batch }> {
  const response = await fetch(`${api.address}/api/events`, {
    method: 'POST',
    headers: { 'x-node-key': node.key, 'content-type': 'application/json', ...headers },
    body: new Uint8Array(bytes),
  });
  return { status: response.status, body: (await response.json()) as Batch };
}
const total = async (api: Api, user: TestUser) =>
  Number((await api.call('GET', '/api/stats', { headers: user.headers })).body.total_attacks);
const lines = { 'content-type': 'application/x-ndjson' };

describe('a batch', () => {
  it('is answered in the order of its events, each with what became of it', async (t) => {
    const { api, user, node } = await open(t);
    const batch = [
      { ...honeypotLog, event_id: 'a' },
      { ...agentEvent, event_id: 'b' },
      { ...honeypotLog, service: '', event_id: 'c' },
      honeypotLog,
      { ...honeypotLog, event_id: 'a', payload: 'another' },
    ];
    const { status, body } = await send(api, node, batch);
    assert.equal(status, 200);
    assert.deepEqual({ ...body, results: 0 }, { accepted: 3, duplicate: 1, rejected: 1, results: 0 });
    assert.deepEqual(
      body.results.map(({ index }) => index),
      [0, 1, 2, 3, 4],
    );
    assert.deepEqual(
      body.results.map((one) => one.status),
      ['accepted', 'accepted', 'rejected', 'accepted', 'duplicate'],
    );
    assert.deepEqual(
      body.results.map(({ event_id }) => event_id),
      ['a', 'b', 'c', null, 'a'],
    );
    assert.match(body.results[2]?.reason ?? '', /service/);
    assert.equal(body.results[4]?.log_id, body.results[0]?.log_id);
    assert.deepEqual(body.results[4]?.ml_prediction, body.results[0]?.ml_prediction);
    assert.equal(await total(api, user), 3);
    const stored = await api.call('GET', `/api/events/${body.results[1]?.log_id}`, { headers: user.headers });
    assert.equal(stored.body.collection, 'agent_events');
  });

  it('changes nothing when it is sent again, and gets the first answer', async (t) => {
    const { api, user, node } = await open(t);
    const batch = Array.from({ length: 50 }, (_one, index) => ({ ...honeypotLog, event_id: `e${index}` }));
    const first = await send(api, node, batch);
    const again = await send(api, node, batch);
    assert.equal(first.body.accepted, 50);
    assert.equal(again.body.duplicate, 50);
    const core = ({ log_id, alert_created, ml_prediction }: Result) => ({
      log_id,
      alert_created,
      ml_prediction,
    });
    assert.deepEqual(again.body.results.map(core), first.body.results.map(core));
    assert.equal(await total(api, user), 50);
  });

  it('may be one event, an array, or lines; plain or gzip', async (t) => {
    const { api, node } = await open(t);
    assert.equal((await send(api, node, honeypotLog)).body.accepted, 1);
    const ndjson = `${JSON.stringify(honeypotLog)}\r\n\n${JSON.stringify(agentEvent)}`;
    assert.equal((await send(api, node, ndjson, lines)).body.accepted, 2);
    const packed = await sendBytes(api, node, gzipSync(ndjson), { ...lines, 'content-encoding': 'gzip' });
    assert.equal(packed.body.accepted, 2);
    const array = gzipSync(JSON.stringify([honeypotLog, agentEvent]));
    assert.equal((await sendBytes(api, node, array, { 'content-encoding': 'gzip' })).body.accepted, 2);
  });

  it('loses only the lines that are unreadable', async (t) => {
    const { api, user, node } = await open(t);
    const deep = `{"extra":${'['.repeat(40)}${']'.repeat(40)}}`;
    const ndjson = [
      '{broken',
      JSON.stringify(honeypotLog),
      '"text"',
      '[]',
      deep,
      '{"__proto__":{"a":1}}',
      'null',
    ];
    const { status, body } = await send(api, node, ndjson.join('\n'), lines);
    assert.equal(status, 200);
    assert.equal(body.accepted, 1);
    assert.equal(body.rejected, 6);
    assert.equal(body.results[1]?.status, 'accepted');
    for (const { status: one, reason } of body.results) if (one === 'rejected') assert.ok(reason);
    assert.equal(await total(api, user), 1);
  });

  it('loses only the event that an attacker made too deep or that reaches for a prototype', async (t) => {
    const { api, node } = await open(t);
    const plain = JSON.stringify(honeypotLog);
    const deep = plain.replace('}', `,"extra":{"json":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}}`);
    const poison = plain.replace('}', ',"extra":{"__proto__":{"isAdmin":true}}}');
    const spelled = plain.replace('}', ',"extra":{"\\u005f_proto__":{"isAdmin":true}}}');
    const constructed = plain.replace('}', ',"extra":{"constructor":{"prototype":{"isAdmin":true}}}}');
    const body = `[${[plain, deep, poison, `  ${plain}`, spelled, constructed].join(',')}]`;
    const answer = await send(api, node, body);
    assert.equal(answer.status, 200);
    assert.deepEqual(
      answer.body.results.map(({ status }) => status),
      ['accepted', 'rejected', 'rejected', 'accepted', 'rejected', 'rejected'],
    );
    assert.equal(({} as { isAdmin?: boolean }).isAdmin, undefined);
  });

  it('with nothing readable is a bad request', async (t) => {
    const { api, node } = await open(t);
    for (const body of ['', '[', '{"a":', 'text', '[]', '[1,2', '[1]]'])
      assert.equal((await send(api, node, body)).status, 400, body);
    for (const body of ['', '\n\n', 'text\nmore text', '{broken'])
      assert.equal((await send(api, node, body, lines)).status, 400, body);
    const packed = { 'content-encoding': 'gzip' };
    assert.equal((await sendBytes(api, node, Buffer.from('not gzip'), packed)).status, 400);
    assert.equal((await sendBytes(api, node, gzipSync('[{}]').subarray(0, 10), packed)).status, 400);
  });

  it('has at most 5,000 events and 8 MiB, also when it was compressed', async (t) => {
    const { api, user, node } = await open(t);
    const many = (count: number) =>
      JSON.stringify(Array.from({ length: count }, () => ({ ...honeypotLog, payload: '' })));
    assert.equal((await send(api, node, many(5001))).status, 413);
    const asLines = JSON.stringify(honeypotLog).concat('\n').repeat(5001);
    assert.equal((await send(api, node, asLines, lines)).status, 413);
    const big = Buffer.alloc(8 * 1024 * 1024 + 1, 32);
    assert.equal((await sendBytes(api, node, big, {})).status, 413);
    const member = gzipSync(Buffer.alloc(8 * 1024 * 1024, 32));
    const bomb = Buffer.concat(Array.from({ length: 100 }, () => member));
    const before = process.memoryUsage().rss;
    assert.equal((await sendBytes(api, node, bomb, { 'content-encoding': 'gzip' })).status, 413);
    const packedBig = await sendBytes(api, node, gzipSync(big), { 'content-encoding': 'gzip' });
    assert.equal(packedBig.status, 413);
    assert.ok(process.memoryUsage().rss - before < 100 * 1024 * 1024, 'the bomb was inflated');
    assert.equal(await total(api, user), 0);
    assert.equal((await send(api, node, many(5000))).body.accepted, 5000);
  });

  it('is of JSON or of lines, and compressed with gzip or not at all', async (t) => {
    const { api, node } = await open(t);
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/jsonp',
      'multipart/form-data',
    ])
      assert.equal((await send(api, node, '[]', { 'content-type': type })).status, 415, type);
    for (const encoding of ['br', 'gzip, gzip', 'zstd'])
      assert.equal(
        (await sendBytes(api, node, Buffer.from('[]'), { 'content-encoding': encoding })).status,
        415,
      );
  });

  it('speaks for the node of its key alone: events that name another are rejected', async (t) => {
    const { api, user, node } = await open(t);
    const other = await api.createNode(user);
    const { body } = await send(api, node, [
      { ...honeypotLog, node_id: node.id },
      { ...honeypotLog, node_id: other.id },
      { ...honeypotLog, node_id: 7 },
      { ...honeypotLog, user_id: 'user-1', log_id: 'log-1' },
    ]);
    assert.deepEqual(
      body.results.map(({ status }) => status),
      ['accepted', 'rejected', 'rejected', 'accepted'],
    );
    const page = await api.call<{ items: { node_id: string; user_id: string }[] }>('GET', '/api/events', {
      headers: user.headers,
    });
    for (const item of page.body.items) {
      assert.equal(item.node_id, node.id);
      assert.equal(item.user_id, user.id);
    }
    assert.equal((await send(api, node, [honeypotLog], { 'x-node-id': other.id })).status, 403);
    assert.equal((await send(api, { ...node, key: 'nk_nobody' }, [honeypotLog])).status, 401);
  });
});

describe('a batch of an import', () => {
  it('says that its times are history; no other event does, whatever it holds', async (t) => {
    const { api, node, user } = await open(t);
    const kept = async (path: string, change: object): Promise<boolean> => {
      const { body } = await api.call<Batch>('POST', path, {
        headers: { 'x-node-key': node.key },
        body: [{ ...honeypotLog, ...change }],
      });
      const stored = await api.store.of(user.id).event(body.results[0]?.log_id ?? '');
      assert.ok(stored);
      return stored.history === true;
    };
    assert.equal(await kept('/api/events?history=true', {}), true);
    assert.equal(await kept('/api/events?history=false', {}), false);
    assert.equal(await kept('/api/events', { history: true, extra: { history: true } }), false);
    assert.equal(await kept(`/api/events?history=true&node_id=${node.id}`, {}), true);
  });
});
