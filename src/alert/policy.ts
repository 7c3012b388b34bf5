/** What a tenant has set about alerts, and the policy that follows from it. */
import type { QuietHours } from '../core/channel.ts';
import type { Doc } from '../core/store.ts';
import { type AlertPolicy, defaultPolicy } from './decide.ts';
import type { SuppressionRule } from './suppression.ts';

/** Kind of the document that holds a tenant's alert settings; there is one, its id is the tenant's. */
export const alertSettingsKind = 'alert-settings';

export interface AlertSettings {
  /** An alert is made when risk is greater than this; null = the server's own. */
  threshold: number | null;
  /** Alerts of one source further apart than this belong to different incidents. */
  window_minutes: number;
  /** Nobody acknowledged after so many minutes: told once more. Null = never. */
  escalation_minutes: number | null;
  /** For channels that have none of their own. */
  quiet_hours: QuietHours | null;
}

export const defaultAlertSettings: AlertSettings = {
  threshold: null,
  window_minutes: defaultPolicy.windowMs / 60_000,
  escalation_minutes: null,
  quiet_hours: null,
};

/** Settings as they are kept; what a document does not say is the default. */
export const toAlertSettings = (doc: Pick<Doc, 'body'> | null): AlertSettings => ({
  ...defaultAlertSettings,
  ...((doc?.body ?? {}) as unknown as Partial<AlertSettings>),
});

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
