/** What a pack of raw records holds (core/raw-record.ts): JSON, deflated. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Ids of events, and what all of them were read from. */
export type Packed = [logIds: string[], raw: string][];

export const toPackData = (packed: Packed): Uint8Array =>
  deflateRawSync(JSON.stringify(packed), { level: 1 });

/** The event's record; null where it is not of this pack. */
export function findInPack(data: Uint8Array, logId: string): string | null {
  const packed = JSON.parse(inflateRawSync(data).toString('utf8')) as Packed;
  return packed.find(([logIds]) => logIds.includes(logId))?.[1] ?? null;
}
