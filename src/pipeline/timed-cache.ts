/** Values by key that are loaded on first use and renewed in the background once they are old. */

export interface TimedCache<V> {
  /** Resolves when every key has a value; null when they all have one. Old values are used while they are renewed. */
  ensure(keys: Iterable<string>): Promise<unknown> | null;
  get(key: string): V | undefined;
  /** Every value must be loaded again before `ensure` resolves; until then `get` still has the old ones. */
  refresh(): void;
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
  /** Grows with each refresh: what was being loaded before one may be old. */
  let round = 0;

  function renew(key: string): Promise<void> {
    const current = loading.get(key);
    if (current !== undefined) return current;
    const startedIn = round;
    const work: Promise<void> = load(key)
      .then((value) => {
        if (entries.size >= maxEntries) entries.clear();
        entries.set(key, { value, atMs: startedIn === round ? clock() : Number.NEGATIVE_INFINITY });
      })
      .finally(() => {
        if (loading.get(key) === work) loading.delete(key);
      });
    loading.set(key, work);
    return work;
  }

  return {
    ensure(keys) {
      let missing: Promise<void>[] | null = null;
      const nowMs = clock();
      for (const key of keys) {
        const entry = entries.get(key);
        if (!entry || entry.atMs === Number.NEGATIVE_INFINITY) {
          missing ??= [];
          missing.push(renew(key));
        } else if (nowMs - entry.atMs > maxAgeMs) {
          // The old value is used meanwhile; the commit itself notices a store that does not answer.
          entry.atMs = nowMs;
          renew(key).catch(() => undefined);
        }
      }
      return missing && Promise.all(missing);
    },
    get: (key) => entries.get(key)?.value,
    refresh() {
      round++;
      loading.clear();
      for (const entry of entries.values()) entry.atMs = Number.NEGATIVE_INFINITY;
    },
    clear: () => entries.clear(),
  };
}
