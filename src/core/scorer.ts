/** The port behind which events are judged. */
import type { DraftEvent } from './event.ts';
import type { SessionState, SourceHistory, WindowCounts } from './history.ts';
import type { Verdict } from './verdict.ts';

/** The tenant's ordinary level, against which an anomaly is measured (slow averages per service). */
export interface Baseline {
  /** Mean events per source and bucket, and their spread. */
  mean_events: number;
  deviation_events: number;
  /** Buckets these figures rest on; few mean little is known. */
  samples: number;
}

export interface ScoreInput {
  event: DraftEvent;
  /** The source's recent past within this tenant, this event not included. */
  history: SourceHistory;
  /** The source's sign-ins on this day and the five before, this event not included; absent where nobody counts them. */
  days?: SourceHistory;
  /** The session so far, this event not included; null where there is none. */
  session: SessionState | null;
  ordinary: Baseline | null;
}

/** Judges in process: synchronous, pure, linear in the event's length, never throws. */
export interface LocalScorer {
  name: 'local' | 'rules';
  /** Version of model and rules together. */
  version: string;
  judge(input: ScoreInput): Verdict;
  /** What this event adds to its source's window. */
  toCounts(event: DraftEvent, verdict: Verdict): WindowCounts;
  /** The session after this event (a new object; `session` null starts one). `identity` comes from the caller. */
  advance(
    session: SessionState | null,
    event: DraftEvent,
    verdict: Verdict,
    identity: { user_id: string; node_id: string },
  ): SessionState;
  /** For /metrics: plain numbers, of this process since its start. */
  counters?(): Record<string, number>;
}

/** Judges elsewhere (the ML API): resolves within its own time budget, rejects when it has no answer. */
export interface RemoteScorer {
  name: 'ml_api';
  judge(input: ScoreInput, signal?: AbortSignal): Promise<Verdict>;
  /** `closed` = calls go out; `open` = they fail at once; `half-open` = one probe is under way. */
  readonly state: 'closed' | 'open' | 'half-open';
  close(): Promise<void>;
}
