/** What only many sources together show (guesses at one account, crowds at one decoy or node) is added to verdicts. */
import { createAccountGuesses } from '../alert/account-guesses.ts';
import type { StoredEvent } from '../core/event.ts';
import { type CrowdMemoryParts, createCrowdMemory } from './crowd-memory.ts';

export interface ManySources {
  /** Raises the verdicts of scored events, before anything is decided. Each event must come here once. */
  judge(events: readonly StoredEvent[]): Promise<void>;
  close(): Promise<void>;
}

export function createManySources(parts: CrowdMemoryParts): ManySources {
  const guesses = createAccountGuesses();
  const crowds = createCrowdMemory(parts);
  return {
    async judge(events) {
      const missing = crowds.ensure(events);
      if (missing !== null) await missing;
      for (const event of events)
        if (event.verdict) event.verdict = crowds.judge(event, guesses.judge(event, event.verdict));
      void crowds.save();
    },
    close: crowds.save,
  };
}
