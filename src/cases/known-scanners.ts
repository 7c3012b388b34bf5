/** Known scanners: created, changed, deleted. */
import type { DocOf } from '../core/doc-kind.ts';
import { knownScannerDocs } from '../core/doc-kinds.ts';
import { AppError, type FieldError, invalid, notFound } from '../core/errors.ts';
import { type ScannerBody, type ScannerSettings, scannerIdPrefix } from '../core/known-scanner.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import type { TenantStore } from '../core/store.ts';
import { listDocuments, readDocument, updateDocument } from '../core/update-document.ts';
import { isTimezone } from '../core/week-hours.ts';
import { parseNetwork } from '../lib/network.ts';
import { parseNetworks } from './networks.ts';
import { addDocument, checkRoom } from './new-document.ts';

const mostScanners = 200;
/** A wider network is no machine of anybody's. */
const leastBits = { 4: 8, 6: 32 } as const;

export type ScannerDoc = DocOf<ScannerBody>;

interface ScannerParts {
  tenant: Pick<TenantStore, 'doc' | 'docs' | 'countDocs' | 'createDoc' | 'updateDoc' | 'removeDoc' | 'node'>;
  now(): string;
  pipeline: Pick<EventPipeline, 'refresh'>;
}

/** Oldest first. */
export const listScanners = (tenant: Pick<TenantStore, 'docs'>): Promise<ScannerDoc[]> =>
  listDocuments(tenant, knownScannerDocs, mostScanners);

/** Throws `not_found`. */
export async function getScanner(tenant: Pick<TenantStore, 'doc'>, id: string): Promise<ScannerDoc> {
  const doc = await readDocument(tenant, knownScannerDocs, id);
  if (doc === null) throw notFound('Known scanner');
  return doc;
}

const clock = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

function hoursErrors({ from, to, timezone }: NonNullable<ScannerSettings['hours']>): FieldError[] {
  const errors: FieldError[] = [];
  if (!clock.test(from)) errors.push({ field: 'hours.from', message: 'must be a time like 22:00' });
  if (!clock.test(to) && to !== '24:00')
    errors.push({ field: 'hours.to', message: 'must be a time like 06:00, or 24:00' });
  else if (from === to) errors.push({ field: 'hours.to', message: 'must differ from the start' });
  if (!isTimezone(timezone))
    errors.push({ field: 'hours.timezone', message: 'must be a time zone like Europe/Berlin' });
  return errors;
}

/** As stored. Throws `invalid_request` naming every field that is wrong. */
async function toSettings<S extends Partial<ScannerSettings>>(
  tenant: Pick<TenantStore, 'node'>,
  given: S,
): Promise<S> {
  const networks = given.networks && parseNetworks(given.networks);
  const errors = (networks ?? []).flatMap((text, at) => {
    const network = parseNetwork(text);
    return network !== null && network.bits < leastBits[network.family]
      ? [{ field: `networks.${at}`, message: `must not be wider than /${leastBits[network.family]}` }]
      : [];
  });
  if (given.hours) errors.push(...hoursErrors(given.hours));
  const nodes = await Promise.all((given.nodes ?? []).map((id) => tenant.node(id)));
  for (const [at, node] of nodes.entries())
    if (node === null) errors.push({ field: `nodes.${at}`, message: 'must be the id of one of your nodes' });
  if (errors.length > 0) throw invalid(errors.slice(0, 20));
  return { ...given, ...(networks ? { networks } : {}) };
}

/** Throws `invalid_request`, and `conflict` at the limit. */
export async function createScanner(
  parts: ScannerParts & { growingHex(): string },
  { user_id, by }: { user_id: string; by: string },
  given: ScannerSettings,
): Promise<ScannerDoc> {
  await checkRoom(parts.tenant, knownScannerDocs, { most: mostScanners, what: 'known scanners' });
  const settings = await toSettings(parts.tenant, given);
  const body: ScannerBody = { ...settings, created_by: by, hits: 0, last_hit_at: null };
  const id = `${scannerIdPrefix}${parts.growingHex()}`;
  const doc = await addDocument(parts, knownScannerDocs, { id, user_id }, body);
  parts.pipeline.refresh();
  return doc;
}

/** Throws `not_found`, `invalid_request`, and `conflict` where `version` (null = any) is not the stored one. */
export async function changeScanner(
  { tenant, now, pipeline }: ScannerParts,
  { id, version }: { id: string; version: number | null },
  given: Partial<ScannerSettings>,
): Promise<ScannerDoc> {
  await getScanner(tenant, id);
  const change = await toSettings(tenant, given);
  const saved = await updateDocument(
    tenant,
    knownScannerDocs,
    id,
    ({ body }) => ({ body: { ...body, ...change } }),
    { now: now(), version },
  );
  if (saved === null) throw notFound('Known scanner');
  if (saved === 'stale')
    throw new AppError('conflict', 'The scanner was changed by someone else; reload it and try again');
  pipeline.refresh();
  return saved;
}

/** Throws `not_found`. */
export async function deleteScanner({ tenant, pipeline }: ScannerParts, id: string): Promise<void> {
  if (!(await tenant.removeDoc(knownScannerDocs.name, id))) throw notFound('Known scanner');
  pipeline.refresh();
}
