/** Deletes expired documents and counters, and events, alerts, incidents and sessions past RETENTION_DAYS. */
import { defineJob } from './job.ts';

const dayMs = 24 * 60 * 60_000;

export const retention = defineJob({
  name: 'retention',
  plan: ({ store, retentionDays, clock }) => ({
    everyMs: 10 * 60_000,
    firstMs: 30_000,
    async run() {
      const nowMs = clock();
      const before = retentionDays === null ? null : new Date(nowMs - retentionDays * dayMs).toISOString();
      return (await store.sweep(before, nowMs)) > 0;
    },
  }),
});
