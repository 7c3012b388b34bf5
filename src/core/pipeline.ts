/** The pipeline as its callers (API, import, sensors) see it. `pipeline/pipeline.ts` is the one implementation. */
import type { ChannelConfig } from './channel.ts';
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

/** What an event passes after it was received, each once. A scorer that takes its time comes after `recorded`. */
export const pipelineStages = ['taken', 'scored', 'decided', 'recorded'] as const;
export type PipelineStage = (typeof pipelineStages)[number];

/** What became of an event that was sent to try the way. */
export interface TestedEvent {
  event: StoredEvent;
  /** In the order of passing; milliseconds since it was received. */
  stages: { stage: PipelineStage; after_ms: number }[];
  /** An alert is made above it. */
  threshold: number;
  /** All of the tenant's, and when each would be told of the alert (epoch ms); null = not at all. */
  channels: { config: ChannelConfig; told_ms: number | null }[];
}

export interface EventPipeline {
  /**
   * Scores, decides and stores; resolves, in order, once all of it is durable. Rejects with `unavailable` (and a
   * Retry-After) when the queue is full or the store does not answer; repeating the call with the same event ids is
   * then safe.
   */
  accept(sender: EventIdentity, drafts: readonly DraftEvent[]): Promise<AcceptResult[]>;
  /**
   * Takes the event the way of all others, judged by all that is set for its node, and records it in a tenant of its own
   * (core/side-tenant.ts): nobody is told, and nothing of the sender's counts it. Rejects as `accept` does.
   */
  test(sender: EventIdentity, draft: DraftEvent): Promise<TestedEvent>;
  /** Calls `listener` (without awaiting it) after each commit, with the affected tenants. Returns an unsubscriber. */
  onCommit(listener: (users: ReadonlySet<string>, hasDeliveries: boolean) => void): () => void;
  /** Discards cached rules, channels and settings because this process changed them; other processes poll for changes. */
  refresh(): void;
  /** Counters for /metrics; plain numbers. */
  counters(): Record<string, number>;
  /** Accepts no more events and finishes those it has accepted. */
  close(): Promise<void>;
}
