/** What the pipeline remembers of tenants between commits, so that a commit asks the store only for what changes. */

import type { Doc } from '../core/query.ts';
import type { Store } from '../core/store.ts';

export interface TimedCache<V> {
  /** Resolves when every key has a value; null where that is so already. Stale values serve while they are renewed. */
  ensure(keys: Iterable<string>): Promise<unknown> | null;
  get(key: string): V | undefined;
  clear(): void;
}

export interface TimedCacheParts<V> {
  load(key: string): Promise<V>;
  maxAgeMs: number;
  maxEntries: number;
  clock: () => number;
}

export function createTimedCache<V>({
  load,
  maxAgeMs,
  maxEntries,
  clock,
}: TimedCacheParts<V>): TimedCache<V> {
  const entries = new Map<string, { value: V; atMs: number }>();
  const loading = new Map<string, Promise<void>>();

  function renew(key: string): Promise<void> {
    const standing = loading.get(key);
    if (standing !== undefined) return standing;
    const work = load(key)
      .then((value) => {
        if (entries.size >= maxEntries) entries.clear();
        entries.set(key, { value, atMs: clock() });
      })
      .finally(() => loading.delete(key));
    loading.set(key, work);
    return work;
  }

  return {
    ensure(keys) {
      let missing: Promise<void>[] | null = null;
      const nowMs = clock();
      for (const key of keys) {
        const entry = entries.get(key);
        if (!entry) {
          missing ??= [];
          missing.push(renew(key));
        } else if (nowMs - entry.atMs > maxAgeMs) {
          // What stands is used meanwhile; a store that does not answer is noticed by the commit itself.
          entry.atMs = nowMs;
          renew(key).catch(() => undefined);
        }
      }
      return missing && Promise.all(missing);
    },
    get: (key) => entries.get(key)?.value,
    clear: () => entries.clear(),
  };
}

export interface DocCache<T> {
  /** Resolves when what stands is as the store has it (asked at most once a second); null where that is so already. */
  ensure(): Promise<void> | null;
  of(userId: string): readonly T[];
  /** Asks the store before the next use, however recently it was asked. */
  refresh(): void;
  /** Grows with each reload. */
  readonly revision: number;
}

export interface DocCacheParts<T> {
  store: Pick<Store, 'allDocs' | 'docsRevision'>;
  kind: string;
  /** Null where a document is of no use (any more). */
  parse(doc: Doc): T | null;
  clock: () => number;
  checkMs?: number;
  limit?: number;
}

export function createDocCache<T>({
  store,
  kind,
  parse,
  clock,
  checkMs = 1000,
  limit = 10_000,
}: DocCacheParts<T>): DocCache<T> {
  let byUser = new Map<string, T[]>();
  let known: number | null = null;
  let checkedMs = Number.NEGATIVE_INFINITY;
  let reloads = 0;

  async function check(): Promise<void> {
    const startedMs = clock();
    // Read before the documents: a change in between is seen again at the next check instead of never.
    const revision = await store.docsRevision(kind);
    if (revision !== known) {
      const fresh = new Map<string, T[]>();
      for (const doc of await store.allDocs(kind, limit)) {
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
