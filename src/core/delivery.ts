/** The outbox: one message to one channel, from the commit that caused it until a receiver took it. */
import type { Notice, Recipient } from './channel.ts';

/** `skipped`: not sent, and on purpose; `last_error` says why. */
export type DeliveryState = 'due' | 'sent' | 'dead' | 'skipped';

/**
 * One entry of a delivery's log: an attempt, an answer that only asked to wait (429, 503: it is no attempt), or that a
 * person sent it again, from where the schedule begins anew.
 */
export interface DeliveryStep {
  /** ISO. */
  at: string;
  what: 'attempt' | 'wait' | 'resent';
  status: number | null;
  error: string | null;
  /** First 500 characters of the receiver's answer, made printable. */
  answer: string | null;
  duration_ms: number;
  /** Waits that follow each other are one entry, the latest; how many they were. */
  times: number;
}

export interface Delivery {
  /** `msg_…`; the same on every attempt: receivers dedupe by it. */
  delivery_id: string;
  user_id: string;
  channel_id: string;
  incident_id: string | null;
  occasion: string;
  notice: Notice;
  state: DeliveryState;
  /** All attempts, including those before it was sent again. */
  attempts: number;
  created_at: string;
  /** Not before this time, epoch ms. */
  next_at_ms: number;
  /** It waits, or waited, for the end of quiet hours. */
  held: boolean;
  /** A worker holds it until then, epoch ms; 0 = nobody. */
  claimed_until_ms: number;
  claimed_by: string;
  last_attempt_at: string | null;
  /** Receiver's status, or null where none came. */
  last_status: number | null;
  /** One sentence without secrets. */
  last_error: string | null;
  /** First 2,000 characters of the receiver's answer, made printable. */
  last_answer: string | null;
  /** The latest `longestLog`, oldest first. */
  log: DeliveryStep[];
  /** Of channels with several recipients, once it was attempted. */
  recipients: Recipient[] | null;
}

export const longestLog = 30;

export function addToLog(log: readonly DeliveryStep[], step: DeliveryStep): DeliveryStep[] {
  const last = log.at(-1);
  if (step.what === 'wait' && last?.what === 'wait')
    return [...log.slice(0, -1), { ...step, times: last.times + step.times }];
  return [...log.slice(1 - longestLog), step];
}

export const toResent = (nowMs: number): DeliveryStep => ({
  at: new Date(nowMs).toISOString(),
  what: 'resent',
  status: null,
  error: null,
  answer: null,
  duration_ms: 0,
  times: 1,
});

/** What was tried since it was last sent again: the schedule counts from there. */
export const latestRound = (log: readonly DeliveryStep[]): DeliveryStep[] =>
  log.slice(log.findLastIndex(({ what }) => what === 'resent') + 1);

/** What an attempt, or what came instead of one, changes. */
export type DeliveryOutcome = Pick<
  Delivery,
  | 'state'
  | 'attempts'
  | 'next_at_ms'
  | 'held'
  | 'last_attempt_at'
  | 'last_status'
  | 'last_error'
  | 'last_answer'
  | 'log'
  | 'recipients'
>;

/** A channel among those of all tenants. */
export interface ChannelKey {
  user_id: string;
  channel_id: string;
}

/** The receiver closes or confirms with these what an earlier message opened: they wait for it. */
export const followingOccasions: readonly string[] = ['resolved', 'acknowledged'];
