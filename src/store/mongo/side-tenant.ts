/** Removing all of a side tenant, in steps so short that events go on being taken between them. */
import type { Filter } from 'mongodb';
import { isSideTenant } from '../../core/side-tenant.ts';
import type { Store } from '../../core/store.ts';
import { type CollectionName, type Connection, readBound, type Stored } from './connection/connection.ts';
import { keyOf } from './connection/shape.ts';
import { removeRevisions } from './docs.ts';

const stepSize = 500;

/** Where no index begins with the tenant, their keys do. */
const keyed: ReadonlySet<CollectionName> = new Set([
  'windows',
  'rollups',
  'observableKinds',
  'feed',
  'levels',
]);
/** One document a tenant, under its id. The commit log goes last: it orders all the rest. */
const single = ['totals', 'commitLogs'] as const satisfies CollectionName[];
/** Belong to nobody, or to accounts. */
const shared: ReadonlySet<CollectionName> = new Set(['users', 'revisions', 'rateLimits', 'meta', ...single]);

export function createSideTenants(connection: Connection): Pick<Store, 'removeSideTenant'> {
  async function remove(name: CollectionName, where: Filter<Stored>): Promise<number> {
    for (let removed = 0; ; ) {
      const found = await connection.run((c) =>
        c[name].find(where, { ...readBound, projection: { _id: 1 }, limit: stepSize }).toArray(),
      );
      if (found.length === 0) return removed;
      const ids = found.map(({ _id }) => _id);
      const done = await connection.run((c) => c[name].deleteMany({ _id: { $in: ids } }));
      removed += done.deletedCount;
      if (found.length < stepSize) return removed;
    }
  }

  return {
    async removeSideTenant(userId) {
      if (!isSideTenant(userId)) throw new TypeError('only a side tenant is removed as a whole');
      const first = keyOf(userId, '');
      // The sign after the one that ends the tenant's part of a key.
      const end = `${userId}}`;
      let removed = 0;
      for (const name of Object.keys(connection.in) as CollectionName[]) {
        if (shared.has(name)) continue;
        removed += await remove(
          name,
          keyed.has(name) ? { _id: { $gte: first, $lt: end } } : { user_id: userId },
        );
      }
      for (const name of single) removed += await remove(name, { _id: userId });
      await removeRevisions(connection, userId);
      return removed;
    },
  };
}
