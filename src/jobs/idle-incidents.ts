/**
 * Closes the open keys of incidents that will take no more events, so that they need not be looked up again: seven days
 * after their latest event, and the longest window that a tenant has set.
 */
import { resumeMs } from '../alert/grouping.ts';
import { alertSettingsDocs } from '../core/doc-kinds.ts';
import { defineJob } from './job.ts';

const minuteMs = 60_000;
const mostTenants = 10_000;
const batchSize = 500;

export const idleIncidents = defineJob({
  name: 'idle-incidents',
  plan: ({ store, clock }) => ({
    everyMs: 5 * minuteMs,
    async run() {
      const settings = await store.allDocs(alertSettingsDocs.name, mostTenants);
      const longest = Math.max(
        0,
        ...settings.map(({ body }) => alertSettingsDocs.parse(body).window_minutes),
      );
      const before = new Date(clock() - resumeMs - longest * minuteMs).toISOString();
      return (await store.closeIdleIncidents(before, batchSize)) >= batchSize;
    },
  }),
});
