/**
 * Closes the open keys of incidents that will take no more events, so that they need not be looked up again. An incident
 * is kept open for a day, or for twice the longest window that a tenant has set: an event within the window must still
 * find its incident.
 */
import { allDocuments } from '../cases/all-documents.ts';
import { alertSettingsDocs } from '../core/doc-kinds.ts';
import { defineJob } from './job.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const batchSize = 500;

export const idleIncidents = defineJob({
  name: 'idle-incidents',
  plan: ({ store, clock }) => ({
    everyMs: 5 * minuteMs,
    async run() {
      let longest = 0;
      for await (const { body } of allDocuments(store, alertSettingsDocs))
        longest = Math.max(longest, body.window_minutes);
      const before = new Date(clock() - Math.max(dayMs, 2 * longest * minuteMs)).toISOString();
      return (await store.closeIdleIncidents(before, batchSize)) >= batchSize;
    },
  }),
});
