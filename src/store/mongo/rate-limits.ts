/** Counters with an end: rate limits and growing delays, shared by all processes. */
import type { Document } from 'mongodb';
import type { Store } from '../../core/store.ts';
import { type Connection, readBound } from './connection/connection.ts';
import { isDuplicate } from './connection/failure.ts';

const toCount = (found: Document): { count: number; first_ms: number } => ({
  count: found.count as number,
  first_ms: found.first_ms as number,
});

export function createRateLimits(
  connection: Connection,
): Pick<Store, 'addToRateLimit' | 'rateLimit' | 'clearRateLimit'> {
  return {
    async addToRateLimit(key, windowMs, nowMs) {
      for (;;) {
        // A counter that runs grows; one that ran out or is not there starts anew. Whoever loses that race finds it running.
        const grown = await connection.run((c) =>
          c.rateLimits.findOneAndUpdate(
            { _id: key, until_ms: { $gt: nowMs } },
            { $inc: { count: 1 } },
            { returnDocument: 'after' },
          ),
        );
        if (grown) return toCount(grown);
        try {
          const fresh = { count: 1, first_ms: nowMs, until_ms: nowMs + windowMs };
          await connection.run((c) =>
            c.rateLimits.updateOne(
              { _id: key, until_ms: { $lte: nowMs } },
              { $set: fresh },
              { upsert: true },
            ),
          );
          return { count: 1, first_ms: nowMs };
        } catch (error) {
          if (!isDuplicate(error)) throw error;
        }
      }
    },
    async rateLimit(key, nowMs) {
      const found = await connection.run((c) =>
        c.rateLimits.findOne({ _id: key, until_ms: { $gt: nowMs } }, readBound),
      );
      return found && toCount(found);
    },
    async clearRateLimit(key) {
      await connection.run((c) => c.rateLimits.deleteOne({ _id: key }));
    },
  };
}
