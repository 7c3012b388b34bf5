/** Suppression rules as documents: made by hand or by a verdict, shown, and taken back with a trace. */

import type { RouteParts } from '../api/http/route.ts';
import { AppError } from '../core/errors.ts';
import type { JsonObject } from '../core/event.ts';
import type { Doc, EventCondition } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import { newDoc, newEntry } from './journal.ts';

export const suppressionKind = 'suppression';
export const mostSuppressions = 500;

export interface Origin {
  alert_id: string;
  verdict: string;
}

export type SuppressionParts = Pick<RouteParts, 'clock' | 'now' | 'growingHex' | 'pipeline'>;

/** A rule that came from a verdict adjusts how events are judged: each such step stands in the tuning journal. */
export async function noteTuning(
  parts: SuppressionParts,
  tenant: TenantStore,
  entry: { user_id: string; by: string; kind: string; data: JsonObject },
): Promise<void> {
  await tenant.append(newEntry(parts, { ...entry, stream: 'tuning' }));
}

export async function addSuppression(
  parts: SuppressionParts,
  tenant: TenantStore,
  rule: {
    user_id: string;
    by: string;
    name: string;
    note: string;
    enabled: boolean;
    condition: EventCondition;
    expires_at: string | null;
    origin: Origin | null;
    /** The same id twice is one rule. */
    id?: string;
  },
): Promise<Doc> {
  if ((await tenant.docs(suppressionKind, {}, mostSuppressions)).length >= mostSuppressions)
    throw new AppError('conflict', `There are ${mostSuppressions} rules already`);
  const { user_id, by, name, note, enabled, condition, expires_at, origin } = rule;
  const id = rule.id ?? `rule-${parts.growingHex()}`;
  const body = { name, note, enabled, condition, origin, created_by: by, hits: 0, last_hit_at: null };
  const doc = newDoc({ kind: suppressionKind, id, user_id, body, now: parts.now(), expires_at });
  if ((await tenant.createDoc(doc)) === 'exists') {
    const patch = { expires_at, updated_at: parts.now() };
    const standing = await tenant.doc(suppressionKind, id);
    const again = standing && { ...standing.body, enabled: true, condition: condition as JsonObject };
    const renewed = again && (await tenant.updateDoc(suppressionKind, id, null, { ...patch, body: again }));
    if (!renewed || renewed === 'stale') throw new AppError('conflict', 'Try again');
    parts.pipeline.refresh();
    return renewed;
  }
  parts.pipeline.refresh();
  return doc;
}

/** False where there is none. */
export async function removeSuppression(
  parts: SuppressionParts,
  tenant: TenantStore,
  { id, user_id, by }: { id: string; user_id: string; by: string },
): Promise<boolean> {
  const doc = await tenant.doc(suppressionKind, id);
  if (!doc || !(await tenant.removeDoc(suppressionKind, id))) return false;
  parts.pipeline.refresh();
  if (doc.body.origin)
    await noteTuning(parts, tenant, {
      user_id,
      by,
      kind: 'reverted',
      data: { suppression_id: id, origin: doc.body.origin, condition: doc.body.condition ?? {} },
    });
  return true;
}
