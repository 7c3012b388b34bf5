/**
 * Closes the open keys of incidents that will take no more events, so that they need not be looked up again: seven days
 * after their latest event, and the longest window that a tenant or one of its groups has set.
 */
import { resumeMs } from '../alert/grouping.ts';
import { allDocuments } from '../cases/all-documents.ts';
import { alertSettingsDocs, groupDocs } from '../core/doc-kinds.ts';
import { defineJob } from './job.ts';

const minuteMs = 60_000;
const batchSize = 500;

export const idleIncidents = defineJob({
  name: 'idle-incidents',
  plan: ({ store, clock }) => ({
    everyMs: 5 * minuteMs,
    async run() {
      let longest = 0;
      for await (const { body } of allDocuments(store, alertSettingsDocs))
        longest = Math.max(longest, body.window_minutes);
      for await (const { body } of allDocuments(store, groupDocs))
        longest = Math.max(longest, body.window_minutes ?? 0);
      const before = new Date(clock() - resumeMs - longest * minuteMs).toISOString();
      return (await store.closeIdleIncidents(before, batchSize)) >= batchSize;
    },
  }),
});
