/** What is written of a delivery after it was tried, given back, or given up. */
import type { Delivery } from '../../core/delivery.ts';
import type { Store } from '../../core/store.ts';
import { decideNext } from './schedule.ts';
import type { Outcome } from './sender.ts';

export type Settled = Parameters<Store['settleDelivery']>[2];

const told = ({ attempts, last_attempt_at, last_status, last_error, last_answer }: Delivery) => ({
  attempts,
  last_attempt_at,
  last_status,
  last_error,
  last_answer,
});

/** As if it had not been claimed; due again at `nextAtMs`. */
export const toPutBack = (delivery: Delivery, nextAtMs: number): Settled => ({
  ...told(delivery),
  state: 'due',
  next_at_ms: nextAtMs,
});

/** Not tried, and never again. */
export const toEnded = (delivery: Delivery, reason: string): Settled => ({
  ...told(delivery),
  state: 'dead',
  next_at_ms: delivery.next_at_ms,
  last_error: reason,
});

/** `random` is 0 to 1. */
export function toSettled(
  delivery: Delivery,
  outcome: Outcome,
  { nowMs, random }: { nowMs: number; random: number },
): Settled {
  const attempts = delivery.attempts + 1;
  const said = {
    attempts,
    last_attempt_at: new Date(nowMs).toISOString(),
    last_status: outcome.status,
    last_error: outcome.error,
    last_answer: outcome.answer,
  };
  if (outcome.ok) return { ...said, state: 'sent', next_at_ms: delivery.next_at_ms };
  const next = outcome.disable
    ? ({ state: 'dead' } as const)
    : decideNext({ attempts, nowMs, random, retryAfterMs: outcome.retryAfterMs });
  return next.state === 'due'
    ? { ...said, state: 'due', next_at_ms: next.next_at_ms }
    : { ...said, state: 'dead', next_at_ms: delivery.next_at_ms };
}
