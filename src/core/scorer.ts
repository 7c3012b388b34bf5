/** The port to the scorers: in process, or an ML service. */
import type { DraftEvent } from './event.ts';
import type { ExposureContext } from './exposure.ts';
import type { SessionState, SourceHistory, WindowCounts } from './history.ts';
import type { Verdict } from './verdict.ts';

/** A tenant's usual level of activity, which anomalies are measured against. */
export interface Baseline {
  /** Mean of events per source and bucket, and standard deviation. */
  mean_events: number;
  deviation_events: number;
  /** Number of buckets behind these figures; with few of them they mean little. */
  samples: number;
}

export interface ScoreInput {
  event: DraftEvent;
  /** The recent events of the source within this tenant, without this event. */
  history: SourceHistory;
  /** The sign-ins of the source on this day and the five before, without this event; absent for kinds not counted by day. */
  days?: SourceHistory;
  /** The session so far, without this event; null when there is none. */
  session: SessionState | null;
  baseline: Baseline | null;
  /** Whether it happened inside the owner's network; absent for a log that is only scored. */
  exposure?: ExposureContext;
}

/** Scores in process: synchronous, pure, linear in the event's length; never throws. */
export interface LocalScorer {
  name: 'local' | 'rules';
  /** Version of the models and rules together. */
  version: string;
  judge(input: ScoreInput): Verdict;
  /** What this event adds to its source's window. */
  toCounts(event: DraftEvent, verdict: Verdict): WindowCounts;
  /** The session after this event (a new object; a null `session` starts one). */
  advance(
    session: SessionState | null,
    event: DraftEvent,
    verdict: Verdict,
    identity: { user_id: string; node_id: string },
  ): SessionState;
  /** For /metrics: plain numbers, of this process since its start. */
  counters?(): Record<string, number>;
}

/** Scores through the ML API: resolves within its own time budget, rejects when it has no answer. */
export interface RemoteScorer {
  name: 'ml_api';
  judge(input: ScoreInput, signal?: AbortSignal): Promise<Verdict>;
  /** Of the circuit breaker. `closed`: calls are made; `open`: they fail at once; `half-open`: one probe is under way. */
  readonly state: 'closed' | 'open' | 'half-open';
  close(): Promise<void>;
}
