/** Deletes expired documents and counters, and events, alerts, incidents, sessions and kept files past RETENTION_DAYS. */
import { removeOldFiles } from '../cases/old-files.ts';
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
      const files = before === null ? 0 : await removeOldFiles(store, before);
      return (await store.sweep(before, nowMs)) + files > 0;
    },
  }),
});
