/** A new document of a kind that a tenant may have a limited number of. */
import type { DocKind, DocOf } from '../core/doc-kind.ts';
import { AppError } from '../core/errors.ts';
import type { Doc } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';

/** Throws `conflict` where the tenant has that many. `what` names them in the plural. */
export async function checkRoom(
  tenant: Pick<TenantStore, 'countDocs'>,
  kind: { name: string },
  { most, what }: { most: number; what: string },
): Promise<void> {
  if ((await tenant.countDocs(kind.name, most)) >= most)
    throw new AppError('conflict', `The limit of ${most} ${what} is reached`);
}

/** Throws `conflict` where the id or the lookup is taken. */
export async function addDocument<Body extends object>(
  { tenant, now }: { tenant: Pick<TenantStore, 'createDoc'>; now(): string },
  kind: DocKind<Body>,
  named: Pick<Doc, 'id' | 'user_id'> & Partial<Pick<Doc, 'lookup' | 'expires_at'>>,
  body: Body,
): Promise<DocOf<Body>> {
  const doc = kind.create(named, body, now());
  if ((await tenant.createDoc(doc)) === 'exists')
    throw new AppError('conflict', 'The id is already taken; try again');
  return kind.read(doc);
}
