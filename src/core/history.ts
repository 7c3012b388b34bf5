/**
 * The state kept per source and per session: small counters in the store, so that they survive a restart and are the
 * same for all processes. Everything here is pure.
 */
import type { EventKind } from './event.ts';
import type { Exposure } from './exposure.ts';

/** Length of a bucket, in event time. The scorer sees the event's bucket and the five before it. */
export const bucketMs = 10 * 60_000;
export const bucketsSeen = 6;

/**
 * Sign-ins are counted by day as well, so that slow password guessing is noticed. These counts are kept in the same
 * windows, under the day's number since 1970 in place of a bucket's; buckets have had greater numbers since 1971, so the
 * two never collide.
 */
export const dayMs = 24 * 60 * 60_000;
export const leastBucket = 100_000;
export const isDay = (bucket: number): boolean => bucket < leastBucket;
/** The scorer sees this many days, the event's included. Their windows are kept longer than those of buckets. */
export const daysSeen = bucketsSeen;
export const countsByDay = (kind: EventKind): boolean =>
  kind === 'login.failed' || kind === 'login.succeeded';

/** Counters of one source within one bucket. Deltas have the same shape and are added. */
export interface WindowCounts {
  events: number;
  failed_logins: number;
  succeeded_logins: number;
  commands: number;
  /** Events whose payload was scored as an attack. */
  payloads: number;
  honeytokens: number;
  connections: number;
  /** First and last event time in the bucket, ms. */
  first_ms: number;
  last_ms: number;
}

/** The sum over the buckets that the scorer sees. */
export type SourceHistory = WindowCounts;

export const emptyHistory: SourceHistory = Object.freeze({
  events: 0,
  failed_logins: 0,
  succeeded_logins: 0,
  commands: 0,
  payloads: 0,
  honeytokens: 0,
  connections: 0,
  first_ms: 0,
  last_ms: 0,
});

/** `a + b`, with the earlier first and the later last event; a side without events has neither. */
export function addCounts(a: WindowCounts, b: WindowCounts): WindowCounts {
  if (a.events === 0) return { ...b };
  if (b.events === 0) return { ...a };
  return {
    events: a.events + b.events,
    failed_logins: a.failed_logins + b.failed_logins,
    succeeded_logins: a.succeeded_logins + b.succeeded_logins,
    commands: a.commands + b.commands,
    payloads: a.payloads + b.payloads,
    honeytokens: a.honeytokens + b.honeytokens,
    connections: a.connections + b.connections,
    first_ms: Math.min(a.first_ms, b.first_ms),
    last_ms: Math.max(a.last_ms, b.last_ms),
  };
}

/** One step of a session, as the scorer describes it. */
export interface SessionStep {
  kind: EventKind;
  /** The command, request or activity, at most 300 characters. */
  text: string;
  /** The scorer's tactic for it, or null. */
  tactic: string | null;
}

const firstSteps = 20;
const latestSteps = 40;

/** A story with more steps: the first 20 and the latest 40 of all. The steps themselves are kept, not copied. */
export function appendSteps(story: readonly SessionStep[], steps: readonly SessionStep[]): SessionStep[] {
  const all = story.concat(steps);
  if (all.length <= firstSteps + latestSteps) return all;
  all.splice(firstSteps, all.length - firstSteps - latestSteps);
  return all;
}

/** The state of one session (tenant + node + session id). */
export interface SessionState {
  user_id: string;
  node_id: string;
  session: string;
  source_ip: string;
  service: string;
  started_at: string;
  last_at: string;
  events: number;
  failed_logins: number;
  succeeded_logins: number;
  commands: number;
  /** Highest risk so far and its attack type. */
  risk_score: number;
  attack_type: string;
  /** Where its latest event happened; null where that is not known. */
  exposure: Exposure | null;
  /** At most 60 steps; the first 20 and the latest 40. */
  story: SessionStep[];
  /** The scorer's own state between the events of a session (small, JSON); only the scorer reads it. */
  memo: { [key: string]: number };
  alert_id: string | null;
  /** Grows by one with each write; guards against concurrent writers. */
  version: number;
}
