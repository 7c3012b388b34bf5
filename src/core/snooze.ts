/**
 * Snooze: an incident leaves people's lists for a while. It comes back at its time, or as soon as it has become worse
 * than it was when it was snoozed; both follow from the record as it stands, so nothing has to wake it. Pure.
 */
import type { Incident, Snooze } from './alert.ts';

/** What people say of it. */
export interface SnoozeRequest {
  until: string;
  /** Wakes it after so many further events. */
  after_events?: number | null | undefined;
}

export const toSnooze = (
  { risk_score, attack_type, event_count }: Pick<Incident, 'risk_score' | 'attack_type' | 'event_count'>,
  { until, after_events = null }: SnoozeRequest,
  { by, at }: { by: string; at: string },
): Snooze => ({
  until,
  events: after_events === null ? null : event_count + after_events,
  risk: risk_score,
  attack_type,
  by,
  at,
});

/** Both stores ask the same of their records. */
export const isAsleep = (
  {
    snooze,
    risk_score,
    attack_type,
    event_count,
  }: Pick<Incident, 'snooze' | 'risk_score' | 'attack_type' | 'event_count'>,
  now: string,
): boolean =>
  snooze !== null &&
  snooze.until > now &&
  risk_score <= snooze.risk &&
  attack_type === snooze.attack_type &&
  (snooze.events === null || event_count < snooze.events);
