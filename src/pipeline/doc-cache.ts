/**
 * The documents of one kind of the tenants whose events are being judged. A tenant's are read at its first event, and
 * again only after one of them has changed: what other tenants store neither fills this cache nor empties it.
 */
import { AppError } from '../core/errors.ts';
import type { Doc } from '../core/query.ts';
import type { Store, TenantStore } from '../core/store.ts';

export interface DocCache<T> {
  /**
   * Resolves when the cache agrees with the store about these tenants (checked at most once a second); null when no
   * check is due.
   */
  ensure(userIds: ReadonlySet<string>): Promise<void> | null;
  /** The same array until one of the documents changes. Throws `internal` for a tenant that was never ensured. */
  of(userId: string): readonly T[];
  /** Makes the next `ensure` check, however recent the last check is. */
  refresh(): void;
  /** Tenants held at this moment. */
  readonly size: number;
}

export interface DocCacheParts<T> {
  store: Pick<Store, 'docsRevision'> & { of(userId: string): Pick<TenantStore, 'docs' | 'docsRevision'> };
  kind: string;
  /** Null for a document that is not needed (any more). */
  parse(doc: Doc): T | null;
  clock: () => number;
  checkMs?: number;
  /** Tenants without events for so long are forgotten. */
  idleMs?: number;
}

interface Held<T> {
  values: readonly T[];
  /** The tenant's own revision at which `values` were read. */
  revision: number;
  /** The revision of all tenants' documents at which `revision` was last compared. */
  comparedAt: number;
  usedMs: number;
}

/** A tenant cannot create more of any kind that is cached: the cases refuse it far below. */
const mostDocs = 10_000;

export function createDocCache<T>({
  store,
  kind,
  parse,
  clock,
  checkMs = 1000,
  idleMs = 30 * 60_000,
}: DocCacheParts<T>): DocCache<T> {
  const held = new Map<string, Held<T>>();
  /** Revision of all tenants' documents, as last read. */
  let overall = -1;
  let checkedMs = Number.NEGATIVE_INFINITY;

  const isDue = (): boolean => Math.abs(clock() - checkedMs) >= checkMs;

  function forgetIdle(nowMs: number): void {
    for (const [userId, { usedMs }] of held) if (nowMs - usedMs > idleMs) held.delete(userId);
  }

  async function compare(userId: string, at: number): Promise<void> {
    const tenant = store.of(userId);
    // Each revision is read before what it covers: a change in between is then seen at the next check instead of never.
    const revision = await tenant.docsRevision(kind);
    const known = held.get(userId);
    if (known?.revision === revision) {
      known.comparedAt = at;
      return;
    }
    const docs = await tenant.docs(kind, {}, mostDocs);
    const values = docs.map(parse).filter((value): value is NonNullable<typeof value> => value !== null);
    held.set(userId, { values, revision, comparedAt: at, usedMs: clock() });
  }

  async function check(userIds: ReadonlySet<string>): Promise<void> {
    if (isDue()) {
      const startedMs = clock();
      overall = await store.docsRevision(kind);
      checkedMs = startedMs;
      forgetIdle(startedMs);
    }
    const at = overall;
    await Promise.all(
      [...userIds]
        .filter((userId) => held.get(userId)?.comparedAt !== at)
        .map((userId) => compare(userId, at)),
    );
  }

  return {
    ensure(userIds) {
      const nowMs = clock();
      let isMissing = isDue();
      for (const userId of userIds) {
        const known = held.get(userId);
        if (known) known.usedMs = nowMs;
        if (known?.comparedAt !== overall) isMissing = true;
      }
      return isMissing ? check(userIds) : null;
    },
    of(userId) {
      const known = held.get(userId);
      if (!known) throw new AppError('internal', `The ${kind} documents of this tenant were not loaded`);
      return known.values;
    },
    refresh() {
      checkedMs = Number.NEGATIVE_INFINITY;
    },
    get size() {
      return held.size;
    },
  };
}
