/** The pipeline as its callers (API, import, sensors) see it. `pipeline/pipeline.ts` is the one implementation. */
import type { DraftEvent, EventIdentity, StoredEvent } from './event.ts';
import type { Verdict } from './verdict.ts';

export interface AcceptResult {
  status: 'accepted' | 'duplicate' | 'rejected';
  log_id: string | null;
  /** Whether this event created an alert (for a duplicate: whether it did the first time). */
  alert_created: boolean;
  /** Null only when rejected. */
  verdict: Verdict | null;
  /** As it is stored; absent only when rejected. */
  event?: StoredEvent;
  /** Why it was rejected. */
  reason?: string;
  /** Set when the event itself is fine and only could not be stored now: send it again, with the same id. */
  retryable?: true;
}

export interface EventPipeline {
  /**
   * Scores, decides and stores; resolves, in order, once all of it is durable. Rejects with `unavailable` (and a
   * Retry-After) when the queue is full or the store does not answer; repeating the call with the same event ids is
   * then safe.
   */
  accept(sender: EventIdentity, drafts: readonly DraftEvent[]): Promise<AcceptResult[]>;
  /** Calls `listener` (without awaiting it) after each commit, with the affected tenants. Returns an unsubscriber. */
  onCommit(listener: (users: ReadonlySet<string>, hasDeliveries: boolean) => void): () => void;
  /** Discards cached rules, channels and settings because this process changed them; other processes poll for changes. */
  refresh(): void;
  /** Counters for /metrics; plain numbers. */
  counters(): Record<string, number>;
  /** Accepts no more events and finishes those it has accepted. */
  close(): Promise<void>;
}
