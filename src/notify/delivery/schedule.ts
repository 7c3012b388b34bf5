/** When a message is tried again. Pure. The waits are those of Standard Webhooks 1.0: ten tries in 75 hours 35 minutes. */
import { dayMs, hourMs, minuteMs, secondMs } from '../../lib/duration.ts';

/** Wait before each try, the first at once. */
export const retryWaitsMs: readonly number[] = [
  0,
  5 * secondMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
];
/** The longest Retry-After that is honoured. */
export const longestWaitMs = 24 * hourMs;
/** A receiver that only ever asks to wait is asked for this long, from the first try. */
export const longestTrialMs = 4 * dayMs;
const jitter = 0.2;

export type NextTry = { state: 'due'; next_at_ms: number } | { state: 'dead' };

/**
 * `attempts` tries have been made and failed. The wait is the schedule's, give or take a fifth (`random` in 0…1), or the
 * receiver's Retry-After where that is longer. After the last try: dead.
 */
export function decideNext(input: {
  attempts: number;
  nowMs: number;
  random: number;
  retryAfterMs: number | null;
}): NextTry {
  const wait = retryWaitsMs[input.attempts];
  if (wait === undefined) return { state: 'dead' };
  const jittered = wait * (1 - jitter + 2 * jitter * input.random);
  const asked = Math.min(Math.max(input.retryAfterMs ?? 0, 0), longestWaitMs);
  return { state: 'due', next_at_ms: input.nowMs + Math.round(Math.max(jittered, asked)) };
}

/** The receiver takes nothing for now: no try of this message was made. `firstMs` is when its first try or wait was. */
export const decideWait = (input: { firstMs: number; nowMs: number; untilMs: number }): NextTry =>
  input.nowMs - input.firstMs > longestTrialMs
    ? { state: 'dead' }
    : { state: 'due', next_at_ms: Math.round(input.untilMs) };
