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

async function open(t: Parameters<typeof openApi>[0]): Promise<{ api: Api; user: TestUser; node: TestNode }> {
  const api = await openApi(t);
  const user = await api.createUser();
  return { api, user, node: await api.createNode(user) };
}
const at = (minute: number) => new Date(Date.parse('2026-08-21T10:00:00Z') + minute * 60_000).toISOString();

interface Made {
  risks: number[];
  alerts: number[];
  types: Record<string, number>;
}
/** Sends events of three sources and says what the answers said. */
async function fill(api: Api, node: TestNode): Promise<Made> {
  const made: Made = { risks: [], alerts: [], types: {} };
  const events = [
    ...Array.from({ length: 12 }, (_one, n) => ({ ...honeypotLog, timestamp: at(n) })),
    {
      ...honeypotLog,
      source_ip: '2001:db8::7',
      service: 'http',
      activity: 'http request',
      payload: 'GET / HTTP/1.1',
      timestamp: at(20),
    },
    { ...agentEvent, timestamp: at(30) },
    { ...agentEvent, file_accessed: 'keys.txt', file_path: '/k/keys.txt', timestamp: at(31) },
  ];
  for (const body of events) {
    const path = 'hostname' in body ? '/api/agent-alert' : '/api/honeypot-log';
    const answer = await api.call<{
      ml_prediction: { risk_score: number; attack_type: string };
      alert_created: boolean;
    }>('POST', path, { headers: { 'x-node-key': node.key }, body });
    assert.equal(answer.status, 200);
    const { risk_score, attack_type } = answer.body.ml_prediction;
    made.risks.push(risk_score);
    if (body.timestamp <= at(11)) made.types[attack_type] = (made.types[attack_type] ?? 0) + 1;
    if (answer.body.alert_created) made.alerts.push(risk_score);
  }
  return made;
}
const mean = (values: number[]) =>
  values.length === 0 ? 0 : Math.round((values.reduce((a, b) => a + b, 0) / values.length) * 10) / 10;

describe('GET /api/stats', () => {
  it('is all zeros where nothing has happened', async (t) => {
    const { api, user } = await open(t);
    const { body } = await api.call('GET', '/api/stats', { headers: user.headers });
    assert.deepEqual(body, {
      total_attacks: 0,
      active_alerts: 0,
      unique_attackers: 0,
      avg_risk_score: 0,
      high_risk_count: 0,
      total_nodes: 1,
      active_nodes: 1,
      recent_risk_average: 0,
    });
  });

  it('counts events, sources, risks, alerts and nodes', async (t) => {
    const { api, user, node } = await open(t);
    const made = await fill(api, node);
    const silent = await api.createNode(user);
    await api.call('PATCH', `/nodes/${silent.id}`, { headers: user.headers, body: { status: 'inactive' } });
    const { body } = await api.call('GET', '/api/stats', { headers: user.headers });
    assert.ok(made.alerts.length > 0);
    assert.equal(body.total_attacks, made.risks.length);
    assert.equal(body.active_alerts, made.alerts.length);
    assert.equal(body.unique_attackers, 3);
    assert.equal(body.avg_risk_score, mean(made.risks));
    assert.equal(body.high_risk_count, made.risks.filter((risk) => risk >= 7).length);
    assert.equal(body.total_nodes, 2);
    assert.equal(body.active_nodes, 1);
    assert.equal(body.recent_risk_average, mean(made.alerts.slice(-10)));
  });
});

describe('alerts', () => {
  type Alert = { alert_id: string; timestamp: string; status: string; notified: boolean; risk_score: number };
  const list = async (api: Api, user: TestUser, path: string) =>
    (await api.call<Alert[]>('GET', path, { headers: user.headers })).body;

  it('are listed newest first, 10 of them or 50, or as many as asked for', async (t) => {
    const { api, user, node } = await open(t);
    for (let n = 0; n < 55; n++) {
      const body = { ...agentEvent, file_accessed: `f${n}.txt`, file_path: `/f${n}.txt`, timestamp: at(n) };
      const sent = await api.call('POST', '/api/agent-alert', { headers: { 'x-node-key': node.key }, body });
      assert.equal(sent.body.alert_created, true);
    }
    const all = await list(api, user, '/api/alerts?limit=1000');
    assert.equal(all.length, 55);
    assert.deepEqual(
      all.map(({ timestamp }) => timestamp),
      all
        .map(({ timestamp }) => timestamp)
        .sort()
        .reverse(),
    );
    assert.equal(new Set(all.map(({ alert_id }) => alert_id)).size, 55);
    assert.deepEqual(await list(api, user, '/api/alerts'), all.slice(0, 50));
    assert.deepEqual(await list(api, user, '/api/recent-attacks'), all.slice(0, 10));
    assert.deepEqual(await list(api, user, '/api/recent-attacks?limit=3&offset=7&foo=bar'), all.slice(0, 3));
    assert.deepEqual(await list(api, user, '/api/alerts?limit=999999'), all);
  });

  it('are unique even within one second', async (t) => {
    const { api, user, node } = await open(t);
    for (let n = 0; n < 5; n++)
      await api.call('POST', '/api/agent-alert', {
        headers: { 'x-node-key': node.key },
        body: { ...agentEvent, file_path: `/same-second-${n}` },
      });
    const ids = (await list(api, user, '/api/alerts')).map(({ alert_id }) => alert_id);
    assert.equal(new Set(ids).size, 5);
  });

  it('take one of four states, and a resolved one is no longer active', async (t) => {
    const { api, user, node } = await open(t);
    await fill(api, node);
    const [alert] = await list(api, user, '/api/alerts');
    assert.equal(alert?.status, 'open');
    assert.equal(typeof alert?.notified, 'boolean');
    const path = `/api/alerts/${alert?.alert_id}`;
    const before = Number(
      (await api.call('GET', '/api/stats', { headers: user.headers })).body.active_alerts,
    );
    for (const status of ['acknowledged', 'investigating', 'resolved', 'open', 'resolved']) {
      const { body } = await api.call('PATCH', path, { headers: user.headers, body: { status } });
      assert.deepEqual(body, { success: true, alert_id: alert?.alert_id, new_status: status });
      assert.equal((await api.call('GET', path, { headers: user.headers })).body.status, status);
    }
    const after = Number((await api.call('GET', '/api/stats', { headers: user.headers })).body.active_alerts);
    assert.equal(after, before - 1);
    assert.equal((await list(api, user, '/api/alerts?status=resolved')).length, 1);
    for (const body of [
      {},
      { status: 'closed' },
      { status: null },
      { status: ['open'] },
      { status: 'open', risk_score: 0 },
    ])
      assert.equal((await api.call('PATCH', path, { headers: user.headers, body })).status, 422);
    const missing = await api.call('PATCH', '/api/alerts/ALERT-1', {
      headers: user.headers,
      body: { status: 'open' },
    });
    assert.equal(missing.status, 404);
  });
});

