/** How fast a channel is sent to: its receiver's documented limit, and slower for a while after it refused. */
import type { Pace } from '../../core/channel.ts';

/** Of receivers that document no limit. */
export const usualPace: Pace = { perSecond: 20, burst: 40 };
/** Of receivers of records (log collectors, brokers). */
export const recordPace: Pace = { perSecond: 100, burst: 200 };

const slowest = 1 / 60;
/** A Retry-After up to this says how often it may be asked; a longer one only when it may be asked again. */
const longestIntervalMs = 10_000;
/** Without a refusal for this long it grows by a quarter. */
const growAfterMs = 60_000;

export interface Bucket {
  /** Messages that may begin now. */
  available(): number;
  /** Until one may begin by the clock; 0 = now. */
  waitMs(): number;
  take(): void;
  /** One that was taken has its answer. */
  done(): void;
  /** The receiver takes less than this. */
  slow(retryAfterMs: number | null): void;
  /** Whether it is where it was at the start. */
  readonly isFull: boolean;
  /** Messages at a time: one where each must wait for the answer before. */
  readonly isStrict: boolean;
}

export function createBucket(pace: Pace, clock: () => number): Bucket {
  let { perSecond, burst } = pace;
  let tokens = burst;
  let filledMs = clock();
  let changedMs = 0;
  let open = 0;

  function fill(): void {
    const nowMs = clock();
    if (perSecond < pace.perSecond && nowMs - changedMs > growAfterMs) {
      perSecond = Math.min(pace.perSecond, perSecond * 1.25);
      changedMs = nowMs;
      if (perSecond === pace.perSecond) burst = pace.burst;
    }
    // A receiver that takes one at a time counts from its last answer, not from when we began.
    if (burst > 1 || open === 0) tokens = Math.min(burst, tokens + ((nowMs - filledMs) / 1000) * perSecond);
    filledMs = nowMs;
  }

  return {
    available() {
      fill();
      if (burst === 1 && open > 0) return 0;
      return Math.floor(tokens + 1e-6);
    },
    waitMs() {
      fill();
      return tokens >= 1 ? 0 : ((1 - tokens) / perSecond) * 1000;
    },
    take() {
      fill();
      tokens -= 1;
      open++;
    },
    done() {
      fill();
      open--;
    },
    slow(retryAfterMs) {
      fill();
      const asked =
        retryAfterMs !== null && retryAfterMs > 0 && retryAfterMs <= longestIntervalMs
          ? 1000 / retryAfterMs
          : Number.POSITIVE_INFINITY;
      perSecond = Math.max(slowest, Math.min(perSecond / 2, asked));
      burst = 1;
      tokens = Math.min(tokens, 0);
      changedMs = clock();
    },
    get isFull() {
      fill();
      return open === 0 && tokens >= burst && perSecond === pace.perSecond;
    },
    get isStrict() {
      return burst === 1;
    },
  };
}
