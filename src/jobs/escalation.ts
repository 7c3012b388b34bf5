/** Notifies people again of incidents that were not acknowledged in time. */
import { escalateDue } from '../cases/escalation.ts';
import { defineJob } from './job.ts';

export const escalation = defineJob({
  name: 'escalation',
  plan: ({ store, clock, linkTo, toDeliveries, wakeDeliverer }) => ({
    everyMs: 30_000,
    async run() {
      const escalated = await escalateDue({ store, toDeliveries, linkTo, clock });
      if (escalated > 0) wakeDeliverer();
      return false;
    },
  }),
});
