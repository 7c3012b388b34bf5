/** What a tenant has set about alerts: when an event makes one, and when people are notified. */
import type { AlertSettings } from '../core/alert-settings.ts';
import type { SuppressionRule } from './suppression.ts';

export interface AlertPolicy {
  /** An alert is made when risk is greater than this. */
  threshold: number;
  /** Events of one source that are further apart than this belong to different incidents. */
  windowMs: number;
  /** After this many notifications an incident sends one that says "throttled", and then only when it becomes worse. */
  notificationBudget: number;
  /** An incident with this many events is throttled, too. */
  eventBudget: number;
  /** Events older than this are history (an import): stored and grouped without notifications. */
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

/** From a tenant's settings. `threshold` is the server's own (ALERT_RISK_THRESHOLD). */
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
