/** Raises an incident for each node that falls silent, and ends it when the node is back. */
import { hash } from 'node:crypto';
import { watchSilence } from '../cases/silent-nodes.ts';
import { defineJob } from './job.ts';

export const silentNodes = defineJob({
  name: 'silent-nodes',
  plan({ store, clock, linkTo, toDeliveries, wakeDeliverer }) {
    const sinceMs = clock();
    const sha256 = (text: string): string => hash('sha256', text, 'hex');
    return {
      everyMs: 60_000,
      async run() {
        const changed = await watchSilence({ store, toDeliveries, linkTo, clock, sinceMs, sha256 });
        if (changed > 0) wakeDeliverer();
        return false;
      },
    };
  },
});
