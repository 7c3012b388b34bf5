/** Counters with an end: rate limits and growing delays, the same after a restart. */
import type { Store } from '../../core/store.ts';
import type { Connection } from './connection/connection.ts';
import type { Sync } from './connection/operations.ts';

export function createRateLimits(
  db: Connection,
): Sync<Pick<Store, 'addToRateLimit' | 'rateLimit' | 'clearRateLimit'>> {
  return {
    addToRateLimit(key, windowMs, nowMs) {
      const row = db
        .sql(
          `INSERT INTO counters VALUES (?, 1, ?, ?) ON CONFLICT DO UPDATE SET
             count = CASE WHEN until_ms <= excluded.first_ms THEN 1 ELSE count + 1 END,
             first_ms = CASE WHEN until_ms <= excluded.first_ms THEN excluded.first_ms ELSE first_ms END,
             until_ms = CASE WHEN until_ms <= excluded.first_ms THEN excluded.until_ms ELSE until_ms END
           RETURNING count, first_ms`,
        )
        .get(key, nowMs, nowMs + windowMs);
      return { count: Number(row?.count ?? 1), first_ms: Number(row?.first_ms ?? nowMs) };
    },
    rateLimit(key, nowMs) {
      const row = db
        .sql('SELECT count, first_ms FROM counters WHERE key = ? AND until_ms > ?')
        .get(key, nowMs);
      return row ? { count: Number(row.count), first_ms: Number(row.first_ms) } : null;
    },
    clearRateLimit(key) {
      db.sql('DELETE FROM counters WHERE key = ?').run(key);
    },
  };
}
