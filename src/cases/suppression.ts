/** Suppression rules: created by hand or by a verdict, changed and deleted. */

import type { DocOf } from '../core/doc-kind.ts';
import { suppressionDocs } from '../core/doc-kinds.ts';
import { AppError, notFound } from '../core/errors.ts';
import type { JsonObject } from '../core/event.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import type { TenantStore } from '../core/store.ts';
import type { SuppressionBody } from '../core/suppression.ts';
import { listDocuments, readDocument, updateDocument } from '../core/update-document.ts';
import { type JournalParts, newEntry, tuningStream } from './journal.ts';
import { checkRoom } from './new-document.ts';

const mostSuppressions = 500;

export type SuppressionDoc = DocOf<SuppressionBody>;

export interface SuppressionParts extends JournalParts {
  tenant: Pick<
    TenantStore,
    'doc' | 'docs' | 'createDoc' | 'countDocs' | 'updateDoc' | 'removeDoc' | 'append'
  >;
  pipeline: Pick<EventPipeline, 'refresh'>;
}

/** A rule made from a verdict changes how events are judged: each such step is an entry in the tuning journal. */
export async function recordTuning(
  parts: JournalParts & { tenant: Pick<TenantStore, 'append'> },
  entry: { user_id: string; by: string; kind: string; data: JsonObject },
): Promise<void> {
  await parts.tenant.append(newEntry(parts, { ...entry, stream: tuningStream }));
}

/** Oldest first. */
export const listSuppressions = (tenant: Pick<TenantStore, 'docs'>): Promise<SuppressionDoc[]> =>
  listDocuments(tenant, suppressionDocs, mostSuppressions);

/** Throws `not_found`. */
export async function getSuppression(tenant: Pick<TenantStore, 'doc'>, id: string): Promise<SuppressionDoc> {
  const doc = await readDocument(tenant, suppressionDocs, id);
  if (doc === null) throw notFound('Suppression rule');
  return doc;
}

export interface NewSuppression
  extends Pick<SuppressionBody, 'name' | 'note' | 'enabled' | 'condition' | 'origin'> {
  user_id: string;
  by: string;
  expires_at: string | null;
  /** Creating the same id again renews the rule. */
  id?: string;
}

/** Throws `conflict` at the limit. `condition` was checked (condition.ts). */
export async function createSuppression(
  parts: SuppressionParts,
  { user_id, by, expires_at, id = `rule-${parts.growingHex()}`, ...given }: NewSuppression,
): Promise<SuppressionDoc> {
  const { tenant } = parts;
  await checkRoom(tenant, suppressionDocs, { most: mostSuppressions, what: 'suppression rules' });
  const now = parts.now();
  const body: SuppressionBody = { ...given, created_by: by, hits: 0, last_hit_at: null };
  const doc = suppressionDocs.create({ id, user_id, expires_at }, body, now);
  const isNew = (await tenant.createDoc(doc)) === 'created';
  const saved = isNew ? suppressionDocs.read(doc) : await renew(parts, id, body, expires_at);
  parts.pipeline.refresh();
  return saved;
}

/** A rule of this id exists: it is enabled with this condition and this end; its name and hits stay. */
async function renew(
  { tenant, now }: SuppressionParts,
  id: string,
  { condition }: SuppressionBody,
  expires_at: string | null,
): Promise<SuppressionDoc> {
  const saved = await updateDocument(
    tenant,
    suppressionDocs,
    id,
    ({ body }) => ({ body: { ...body, enabled: true, condition }, expires_at }),
    { now: now() },
  );
  if (saved === null || saved === 'stale')
    throw new AppError('conflict', 'The rule is being changed by someone else; try again');
  return saved;
}

/** Throws `not_found`, and `conflict` where `version` (null = any) is not the stored one. */
export async function changeSuppression(
  { tenant, now, pipeline }: SuppressionParts,
  { id, version }: { id: string; version: number | null },
  {
    expires_at,
    ...change
  }: Partial<Pick<SuppressionBody, 'name' | 'note' | 'enabled' | 'condition'>> & {
    expires_at?: string | null;
  },
): Promise<SuppressionDoc> {
  const saved = await updateDocument(
    tenant,
    suppressionDocs,
    id,
    ({ body }) => ({ body: { ...body, ...change }, ...(expires_at === undefined ? {} : { expires_at }) }),
    { now: now(), version },
  );
  if (saved === null) throw notFound('Suppression rule');
  if (saved === 'stale')
    throw new AppError('conflict', 'The rule was changed by someone else; reload it and try again');
  pipeline.refresh();
  return saved;
}

/** False where there is none. Deleting a rule that a verdict made is recorded as reverting it. */
export async function deleteSuppression(
  parts: SuppressionParts,
  { id, user_id, by }: { id: string; user_id: string; by: string },
): Promise<boolean> {
  const { tenant, pipeline } = parts;
  const doc = await readDocument(tenant, suppressionDocs, id);
  if (doc === null || !(await tenant.removeDoc(suppressionDocs.name, id))) return false;
  pipeline.refresh();
  const { origin, condition } = doc.body;
  if (origin !== null)
    await recordTuning(parts, {
      user_id,
      by,
      kind: 'reverted',
      data: { suppression_id: id, origin: { ...origin }, condition: condition as JsonObject },
    });
  return true;
}
