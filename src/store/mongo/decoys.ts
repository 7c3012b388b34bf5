import type { TenantStore } from '../../core/store.ts';
import { type Connection, readBound } from './connection/connection.ts';
import { keyOf } from './connection/shape.ts';
import { decoyShape } from './records.ts';
import { writeAll } from './writing/write.ts';

export function createDecoysOfTenant(
  connection: Connection,
  userId: string,
): Pick<TenantStore, 'decoys' | 'registerDecoys'> {
  return {
    async decoys(filter, limit) {
      const found = await connection.run((c) =>
        c.decoys
          .find(
            filter.node_id === undefined ? { user_id: userId } : { node_id: filter.node_id, user_id: userId },
            { ...readBound, sort: { latest_at: -1, _id: -1 }, limit },
          )
          .toArray(),
      );
      return found.map(decoyShape.read);
    },
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
