/** The suggested alert threshold: shown, applied, and reverted. */
import { AppError, notFound } from '../core/errors.ts';
import type { TenantStore } from '../core/store.ts';
import {
  type AlertSettingsParts,
  effectiveThreshold,
  readAlertSettings,
  saveAlertSettings,
} from './alert-settings.ts';
import type { JournalParts } from './journal.ts';
import { recordTuning } from './suppression.ts';
import { type Threshold, toThreshold } from './threshold-advice.ts';
import { readLevels, recordApplied } from './verdict-levels.ts';

export interface ThresholdParts extends AlertSettingsParts, JournalParts {
  tenant: AlertSettingsParts['tenant'] & Pick<TenantStore, 'append'>;
  /** The server's own threshold. */
  alertRiskThreshold: number;
}

interface Person {
  user_id: string;
  by: string;
}

export async function readThreshold(
  parts: { tenant: Pick<TenantStore, 'doc'>; alertRiskThreshold: number },
  user_id: string,
): Promise<Threshold> {
  const settings = await readAlertSettings(parts.tenant, user_id);
  return toThreshold(await readLevels(parts.tenant, user_id), effectiveThreshold(settings, parts));
}

/** Throws `conflict` where `to` is not, or no longer, the suggested threshold. */
export async function applyThreshold(
  parts: ThresholdParts,
  { user_id, by, to }: Person & { to: number },
): Promise<Threshold> {
  const levels = await readLevels(parts.tenant, user_id);
  let from: number | null = null;
  await saveAlertSettings(parts, user_id, (settings) => {
    if (toThreshold(levels, effectiveThreshold(settings, parts)).suggested !== to)
      throw new AppError('conflict', 'This is not the threshold suggested now');
    from = settings.threshold;
    return { threshold: to };
  });
  const applied = await recordApplied(parts, user_id, { from, to });
  await recordTuning(parts, { user_id, by, kind: 'applied', data: { threshold: { from, to } } });
  return toThreshold(applied, to);
}

/** Throws `not_found` where none was applied, and `conflict` where another threshold was set since. */
export async function revertThreshold(parts: ThresholdParts, { user_id, by }: Person): Promise<Threshold> {
  const { applied } = await readLevels(parts.tenant, user_id);
  if (applied === null) throw notFound('Adjustment');
  const settings = await saveAlertSettings(parts, user_id, ({ threshold }) => {
    if (threshold !== applied.to) throw new AppError('conflict', 'The threshold was changed since');
    return { threshold: applied.from };
  });
  const levels = await recordApplied(parts, user_id, null);
  const data = { threshold: { from: applied.to, to: applied.from } };
  await recordTuning(parts, { user_id, by, kind: 'reverted', data });
  return toThreshold(levels, effectiveThreshold(settings, parts));
}
