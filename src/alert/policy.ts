/** What decides whether an event alerts and whether people are told, as a tenant has set it. */
import type { AlertSettings } from '../core/alert-settings.ts';
import type { SuppressionRule } from './suppression.ts';

/** What a tenant has set, as far as it bears on alerts. */
export interface AlertPolicy {
  /** An alert is made when risk is greater than this. */
  threshold: number;
  /** Events of one source further apart than this belong to different incidents. */
  windowMs: number;
  /** After this many notifications an incident says "throttled" once and then keeps quiet unless it becomes worse. */
  notificationBudget: number;
  /** This many events also throttle. */
  eventBudget: number;
  /** Events older than this are history (an import): kept and grouped, but nobody is woken. */
  historyMs: number;
  suppressions: readonly SuppressionRule[];
}

export const defaultPolicy: AlertPolicy = {
  threshold: 7,
  windowMs: 60 * 60_000,
  notificationBudget: 5,
  eventBudget: 1_000,
  historyMs: 24 * 60 * 60_000,
  suppressions: [],
};

/** Follows from a tenant's settings. `threshold` is the server's own (ALERT_RISK_THRESHOLD). */
export const toPolicy = (
  settings: AlertSettings,
  threshold: number,
  suppressions: readonly SuppressionRule[],
): AlertPolicy => ({
  ...defaultPolicy,
  threshold: settings.threshold ?? threshold,
  windowMs: settings.window_minutes * 60_000,
  suppressions,
});
