/** Kept files past their retention: their age is that of what they show, as it is for events. */
import { captureDocs, recordingDocs } from '../core/doc-kinds.ts';
import type { Store } from '../core/store.ts';
import { unlinkSessions } from './capture-sessions.ts';
import { removeParts } from './kept-bytes.ts';

const pageSize = 100;
/** Of one call: there is another in ten minutes. */
const mostAtOnce = 2000;

/** Removes those of all tenants from before (ISO), the oldest first. Returns how many. */
export async function removeOldFiles(
  store: Pick<Store, 'of' | 'docsAfter'>,
  before: string,
): Promise<number> {
  let removed = 0;
  for (const kind of [recordingDocs, captureDocs])
    while (removed < mostAtOnce) {
      // What was removed is no longer there: the first page is the next one.
      const { items } = await store.docsAfter(kind.name, { limit: pageSize, cursor: null });
      const old = items.filter(({ created_at }) => created_at < before);
      for (const doc of old) {
        const tenant = store.of(doc.user_id);
        await tenant.removeDoc(kind.name, doc.id);
        await removeParts(tenant, { id: doc.id, parts: kind.read(doc).body.parts });
        if (kind === captureDocs) await unlinkSessions(tenant, doc.id, captureDocs.read(doc).body.sessions);
      }
      removed += old.length;
      if (old.length < pageSize) break;
    }
  return removed;
}
