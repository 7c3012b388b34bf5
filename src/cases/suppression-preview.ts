/** What a suppression rule would have done to the events that are stored. Changes nothing. */
import type { EventCondition } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import { effectiveThreshold, readAlertSettings } from './alert-settings.ts';
import { toIso } from './expiry.ts';

export interface SuppressionCount {
  /** Events that meet the condition. */
  count: number;
  /** Those among them that raise an alert by themselves. */
  would_have_alerted: number;
  /** ISO, inclusive; null = from the beginning. */
  from: string | null;
  /** ISO, exclusive; null = until now. */
  to: string | null;
}

/** `condition` was checked (condition.ts); the range is any time text that Date reads. */
export async function previewSuppression(
  parts: { tenant: Pick<TenantStore, 'doc' | 'countEvents'>; alertRiskThreshold: number },
  asked: {
    user_id: string;
    condition: EventCondition;
    from?: string | undefined;
    to?: string | undefined;
    gone?: AbortSignal;
  },
): Promise<SuppressionCount> {
  const { tenant } = parts;
  const from = toIso(asked.from);
  const to = toIso(asked.to);
  const range = { ...(from ? { from } : {}), ...(to ? { to } : {}) };
  const threshold = effectiveThreshold(await readAlertSettings(tenant, asked.user_id), parts);
  const { count, alerting } = await tenant.countEvents(asked.condition, {
    threshold,
    ...range,
    gone: asked.gone,
  });
  return { count, would_have_alerted: alerting, from, to };
}
