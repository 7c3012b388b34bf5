/** What a tenant has set about alerts: when an event makes one, and when people are notified. */
import type { AlertSettings } from '../core/alert-settings.ts';
import type { SuppressionRule } from './suppression.ts';

export interface AlertPolicy {
  /** An alert is made when risk is greater than this. */
  threshold: number;
  /** A source that was idle for longer than this resumes its incident: quietly, unless it does something worse. */
  windowMs: number;
  /** After this many messages to a channel an incident sends one that says "throttled", and then only when it becomes worse. */
  notificationBudget: number;
  /** An incident with this many events is throttled, too. */
  eventBudget: number;
  /** Events that an import brings and that are older than this are history: stored and grouped without notifications. */
  historyMs: number;
  /** How often an incident that goes on without an acknowledgement is told again after its escalation; null = daily. */
  reminderMs: number | null;
  suppressions: readonly SuppressionRule[];
}

export const defaultPolicy: AlertPolicy = {
  threshold: 7,
  windowMs: 60 * 60_000,
  notificationBudget: 5,
  eventBudget: 1_000,
  historyMs: 24 * 60 * 60_000,
  reminderMs: null,
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
  reminderMs: settings.escalation_minutes === null ? null : settings.escalation_minutes * 60_000,
  suppressions,
});
