import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAsleep } from '../../../../src/core/snooze.ts';
import { type Backend, useStore } from './backend.ts';
import { makeIncident, makeIncidentFold, newTenant, readAll, time, write } from './records.ts';

export function snoozeContract(backend: Backend): void {
  describe(`${backend.name}: snoozed incidents`, () => {
    const open = useStore(backend);

    it('are asleep until their time, a greater risk, another attack type or a number of events', async () => {
      const mine = newTenant();
      const tenant = open.store.of(mine);
      const base = {
        until: time(60),
        events: null,
        risk: 8,
        attack_type: 'BruteForce',
        by: 'eve',
        at: time(1),
      };
      const make = (incident_id: string, change: object) =>
        makeIncident({
          user_id: mine,
          incident_id,
          open_key: incident_id,
          risk_score: 8,
          attack_type: 'BruteForce',
          event_count: 4,
          ...change,
        });
      const incidents = [
        make('inc-plain', {}),
        make('inc-asleep', { snooze: base }),
        make('inc-few', { snooze: { ...base, events: 5 } }),
        make('inc-many', { snooze: { ...base, events: 4 } }),
        make('inc-worse', { snooze: base, risk_score: 9 }),
        make('inc-other', { snooze: base, attack_type: 'CommandExecution' }),
        make('inc-past', { snooze: { ...base, until: time(30) } }),
      ];
      await write(open.store, mine, { incidents });
      const ids = async (filter: { asleep_at?: string; awake_at?: string }): Promise<string[]> =>
        (await readAll((page) => tenant.incidents(filter, page), 2))
          .map(({ incident_id }) => incident_id)
          .sort();
      const expect = (now: string, asleep: boolean): string[] =>
        incidents
          .filter((one) => isAsleep(one, now) === asleep)
          .map(({ incident_id }) => incident_id)
          .sort();
      assert.deepEqual(await ids({ asleep_at: time(40) }), ['inc-asleep', 'inc-few']);
      for (const now of [time(10), time(30), time(40), time(60)]) {
        assert.deepEqual(await ids({ asleep_at: now }), expect(now, true));
        assert.deepEqual(await ids({ awake_at: now }), expect(now, false));
      }
      await tenant.updateIncident('inc-asleep', null, { snooze: null });
      await tenant.updateIncident('inc-plain', null, { snooze: base });
      assert.deepEqual(await ids({ asleep_at: time(40) }), ['inc-few', 'inc-plain']);
      assert.deepEqual((await tenant.incident('inc-plain'))?.snooze, base);
      assert.equal(
        (await open.store.of(newTenant()).incidents({ asleep_at: time(40) }, { limit: 10 })).items.length,
        0,
      );
      // Counting events is enough to wake it.
      await write(open.store, mine, {
        incidentFolds: [
          makeIncidentFold({
            user_id: mine,
            incident_id: 'inc-few',
            events: 1,
            alerts: 0,
            worse: null,
            notified: null,
            touched: null,
          }),
        ],
      });
      assert.deepEqual(await ids({ asleep_at: time(40) }), ['inc-plain']);
    });
  });
}
