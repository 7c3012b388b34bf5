/** Sends daily and weekly digests at their hours. */
import { hash } from 'node:crypto';
import { sendDueDigests } from '../cases/digest-sending.ts';
import { defineJob } from './job.ts';

export const digests = defineJob({
  name: 'digests',
  plan({ store, clock, linkTo, wakeDeliverer }) {
    const sha256 = (text: string): string => hash('sha256', text, 'hex');
    return {
      everyMs: 60_000,
      firstMs: 5_000,
      async run() {
        const sent = await sendDueDigests({ store, linkTo, clock, sha256 });
        if (sent > 0) wakeDeliverer();
        return false;
      },
    };
  },
});
