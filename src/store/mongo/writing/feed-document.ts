/** What a commit adds to the live stream (feed.ts reads it). */
import type { Stored } from '../connection/connection.ts';
import { keyOf } from '../connection/shape.ts';
import type { Batch } from './batch.ts';

export const feedKey = (userId: string, seq: number): string =>
  keyOf(userId, seq.toString(36).padStart(11, '0'));

export const toFeedDocument = (userId: string, seq: number, batch: Batch): Stored => ({
  _id: feedKey(userId, seq),
  user_id: userId,
  seq,
  written_at: new Date(batch.at),
  entries: batch.feed,
});
