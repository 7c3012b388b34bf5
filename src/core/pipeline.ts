/** The way in, as its callers (API, import, sensors) see it. `pipeline.ts` is the one implementation. */
import type { DraftEvent, EventIdentity } from './event.ts';
import type { Verdict } from './verdict.ts';

export interface AcceptResult {
  status: 'accepted' | 'duplicate' | 'rejected';
  log_id: string | null;
  /** Whether this event made an alert (a duplicate: whether it did the first time). */
  alert_created: boolean;
  /** Null only when rejected. */
  verdict: Verdict | null;
  reason?: string;
  /** Rejected for now: the store did not answer, and the same event may be accepted later. */
  retryable?: boolean;
}

export interface EventPipeline {
  /**
   * Scores, decides and stores; resolves, in order, once all of it is durable. Rejects with `unavailable` (and a
   * Retry-After) when the queue is full or the store does not answer; then a repeat with the same event ids is safe.
   */
  accept(sender: EventIdentity, drafts: readonly DraftEvent[]): Promise<AcceptResult[]>;
  /** Called (not awaited) after each commit, with the tenants that something changed for. Returns an unsubscriber. */
  onCommit(listener: (users: ReadonlySet<string>, hasDeliveries: boolean) => void): () => void;
  /** Forgets cached rules and channels (this process made a change; others notice by the docs' revision). */
  refresh(): void;
  /** Counters for /metrics; plain numbers. */
  counters(): Record<string, number>;
  /** Stops taking events, finishes what was taken. */
  close(): Promise<void>;
}
