/** What is written for a delivery after it was attempted, put back, or given up. */
import type { Delivery } from '../../core/delivery.ts';
import type { Store } from '../../core/store.ts';
import { decideNext } from './schedule.ts';
import type { Outcome } from './sender.ts';

export type SettledDelivery = Parameters<Store['settleDelivery']>[2];

const history = ({ attempts, last_attempt_at, last_status, last_error, last_answer }: Delivery) => ({
  attempts,
  last_attempt_at,
  last_status,
  last_error,
  last_answer,
});

/** As if it had not been claimed; due again at `nextAtMs`. */
export const toPutBack = (delivery: Delivery, nextAtMs: number): SettledDelivery => ({
  ...history(delivery),
  state: 'due',
  next_at_ms: nextAtMs,
});

/** Not attempted, and never will be. */
export const toEnded = (delivery: Delivery, reason: string): SettledDelivery => ({
  ...history(delivery),
  state: 'dead',
  next_at_ms: delivery.next_at_ms,
  last_error: reason,
});

/** `random` is 0 to 1. */
export function toSettled(
  delivery: Delivery,
  outcome: Outcome,
  { nowMs, random }: { nowMs: number; random: number },
): SettledDelivery {
  const attempts = delivery.attempts + 1;
  const attempted = {
    attempts,
    last_attempt_at: new Date(nowMs).toISOString(),
    last_status: outcome.status,
    last_error: outcome.error,
    last_answer: outcome.answer,
  };
  if (outcome.ok) return { ...attempted, state: 'sent', next_at_ms: delivery.next_at_ms };
  const next = outcome.disable
    ? ({ state: 'dead' } as const)
    : decideNext({ attempts, nowMs, random, retryAfterMs: outcome.retryAfterMs });
  return next.state === 'due'
    ? { ...attempted, state: 'due', next_at_ms: next.next_at_ms }
    : { ...attempted, state: 'dead', next_at_ms: delivery.next_at_ms };
}
