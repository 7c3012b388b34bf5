import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setAlertStatus } from '../../../src/cases/alert-status.ts';
import { changeIncidents } from '../../../src/cases/incident-bulk.ts';
import { changeIncident } from '../../../src/cases/incident-changes.ts';
import { commentIncident, judgeIncident } from '../../../src/cases/incident-notes.ts';
import { incidentStream } from '../../../src/cases/journal.ts';
import { type Backend, useStore } from '../store/contract/backend.ts';
import { createCaseRig } from './rig.ts';

const by = 'ada@example.org';

export function incidentCases(backend: Backend): void {
  describe(`${backend.name}: changing an incident`, () => {
    const opened = useStore(backend);

    it('changes its alerts, records what it was, and tells receivers once it is resolved', async () => {
      const rig = createCaseRig(opened.store);
      const { incident, alert } = await rig.open();
      const { incident_id: id } = incident;
      rig.turn(60_000);
      const { after } = await changeIncident(rig, {
        id,
        version: incident.version,
        change: { status: 'resolved', assignee: by },
        by,
      });
      assert.equal(after.status, 'resolved');
      assert.equal(after.resolved_at, rig.now());
      assert.equal(after.acknowledged_at, rig.now());
      assert.equal(after.open_key, id, 'it takes no more events');
      assert.equal((await rig.tenant.alert(alert.alert_id))?.status, 'resolved');
      assert.deepEqual(rig.resolved, [id]);
      const { items } = await rig.tenant.journal(incidentStream(id), { limit: 10 });
      assert.deepEqual(
        items.map(({ kind, by: who, data }) => ({ kind, who, data })),
        [
          {
            kind: 'changed',
            who: by,
            data: {
              from: { status: 'open', assignee: null },
              to: { status: 'resolved', assignee: by },
              version: after.version,
            },
          },
        ],
      );
    });

    it('that changes nothing leaves no trace, and nobody was told of it does not resolve for receivers', async () => {
      const rig = createCaseRig(opened.store);
      const { incident } = await rig.open({ notifications: 0 });
      const { incident_id: id } = incident;
      const same = await changeIncident(rig, { id, version: null, change: { status: 'open' }, by });
      assert.equal(same.before, same.after);
      assert.deepEqual(await rig.kinds(incidentStream(id)), []);
      await changeIncident(rig, { id, version: null, change: { status: 'resolved' }, by });
      assert.deepEqual(rig.resolved, []);
    });

    it('reopens it with its alerts and its events to come, unless a newer one takes them', async () => {
      const rig = createCaseRig(opened.store);
      const { incident, alert } = await rig.open({}, {});
      const { incident_id: id, open_key, group_key, user_id } = incident;
      const change = (status: 'resolved' | 'acknowledged', of = id) =>
        changeIncident(rig, { id: of, version: null, change: { status }, by });
      await change('resolved');
      const { after } = await change('acknowledged');
      assert.equal(after.open_key, `${user_id}|${group_key}`);
      assert.equal((await rig.tenant.alert(alert.alert_id))?.status, 'acknowledged');
      assert.deepEqual(rig.told, ['resolved', 'reopened']);
      await change('resolved');
      const newer = await rig.open({ open_key: `${user_id}|${group_key}`, group_key });
      assert.equal((await change('acknowledged')).after.open_key, id);
      const holder = await rig.tenant.incident(newer.incident.incident_id);
      assert.equal(holder?.open_key, `${user_id}|${group_key}`);
      assert.notEqual(open_key, id);
    });

    it('tells receivers who took it and to whom it was given', async () => {
      const rig = createCaseRig(opened.store);
      const { incident } = await rig.open({ notifications: 1 });
      const { incident_id: id } = incident;
      await changeIncident(rig, { id, version: null, change: { status: 'investigating', assignee: by }, by });
      await changeIncident(rig, { id, version: null, change: { assignee: null }, by });
      assert.deepEqual(rig.told, ['acknowledged', 'assigned']);
    });

    it('is for one person at a time where they name a version, and for all where they do not', async () => {
      const rig = createCaseRig(opened.store);
      const { incident } = await rig.open();
      const { incident_id: id, version } = incident;
      const assign = (assignee: string, seen: number | null) =>
        changeIncident(rig, { id, version: seen, change: { assignee }, by: assignee });
      const both = await Promise.allSettled([assign('ada', version), assign('bob', version)]);
      assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      const refused = both.find((one) => one.status === 'rejected');
      assert.equal(refused?.reason.code, 'conflict');
      await Promise.all([assign('eve', null), assign('mia', null)]);
      assert.equal((await rig.kinds(incidentStream(id))).length, 3);
    });

    it('finds nothing of another tenant', async () => {
      const rig = createCaseRig(opened.store);
      const { incident, alert } = await rig.open();
      const { incident_id: id } = incident;
      const foreign = { ...rig, tenant: rig.others };
      const gone = { code: 'not_found' };
      await assert.rejects(
        changeIncident(foreign, { id, version: null, change: { assignee: by }, by }),
        gone,
      );
      await assert.rejects(commentIncident(foreign, { id, by, text: 'mine?' }), gone);
      await assert.rejects(judgeIncident(foreign, { id, by, verdict: 'harmless', note: '' }), gone);
      await assert.rejects(setAlertStatus(foreign, { id: alert.alert_id, status: 'resolved', by }), gone);
      const { results } = await changeIncidents(foreign, {
        items: [{ incident_id: id }],
        common: { status: 'resolved' },
        by,
      });
      assert.deepEqual(results, [{ incident_id: id, result: 'not_found', incident: null }]);
      assert.deepEqual(await rig.tenant.incident(id), incident);
    });

    it('takes comments and verdicts without changing its course', async () => {
      const rig = createCaseRig(opened.store);
      const { incident } = await rig.open();
      const { incident_id: id } = incident;
      const entry = await commentIncident(rig, { id, by, text: 'a drill' });
      assert.deepEqual([entry.kind, entry.data, entry.at], ['comment', { text: 'a drill' }, rig.now()]);
      const judged = await judgeIncident(rig, { id, by, verdict: 'expected', note: 'as planned' });
      assert.equal(judged.status, 'open');
      assert.deepEqual(await rig.kinds(incidentStream(id)), ['comment', 'verdict']);
    });
  });

  describe(`${backend.name}: many incidents at once`, () => {
    const opened = useStore(backend);

    it('are changed each on its own, and undone by what the answer says', async () => {
      const rig = createCaseRig(opened.store);
      const first = (await rig.open({ assignee: 'bob' })).incident;
      const second = (await rig.open()).incident;
      const items = [
        { incident_id: first.incident_id },
        { incident_id: second.incident_id, status: 'resolved' as const },
        { incident_id: second.incident_id, version: 1 },
        { incident_id: 'inc-none' },
      ];
      const done = await changeIncidents(rig, { items, common: { status: 'acknowledged' }, by });
      assert.deepEqual(
        done.results.map(({ result }) => result),
        ['changed', 'changed', 'conflict', 'not_found'],
      );
      assert.equal(done.changed, 2);
      assert.equal(done.results[1]?.incident?.status, 'resolved', 'its own change comes first');
      assert.ok(done.undo);
      const undone = await changeIncidents(rig, { items: done.undo.incidents, common: {}, by });
      assert.equal(undone.changed, 2);
      assert.deepEqual(
        await Promise.all(
          [first, second].map(async ({ incident_id }) => (await rig.tenant.incident(incident_id))?.status),
        ),
        ['open', 'open'],
      );
      const again = await changeIncidents(rig, { items: done.undo.incidents, common: {}, by });
      assert.deepEqual(
        again.results.map(({ result }) => result),
        ['conflict', 'conflict'],
        'they were changed since',
      );
      assert.equal(again.undo, null);
      await assert.rejects(changeIncidents(rig, { items, common: {}, by }), { code: 'invalid_request' });
    });
  });

  describe(`${backend.name}: an alert's status`, () => {
    const opened = useStore(backend);

    it('shows in its incident: in progress with the first alert, resolved with the last', async () => {
      const rig = createCaseRig(opened.store);
      const { incident, alert } = await rig.open();
      const { incident_id } = incident;
      const other = await rig.open({}, { incident_id });
      const status = async () => (await rig.tenant.incident(incident_id))?.status;
      await setAlertStatus(rig, { id: alert.alert_id, status: 'investigating', by });
      assert.equal(await status(), 'investigating');
      await setAlertStatus(rig, { id: alert.alert_id, status: 'resolved', by });
      assert.equal(await status(), 'investigating', 'one alert is still open');
      await setAlertStatus(rig, { id: other.alert.alert_id, status: 'resolved', by });
      assert.equal(await status(), 'resolved');
      assert.deepEqual(rig.resolved, [incident_id]);
      assert.deepEqual(await rig.kinds(incidentStream(incident_id)), ['changed', 'changed']);
      await setAlertStatus(rig, { id: alert.alert_id, status: 'open', by });
      assert.equal(await status(), 'resolved', 'a resolved incident stays resolved');
    });
  });
}
