/**
 * What live streams show: one document a commit, numbered by the tenant's commitLog. Commits of a tenant come one after the
 * other, and only those that are carried out are shown, so nothing can appear behind a cursor.
 */
import type { Document } from 'mongodb';
import type { Change } from '../../core/effects.ts';
import type { StoredEvent } from '../../core/event.ts';
import { type FeedItem, pageBytes } from '../../core/query.ts';
import type { TenantStore } from '../../core/store.ts';
import { type Connection, readBound } from './connection/connection.ts';
import { eventCollections, eventKey, readEvent, sizeOfEvent } from './event-record.ts';
import { type Batch, emptyBatch, type FeedEntry } from './writing/batch.ts';
import type { CommitLog } from './writing/commit-log.ts';
import { feedKey } from './writing/feed-document.ts';

/** Place after the entry `index` of the commit `seq`. */
interface Place {
  seq: number;
  index: number;
}
const toCursor = ({ seq, index }: Place): string => `${seq.toString(36)}.${index.toString(36)}`;
function parseCursor(cursor: string | null): Place | null {
  const match = /^([0-9a-z]{1,10})\.([0-9a-z]{1,6})$/.exec(cursor ?? '');
  if (!match) return null;
  return { seq: Number.parseInt(match[1] ?? '', 36), index: Number.parseInt(match[2] ?? '', 36) };
}

/** Events read at once, so that large ones are not all in memory before their size is known. */
const entriesAtOnce = 25;

async function readEvents(
  connection: Connection,
  userId: string,
  entries: readonly FeedEntry[],
): Promise<Map<string, StoredEvent>> {
  const events = new Map<string, StoredEvent>();
  await Promise.all(
    eventCollections.map(async (name) => {
      const ids = entries.flatMap((e) =>
        'log_id' in e && e.collection === name ? [eventKey(userId, e.log_id)] : [],
      );
      if (ids.length === 0) return;
      const found = await connection.run((c) => c[name].find({ _id: { $in: ids } }, readBound).toArray());
      for (const document of found) {
        const event = readEvent(document, name);
        events.set(event.log_id, event);
      }
    }),
  );
  return events;
}

export function createFeedOfTenant(
  connection: Connection,
  commitLog: CommitLog,
  userId: string,
): Pick<TenantStore, 'announce' | 'feed'> {
  return {
    async announce(change: Omit<Change, 'user_id'>) {
      const batch: Batch = { ...emptyBatch(new Date().toISOString()), feed: [{ change }] };
      await commitLog.transact(userId, async () => ({ batch, result: undefined }), commitLog.known(userId));
    },
    async feed(cursor, limit) {
      const { upTo, feedFrom } = await commitLog.view(userId);
      const now: Place = { seq: upTo + 1, index: 0 };
      const from = parseCursor(cursor);
      if (!from || from.seq > now.seq || from.seq < feedFrom)
        return { items: [], cursor: toCursor(now), more: false };
      if (from.seq > upTo) return { items: [], cursor: toCursor(from), more: false };
      const documents: Document[] = await connection.run((c) =>
        c.feed
          .find(
            { _id: { $gte: feedKey(userId, from.seq), $lte: feedKey(userId, upTo) } },
            { ...readBound, sort: { _id: 1 }, limit: limit + 1 },
          )
          .toArray(),
      );
      const entries: { entry: FeedEntry; place: Place }[] = [];
      for (const document of documents) {
        const seq = document.seq as number;
        (document.entries as FeedEntry[]).forEach((entry, index) => {
          if (seq > from.seq || index >= from.index)
            entries.push({ entry, place: { seq, index: index + 1 } });
        });
      }
      const taken: typeof entries = [];
      const events = new Map<string, StoredEvent>();
      let size = 0;
      while (taken.length < Math.min(limit, entries.length) && size < pageBytes) {
        const some = entries.slice(taken.length, Math.min(limit, taken.length + entriesAtOnce));
        const read = await readEvents(
          connection,
          userId,
          some.map(({ entry }) => entry),
        );
        for (const [id, event] of read) {
          events.set(id, event);
          size += sizeOfEvent(event);
        }
        taken.push(...some);
      }
      const items = taken.flatMap(({ entry, place }): FeedItem[] => {
        const at = toCursor(place);
        if ('change' in entry)
          return [{ cursor: at, type: 'change', change: { user_id: userId, ...entry.change } }];
        const event = events.get(entry.log_id);
        return event ? [{ cursor: at, type: 'event', event }] : [];
      });
      const last = taken.at(-1);
      const isAll = taken.length === entries.length && documents.length <= limit;
      return { items, cursor: toCursor(isAll || !last ? now : last.place), more: !isAll };
    },
  };
}
