/** Records as sensors wrote them, in packs (core/raw-record.ts). */
import { mostPacks, type RawPack } from '../../core/raw-record.ts';
import type { Connection } from './connection/connection.ts';

/** Within the transaction of their events. */
export function insertRawPacks(db: Connection, packs: readonly RawPack[]): void {
  for (const { user_id, received_at, newest, data } of packs)
    db.sql('INSERT INTO raw_packs (user_id, received_ms, newest_ms, data) VALUES (?, ?, ?, ?)').run(
      user_id,
      Date.parse(received_at),
      Date.parse(newest),
      data,
    );
}

export const findRawPacks = (db: Connection, userId: string, receivedAt: string): Uint8Array[] =>
  db
    .sql(`SELECT data FROM raw_packs WHERE user_id = ? AND received_ms = ? ORDER BY ROWID LIMIT ${mostPacks}`)
    .all(userId, Date.parse(receivedAt))
    .map(({ data }) => data as Uint8Array);

/** Which packs retention removes, for its steps: those that arrived before, and those whose events are all older. */
export const oldRawPacks = (
  userId: string,
  before: string,
): readonly (readonly [where: string, ...values: (string | number)[]])[] => {
  const beforeMs = Date.parse(before);
  return [
    ['user_id = ? AND received_ms < ? AND newest_ms < ?', userId, beforeMs, beforeMs],
    ['user_id = ? AND newest_ms < ? AND newest_ms < received_ms - 86400000', userId, beforeMs],
  ];
};
