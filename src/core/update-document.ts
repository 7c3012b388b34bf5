/** A document that is read, changed and written back, whoever else does so at the same time. */
import type { DocKind, DocOf } from './doc-kind.ts';
import type { Doc } from './query.ts';
import type { TenantStore } from './store.ts';

/** More failed attempts in a row than this are not chance. */
const mostTries = 8;

export type DocChange<Body> = Partial<Pick<Doc, 'tag' | 'lookup' | 'expires_at'>> & { body?: Body };

/** Null where there is none. */
export async function readDocument<Body extends object>(
  tenant: Pick<TenantStore, 'doc'>,
  kind: DocKind<Body>,
  id: string,
): Promise<DocOf<Body> | null> {
  const doc = await tenant.doc(kind.name, id);
  return doc && kind.read(doc);
}

/** Ascending by created_at, id; at most `limit` ≤ 10,000. */
export async function listDocuments<Body extends object>(
  tenant: Pick<TenantStore, 'docs'>,
  kind: DocKind<Body>,
  limit: number,
  filter: { tag?: string } = {},
): Promise<DocOf<Body>[]> {
  return (await tenant.docs(kind.name, filter, limit)).map(kind.read);
}

/**
 * Changes an existing document. `change` gets it as stored and may be called again where others were faster; null leaves
 * it as it is. What `change` throws is thrown. Resolves with the document as it is afterwards, null where there is none,
 * 'stale' where `version` is given and not the stored one, or where others kept being faster. `now` is ISO.
 */
export async function updateDocument<Body extends object>(
  tenant: Pick<TenantStore, 'doc' | 'updateDoc'>,
  kind: DocKind<Body>,
  id: string,
  change: (existing: DocOf<Body>) => DocChange<Body> | null,
  { now, version = null }: { now: string; version?: number | null },
): Promise<DocOf<Body> | null | 'stale'> {
  for (let tries = 0; tries < mostTries; tries++) {
    const existing = await readDocument(tenant, kind, id);
    if (existing === null) return null;
    if (version !== null && existing.version !== version) return 'stale';
    const changed = change(existing);
    if (changed === null) return existing;
    const { body, ...rest } = changed;
    const patch = { ...rest, ...(body === undefined ? {} : { body: kind.write(body) }), updated_at: now };
    const saved = await tenant.updateDoc(kind.name, id, existing.version, patch);
    if (saved === null) return null;
    if (saved !== 'stale') return kind.read(saved);
  }
  return 'stale';
}

/**
 * Changes a document, or creates it where there is none (`change` then gets null). `change` may be called again where
 * others were faster. 'stale' where they kept being faster. `now` is ISO.
 */
export async function saveDocument<Body extends object>(
  tenant: Pick<TenantStore, 'doc' | 'createDoc' | 'updateDoc'>,
  kind: DocKind<Body>,
  { id, user_id, tag = null }: Pick<Doc, 'id' | 'user_id'> & Partial<Pick<Doc, 'tag'>>,
  change: (existing: DocOf<Body> | null) => Body,
  now: string,
): Promise<DocOf<Body> | 'stale'> {
  for (let tries = 0; tries < mostTries; tries++) {
    const saved = await updateDocument(tenant, kind, id, (existing) => ({ body: change(existing) }), { now });
    if (saved === 'stale') return 'stale';
    if (saved !== null) return saved;
    const doc = kind.create({ id, user_id, tag }, change(null), now);
    if ((await tenant.createDoc(doc)) === 'created') return kind.read(doc);
  }
  return 'stale';
}
