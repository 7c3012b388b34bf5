/** Records as sensors wrote them, in packs (core/raw-record.ts). */
import { Binary } from 'mongodb';
import { mostPacks, type RawPack } from '../../core/raw-record.ts';
import { type Connection, readBound } from './connection/connection.ts';
import { keyOf } from './connection/shape.ts';
import { insertMissing } from './writing/write.ts';

/** Before their events: what a crash leaves without them goes with retention. The same ones again change nothing. */
export const insertRawPacks = (connection: Connection, packs: readonly RawPack[]): Promise<void> =>
  packs.length === 0
    ? Promise.resolve()
    : connection.run((c) =>
        insertMissing(
          c.rawPacks,
          packs.map(({ log_id, user_id, received_at, newest, data }) => ({
            _id: keyOf(user_id, `${received_at}|${log_id}`),
            user_id,
            received_at,
            newest,
            data: new Binary(data),
          })),
        ),
      );

export async function findRawPacks(
  connection: Connection,
  userId: string,
  receivedAt: string,
): Promise<Uint8Array[]> {
  const found = await connection.run((c) =>
    c.rawPacks
      .find(
        { user_id: userId, received_at: receivedAt },
        { ...readBound, sort: { _id: 1 }, limit: mostPacks },
      )
      .toArray(),
  );
  return found.map(({ data }) => (data as Binary).buffer);
}
