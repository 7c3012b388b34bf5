/** Mappings of a tenant's own sensors: kept, tried on samples, and known to every door within two seconds. */
import type { DocOf } from '../core/doc-kind.ts';
import { mappingDocs } from '../core/doc-kinds.ts';
import { AppError, type FieldError, invalid, notFound } from '../core/errors.ts';
import type { DraftEvent, Json } from '../core/event.ts';
import { type MappedFields, type Mapping, type MappingBody, mostMappings } from '../core/mapping.ts';
import type { Store, TenantStore } from '../core/store.ts';
import { listDocuments, updateDocument } from '../core/update-document.ts';
import { type Explanation, explainMapped } from '../ingest/explained-mapping.ts';
import { findMapping, parseMapped, placeholderProblem, unknownToMapping } from '../ingest/mapping.ts';
import { isJsonObject, isTooDeep, maxDepth } from '../lib/json-guards.ts';
import { addDocument, checkRoom } from './new-document.ts';

const freshMs = 2000;
const mostHeld = 10_000;
const idPrefix = 'map-';

export interface Mappings {
  /** Those that are enabled, oldest first. */
  of(userId: string): Promise<readonly Mapping[]>;
  /** After a change in this process. */
  forget(userId: string): void;
}

export function createMappings({ store, clock }: { store: Pick<Store, 'of'>; clock(): number }): Mappings {
  const held = new Map<string, { mappings: readonly Mapping[]; readMs: number }>();
  return {
    async of(userId) {
      const known = held.get(userId);
      const nowMs = clock();
      if (known !== undefined && nowMs >= known.readMs && nowMs - known.readMs < freshMs)
        return known.mappings;
      const all = await listDocuments(store.of(userId), mappingDocs, mostMappings);
      const mappings = all.filter(({ body }) => body.enabled).map(({ body }) => body);
      if (held.size >= mostHeld) held.clear();
      held.set(userId, { mappings, readMs: nowMs });
      return mappings;
    },
    forget: (userId) => held.delete(userId),
  };
}

interface Given {
  name: string;
  when: unknown;
  fields?: MappedFields | undefined;
  skip?: unknown[] | undefined;
  events: { when?: unknown; kind: string; fields?: MappedFields | undefined }[];
}

/** What passed the schema, with its defaults. Throws `invalid_request` for what no schema can say. */
export function toMapping({ name, when, fields = {}, skip = [], events }: Given): Mapping {
  const errors: FieldError[] = [];
  if (!isJsonObject(when) || Object.keys(when).length === 0)
    errors.push({ field: 'when', message: 'must name at least one field of the records it is about' });
  const check = (some: MappedFields, place: string): void => {
    for (const [field, text] of Object.entries(some)) {
      const problem = placeholderProblem(text);
      if (problem !== null) errors.push({ field: `${place}.${field}`, message: problem });
    }
  };
  check(fields, 'fields');
  for (const [number, event] of events.entries()) check(event.fields ?? {}, `events.${number}.fields`);
  if (errors.length > 0) throw invalid(errors.slice(0, 20));
  const all = events.map((event) => ({ ...event, when: event.when ?? {}, fields: event.fields ?? {} }));
  return { name: name.trim(), when, fields, skip, events: all } as Mapping;
}

interface MappingParts {
  tenant: Pick<TenantStore, 'doc' | 'docs' | 'countDocs' | 'createDoc' | 'updateDoc' | 'removeDoc'>;
  mappings: Mappings;
  now(): string;
}

/** Oldest first: the order in which they are asked. */
export const listMappings = (tenant: Pick<TenantStore, 'docs'>): Promise<DocOf<MappingBody>[]> =>
  listDocuments(tenant, mappingDocs, mostMappings);

/** Throws `invalid_request`, and `conflict` at the limit. */
export async function createMapping(
  parts: MappingParts & { growingHex(): string },
  { user_id, by }: { user_id: string; by: string },
  { enabled = true, ...given }: Given & { enabled?: boolean | undefined },
): Promise<DocOf<MappingBody>> {
  const mapping = toMapping(given);
  await checkRoom(parts.tenant, mappingDocs, { most: mostMappings, what: 'mappings' });
  const named = { id: `${idPrefix}${parts.growingHex()}`, user_id };
  const doc = await addDocument(parts, mappingDocs, named, { ...mapping, enabled, created_by: by });
  parts.mappings.forget(user_id);
  return doc;
}

/** Throws `not_found`, `invalid_request`, and `conflict` where `version` (null = any) is not the stored one. */
export async function changeMapping(
  { tenant, mappings, now }: MappingParts,
  { id, version }: { id: string; version: number | null },
  given: Partial<Given & { enabled: boolean }>,
): Promise<DocOf<MappingBody>> {
  const saved = await updateDocument(
    tenant,
    mappingDocs,
    id,
    ({ body }) => ({
      body: {
        ...toMapping({ ...body, ...given }),
        enabled: given.enabled ?? body.enabled,
        created_by: body.created_by,
      },
    }),
    { now: now(), version },
  );
  if (saved === null) throw notFound('Mapping');
  if (saved === 'stale')
    throw new AppError('conflict', 'The mapping was changed by someone else; reload it and try again');
  mappings.forget(saved.user_id);
  return saved;
}

/** Events that it created are kept unchanged. Throws `not_found`. */
export async function deleteMapping(
  { tenant, mappings }: Pick<MappingParts, 'tenant' | 'mappings'>,
  { id, userId }: { id: string; userId: string },
): Promise<void> {
  if (!(await tenant.removeDoc(mappingDocs.name, id))) throw notFound('Mapping');
  mappings.forget(userId);
}

export interface Mapped {
  becomes: 'event' | 'skipped' | 'unknown_record' | 'rejected' | 'not_matched';
  reason: string | null;
  draft: DraftEvent | null;
  /** Null: nothing of it is read. */
  explanation: Explanation | null;
}

function toRecord(sample: unknown): unknown {
  if (typeof sample !== 'string') return sample;
  if (isTooDeep(sample, maxDepth)) return null;
  try {
    return JSON.parse(sample) as Json;
  } catch {
    return null;
  }
}

/** What a sample would become; nothing is stored. */
export function previewMapping(mapping: Mapping, sample: unknown, nowIso: string): Mapped {
  const record = toRecord(sample);
  const unread = { draft: null, explanation: null };
  if (!isJsonObject(record)) return { becomes: 'rejected', reason: 'is not a JSON object', ...unread };
  if (findMapping([mapping], record) === null) return { becomes: 'not_matched', reason: null, ...unread };
  try {
    const draft = parseMapped(mapping, record, nowIso);
    if (draft === null) return { becomes: 'skipped', reason: null, ...unread };
    const unknown = unknownToMapping(mapping, record);
    const explanation = explainMapped(mapping, record, draft);
    return { becomes: unknown === null ? 'event' : 'unknown_record', reason: unknown, draft, explanation };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const explanation = explainMapped(mapping, record, null);
    return { becomes: 'rejected', reason: error.detail, draft: null, explanation };
  }
}
