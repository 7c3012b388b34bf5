/** Goes on with changes of many incidents: a few of each tenant in turn, so that nobody waits for another's thousands. */
import { stepIncidentJob } from '../cases/incident-job-step.ts';
import { incidentJobSlotDocs } from '../core/doc-kinds.ts';
import { createGrowingHex } from '../core/ids.ts';
import { defineJob } from './job.ts';

const pageSize = 50;

export const incidentJobs = defineJob({
  name: 'incident-jobs',
  plan({ store, clock, messaging, randomHex }) {
    const growing = createGrowingHex(randomHex);
    const parts = {
      store,
      messaging,
      clock,
      now: () => new Date(clock()).toISOString(),
      growingHex: () => growing(clock()),
      worker: randomHex(8),
    };
    let cursor: string | null = null;
    let hasWork = false;
    return {
      everyMs: 1000,
      async run() {
        if (cursor === null) hasWork = false;
        const page = await store.docsAfter(incidentJobSlotDocs.name, { limit: pageSize, cursor });
        cursor = page.next_cursor;
        let failure: unknown = null;
        for (const doc of page.items) {
          try {
            if (await stepIncidentJob(parts, incidentJobSlotDocs.read(doc))) hasWork = true;
          } catch (error) {
            failure ??= error;
          }
        }
        // The next run repeats what failed; the other tenants went on.
        if (failure !== null) throw failure;
        return hasWork || cursor !== null;
      },
    };
  },
});
