import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findSetup } from '../../src/cases/setup/index.ts';
import { relaySensors } from '../../src/core/sub-node.ts';
import { type Api, openApi, type TestUser } from '../support/api-client.ts';

interface NodeView {
  node_id: string;
  name: string;
  status: string;
  parent_id: string | null;
  is_relay: boolean;
  labels: string[];
  exposure: string;
  group_id: string | null;
  last_seen: string | null;
}
interface EventView {
  node_id: string;
  payload: string;
}

const cowrie = (sensor: string, session: string, more: object = {}): object => ({
  eventid: 'cowrie.login.failed',
  src_ip: '203.0.113.9',
  username: session,
  password: 'admin',
  session,
  sensor,
  timestamp: '2026-11-21T10:15:30.123456Z',
  ...more,
});

async function open(api: Api, user: TestUser, sensor: string | null, more: object = {}) {
  const { headers } = user;
  const made = await api.call<NodeView & { api_key: string }>('POST', '/nodes', {
    headers,
    body: { name: 'relay', sensor, labels: ['site: Lyon'], exposure: 'internal', ...more },
  });
  const node = { id: made.body.node_id, key: made.body.api_key };
  const send = (records: unknown, path = '/ingest/json') =>
    api.call<Record<string, number>>('POST', path, { headers: { 'x-node-key': node.key }, body: records });
  const nodes = async () => (await api.call<NodeView[]>('GET', '/nodes', { headers })).body;
  const below = async () => (await nodes()).filter(({ parent_id }) => parent_id === node.id);
  const events = async (query = '') => {
    const all: EventView[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await api.call<{ items: EventView[]; next_cursor: string | null }>(
        'GET',
        `/api/events?limit=200${query}${cursor}`,
        { headers },
      );
      all.push(...body.items);
      if (body.next_cursor === null) return all;
      cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`;
    }
  };
  const problems = async () =>
    (
      await api.call<{ kind: string; reason: string; count: number; sample: string }[]>(
        'GET',
        '/api/ingest-problems',
        { headers },
      )
    ).body;
  return { node, headers, send, nodes, below, events, problems };
}

describe('sensors behind one key', () => {
  it('become nodes below it at first sight, by their own names, as their parent is set', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const { node, headers, send, below, events } = await open(api, user, 'tpot');
    const document = (type: string, host: string, session: string) =>
      cowrie('0123456789ab', session, { type, 't-pot_hostname': host });
    const batch = [
      document('Cowrie', 'attic', 'a'),
      {
        type: 'Ciscoasa',
        't-pot_hostname': 'attic',
        src_ip: '203.0.113.9',
        payload_printable: 'x',
        timestamp: '2026-11-21T10:15:31Z',
      },
      document('Cowrie', 'cellar', 'b'),
      {
        type: 'Adbhoney',
        src_ip: '203.0.113.9',
        eventid: 'adbhoney.command.input',
        input: 'id',
        timestamp: '2026-11-21T10:15:32Z',
      },
    ];
    const calls = await Promise.all(Array.from({ length: 20 }, () => send(batch, '/ingest/tpot')));
    assert.ok(calls.every(({ status }) => status === 200));
    const found = await below();
    assert.deepEqual(found.map(({ name }) => name).sort(), [
      'attic Ciscoasa',
      'attic Cowrie',
      'cellar Cowrie',
    ]);
    for (const one of found) {
      assert.deepEqual([one.labels, one.exposure, one.is_relay], [['site: Lyon'], 'internal', false]);
      assert.notEqual(one.last_seen, null);
    }
    const all = await events();
    assert.equal(all.length, 4, 'repeats are one event each');
    const attic = found.find(({ name }) => name === 'attic Cowrie')?.node_id ?? '';
    assert.deepEqual(
      (await events(`&node_id=${attic}`)).map(({ payload }) => payload),
      ['a:admin'],
    );
    assert.equal(all.filter(({ node_id }) => node_id === node.id).length, 1, 'without a name: of the parent');

    const setup = await api.call<{ note: string; steps: unknown[] }>('GET', `/nodes/${attic}/setup`, {
      headers,
    });
    assert.match(setup.body.note, /reports through relay/);
    assert.deepEqual(setup.body.steps, []);
    assert.equal((await api.call('POST', `/nodes/${attic}/rotate-key`, { headers })).status, 409);
    const asRelay = await api.call('PATCH', `/nodes/${attic}`, { headers, body: { relay: true } });
    assert.equal(asRelay.status, 409);
  });

  it('are told apart where the node is a relay: by its sensor, or because its owner says so', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    for (const name of relaySensors) assert.notEqual(findSetup(name), null);
    const plain = await open(api, user, 'cowrie');
    await plain.send([cowrie('edge-1', 'a')]);
    assert.deepEqual(await plain.below(), []);
    const change = (relay: boolean | null) =>
      api.call<NodeView>('PATCH', `/nodes/${plain.node.id}`, { headers: plain.headers, body: { relay } });
    assert.equal((await change(true)).body.is_relay, true);
    await plain.send([cowrie('edge-1', 'a'), cowrie('edge-1', 'b')]);
    const [edge] = await plain.below();
    assert.equal(edge?.name, 'edge-1');
    const events = await plain.events();
    assert.deepEqual(
      events.map(({ payload, node_id }) => [payload, node_id === edge?.node_id]).sort(),
      [
        ['a:admin', false],
        ['b:admin', true],
      ],
      'an event that was stored before is known, whoever it would be given to',
    );
    assert.equal((await change(false)).body.is_relay, false);
    await plain.send([cowrie('edge-2', 'c')]);
    assert.equal((await plain.below()).length, 1);
    const native = await open(api, user, 'syslog');
    const sent = await api.call('POST', '/api/events', {
      headers: { 'x-node-key': native.node.key },
      body: [
        {
          timestamp: '2026-11-21T10:15:30Z',
          service: 'ssh',
          source_ip: '203.0.113.9',
          activity: 'login',
          payload: 'x',
          extra: { sensor_name: 'canary-7' },
        },
      ],
    });
    assert.equal(sent.status, 200);
    assert.deepEqual(
      (await native.below()).map(({ name }) => name),
      ['canary-7'],
    );
  });

  it('are at most fifty, also for hostile names: further events stay with the parent, counted', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const { node, send, below, events, problems } = await open(api, user, 'hpfeeds');
    await api.call('POST', '/nodes', { headers: user.headers, body: { name: 'backup' } });
    const hostile = [
      `${'x'.repeat(5000)}`,
      'two\nlines\u202e\u0000 of\t it',
      'backup',
      '\ud800 half',
      '   ',
      'default',
      'a1b2c3d4e5f6',
      '<img src=x onerror=alert(1)>',
    ];
    assert.equal((await send(hostile.map((name, at) => cowrie(name, `h${at}`)))).status, 200);
    const first = (await below()).map(({ name }) => name);
    assert.equal(first.length, 5, JSON.stringify(first));
    assert.ok(first.includes('backup (relay)') && !first.includes('backup'), 'no name of another node');
    assert.ok(
      first.every((name) => name.length <= 100 && !/[\u0000-\u001f\u202e]/.test(name) && name.isWellFormed()),
    );
    await Promise.all(
      [0, 1, 2].map((part) =>
        send(Array.from({ length: 100 }, (_, at) => cowrie(`s${part}-${at}`, `f${part}-${at}`))),
      ),
    );
    assert.equal((await below()).length, 50);
    const problem = (await problems()).find(({ kind }) => kind === 'too_many_sensors');
    assert.match(problem?.reason ?? '', /more than 50 sensors/);
    assert.equal(problem?.count, 300 - 45);
    let stored = 0;
    for (const own of [node.id, ...(await below()).map(({ node_id }) => node_id)])
      stored += (await events(`&node_id=${own}`)).length;
    assert.equal(stored, hostile.length + 300, 'nothing is lost');
  });

  it('stop with their parent, and each for itself; go with it, and come back when they report again', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const { node, headers, send, below, events, nodes } = await open(api, user, 'hpfeeds');
    await send([cowrie('one', 'a'), cowrie('two', 'b')]);
    const [one, two] = (await below()).sort((a, b) => (a.name < b.name ? -1 : 1));
    const change = (id: string | undefined, status: string) =>
      api.call('PATCH', `/nodes/${id}`, { headers, body: { status } });
    await change(one?.node_id, 'inactive');
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const part = await send([cowrie('one', 'c'), cowrie('two', 'd')]);
    assert.deepEqual([part.body.accepted, part.body.rejected], [1, 1]);
    await change(node.id, 'inactive');
    assert.equal((await send([cowrie('two', 'e')])).status, 403);
    assert.equal((await api.call('POST', `/nodes/${two?.node_id}/test`, { headers })).status, 409);
    await change(node.id, 'active');

    await api.call('DELETE', `/nodes/${two?.node_id}`, { headers });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await send([cowrie('two', 'f')]);
    const again = (await below()).find(({ name }) => name === 'two');
    assert.equal(again?.node_id, two?.node_id);
    assert.equal((await events(`&node_id=${two?.node_id}`)).length, 3);
    assert.equal((await api.call('DELETE', `/nodes/${node.id}`, { headers })).status, 200);
    assert.deepEqual(
      (await nodes()).filter(({ parent_id }) => parent_id !== null),
      [],
    );
    assert.equal((await send([cowrie('two', 'g')])).status, 403);
  });

  it("are the owner's alone: a key never reaches a node below another's", async (t) => {
    const api = await openApi(t);
    const [mine, other] = [await api.createUser(), await api.createUser()];
    const own = await open(api, mine, 'hpfeeds');
    const theirs = await open(api, other, 'hpfeeds');
    await own.send([cowrie('same', 'a')]);
    await theirs.send([cowrie('same', 'b')]);
    const [first] = await own.below();
    const [second] = await theirs.below();
    assert.notEqual(first?.node_id, second?.node_id);
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/setup'],
      ['DELETE', ''],
    ] as const)
      assert.equal(
        (await api.call(method, `/nodes/${first?.node_id}${path}`, { headers: other.headers })).status,
        404,
      );
    const forged = await api.call<{ rejected: number }>('POST', '/api/events', {
      headers: { 'x-node-key': theirs.node.key },
      body: [
        {
          timestamp: '2026-11-21T10:15:30Z',
          service: 'ssh',
          source_ip: '203.0.113.9',
          activity: 'x',
          payload: '',
          node_id: first?.node_id,
        },
      ],
    });
    assert.equal(forged.body.rejected, 1);
    assert.deepEqual(
      (await own.events()).map(({ payload }) => payload),
      ['a:admin'],
    );
  });
});