describe('a limit', () => {
  it('is a whole number of at least 1, given once', async (t) => {
    const { api, user } = await open(t);
    for (const path of ['/api/alerts', '/api/recent-attacks', '/api/logs', '/api/decoys', '/api/events'])
      for (const query of [
        'limit=0',
        'limit=-1',
        'limit=1.5',
        'limit=ten',
        'limit=0x10',
        'limit=1e2',
        'limit=%205',
        'limit=5&limit=6',
        'limit[]=5&limit=NaN',
      ]) {
        const { status, body } = await api.call('GET', `${path}?${query}`, { headers: user.headers });
        assert.equal(status, 422, `${path}?${query}`);
        // Where keys that no list has are refused, that comes first.
        assert.ok(
          fieldsOf(body).every((field) => field === 'limit' || field === 'limit[]'),
          `${path}?${query}`,
        );
        assert.equal(fieldsOf(body).length, 1);
      }
  });
});

describe('GET /api/attacker-profile', () => {
  it('counts every event of a source, not only alerts', async (t) => {
    const { api, user, node } = await open(t);
    const made = await fill(api, node);
    const { body } = await api.call('GET', `/api/attacker-profile/${honeypotLog.source_ip}`, {
      headers: user.headers,
    });
    const risks = made.risks.slice(0, 12);
    assert.equal(body.source_ip, honeypotLog.source_ip);
    assert.equal(body.total_attacks, 12);
    assert.equal(body.average_risk_score, mean(risks));
    assert.equal(body.first_seen, at(0));
    assert.equal(body.last_seen, at(11));
    assert.deepEqual(body.attack_types, made.types);
    assert.deepEqual(body.services_targeted, { ssh: 12 });
    const most = Math.max(...Object.values(made.types));
    assert.equal(made.types[String(body.most_common_attack)], most);
  });

  it('is found by address of either kind and by host name, and is not there for others', async (t) => {
    const { api, user, node } = await open(t);
    await fill(api, node);
    const get = (name: string) => api.call('GET', `/api/attacker-profile/${name}`, { headers: user.headers });
    assert.equal((await get('2001:db8::7')).body.total_attacks, 1);
    assert.equal((await get(encodeURIComponent('2001:db8::7'))).body.total_attacks, 1);
    assert.equal((await get(agentEvent.hostname)).body.total_attacks, 2);
    const missing = await get('198.51.100.1');
    assert.equal(missing.status, 404);
    assert.equal(missing.body.detail, 'Profile not found');
  });
});

describe('GET /api/logs', () => {
  type Log = {
    id: string;
    severity: string;
    event_type: string;
    source_ip: string;
    risk_score: number;
    related_decoy: string | null;
  };
  it('lists events newest first, by node, severity and text', async (t) => {
    const { api, user, node } = await open(t);
    const made = await fill(api, node);
    const logs = async (query = '') =>
      (await api.call<Log[]>('GET', `/api/logs${query}`, { headers: user.headers })).body;
    const all = await logs();
    assert.equal(all.length, made.risks.length);
    assert.deepEqual(all.map(({ risk_score }) => risk_score).reverse(), made.risks);
    assert.deepEqual(Object.keys(all[0]!).sort(), [
      'event_type',
      'id',
      'node_id',
      'related_decoy',
      'risk_score',
      'severity',
      'source_ip',
      'timestamp',
    ]);
    assert.equal(
      (await logs('?severity=critical')).length,
      all.filter(({ severity }) => severity === 'CRITICAL').length,
    );
    assert.ok((await logs('?severity=CRITICAL')).every(({ severity }) => severity === 'CRITICAL'));
    assert.equal((await logs('?severity=all')).length, all.length);
    assert.equal((await logs('?search=KEYS.txt')).length, 1);
    assert.equal((await logs('?search=root:123456&limit=5')).length, 5);
    assert.equal((await logs(`?node_id=${node.id}`)).length, all.length);
    assert.equal((await logs('?node_id=node-0')).length, 0);
  });
});
