import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Api, openApi, type TestNode, type TestUser } from '../support/api-client.ts';
import { answer, openReceiver, until } from '../support/notify/receiver.ts';
import { openScene } from '../support/triage.ts';

interface Problem {
  kind: string;
  input: string;
  node_id: string | null;
  reason: string;
  sample: string;
  count: number;
}

const login = {
  session: 'a1',
  protocol: 'ssh',
  src_ip: '203.0.113.9',
  username: 'root',
  password: 'x',
  eventid: 'cowrie.login.failed',
  timestamp: '2026-11-21T10:15:30.123456Z',
};
const send = async (api: Api, node: TestNode, body: string): Promise<number> =>
  (
    await fetch(`${api.address}/ingest/json`, {
      method: 'POST',
      headers: { 'x-node-key': node.key },
      body,
    })
  ).status;
const problems = async (api: Api, user: TestUser, query = ''): Promise<Problem[]> =>
  (await api.call<Problem[]>('GET', `/api/ingest-problems${query}`, { headers: user.headers })).body;

describe('ingest problems', () => {
  it('name what was not read, what was refused, and what is not understood, each with a count', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    assert.deepEqual(await problems(api, user), []);
    for (let round = 0; round < 3; round++) assert.equal(await send(api, node, 'hello'), 400);
    assert.equal(await send(api, node, JSON.stringify([login, { ...login, timestamp: 'yesterday' }])), 200);
    for (let second = 10; second < 24; second++) {
      const record = { ...login, eventid: 'cowrie.new.thing', timestamp: `2026-11-21T10:16:${second}Z` };
      assert.equal(await send(api, node, JSON.stringify(record)), 200);
    }
    const found = await problems(api, user);
    const by = (kind: string) => found.filter((problem) => problem.kind === kind);
    assert.equal(found.length, 3, JSON.stringify(found));
    assert.deepEqual(
      by('unreadable').map(({ count, input, node_id, sample }) => ({ count, input, node_id, sample })),
      [{ count: 3, input: 'json', node_id: node.id, sample: 'hello' }],
    );
    assert.match(by('rejected')[0]?.reason ?? '', /timestamp/);
    const [unknown] = by('unknown_record');
    assert.equal(unknown?.reason, 'Cowrie sends cowrie.new.thing, which is not known here');
    assert.equal(unknown?.count, 14);
  });

  it('name what the native batch refused, and not what is only to be sent again', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    const event = {
      timestamp: '2026-11-21T10:15:30Z',
      service: 'ssh',
      source_ip: '203.0.113.9',
      activity: 'x',
      payload: '',
    };
    const post = async (body: string): Promise<number> =>
      (
        await fetch(`${api.address}/api/events`, {
          method: 'POST',
          headers: { 'x-node-key': node.key, 'content-type': 'application/json' },
          body,
        })
      ).status;
    assert.equal(
      await post(JSON.stringify([event, { ...event, service: 5 }, { ...event, node_id: 'node-2' }])),
      200,
    );
    assert.equal(await post('{"torn":'), 400);
    assert.equal(await post(''), 400);
    const found = await problems(api, user);
    assert.deepEqual(found.map(({ kind, input, count }) => `${kind} ${input} ${count}`).sort(), [
      'rejected events 1',
      'rejected events 1',
      'unreadable events 1',
    ]);
    assert.ok(found.every(({ node_id }) => node_id === node.id));
  });

  it('are told to their owner, once, over the channels that take such messages', async (t) => {
    const receiver = await openReceiver(answer(200, '{"id":"x"}'));
    t.after(() => receiver.close());
    const { as, api, node, user } = await openScene(t);
    const channel = (name: string, events: string[] | null) =>
      as('POST', '/api/channels', {
        name,
        channel: 'ntfy',
        settings: { url: receiver.url, topic: `topic-${name}` },
        events,
      });
    assert.equal((await channel('usual', null)).status, 200);
    assert.equal((await channel('other', ['opened'])).status, 200);
    for (let round = 0; round < 3; round++) {
      assert.equal(await send(api, node, 'hello'), 400);
      // Listing writes what waits.
      await problems(api, user);
      await until(() => receiver.seen.length > 0);
    }
    const bodies = receiver.seen.map(({ body }) => body);
    assert.equal(bodies.length, 1);
    assert.match(bodies[0] ?? '', /topic-usual/);
    assert.match(bodies[0] ?? '', /sends what is not taken/);
    const { body } = await as<{ items: { occasion: string; incident_id: string | null }[] }>(
      'GET',
      '/api/deliveries?limit=50',
    );
    assert.deepEqual(
      body.items.map(({ occasion, incident_id }) => [occasion, incident_id]),
      [['ingest_problem', null]],
    );
  });

  it('show no password of what was refused, however it was sent', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    const wrong = { ...login, password: 'Gartenzwerg77', timestamp: 'yesterday' };
    for (const body of [
      JSON.stringify(wrong),
      JSON.stringify({ message: JSON.stringify(wrong) }),
      "{'action': 'login', 'password': 'Gartenzwerg77'",
      'user=root&password=Gartenzwerg77&x=1',
    ])
      assert.equal(await send(api, node, body), 400, body);
    const found = await problems(api, user);
    assert.ok(found.length > 0);
    assert.ok(!JSON.stringify(found).includes('Gartenzwerg77'), JSON.stringify(found));
    assert.ok(JSON.stringify(found).includes('••••••••'));
  });

  it('name a node that is inactive, and show nothing of another tenant', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const other = await api.createUser();
    const node = await api.createNode(user);
    await api.call('PATCH', `/nodes/${node.id}`, { headers: user.headers, body: { status: 'inactive' } });
    assert.equal(await send(api, node, JSON.stringify(login)), 403);
    const [problem] = await problems(api, user, `?node_id=${node.id}`);
    assert.equal(problem?.kind, 'unknown_key');
    assert.equal(problem?.reason, 'This node is inactive');
    assert.deepEqual(await problems(api, other), []);
    assert.deepEqual(await problems(api, user, '?node_id=none'), []);
  });

  it('are bounded, whatever is sent, and what is over the bound is counted together', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    for (let round = 0; round < 3; round++) {
      const records = Array.from({ length: 300 }, (_, at) => ({
        ...login,
        eventid: `cowrie.made.${round}x${at}`,
        timestamp: `2026-11-21T10:${round}0:${10 + (at % 50)}.${at}Z`,
      }));
      assert.equal(await send(api, node, JSON.stringify(records)), 200);
    }
    const found = await problems(api, user);
    assert.ok(found.length <= 201, String(found.length));
    assert.equal(
      found.reduce((sum, { count }) => sum + count, 0),
      900,
    );
    assert.ok(found.some(({ reason, count }) => reason.startsWith('and further problems') && count > 600));
  });
});
