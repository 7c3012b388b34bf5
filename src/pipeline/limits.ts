/** How much the pipeline holds at a time, and how long it waits. */

export interface AdmissionLimits {
  /** Events that may be in the pipeline at a time; more are refused with `unavailable`. */
  queueEvents: number;
  /** Their approximate size in memory, bytes. */
  queueBytes: number;
  /** Share of both that one tenant may use, 0–1, so that others still get in. */
  tenantShare: number;
}

export interface PipelineLimits extends AdmissionLimits {
  /** Events per commit: bounds the longest step of the event loop. */
  groupEvents: number;
  /** … and their approximate size in memory, bytes. */
  groupBytes: number;
  /** From arrival to the fallback's verdict when the ML service does not answer. */
  budgetMs: number;
  /** Concurrent calls to the ML service, for arriving events and for rescoring. */
  remoteCalls: number;
  rescoreCalls: number;
  /** Pause of the rescorer when there is nothing to do. */
  rescoreIdleMs: number;
}

export const pipelineLimits: PipelineLimits = {
  queueEvents: 20_000,
  queueBytes: 64 * 1024 * 1024,
  tenantShare: 0.75,
  groupEvents: 200,
  groupBytes: 1024 * 1024,
  budgetMs: 3000,
  remoteCalls: 64,
  rescoreCalls: 8,
  rescoreIdleMs: 2000,
};
