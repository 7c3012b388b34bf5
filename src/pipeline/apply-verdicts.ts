/** Writes the verdicts of events that are stored already, with all that follows from them. */
import type { Effects } from '../core/effects.ts';
import type { StoredEvent } from '../core/event.ts';
import type { Store } from '../core/store.ts';
import type { Verdict } from '../core/verdict.ts';
import type { Lock } from '../lib/lock.ts';
import type { BatchDecisions } from './batch-decisions.ts';
import { type BatchScorer, requestFor } from './batch-scorer.ts';
import type { PolicyCache } from './policy-cache.ts';

export interface ApplyVerdictsParts {
  store: Pick<Store, 'context' | 'apply'>;
  policies: Pick<PolicyCache, 'ensure'>;
  batchScorer: Pick<BatchScorer, 'addIncidents'>;
  decisions: Pick<BatchDecisions, 'forStored'>;
  /** The lock of all commits: what the context says must hold until it is written. */
  lock: Lock;
  onCommit(events: readonly StoredEvent[], effects: Effects): void;
}

/** The events hold their new verdicts; `before` holds the ones they had, by log_id. */
export type ApplyVerdicts = (events: StoredEvent[], before?: ReadonlyMap<string, Verdict>) => Promise<void>;

export function createApplyVerdicts(parts: ApplyVerdictsParts): ApplyVerdicts {
  const { store, policies, batchScorer, decisions, lock, onCommit } = parts;
  return async (events, before = new Map()) => {
    await policies.ensure(events);
    await lock(async () => {
      const context = await store.context({ ...requestFor(events), logIds: [], windows: [] });
      await batchScorer.addIncidents(context, events);
      onCommit(events, await store.apply(events, context, decisions.forStored(before)));
    });
  };
}
