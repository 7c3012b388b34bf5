/** Digests: created, changed, deleted, previewed. */
import { type DigestBody, type DigestSettings, lastDueMs } from '../core/digest.ts';
import type { DocOf } from '../core/doc-kind.ts';
import { channelDocs, digestDocs } from '../core/doc-kinds.ts';
import { AppError, type FieldError, invalid, notFound } from '../core/errors.ts';
import type { TenantStore } from '../core/store.ts';
import { keepsAlerts } from '../core/subscription.ts';
import { listDocuments, readDocument, updateDocument } from '../core/update-document.ts';
import { isTimezone } from '../core/week-hours.ts';
import { toDigestText, toDigestTitle } from '../notify/message/digest.ts';
import { type ReportTenant, readHeldBack, readReport } from './digest-report.ts';
import { getGroup } from './groups.ts';
import { addDocument, checkRoom } from './new-document.ts';

const mostDigests = 50;

export type DigestDoc = DocOf<DigestBody>;

interface DigestParts {
  tenant: Pick<TenantStore, 'doc' | 'docs' | 'countDocs' | 'createDoc' | 'updateDoc' | 'removeDoc'>;
  now(): string;
  clock(): number;
}

/** Oldest first. */
export const listDigests = (tenant: Pick<TenantStore, 'docs'>): Promise<DigestDoc[]> =>
  listDocuments(tenant, digestDocs, mostDigests);

/** Throws `not_found`. */
export async function getDigest(tenant: Pick<TenantStore, 'doc'>, id: string): Promise<DigestDoc> {
  const doc = await readDocument(tenant, digestDocs, id);
  if (doc === null) throw notFound('Digest');
  return doc;
}

const clockForm = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Throws `invalid_request` naming every field that is wrong. */
async function checkSettings(
  tenant: Pick<TenantStore, 'doc'>,
  given: Partial<DigestSettings>,
): Promise<void> {
  const errors: FieldError[] = [];
  if (given.at !== undefined && !clockForm.test(given.at))
    errors.push({ field: 'at', message: 'must be a time like 08:00' });
  if (given.timezone !== undefined && !isTimezone(given.timezone))
    errors.push({ field: 'timezone', message: 'must be a time zone like Europe/Berlin' });
  if (given.group_id)
    await getGroup(tenant, given.group_id).catch(() =>
      errors.push({ field: 'group_id', message: 'must be the id of one of your groups' }),
    );
  const found = await Promise.all((given.channels ?? []).map((id) => readDocument(tenant, channelDocs, id)));
  for (const [at, doc] of found.entries()) {
    const field = `channels.${at}`;
    if (doc === null) errors.push({ field, message: 'must be the id of one of your channels' });
    else if (keepsAlerts.has(doc.body.channel))
      errors.push({ field, message: 'cannot receive digests: each would be an alert that nobody closes' });
  }
  if (errors.length > 0) throw invalid(errors.slice(0, 20));
}

/** The first one is sent at the next hour that is due. Throws `invalid_request`, and `conflict` at the limit. */
export async function createDigest(
  parts: DigestParts & { growingHex(): string },
  { user_id, by }: { user_id: string; by: string },
  settings: DigestSettings,
): Promise<DigestDoc> {
  const { tenant, clock } = parts;
  await checkRoom(tenant, digestDocs, { most: mostDigests, what: 'digests' });
  await checkSettings(tenant, settings);
  const body: DigestBody = {
    ...settings,
    created_by: by,
    told_until: new Date(lastDueMs(settings, clock())).toISOString(),
    held_back: await readHeldBack(tenant),
  };
  return addDocument(parts, digestDocs, { id: `digest-${parts.growingHex()}`, user_id }, body);
}

/** Throws `not_found`, `invalid_request`, and `conflict` where `version` (null = any) is not the stored one. */
export async function changeDigest(
  { tenant, now, clock }: DigestParts,
  { id, version }: { id: string; version: number | null },
  change: Partial<DigestSettings>,
): Promise<DigestDoc> {
  await getDigest(tenant, id);
  await checkSettings(tenant, change);
  const saved = await updateDocument(
    tenant,
    digestDocs,
    id,
    ({ body }) => {
      const next = { ...body, ...change };
      // Hours that went by while it was off are not told; a changed hour is first met when it next comes.
      const isMoved =
        (next.enabled && !body.enabled) ||
        (['every', 'weekday', 'at', 'timezone'] as const).some((name) => next[name] !== body[name]);
      const latest = new Date(lastDueMs(next, clock())).toISOString();
      return { body: isMoved && latest > body.told_until ? { ...next, told_until: latest } : next };
    },
    { now: now(), version },
  );
  if (saved === null) throw notFound('Digest');
  if (saved === 'stale')
    throw new AppError('conflict', 'The digest was changed by someone else; reload it and try again');
  return saved;
}

/** Throws `not_found`. */
export async function deleteDigest({ tenant }: Pick<DigestParts, 'tenant'>, id: string): Promise<void> {
  if (!(await tenant.removeDoc(digestDocs.name, id))) throw notFound('Digest');
}

const dayMs = 24 * 60 * 60_000;

/** What it would say now of the day or week that ends now. Throws `invalid_request`. */
export async function previewDigest(
  { tenant, clock }: { tenant: ReportTenant; clock(): number },
  asked: Pick<DigestSettings, 'every' | 'timezone' | 'group_id'>,
  heldBack: Readonly<Record<string, number>>,
): Promise<{ title: string; text: string; from: string; to: string }> {
  await checkSettings(tenant, asked);
  const toMs = clock();
  const fromMs = toMs - (asked.every === 'week' ? 7 : 1) * dayMs;
  const report = await readReport(tenant, { groupId: asked.group_id, fromMs, toMs, heldBack });
  const name = asked.every === 'week' ? 'Weekly digest' : 'Daily digest';
  return {
    title: toDigestTitle(report, name),
    text: toDigestText(report, asked.timezone),
    from: report.from,
    to: report.to,
  };
}
