/** All tenants' documents of one kind, so that a commit asks the store for them only after they have changed. */

import type { Doc } from '../core/query.ts';
import type { Store } from '../core/store.ts';
import { everyDoc } from '../core/update-document.ts';

export interface DocCache<T> {
  /** Resolves when the cache agrees with the store (checked at most once a second); null when no check is due. */
  ensure(): Promise<void> | null;
  of(userId: string): readonly T[];
  /** Makes the next `ensure` check, however recent the last check is. */
  refresh(): void;
  /** Grows with each reload. */
  readonly revision: number;
}

export interface DocCacheParts<T> {
  store: Pick<Store, 'allDocs' | 'docsRevision'>;
  kind: string;
  /** Null for a document that is not needed (any more). */
  parse(doc: Doc): T | null;
  clock: () => number;
  checkMs?: number;
}

export function createDocCache<T>({
  store,
  kind,
  parse,
  clock,
  checkMs = 1000,
}: DocCacheParts<T>): DocCache<T> {
  let byUser = new Map<string, T[]>();
  let known: number | null = null;
  let checkedMs = Number.NEGATIVE_INFINITY;
  let reloads = 0;

  async function check(): Promise<void> {
    const startedMs = clock();
    // Read before the documents: a change in between is then seen at the next check instead of never.
    const revision = await store.docsRevision(kind);
    if (revision !== known) {
      const fresh = new Map<string, T[]>();
      for await (const doc of everyDoc(store, { name: kind })) {
        const value = parse(doc);
        if (value === null) continue;
        const list = fresh.get(doc.user_id);
        if (list) list.push(value);
        else fresh.set(doc.user_id, [value]);
      }
      byUser = fresh;
      known = revision;
      reloads++;
    }
    checkedMs = startedMs;
  }

  return {
    ensure: () => (Math.abs(clock() - checkedMs) < checkMs ? null : check()),
    of: (userId) => byUser.get(userId) ?? [],
    refresh() {
      checkedMs = Number.NEGATIVE_INFINITY;
    },
    get revision() {
      return reloads;
    },
  };
}
