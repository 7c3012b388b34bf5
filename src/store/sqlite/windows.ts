/** What each source did per bucket of event time, and the tenant's ordinary level that follows from it. */

import type { WindowDelta } from '../../core/effects.ts';
import { bucketMs, bucketsSeen, isDay, type SourceHistory } from '../../core/history.ts';
import type { Baseline } from '../../core/scorer.ts';
import type { Connection } from './connection/connection.ts';

const bucketsADay = (24 * 60 * 60_000) / bucketMs;
/** Days with events that the ordinary level looks back over. */
const daysOfLevel = 7;
/** Fewer buckets than these say nothing of what is ordinary. */
export const leastSamples = 20;

interface Level {
  user_id: string;
  day: number;
  samples: number;
  events: number;
  squares: number;
}

/** Within a transaction. `today` counts days since 1970: the sweeper keeps what was written lately, however old its events. */
export function addToWindows(db: Connection, deltas: readonly WindowDelta[], today: number): void {
  const levels = new Map<string, Level>();
  for (const delta of deltas) {
    const { user_id, bucket, counts } = delta;
    if (counts.events === 0) continue;
    const after = addToWindow(db, delta, today);
    if (isDay(bucket)) continue;
    const before = after - counts.events;
    const day = Math.floor(bucket / bucketsADay);
    const key = `${day}|${user_id}`;
    let level = levels.get(key);
    if (!level) {
      level = { user_id, day, samples: 0, events: 0, squares: 0 };
      levels.set(key, level);
    }
    level.samples += before === 0 ? 1 : 0;
    level.events += counts.events;
    level.squares += after * after - before * before;
  }
  for (const { user_id, day, samples, events, squares } of levels.values())
    db.sql(
      `INSERT INTO levels VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET samples = samples + excluded.samples,
         events = events + excluded.events, squares = squares + excluded.squares`,
    ).run(user_id, day, samples, events, squares);
}

/** Returns the events that stand in the window then. */
function addToWindow(db: Connection, delta: WindowDelta, today: number): number {
  const { user_id, source_ip, bucket, counts } = delta;
  const row = db
    .sql(
      `INSERT INTO windows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
         events = events + excluded.events, failed_logins = failed_logins + excluded.failed_logins,
         succeeded_logins = succeeded_logins + excluded.succeeded_logins, commands = commands + excluded.commands,
         payloads = payloads + excluded.payloads, honeytokens = honeytokens + excluded.honeytokens,
         connections = connections + excluded.connections, first_ms = min(first_ms, excluded.first_ms),
         last_ms = max(last_ms, excluded.last_ms), written_day = excluded.written_day
       RETURNING events`,
    )
    .get(
      user_id,
      source_ip,
      bucket,
      counts.events,
      counts.failed_logins,
      counts.succeeded_logins,
      counts.commands,
      counts.payloads,
      counts.honeytokens,
      counts.connections,
      counts.first_ms,
      counts.last_ms,
      today,
    );
  return Number(row?.events ?? 0);
}

/** Sum over the bucket and those before it that the scorer sees, or null. */
export function readHistory(
  db: Connection,
  userId: string,
  source: string,
  bucket: number,
): SourceHistory | null {
  const row = db
    .sql(
      `SELECT sum(events) AS events, sum(failed_logins) AS failed_logins, sum(succeeded_logins) AS succeeded_logins,
         sum(commands) AS commands, sum(payloads) AS payloads, sum(honeytokens) AS honeytokens,
         sum(connections) AS connections, min(first_ms) AS first_ms, max(last_ms) AS last_ms
       FROM windows WHERE user_id = ? AND source_ip = ? AND bucket BETWEEN ? AND ?`,
    )
    .get(userId, source, bucket - bucketsSeen + 1, bucket);
  if (!row || row.events === null) return null;
  return { ...(row as unknown as SourceHistory) };
}

export function readOrdinary(db: Connection, userId: string): Baseline | null {
  const row = db
    .sql(
      `SELECT sum(samples) AS samples, sum(events) AS events, sum(squares) AS squares FROM
         (SELECT samples, events, squares FROM levels WHERE user_id = ? ORDER BY day DESC LIMIT ?)`,
    )
    .get(userId, daysOfLevel);
  const samples = Number(row?.samples ?? 0);
  if (samples < leastSamples) return null;
  const mean = Number(row?.events) / samples;
  const variance = Math.max(0, Number(row?.squares) / samples - mean * mean);
  return { mean_events: mean, deviation_events: Math.sqrt(variance), samples };
}
