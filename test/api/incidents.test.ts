import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldsOf, honeypotLog } from '../support/api-client.ts';
import { type AlertView, type IncidentView, openScene, type PageView } from '../support/triage.ts';

interface Detail extends IncidentView {
  alerts: AlertView[];
  events: { source_ip: string }[];
  timeline: { kind: string; by: string; data: Record<string, unknown> }[];
}

describe('incidents', () => {
  it('are listed, filtered and paged', async (t) => {
    const { as, touch } = await openScene(t);
    for (const host of ['host-a', 'host-b', 'host-c']) await touch(host);
    const all = await as<PageView<IncidentView>>('GET', '/api/incidents');
    assert.deepEqual(
      all.body.items.map(({ source_ip }) => source_ip),
      ['host-c', 'host-b', 'host-a'],
    );
    const first = await as<PageView<IncidentView>>('GET', '/api/incidents?limit=2');
    assert.equal(first.body.items.length, 2);
    const rest = await as<PageView<IncidentView>>(
      'GET',
      `/api/incidents?limit=2&cursor=${encodeURIComponent(first.body.next_cursor ?? '')}`,
    );
    assert.deepEqual(
      rest.body.items.map(({ source_ip }) => source_ip),
      ['host-a'],
    );
    const one = await as<PageView<IncidentView>>('GET', '/api/incidents?source=host-b');
    assert.equal(one.body.items.length, 1);
    for (const query of ['status=resolved', 'min_risk=11', 'assignee=nobody'])
      if (query !== 'min_risk=11')
        assert.equal(
          (await as<PageView<IncidentView>>('GET', `/api/incidents?${query}`)).body.items.length,
          0,
        );
    assert.equal((await as('GET', '/api/incidents?min_risk=11')).status, 422);
    assert.equal((await as('GET', '/api/incidents?cursor=nonsense')).status, 400);
  });

  it('are filtered by what they touched and by time', async (t) => {
    const { as, touch, node } = await openScene(t);
    await touch('host-a');
    const list = async (query: string): Promise<number> => {
      const page = await as<PageView<IncidentView>>('GET', `/api/incidents?${query}`);
      assert.equal(page.status, 200, query);
      return page.body.items.length;
    };
    for (const [query, found] of [
      [`node_id=${node.id}`, 1],
      ['node_id=node-none', 0],
      ['service=endpoint_agent', 1],
      ['service=ssh', 0],
      ['attack_type=BruteForce', 0],
      ['from=2001-01-01', 1],
      [`from=${new Date(Date.now() + 3_600_000).toISOString()}`, 0],
      ['to=2001-01-01T00:00:00Z', 0],
    ] as const)
      assert.equal(await list(query), found, query);
    assert.equal((await as('GET', '/api/incidents?from=yesterday')).status, 422);
    const page = await as<PageView<{ touched: { nodes: string[]; users: string[] } }>>(
      'GET',
      '/api/incidents?limit=1',
    );
    assert.deepEqual(page.body.items[0]?.touched.nodes, [node.id]);
  });

  it('show their alerts, events and what happened', async (t) => {
    const { as, touch, user } = await openScene(t);
    const alert = await touch('host-a');
    await touch('host-a', { file_path: '/other', file_accessed: 'other' });
    await as('POST', `/api/incidents/${alert.incident_id}/comments`, { text: 'looking at it <b>now</b>' });
    await as('PATCH', `/api/incidents/${alert.incident_id}`, { status: 'investigating' });
    const { body } = await as<Detail>('GET', `/api/incidents/${alert.incident_id}`);
    assert.equal(body.alerts.length, 2);
    assert.equal(body.event_count, 2);
    assert.equal(body.events.length, 2);
    assert.deepEqual(
      body.timeline.map(({ kind }) => kind),
      ['alert', 'alert', 'comment', 'changed'],
    );
    assert.deepEqual(body.timeline[2]?.data, { text: 'looking at it <b>now</b>' });
    assert.equal(body.timeline[2]?.by, user.email);
    assert.deepEqual(body.timeline[3]?.data, {
      from: { status: 'open' },
      to: { status: 'investigating' },
      version: 2,
    });
  });

  it('lead with the step that matters, with all alerts and events behind it', async (t) => {
    const { as, api, node } = await openScene(t);
    const guess = (at: number, change: object) => ({
      ...honeypotLog,
      source_ip: '203.0.113.9',
      timestamp: new Date(Date.now() - 60_000 + at).toISOString(),
      ...change,
    });
    const send = async (logs: object[]) => {
      const sent = await api.call('POST', '/api/events', {
        headers: { 'x-node-key': node.key },
        body: logs,
      });
      assert.ok(sent.status < 300, JSON.stringify(sent.body));
    };
    const failed = (at: number) =>
      guess(at, {
        activity: 'login failed',
        payload: `root:guess-${at}`,
        extra: { kind: 'login.failed', username: 'root', password: `guess-${at}` },
      });
    for (let from = 0; from < 1500; from += 500)
      await send(Array.from({ length: 500 }, (_, at) => failed(from + at)));
    await send([
      guess(1500, {
        activity: 'login succeeded',
        payload: 'anna.smith:Winter2026!',
        extra: { kind: 'login.succeeded', username: 'anna.smith', password: 'Winter2026!' },
      }),
    ]);
    await send(Array.from({ length: 300 }, (_, at) => failed(2000 + at)));
    const [incident] = (await as<PageView<IncidentView>>('GET', '/api/incidents')).body.items;
    const url = `/api/incidents/${incident?.incident_id}`;
    const { body } = await as<Detail & { key_steps: { account: string; event: { payload: string } }[] }>(
      'GET',
      url,
    );
    assert.equal(body.key_steps[0]?.account, 'anna.smith');
    // It looks like a real person's password: masked for whoever may not read secrets.
    assert.equal(body.key_steps[0]?.event.payload, 'anna.smith:••••••••');
    assert.ok(body.key_steps.length <= 16);
    assert.ok(!JSON.stringify(body.events).includes('Winter2026!'), 'it is on no other part of the answer');
    let events = 0;
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { body: PageView<unknown> } = await as<PageView<unknown>>(
        'GET',
        `${url}/events?limit=500${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      events += page.body.items.length;
      cursor = page.body.next_cursor;
    }
    assert.equal(events, 1801);
    const alerts = await as<PageView<AlertView>>('GET', `${url}/alerts?limit=200`);
    assert.equal(alerts.body.items.length, incident?.alert_count);
    const stranger = await api.createUser();
    for (const path of ['', '/alerts', '/events'])
      assert.equal((await api.call('GET', url + path, { headers: stranger.headers })).status, 404);
  });

  it('go through their states, and their alerts with them', async (t) => {
    const { as, touch } = await openScene(t);
    const { incident_id, alert_id } = await touch('host-a');
    const url = `/api/incidents/${incident_id}`;
    const acknowledged = await as<IncidentView>('PATCH', url, { status: 'acknowledged', assignee: 'ada' });
    assert.equal(acknowledged.body.status, 'acknowledged');
    assert.equal(acknowledged.body.assignee, 'ada');
    assert.notEqual(acknowledged.body.acknowledged_at, null);
    assert.equal((await as<AlertView>('GET', `/api/alerts/${alert_id}`)).body.status, 'acknowledged');
    const resolved = await as<IncidentView>('PATCH', url, { status: 'resolved' });
    assert.notEqual(resolved.body.resolved_at, null);
    assert.equal((await as<{ active_alerts: number }>('GET', '/api/stats')).body.active_alerts, 0);
    assert.equal((await as<PageView<IncidentView>>('GET', '/api/incidents?open=true')).body.items.length, 0);
    const again = await touch('host-a');
    assert.notEqual(again.incident_id, incident_id, 'what comes after it was resolved is news');
    const reopened = await as<IncidentView>('PATCH', url, { status: 'open', assignee: null });
    assert.deepEqual(
      [reopened.body.resolved_at, reopened.body.acknowledged_at, reopened.body.assignee],
      [null, null, null],
    );
    const history = await as<PageView<{ kind: string }>>('GET', `${url}/history`);
    assert.equal(history.body.items.length, 3);
  });

  it('follow what clients of the contract do to their alerts', async (t) => {
    const { as, touch } = await openScene(t);
    const [one, two] = [
      await touch('host-a'),
      await touch('host-a', { file_path: '/b', file_accessed: 'b' }),
    ];
    const { incident_id } = one;
    assert.equal(two.incident_id, incident_id);
    const status = async () => (await as<IncidentView>('GET', `/api/incidents/${incident_id}`)).body.status;
    await as('PATCH', `/api/alerts/${one.alert_id}`, { status: 'acknowledged' });
    assert.equal(await status(), 'acknowledged');
    assert.equal((await as<AlertView>('GET', `/api/alerts/${two.alert_id}`)).body.status, 'open');
    await as('PATCH', `/api/alerts/${one.alert_id}`, { status: 'resolved' });
    assert.equal(await status(), 'acknowledged', 'one alert is still open');
    await as('PATCH', `/api/alerts/${two.alert_id}`, { status: 'resolved' });
    assert.equal(await status(), 'resolved');
    const history = await as<PageView<{ kind: string }>>('GET', `/api/incidents/${incident_id}/history`);
    assert.equal(history.body.items.length, 2);
  });

  it('are changed by one person at a time', async (t) => {
    const { as, touch } = await openScene(t);
    const { incident_id } = await touch('host-a');
    const url = `/api/incidents/${incident_id}`;
    const both = await Promise.all([
      as('PATCH', url, { status: 'acknowledged', version: 1 }),
      as('PATCH', url, { status: 'resolved', version: 1 }),
    ]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
    assert.equal((await as('PATCH', url, { status: 'investigating', version: 1 })).status, 409);
    assert.equal(
      (await as('PATCH', url, { assignee: 'ada' })).status,
      200,
      'without a version the latest word counts',
    );
    const same = await as<IncidentView>('PATCH', url, { assignee: 'ada' });
    assert.equal(same.body.version, 3, 'no change is no change');
  });

  it('refuse what makes no sense', async (t) => {
    const { as, touch } = await openScene(t);
    const { incident_id } = await touch('host-a');
    const url = `/api/incidents/${incident_id}`;
    assert.deepEqual(fieldsOf((await as('PATCH', url, { status: 'gone', assignee: '', x: 1 })).body), [
      'assignee',
      'status',
      'x',
    ]);
    assert.equal((await as('PATCH', url, {})).status, 422);
    assert.equal((await as('POST', `${url}/comments`, { text: '' })).status, 422);
    assert.equal((await as('POST', `${url}/comments`, { text: 'x'.repeat(4001) })).status, 422);
    assert.equal((await as('GET', '/api/incidents/inc-none')).status, 404);
  });
});

describe('many incidents at once', () => {
  it('are changed each on its own, and the answer says how to take it back', async (t) => {
    const { as, touch, api } = await openScene(t);
    const alerts = [await touch('host-a'), await touch('host-b')];
    const [a, b] = alerts.map(({ incident_id }) => incident_id);
    await as('PATCH', `/api/incidents/${b}`, { assignee: 'bob' });
    const stranger = await api.createUser();
    const ids = [a, b, 'inc-none'].map((incident_id) => ({ incident_id }));
    const foreign = await api.call<{ changed: number }>('POST', '/api/incidents/bulk', {
      headers: stranger.headers,
      body: { incidents: ids, status: 'resolved' },
    });
    assert.equal(foreign.body.changed, 0);
    interface Bulk {
      results: { incident_id: string; result: string }[];
      changed: number;
      undo: { incidents: object[] } | null;
    }
    const done = await as<Bulk>('POST', '/api/incidents/bulk', {
      incidents: ids,
      status: 'resolved',
      assignee: 'ada',
    });
    assert.deepEqual(
      done.body.results.map(({ result }) => result),
      ['changed', 'changed', 'not_found'],
    );
    const stale = await as<Bulk>('POST', '/api/incidents/bulk', {
      incidents: [{ incident_id: a, version: 1 }],
      status: 'open',
    });
    assert.deepEqual(
      stale.body.results.map(({ result }) => result),
      ['conflict'],
    );
    assert.equal(stale.body.undo, null);
    const undone = await as<Bulk>('POST', '/api/incidents/bulk', done.body.undo);
    assert.equal(undone.body.changed, 2);
    const now = await as<PageView<IncidentView>>('GET', '/api/incidents');
    assert.deepEqual(
      now.body.items.map(({ status, assignee }) => [status, assignee]),
      [
        ['open', 'bob'],
        ['open', null],
      ],
    );
    assert.equal(
      (await as<Bulk>('POST', '/api/incidents/bulk', done.body.undo)).body.changed,
      0,
      'only once',
    );
  });

  it('must say what to change', async (t) => {
    const { as } = await openScene(t);
    assert.equal(
      (await as('POST', '/api/incidents/bulk', { incidents: [{ incident_id: 'x' }] })).status,
      422,
    );
    assert.equal((await as('POST', '/api/incidents/bulk', { incidents: [], status: 'open' })).status, 422);
  });
});
