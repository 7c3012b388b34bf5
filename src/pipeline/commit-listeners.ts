/** Who is woken after a commit: the deliverer, the jobs, the live streams. */
import type { Effects } from '../core/effects.ts';
import type { StoredEvent } from '../core/event.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import type { EventCounters } from './event-counters.ts';

type Listener = Parameters<EventPipeline['onCommit']>[0];

export interface CommitListeners {
  /** Returns an unsubscriber. */
  add(listener: Listener): () => void;
  /** Counts a commit and calls all listeners; one that throws stops neither the others nor the pipeline. */
  wake(events: readonly StoredEvent[], effects: Effects): void;
}

export function createCommitListeners(
  { counts }: EventCounters,
  onError: (error: unknown) => void,
): CommitListeners {
  const listeners = new Set<Listener>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wake(events, effects) {
      counts.commits += 1;
      counts.alerts += effects.alerts.length;
      counts.deliveries += effects.deliveries.length;
      const users = new Set<string>();
      for (const { user_id } of events) users.add(user_id);
      for (const listener of listeners) {
        try {
          listener(users, effects.deliveries.length > 0);
        } catch (error) {
          onError(error);
        }
      }
    },
  };
}
