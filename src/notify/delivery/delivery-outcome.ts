/** What is written for a delivery after it was attempted, put back, or given up. */
import type { Recipient } from '../../core/channel.ts';
import {
  addToLog,
  type Delivery,
  type DeliveryOutcome,
  type DeliveryStep,
  latestRound,
} from '../../core/delivery.ts';
import { hourMs } from '../../lib/duration.ts';
import { refusedSentence } from '../egress/recipients.ts';
import { decideNext, decideWait, type NextTry } from './schedule.ts';
import type { Outcome } from './sender.ts';

export type SettledDelivery = DeliveryOutcome;

/** Messages for a channel that the server switched off wait for somebody to switch it on. */
export const disabledWaitMs = hourMs;

/** Of the receiver's answer, in the log. */
const answerInLog = 500;

const history = (delivery: Delivery) => ({
  attempts: delivery.attempts,
  held: delivery.held,
  last_attempt_at: delivery.last_attempt_at,
  last_status: delivery.last_status,
  last_error: delivery.last_error,
  last_answer: delivery.last_answer,
  log: delivery.log,
  recipients: delivery.recipients,
});

/** As if it had not been claimed; due again at `nextAtMs`. */
export const toPutBack = (delivery: Delivery, nextAtMs: number): SettledDelivery => ({
  ...history(delivery),
  state: 'due',
  next_at_ms: Math.round(nextAtMs),
});

/** Not attempted, and never will be: `dead` because it cannot, `skipped` because nobody needs it any more. */
export const toEnded = (
  delivery: Delivery,
  reason: string,
  state: 'dead' | 'skipped' = 'dead',
): SettledDelivery => ({
  ...history(delivery),
  state,
  next_at_ms: delivery.next_at_ms,
  last_error: reason,
});

const toStep = (outcome: Outcome, what: 'attempt' | 'wait', nowMs: number): DeliveryStep => ({
  at: new Date(nowMs).toISOString(),
  what,
  status: outcome.status,
  error: outcome.error,
  answer: outcome.answer === null ? null : outcome.answer.slice(0, answerInLog),
  duration_ms: Math.round(outcome.durationMs),
  times: 1,
});

/** The receiver takes nothing for now, whatever the message: it waits until `untilMs`, and this is no attempt of it. */
export function toWaiting(
  delivery: Delivery,
  outcome: Outcome,
  { nowMs, untilMs }: { nowMs: number; untilMs: number },
): SettledDelivery {
  const [first] = latestRound(delivery.log);
  const next = decideWait({ firstMs: first ? Date.parse(first.at) : nowMs, nowMs, untilMs });
  return {
    ...history(delivery),
    last_status: outcome.status,
    last_error: outcome.error,
    last_answer: outcome.answer,
    log: addToLog(delivery.log, toStep(outcome, 'wait', nowMs)),
    state: next.state,
    next_at_ms: next.state === 'due' ? next.next_at_ms : delivery.next_at_ms,
  };
}

/** What this attempt says of a recipient replaces what was known. */
function mergeRecipients(before: Recipient[] | null, now: Recipient[] | null): Recipient[] | null {
  if (now === null) return before;
  const merged = new Map((before ?? []).map((one) => [one.to, one]));
  for (const one of now) merged.set(one.to, one);
  return [...merged.values()];
}

/** `random` is 0 to 1. */
export function toSettled(
  delivery: Delivery,
  outcome: Outcome,
  { nowMs, random }: { nowMs: number; random: number },
): SettledDelivery {
  const log = addToLog(delivery.log, toStep(outcome, 'attempt', nowMs));
  const recipients = mergeRecipients(delivery.recipients, outcome.recipients);
  const attempted = {
    attempts: delivery.attempts + 1,
    held: delivery.held,
    last_attempt_at: new Date(nowMs).toISOString(),
    last_status: outcome.status,
    last_error: outcome.error,
    last_answer: outcome.answer,
    log,
    recipients,
  };
  const isRefused = recipients?.some(({ state }) => state === 'refused') ?? false;
  const isOpen = recipients?.some(({ state }) => state === 'later') ?? false;
  if (outcome.ok && !isRefused) return { ...attempted, state: 'sent', next_at_ms: delivery.next_at_ms };
  const isOver = outcome.ok || (isRefused && !isOpen);
  const attempts = latestRound(log).filter(({ what }) => what === 'attempt').length;
  const next: NextTry = isOver
    ? { state: 'dead' }
    : outcome.disable
      ? // It waits with the others until somebody switches the channel on.
        { state: 'due', next_at_ms: nowMs + disabledWaitMs }
      : decideNext({ attempts, nowMs, random, retryAfterMs: outcome.retryAfterMs });
  return next.state === 'due'
    ? { ...attempted, state: 'due', next_at_ms: next.next_at_ms }
    : {
        ...attempted,
        state: 'dead',
        next_at_ms: delivery.next_at_ms,
        last_error: outcome.error ?? refusedSentence(recipients ?? []),
      };
}
