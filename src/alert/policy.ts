/** The policy that follows from what a tenant has set about alerts. */
import type { AlertSettings } from '../core/alert-settings.ts';
import { type AlertPolicy, defaultPolicy } from './decide.ts';
import type { SuppressionRule } from './suppression.ts';

/** `threshold` is the server's own (ALERT_RISK_THRESHOLD). */
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
