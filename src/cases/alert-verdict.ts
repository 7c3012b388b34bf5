/** A person judges an alert: the verdict is stored, applied, and counted for the suggested threshold. */
import type { Scope } from '../core/access.ts';
import type { Alert, HumanVerdict, VerdictKind } from '../core/alert.ts';
import { notFound } from '../core/errors.ts';
import type { EventCondition } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import { effectiveThreshold, readAlertSettings } from './alert-settings.ts';
import { toThreshold } from './threshold-advice.ts';
import { applyVerdict, type VerdictEffectParts, type VerdictEffects } from './verdict-effects.ts';
import { type LevelsParts, recordVerdict } from './verdict-levels.ts';

export interface AlertVerdictParts extends VerdictEffectParts {
  tenant: VerdictEffectParts['tenant'] &
    LevelsParts['tenant'] &
    Pick<TenantStore, 'alert' | 'updateAlert' | 'announce' | 'countEvents'>;
  /** The server's own threshold. */
  alertRiskThreshold: number;
}

export interface JudgedAnswer extends Pick<VerdictEffects, 'applied' | 'reverted'> {
  alert: Alert;
  /** What could be, or now is, suppressed, and how many stored events meet it. */
  suggestion: { condition: EventCondition; past_events: number } | null;
  /** The threshold that all verdicts now suggest, or null. */
  threshold_suggestion: number | null;
}

/** Throws `not_found`, and `conflict` where others judge at the same time all the time. */
export async function judgeAlert(
  parts: AlertVerdictParts,
  given: {
    alert_id: string;
    by: string;
    verdict: VerdictKind;
    note: string;
    apply: boolean;
    scopes?: readonly Scope[];
  },
): Promise<JudgedAnswer> {
  const { tenant, now, alertRiskThreshold } = parts;
  const { alert_id, by, verdict, note, apply, scopes } = given;
  if ((await tenant.alert(alert_id)) === null) throw notFound('Alert');
  const human_verdict: HumanVerdict = { verdict, note, by, at: now() };
  const alert = await tenant.updateAlert(alert_id, { human_verdict });
  if (alert === null) throw notFound('Alert');
  const { condition, applied, reverted } = await applyVerdict(parts, {
    alert,
    verdict,
    note,
    by,
    apply,
    ...(scopes ? { scopes } : {}),
  });
  const levels = await recordVerdict(parts, alert, verdict);
  const settings = await readAlertSettings(tenant, alert.user_id);
  await tenant.announce({ kind: 'alert', id: alert_id, at: now() });
  return {
    alert,
    suggestion: condition && {
      condition,
      past_events: (await tenant.countEvents(condition, { threshold: alertRiskThreshold })).count,
    },
    applied,
    reverted,
    threshold_suggestion: toThreshold(levels, effectiveThreshold(settings, parts)).suggested,
  };
}
