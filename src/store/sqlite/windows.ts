/** What each source did per bucket of event time, and the tenant's baseline that follows from it. */

import { baselineDays, toBaseline, toBaselineSums, type WindowGrowth } from '../../core/baseline.ts';
import type { WindowDelta } from '../../core/effects.ts';
import { bucketsSeen, type SourceHistory } from '../../core/history.ts';
import type { Baseline } from '../../core/scorer.ts';
import type { Connection } from './connection/connection.ts';

/** Within a transaction. `today` counts days since 1970: the sweeper keeps what was written lately, however old its events. */
export function addToWindows(db: Connection, deltas: readonly WindowDelta[], today: number): void {
  const grown = new Map<string, WindowGrowth[]>();
  for (const delta of deltas) {
    const added = delta.counts.events;
    if (added === 0) continue;
    const before = addToWindow(db, delta, today) - added;
    const ofUser = grown.get(delta.user_id) ?? [];
    ofUser.push({ bucket: delta.bucket, before, added });
    grown.set(delta.user_id, ofUser);
  }
  for (const [userId, windows] of grown)
    for (const [day, { samples, events, squares }] of toBaselineSums(windows))
      db.sql(
        `INSERT INTO levels VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET samples = samples + excluded.samples,
           events = events + excluded.events, squares = squares + excluded.squares`,
      ).run(userId, day, samples, events, squares);
}

/** Returns how many events the window has then. */
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
  const count = (name: keyof SourceHistory): number => Number(row[name] ?? 0);
  return {
    events: count('events'),
    failed_logins: count('failed_logins'),
    succeeded_logins: count('succeeded_logins'),
    commands: count('commands'),
    payloads: count('payloads'),
    honeytokens: count('honeytokens'),
    connections: count('connections'),
    first_ms: count('first_ms'),
    last_ms: count('last_ms'),
  };
}

export function readBaseline(db: Connection, userId: string): Baseline | null {
  const row = db
    .sql(
      `SELECT sum(samples) AS samples, sum(events) AS events, sum(squares) AS squares FROM
         (SELECT samples, events, squares FROM levels WHERE user_id = ? ORDER BY day DESC LIMIT ?)`,
    )
    .get(userId, baselineDays);
  return toBaseline({
    samples: Number(row?.samples ?? 0),
    events: Number(row?.events ?? 0),
    squares: Number(row?.squares ?? 0),
  });
}
