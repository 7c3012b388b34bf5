/**
 * What a person's verdict on an alert changes. Only a verdict does, never a number of events, so attackers cannot tune
 * their own alerts away: the rule covers exactly what the person looked at (this source, node, service, process, user
 * and decoy), for this type, up to this risk, and for a limited time.
 */
import { mayAct, type Scope } from '../core/access.ts';
import type { Alert, VerdictKind } from '../core/alert.ts';
import type { JsonObject } from '../core/event.ts';
import type { EventCondition } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import {
  createSuppression,
  deleteSuppression,
  recordTuning,
  type SuppressionDoc,
  type SuppressionParts,
} from './suppression.ts';
import { isWide } from './suppression-rights.ts';

const dayMs = 24 * 60 * 60_000;
/** People forget rules: this one expires. */
export const tunedDays = 90;

const extraText = (extra: unknown, key: string): string | null => {
  const value = (extra as JsonObject | null)?.[key];
  return typeof value === 'string' && value !== '' && value.length <= 255 ? value : null;
};

/** The narrowest condition that this alert meets. `user` is the agent's user name where there is one. Pure. */
export function toScope(alert: Alert, user: string | null): EventCondition {
  const process = extraText(alert.extra, 'process_name');
  const name = user ?? extraText(alert.extra, 'username');
  return {
    sources: [alert.source_ip],
    nodes: [alert.node_id],
    services: [alert.service],
    attack_types: [alert.attack_type],
    max_risk: alert.risk_score,
    ...(process === null ? {} : { processes: [process] }),
    ...(name === null || name === '' ? {} : { users: [name] }),
    ...(alert.related_decoy ? { decoys: [alert.related_decoy] } : {}),
  };
}

/** Id of the rule that a verdict on this alert creates: a second verdict finds it again. */
export const tunedId = (alertId: string): string => `rule-${alertId}`;

export interface VerdictEffectParts extends SuppressionParts {
  tenant: SuppressionParts['tenant'] & Pick<TenantStore, 'events'>;
  clock(): number;
}

export interface VerdictEffects {
  /** What could be, or now is, suppressed. Null for an attack. */
  condition: EventCondition | null;
  applied: SuppressionDoc | null;
  reverted: boolean;
}

/**
 * `expected` suppresses events like this from now on (unless `apply` is false); `harmless` only suggests it; `attack`
 * and every changed verdict revert what an earlier verdict on the alert applied. Each is recorded in the tuning journal.
 */
export async function applyVerdict(
  parts: VerdictEffectParts,
  {
    alert,
    verdict,
    note,
    by,
    apply,
    scopes = ['admin'],
  }: {
    alert: Alert;
    verdict: VerdictKind;
    note: string;
    by: string;
    apply: boolean;
    /** Of the caller: without `admin`, risk 9 and more is not hidden, only suggested. */
    scopes?: readonly Scope[];
  },
): Promise<VerdictEffects> {
  const { user_id, alert_id } = alert;
  const id = tunedId(alert_id);
  const [first] = (await parts.tenant.events({ alert_id }, { limit: 1 })).items;
  const condition = verdict === 'attack' ? null : toScope(alert, first?.agent?.username ?? null);
  const applies =
    verdict === 'expected' && apply && condition !== null && (mayAct(scopes, 'admin') || !isWide(condition));
  const recorded = { alert_id, verdict, note };
  if (!applies) {
    const reverted = await deleteSuppression(parts, { id, user_id, by });
    const data = { ...recorded, condition: condition as JsonObject | null };
    await recordTuning(parts, { user_id, by, kind: condition ? 'suggested' : 'judged', data });
    return { condition, applied: null, reverted };
  }
  const applied = await createSuppression(parts, {
    id,
    user_id,
    by,
    name: `Expected: ${alert.attack_type} of ${alert.source_ip}`.slice(0, 100),
    note,
    enabled: true,
    condition,
    expires_at: new Date(parts.clock() + tunedDays * dayMs).toISOString(),
    origin: { alert_id, verdict },
  });
  const data = {
    ...recorded,
    suppression_id: id,
    condition: condition as JsonObject,
    expires_at: applied.expires_at,
  };
  await recordTuning(parts, { user_id, by, kind: 'applied', data });
  return { condition, applied, reverted: false };
}
