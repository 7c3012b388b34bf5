import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stepIncidentJob } from '../../../src/cases/incident-job-step.ts';
import {
  cancelIncidentJob,
  incidentJob,
  startIncidentJob,
  undoIncidentJob,
} from '../../../src/cases/incident-jobs.ts';
import { auditStream, incidentStream } from '../../../src/cases/journal.ts';
import { incidentJobSlotDocs } from '../../../src/core/doc-kinds.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { IncidentJobBody } from '../../../src/core/incident-job.ts';
import type { TenantStore } from '../../../src/core/store.ts';
import { type Backend, useStore } from '../store/contract/backend.ts';
import { type CaseRig, createCaseRig } from './rig.ts';

const by = 'ada@example.org';
const job = { by, filter: null, undo_of: null };

/** Steps of the process `worker` until it has nothing left to do; `tenant` is what it reaches the store by. */
async function work(rig: CaseRig, worker: string, tenant: TenantStore = rig.tenant): Promise<void> {
  const store = { of: () => tenant };
  for (;;) {
    const [slot] = await rig.tenant.docs(incidentJobSlotDocs.name, {}, 1);
    if (!slot || !(await stepIncidentJob({ ...rig, store, worker }, incidentJobSlotDocs.read(slot)))) return;
  }
}

/** The process stops at this call of this operation: before it, or when the store has done it. */
function stopping(
  tenant: TenantStore,
  name: 'updateIncident' | 'append' | 'updateAlertsOfIncident' | 'announce',
  call: number,
): TenantStore {
  let calls = 0;
  const operation = tenant[name] as (...given: unknown[]) => Promise<unknown>;
  return {
    ...tenant,
    [name]: async (...given: unknown[]) => {
      if (++calls === call) throw new AppError('unavailable', 'stopped');
      return operation.apply(tenant, given);
    },
  };
}

export function incidentJobCases(backend: Backend): void {
  describe(`${backend.name}: a job over many incidents`, () => {
    const opened = useStore(backend);

    for (const name of ['updateIncident', 'append', 'updateAlertsOfIncident', 'announce'] as const)
      it(`changes each once though its process stopped in the middle, at ${name}`, async () => {
        const rig = createCaseRig(opened.store);
        const made = [];
        for (let n = 0; n < 28; n++) made.push(await rig.open());
        const ids = made.map(({ incident }) => incident.incident_id);
        const items = ids.map((incident_id) => ({ incident_id }));
        const { user_id } = rig;
        const begun = await startIncidentJob(rig, {
          ...job,
          user_id,
          items,
          change: { status: 'resolved', assignee: 'ada' },
        });
        await assert.rejects(work(rig, 'one', stopping(rig.tenant, name, 4)), /stopped/);
        // Somebody takes back the second before the job goes on: it is not changed again.
        await rig.tenant.updateIncident(ids[1]!, null, { status: 'open' });
        rig.turn(1000);
        await work(rig, 'two');
        assert.equal((await incidentJob(rig.tenant, begun.id)).body.state, 'running', 'it is leased');
        rig.turn(60_000);
        await work(rig, 'two');
        const { body } = await incidentJob(rig.tenant, begun.id);
        assert.equal(body.state, 'done');
        assert.equal(body.counts.changed, 28);
        for (const [at, id] of ids.entries()) {
          const incident = await rig.tenant.incident(id);
          assert.equal(incident?.status, at === 1 ? 'open' : 'resolved');
          assert.deepEqual(await rig.kinds(incidentStream(id)), ['changed'], `${at}: once`);
          const alert = await rig.tenant.alert(made[at]!.alert.alert_id);
          assert.equal(alert?.status, 'resolved', `alert of ${at}`);
        }
        const audit = await rig.tenant.journal(auditStream, { limit: 10 });
        assert.equal(audit.items.length, 1);

        const undo = await undoIncidentJob(rig, { id: begun.id, user_id, by });
        await work(rig, 'two');
        const undone: IncidentJobBody = (await incidentJob(rig.tenant, undo.id)).body;
        assert.deepEqual([undone.counts.changed, undone.counts.conflict], [27, 1]);
        assert.deepEqual(undone.failures, [{ incident_id: ids[1], reason: 'conflict' }]);
        for (const id of ids) {
          const incident = await rig.tenant.incident(id);
          assert.equal(incident?.status, 'open');
        }
      });

    it('stops where it is when it is cancelled, and takes back what it had done', async () => {
      const rig = createCaseRig(opened.store);
      const { user_id } = rig;
      for (let n = 0; n < 30; n++) await rig.open();
      const change = { status: 'acknowledged' } as const;
      const begun = await startIncidentJob(rig, {
        ...job,
        user_id,
        change,
        items: null,
        filter: { open: true },
      });
      await assert.rejects(
        startIncidentJob(rig, { ...job, user_id, change, items: null, filter: {} }),
        /Another bulk job is running/,
      );
      for (let step = 0; step < 2; step++) {
        const [slot] = await rig.tenant.docs(incidentJobSlotDocs.name, {}, 1);
        await stepIncidentJob({ ...rig, worker: 'one' }, incidentJobSlotDocs.read(slot!));
      }
      await cancelIncidentJob(rig, begun.id);
      await work(rig, 'one');
      const { body } = await incidentJob(rig.tenant, begun.id);
      assert.deepEqual([body.state, body.total, body.counts.changed], ['cancelled', 30, 25]);
      await undoIncidentJob(rig, { id: begun.id, user_id, by });
      await work(rig, 'one');
      assert.equal((await rig.tenant.incidents({ status: 'open' }, { limit: 100 })).items.length, 30);
      await assert.rejects(incidentJob(rig.others, begun.id), /not found/i);
    });
  });
}
