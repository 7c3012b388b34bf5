/** Notifies people again of incidents that were not acknowledged in time. */
import { escalateDue } from '../cases/escalation.ts';
import { defineJob } from './job.ts';

export const escalation = defineJob({
  name: 'escalation',
  plan({ store, clock, linkTo, toDeliveries, wakeDeliverer }) {
    const cursors = new Map<string, string>();
    return {
      everyMs: 30_000,
      async run() {
        const escalated = await escalateDue({ store, toDeliveries, linkTo, clock, cursors });
        if (escalated > 0) wakeDeliverer();
        return false;
      },
    };
  },
});
