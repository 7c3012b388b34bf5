/** The live stream: events and changes in the order they were written, which is the order of `seq`. */

import type { Change } from '../../core/effects.ts';
import { type FeedItem, pageBytes } from '../../core/query.ts';
import type { TenantStore } from '../../core/store.ts';
import type { Row } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import type { ForTenant } from './connection/operations.ts';
import { sizeOfRow, toCursor } from './connection/paging.ts';
import { collections, eventColumns, readEvent } from './event-record.ts';
import { findEvent } from './events.ts';

/** A reader that is further behind starts from now: a live stream is no archive. */
const mostBehind = 200_000;
/** Places looked at in one call, of all tenants. */
const mostLooked = 5000;

/** `judged` tells the stream of an event that was stored before it was judged. */
type ChangeKind = Change['kind'] | 'judged';

/** Within a transaction. */
export function writeChange(
  db: Connection,
  change: { user_id: string; kind: ChangeKind; id: string; at: string },
): void {
  db.sql('INSERT INTO changes VALUES (?, ?, ?, ?, ?)').run(
    db.nextSeq(),
    change.user_id,
    change.kind,
    change.id,
    change.at,
  );
}

function parsePlace(cursor: string | null): number | null {
  if (cursor === null) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const place: unknown = Array.isArray(key) && key.length === 1 ? key[0] : null;
    return Number.isSafeInteger(place) ? (place as number) : null;
  } catch {
    return null;
  }
}

export function createFeedOfTenant(
  db: Connection,
  clock: () => number,
): ForTenant<Pick<TenantStore, 'announce' | 'feed'>> {
  function toItem(userId: string, row: Row): FeedItem | null {
    const cursor = toCursor([Number(row.seq)]);
    if (row.kind !== 'judged') {
      const change = { user_id: userId, kind: row.kind, id: row.id, at: row.at } as Change;
      return { cursor, type: 'change', change };
    }
    const event = findEvent(db, userId, String(row.id));
    return event && { cursor, type: 'event', event };
  }

  return {
    announce: (userId, change) =>
      db.transaction(() =>
        writeChange(db, { user_id: userId, ...change, at: change.at || new Date(clock()).toISOString() }),
      ),
    feed(userId, cursor, limit) {
      const head = db.seq();
      const place = parsePlace(cursor);
      if (place === null || place > head || place < 0 || head - place > mostBehind)
        return { items: [], cursor: toCursor([head]), more: false };
      /** Nothing behind it was looked at. */
      let end = Math.min(head, place + mostLooked);
      const found: { seq: number; item: FeedItem }[] = [];
      for (const table of collections) {
        const rows = db
          .sql(
            `SELECT ${eventColumns} FROM ${table} WHERE seq > ? AND seq <= ? AND +user_id = ? AND live = 1
             ORDER BY seq LIMIT ?`,
          )
          .iterate(place, end, userId, limit) as Iterable<Row>;
        let size = 0;
        for (const row of rows) {
          const seq = Number(row.seq);
          found.push({ seq, item: { cursor: toCursor([seq]), type: 'event', event: readEvent(row, table) } });
          size += sizeOfRow(row);
          if (size < pageBytes) continue;
          end = seq;
          break;
        }
      }
      const rows = db
        .sql(
          'SELECT seq, kind, id, at FROM changes WHERE seq > ? AND seq <= ? AND user_id = ? ORDER BY seq LIMIT ?',
        )
        .all(place, end, userId, limit) as Row[];
      for (const row of rows) {
        const item = toItem(userId, row);
        if (item) found.push({ seq: Number(row.seq), item });
      }
      const within = found.filter(({ seq }) => seq <= end).sort((a, b) => a.seq - b.seq);
      const items = within.slice(0, limit).map(({ item }) => item);
      const last = items.at(-1);
      const isFull = items.length === limit && last !== undefined;
      return { items, cursor: isFull ? last.cursor : toCursor([end]), more: isFull || end < head };
    },
  };
}
