/** Blocks the sources of risky incidents by the rules that tenants have set. */
import { applyBlockRules, type BlockRuleCursors } from '../cases/block-rule.ts';
import { defineJob } from './job.ts';

/** After this many runs all tenants are checked, not only those that had events in this process. */
const runsPerFullRun = 30;

export const blockRules = defineJob({
  name: 'block-rules',
  plan({ store, clock, onCommit, protectedOf }) {
    /** Tenants with new events since the last run; null before the first run, which looks at all tenants. */
    let changed: Set<string> | null = null;
    let runs = 0;
    const cursors: BlockRuleCursors = new Map();
    onCommit((users) => {
      for (const user of users) changed?.add(user);
    });
    return {
      everyMs: 2000,
      async run() {
        const users = runs++ % runsPerFullRun === 0 ? null : changed;
        // Who has older incidents left goes on without new events too.
        changed = new Set();
        if (users !== null) for (const user of cursors.keys()) users.add(user);
        if (users === null || users.size > 0)
          await applyBlockRules(store, users, clock(), cursors, protectedOf);
        return false;
      },
    };
  },
});
