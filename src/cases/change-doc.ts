/** A document that is read, changed and written back, whoever else does so at the same time. */

import type { RouteParts } from '../api/http/route.ts';
import type { JsonObject } from '../core/event.ts';
import type { Doc } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import { newDoc } from './journal.ts';

const mostTries = 8;

/** `change` gets what stands (null: nothing yet) and may be asked again. Null where others were always quicker. */
export async function changeDoc(
  { now }: Pick<RouteParts, 'now'>,
  tenant: TenantStore,
  { kind, id, user_id }: Pick<Doc, 'kind' | 'id' | 'user_id'>,
  change: (standing: Doc | null) => JsonObject,
): Promise<Doc | null> {
  for (let tries = 0; tries < mostTries; tries++) {
    const standing = await tenant.doc(kind, id);
    const body = change(standing);
    if (standing) {
      const done = await tenant.updateDoc(kind, id, standing.version, { body, updated_at: now() });
      if (done !== null && done !== 'stale') return done;
    } else {
      const doc = newDoc({ kind, id, user_id, body, now: now() });
      if ((await tenant.createDoc(doc)) !== 'exists') return doc;
    }
  }
  return null;
}
