/** How long to try again, and how long to wait in between. */
import { secondMs } from '../lib/duration.ts';
import { ClientError } from './client-error.ts';

export interface RetryPolicy {
  /** Attempts in all, the first included. */
  attempts: number;
  /** The wait after the first attempt; it doubles with each one. */
  firstWaitMs: number;
  /** The longest wait, Retry-After included. */
  maxWaitMs: number;
}

/** A minute and a half in total, unless the server asks for more. */
export const defaultRetry: RetryPolicy = { attempts: 8, firstWaitMs: 500, maxWaitMs: 60 * secondMs };

const maxBackOffMs = 30 * secondMs;

/** `attempt` counts from 1; `random` in 0…1 spreads the waits over the upper half, so that clients do not come back all at once. */
export function toWaitMs(
  attempt: number,
  { firstWaitMs, maxWaitMs }: RetryPolicy,
  retryAfterMs: number | null,
  random: number,
): number {
  if (retryAfterMs !== null && retryAfterMs > 0) return Math.min(retryAfterMs, maxWaitMs);
  const fullMs = Math.min(firstWaitMs * 2 ** (attempt - 1), maxBackOffMs, maxWaitMs);
  return Math.round(fullMs * (0.5 + random / 2));
}

export interface RetryParts {
  policy: RetryPolicy;
  /** Rejects when `signal` is aborted. */
  wait(ms: number, signal?: AbortSignal): Promise<unknown>;
  random(): number;
  /** Called at the first failure of each call, with the reason for waiting. */
  onRetry(error: ClientError): void;
}

/** Repeats `work` while it fails with a retryable ClientError and attempts are left; then rejects with the last one. */
export async function withRetry<T>(
  work: () => Promise<T>,
  { policy, wait, random, onRetry }: RetryParts,
  signal?: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ClientError) || !error.retryable || attempt >= policy.attempts) throw error;
      if (attempt === 1) onRetry(error);
      await wait(toWaitMs(attempt, policy, error.retryAfterMs, random()), signal);
    }
  }
}
