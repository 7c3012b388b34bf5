import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toMerged, toSplit } from '../../../../src/core/merge.ts';
import type { MoveAlerts } from '../../../../src/core/store.ts';
import { type Backend, useStore } from './backend.ts';
import {
  makeAlert,
  makeIncident,
  makeIncidentFold,
  newTenant,
  nothingAsked,
  time,
  write,
} from './records.ts';

const merge = (from: string, to: string): MoveAlerts => ({
  from,
  to,
  which: 'all',
  decide(source, target, moved) {
    assert.ok(source);
    const patches = toMerged(source, target, moved, { by: 'eve', at: time(50) });
    return { from: patches.source, to: patches.target };
  },
});
const split = (id: string, from: string): MoveAlerts => ({
  from,
  to: id,
  which: 'returning',
  decide(target, source, moved) {
    const patches = toSplit(source, target, moved);
    return { from: patches.target, to: patches.source };
  },
});

export function mergingContract(backend: Backend): void {
  describe(`${backend.name}: merged incidents`, () => {
    const open = useStore(backend);

    async function scene() {
      const mine = newTenant();
      const tenant = open.store.of(mine);
      const stays = makeIncident({ user_id: mine, incident_id: 'inc-a', event_count: 5, risk_score: 5 });
      const goes = makeIncident({
        user_id: mine,
        incident_id: 'inc-b',
        event_count: 7,
        alert_count: 2,
        risk_score: 9,
        title: 'b',
        source_ip: '203.0.113.9',
        last_seen: time(9),
        touched: { ...stays.touched, nodes: ['node-2'] },
      });
      const alert = (alert_id: string, incident_id: string, event_count: number) =>
        makeAlert({ user_id: mine, alert_id, incident_id, event_count });
      const alerts = [alert('al-a', 'inc-a', 5), alert('al-b1', 'inc-b', 4), alert('al-b2', 'inc-b', 3)];
      await write(open.store, mine, { incidents: [stays, goes], alerts });
      const alertsOf = async (incident_id: string): Promise<string[]> =>
        (await tenant.alerts({ incident_id }, { limit: 10 })).items.map((one) => one.alert_id).sort();
      const context = (key: string) => open.store.context({ ...nothingAsked, openKeys: [key] });
      return { mine, tenant, stays, goes, alertsOf, context };
    }

    it('move their alerts, are found by their key in the one that remains, and come back as they were', async () => {
      const { mine, tenant, stays, goes, alertsOf, context } = await scene();
      // Read before it is merged, so that nothing remembered of it may be believed.
      assert.equal((await context(goes.open_key)).incidents.get(goes.open_key)?.incident_id, 'inc-b');
      const done = await tenant.moveAlerts(merge('inc-b', 'inc-a'));
      assert.equal(done?.to.event_count, 12);
      assert.deepEqual(done.to.merged, ['inc-b']);
      assert.deepEqual([done.to.title, done.to.risk_score, done.to.last_seen], ['b', 9, time(9)]);
      assert.deepEqual(done.to.touched.nodes, ['node-1', 'node-2']);
      assert.deepEqual([done.from?.merged_into, done.from?.status], ['inc-a', 'resolved']);
      assert.deepEqual(await alertsOf('inc-a'), ['al-a', 'al-b1', 'al-b2']);
      assert.deepEqual(await alertsOf('inc-b'), []);

      const found = await context(goes.open_key);
      assert.equal(found.incidents.get(goes.open_key)?.incident_id, 'inc-a');
      assert.equal(found.merged.get(goes.open_key), 'inc-b');
      const late = makeAlert({
        user_id: mine,
        alert_id: 'al-late',
        incident_id: 'inc-a',
        merged_from: 'inc-b',
        event_count: 6,
        last_seen: time(40),
      });
      const fold = { ...makeIncidentFold({ user_id: mine, incident_id: 'inc-a' }), events: 6, alerts: 1 };
      await write(open.store, mine, { alerts: [late], incidentFolds: [fold] });

      const back = await tenant.moveAlerts(split('inc-b', 'inc-a'));
      assert.deepEqual(await alertsOf('inc-b'), ['al-b1', 'al-b2', 'al-late']);
      assert.deepEqual(await alertsOf('inc-a'), ['al-a']);
      assert.deepEqual(
        [back?.to.event_count, back?.to.alert_count, back?.to.status, back?.to.merged_into, back?.to.merge],
        [13, 3, 'open', null, null],
      );
      assert.equal(back?.to.last_seen, time(40));
      assert.deepEqual(
        [back?.from?.event_count, back?.from?.alert_count, back?.from?.title, back?.from?.risk_score],
        [5, 1, stays.title, 5],
      );
      assert.deepEqual(back?.from?.touched, stays.touched);
      assert.deepEqual(back?.from?.merged, []);
      const again = await context(goes.open_key);
      assert.equal(again.incidents.get(goes.open_key)?.incident_id, 'inc-b');
      assert.equal(again.merged.size, 0);
    });

    it('that are undone at once are exactly as before', async () => {
      const { tenant, stays, goes } = await scene();
      await tenant.moveAlerts(merge('inc-b', 'inc-a'));
      await tenant.moveAlerts(split('inc-b', 'inc-a'));
      const plain = async (id: string) => ({ ...(await tenant.incident(id)), version: 0 });
      assert.deepEqual(await plain('inc-a'), { ...stays, version: 0 });
      assert.deepEqual(await plain('inc-b'), { ...goes, version: 0 });
    });

    it('lead nowhere once the one that remains is resolved: their key is theirs again', async () => {
      const { mine, tenant, goes, context } = await scene();
      await tenant.moveAlerts(merge('inc-b', 'inc-a'));
      await tenant.updateIncident('inc-a', null, { status: 'resolved', open_key: 'inc-a' });
      const found = await context(goes.open_key);
      assert.equal(found.incidents.get(goes.open_key)?.incident_id, 'inc-b');
      const next = makeIncident({ user_id: mine, incident_id: 'inc-c', open_key: goes.open_key });
      await write(open.store, mine, {
        closedIncidents: [{ user_id: mine, incident_id: 'inc-b' }],
        incidents: [next],
      });
      assert.equal((await context(goes.open_key)).incidents.get(goes.open_key)?.incident_id, 'inc-c');
    });

    it('are in no list but those that ask for them or for their source', async () => {
      const { tenant } = await scene();
      await tenant.moveAlerts(merge('inc-b', 'inc-a'));
      const list = async (filter: object): Promise<string[]> =>
        (await tenant.incidents(filter, { limit: 10 })).items.map((one) => one.incident_id).sort();
      assert.deepEqual(await list({}), ['inc-a']);
      assert.deepEqual(await list({ status: 'resolved' }), []);
      assert.deepEqual(await list({ merged: true }), ['inc-a', 'inc-b']);
      assert.deepEqual(await list({ source: '203.0.113.9' }), ['inc-b']);
    });

    it('are those of one tenant; what is refused changes nothing', async () => {
      const { tenant, alertsOf } = await scene();
      assert.equal(await open.store.of(newTenant()).moveAlerts(merge('inc-b', 'inc-a')), null);
      assert.equal(await tenant.moveAlerts(merge('inc-b', 'inc-none')), null);
      await assert.rejects(tenant.moveAlerts(merge('inc-b', 'inc-b')), /into itself/);
      await tenant.moveAlerts(merge('inc-b', 'inc-a'));
      await assert.rejects(tenant.moveAlerts(merge('inc-b', 'inc-a')), /already/);
      assert.deepEqual(await alertsOf('inc-a'), ['al-a', 'al-b1', 'al-b2']);
    });

    it('can be made of some alerts of another', async () => {
      const { mine, tenant, alertsOf } = await scene();
      const create = makeIncident({ user_id: mine, incident_id: 'inc-n', open_key: 'inc-n' });
      const done = await tenant.moveAlerts({
        from: 'inc-b',
        to: 'inc-n',
        which: ['al-b2', 'al-a'],
        create,
        decide: (_from, _to, moved) => ({ from: { event_count: 4 }, to: { event_count: moved.events } }),
      });
      assert.deepEqual(await alertsOf('inc-n'), ['al-b2']);
      assert.deepEqual([done?.from?.event_count, done?.to.event_count], [4, 3]);
    });
  });

  describe(`${backend.name}: who has opened an incident`, () => {
    const open = useStore(backend);

    it('is kept per person, without a new version, until it gets riskier', async () => {
      const mine = newTenant();
      const tenant = open.store.of(mine);
      const incident = makeIncident({ user_id: mine, incident_id: 'inc-a', risk_score: 5 });
      await write(open.store, mine, { incidents: [incident] });
      const unread = async (unread_by: string): Promise<number> =>
        (await tenant.incidents({ unread_by }, { limit: 5 })).items.length;
      await tenant.markSeen(['inc-a', 'inc-none'], 'eve', time(3));
      await tenant.markSeen(['inc-a'], 'ada', time(4));
      assert.deepEqual((await tenant.incident('inc-a'))?.seen, [
        { by: 'ada', at: time(4), risk: 5 },
        { by: 'eve', at: time(3), risk: 5 },
      ]);
      assert.equal((await tenant.incident('inc-a'))?.version, 1);
      assert.deepEqual([await unread('eve'), await unread('bob')], [0, 1]);
      await open.store.of(newTenant()).markSeen(['inc-a'], 'bob', time(5));
      await tenant.markSeen(['inc-a'], 'ada', null);
      assert.deepEqual([await unread('eve'), await unread('ada'), await unread('bob')], [0, 1, 1]);
      const { attack_type, confidence, is_anomaly, reasons, evidence, tactics, techniques } = incident;
      const worse = {
        ...{ attack_type, confidence, is_anomaly, reasons, evidence, tactics, techniques },
        ...{ scored_by: 'rules', model: '', protocol: null, vulnerability: null },
        risk_score: 8,
        title: 'worse',
      } as const;
      await write(open.store, mine, {
        incidentFolds: [{ ...makeIncidentFold({ user_id: mine, incident_id: 'inc-a' }), worse }],
      });
      assert.equal(await unread('eve'), 1);
    });
  });
}
