import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readAlertSettings, saveAlertSettings } from '../../../src/cases/alert-settings.ts';
import { judgeAlert } from '../../../src/cases/alert-verdict.ts';
import { tuningStream } from '../../../src/cases/journal.ts';
import {
  changeSuppression,
  createSuppression,
  deleteSuppression,
  listSuppressions,
} from '../../../src/cases/suppression.ts';
import { applyThreshold, readThreshold, revertThreshold } from '../../../src/cases/threshold.ts';
import { tunedId } from '../../../src/cases/verdict-effects.ts';
import { type Backend, useStore } from '../store/contract/backend.ts';
import { createCaseRig } from './rig.ts';

const by = 'ada@example.org';

export function tuningCases(backend: Backend): void {
  describe(`${backend.name}: a verdict on an alert`, () => {
    const opened = useStore(backend);

    it('"expected" makes one rule for exactly the alert, and another verdict takes it back', async () => {
      const rig = createCaseRig(opened.store);
      const { alert } = await rig.open();
      const { alert_id } = alert;
      const judge = (verdict: 'attack' | 'harmless' | 'expected', apply = true) =>
        judgeAlert(rig, { alert_id, by, verdict, note: 'why', apply });
      const said = await judge('expected');
      assert.equal(said.applied?.id, tunedId(alert_id));
      assert.deepEqual(said.applied?.body.condition, {
        sources: [alert.source_ip],
        nodes: [alert.node_id],
        services: [alert.service],
        attack_types: [alert.attack_type],
        max_risk: alert.risk_score,
      });
      assert.equal(said.suggestion?.past_events, 1);
      assert.equal(said.alert.human_verdict?.by, by);
      await judge('expected');
      assert.equal((await listSuppressions(rig.tenant)).length, 1, 'said twice is one rule');
      const back = await judge('attack');
      assert.deepEqual([back.reverted, back.applied, back.suggestion], [true, null, null]);
      assert.equal((await judge('harmless')).reverted, false);
      assert.equal((await judge('expected', false)).applied, null);
      assert.deepEqual(await listSuppressions(rig.tenant), []);
      assert.deepEqual(await rig.kinds(tuningStream), [
        'applied',
        'applied',
        'reverted',
        'judged',
        'suggested',
        'suggested',
      ]);
      const foreign = { ...rig, tenant: rig.others };
      const asked = { alert_id, by, verdict: 'expected' as const, note: '', apply: true };
      await assert.rejects(judgeAlert(foreign, asked), { code: 'not_found' });
    });

    it('loses none of many at once', async () => {
      const rig = createCaseRig(opened.store);
      const alerts = [];
      for (let at = 0; at < 4; at++) alerts.push((await rig.open({ risk_score: 7 })).alert);
      await Promise.all(
        alerts.map(({ alert_id }) =>
          judgeAlert(rig, { alert_id, by, verdict: 'harmless', note: '', apply: true }),
        ),
      );
      assert.equal((await readThreshold(rig, rig.user_id)).harmless[7], 4);
    });
  });

  describe(`${backend.name}: the suggested threshold`, () => {
    const opened = useStore(backend);

    it('is applied only while it is suggested, and reverted only while nobody set another', async () => {
      const rig = createCaseRig(opened.store);
      const { user_id } = rig;
      const person = { user_id, by };
      await assert.rejects(revertThreshold(rig, person), { code: 'not_found' });
      for (let at = 0; at < 5; at++) {
        const { alert } = await rig.open({ risk_score: 6 });
        await judgeAlert(rig, { alert_id: alert.alert_id, by, verdict: 'harmless', note: '', apply: true });
      }
      assert.equal((await readThreshold(rig, user_id)).suggested, 6);
      await assert.rejects(applyThreshold(rig, { ...person, to: 7 }), { code: 'conflict' });
      const applied = await applyThreshold(rig, { ...person, to: 6 });
      assert.deepEqual(
        [applied.current, applied.suggested, applied.applied],
        [6, null, { from: null, to: 6 }],
      );
      await assert.rejects(applyThreshold(rig, { ...person, to: 6 }), { code: 'conflict' });
      const reverted = await revertThreshold(rig, person);
      assert.deepEqual([reverted.current, reverted.suggested, reverted.applied], [5, 6, null]);
      await applyThreshold(rig, { ...person, to: 6 });
      await saveAlertSettings(rig, user_id, () => ({ threshold: 8 }));
      await assert.rejects(revertThreshold(rig, person), { code: 'conflict' });
      assert.equal((await readAlertSettings(rig.tenant, user_id)).threshold, 8);
      const tuned = (await rig.kinds(tuningStream)).filter((kind) => kind !== 'suggested');
      assert.deepEqual(tuned, ['applied', 'reverted', 'applied']);
    });
  });

  describe(`${backend.name}: alert settings`, () => {
    const opened = useStore(backend);

    it('keep what each of two people set at the same time', async () => {
      const rig = createCaseRig(opened.store);
      const { user_id } = rig;
      await Promise.all([
        saveAlertSettings(rig, user_id, () => ({ threshold: 3 })),
        saveAlertSettings(rig, user_id, () => ({ window_minutes: 90 })),
      ]);
      const { threshold, window_minutes } = await readAlertSettings(rig.tenant, user_id);
      assert.deepEqual([threshold, window_minutes], [3, 90]);
      assert.equal((await readAlertSettings(rig.others, user_id)).threshold, null);
      assert.equal(rig.refreshed(), 2, 'the pipeline learns of each');
    });
  });

  describe(`${backend.name}: a suppression rule`, () => {
    const opened = useStore(backend);

    it('is changed by all who name no version, and by one of those who do', async () => {
      const rig = createCaseRig(opened.store);
      const rule = await createSuppression(rig, {
        user_id: rig.user_id,
        by,
        name: 'backup',
        note: '',
        enabled: true,
        condition: { sources: ['10.0.0.5'] },
        expires_at: null,
        origin: null,
      });
      const { id } = rule;
      await Promise.all([
        changeSuppression(rig, { id, version: null }, { name: 'nightly backup' }),
        changeSuppression(rig, { id, version: null }, { note: 'since May', expires_at: rig.now() }),
      ]);
      const [stored] = await listSuppressions(rig.tenant);
      assert.deepEqual(
        [stored?.body.name, stored?.body.note, stored?.expires_at, stored?.version],
        ['nightly backup', 'since May', rig.now(), 3],
      );
      await assert.rejects(changeSuppression(rig, { id, version: 1 }, { name: 'x' }), { code: 'conflict' });
      const foreign = { ...rig, tenant: rig.others };
      await assert.rejects(changeSuppression(foreign, { id, version: null }, {}), { code: 'not_found' });
      const asked = { id, user_id: rig.user_id, by };
      assert.equal(await deleteSuppression(foreign, asked), false);
      assert.equal(await deleteSuppression(rig, asked), true);
      assert.equal(await deleteSuppression(rig, asked), false);
      assert.deepEqual(await rig.kinds(tuningStream), [], 'no verdict made it');
    });
  });
}
