/**
 * What a person's verdict changes. Only a verdict does, never a number of events, so an attacker cannot tune his own
 * alerts away: the rule holds for exactly what the person looked at (this source, node, service, process, user and
 * decoy), for this type, up to this risk, and for a time.
 */
import type { Alert, VerdictKind } from '../core/alert.ts';
import type { JsonObject } from '../core/event.ts';
import type { Doc, EventCondition } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import { addSuppression, noteTuning, removeSuppression, type SuppressionParts } from './suppression.ts';

const dayMs = 24 * 60 * 60_000;
/** People forget rules: this one ends by itself. */
export const tunedDays = 90;

const extraText = (extra: unknown, key: string): string | null => {
  const value = (extra as JsonObject | null)?.[key];
  return typeof value === 'string' && value !== '' && value.length <= 255 ? value : null;
};

/** The narrowest condition that this alert meets. Pure. `user` is the agent's user name where there is one. */
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

/** The rule that this alert's verdict made has this id: a second verdict finds it again. */
export const tunedId = (alertId: string): string => `rule-${alertId}`;

export interface Tuned {
  /** What could be, or is, hidden. Null for an attack. */
  condition: EventCondition | null;
  applied: Doc | null;
  reverted: boolean;
}

/**
 * `expected` hides the like from now on (unless `apply` is false); `harmless` only suggests it; `attack` and any change
 * of mind take back what an earlier verdict of the same alert had applied. All of it stands in the tuning journal.
 */
export async function tune(
  parts: SuppressionParts,
  tenant: TenantStore,
  {
    alert,
    verdict,
    note,
    by,
    apply,
  }: { alert: Alert; verdict: VerdictKind; note: string; by: string; apply: boolean },
): Promise<Tuned> {
  const { user_id, alert_id } = alert;
  const id = tunedId(alert_id);
  const [first] = (await tenant.events({ alert_id }, { limit: 1 })).items;
  const condition = verdict === 'attack' ? null : toScope(alert, first?.agent?.username ?? null);
  const applies = verdict === 'expected' && apply && condition !== null;
  const about = { alert_id, verdict, note };
  if (!applies) {
    const reverted = await removeSuppression(parts, tenant, { id, user_id, by });
    const data = { ...about, condition: condition as JsonObject | null };
    await noteTuning(parts, tenant, { user_id, by, kind: condition ? 'suggested' : 'judged', data });
    return { condition, applied: null, reverted };
  }
  const applied = await addSuppression(parts, tenant, {
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
    ...about,
    suppression_id: id,
    condition: condition as JsonObject,
    expires_at: applied.expires_at,
  };
  await noteTuning(parts, tenant, { user_id, by, kind: 'applied', data });
  return { condition, applied, reverted: false };
}
