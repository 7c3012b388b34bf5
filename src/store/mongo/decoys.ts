import type { TenantStore } from '../../core/store.ts';
import { type Connection, readBound } from './connection/connection.ts';
import { parseCursor, readKeyset, toCursor, toRangeFilter } from './connection/paging.ts';
import { keyOf } from './connection/shape.ts';
import { decoyShape } from './records.ts';
import { writeAll } from './writing/write.ts';

export function createDecoysOfTenant(
  connection: Connection,
  userId: string,
): Pick<TenantStore, 'decoys' | 'countDecoys' | 'registerDecoys'> {
  return {
    async decoys({ node_id, ...range }, { limit, cursor }) {
      const after = parseCursor(cursor, '');
      const driving = [
        node_id === undefined ? { user_id: userId } : { node_id, user_id: userId },
        ...toRangeFilter('latest_at', range),
      ];
      const { found, next } = await connection.run((c) =>
        readKeyset({ collection: c.decoys, order: 'latest_at', driving, residual: [], after, limit }),
      );
      return { items: found.map(decoyShape.read), next_cursor: next && toCursor(next) };
    },
    countDecoys: (most) =>
      connection.run((c) => c.decoys.countDocuments({ user_id: userId }, { ...readBound, limit: most })),
    async registerDecoys(decoys) {
      await connection.run((c) =>
        writeAll(
          c.decoys,
          decoys.flatMap((decoy) => {
            const id = keyOf(userId, decoy.id);
            const whole = decoyShape.toSet({ ...decoy, user_id: userId });
            const { triggers_count, last_accessed, registered_at, ...set } = whole;
            return [
              {
                updateOne: {
                  filter: { _id: id },
                  update: {
                    $set: set,
                    $setOnInsert: {
                      triggers_count,
                      last_accessed,
                      registered_at,
                      latest_at: last_accessed ?? registered_at ?? '',
                    },
                  },
                  upsert: true,
                },
              },
              // Known by a touch before it was registered: the first registration counts.
              {
                updateOne: { filter: { _id: id, registered_at: null }, update: { $set: { registered_at } } },
              },
            ];
          }),
        ),
      );
    },
  };
}
