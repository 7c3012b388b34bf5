/**
 * A small commit touches some thirty pages all over the file: the indexes of its events, a source's profile with its own,
 * its windows, its session, the hour, the totals. Written one commit after the other that is most of what a disk or a
 * memory card has to bear. So events and such effects are written as one row of `backlog`, with the same durability, and
 * spread over their tables for many commits at once: when enough has come together, and before anything reads those
 * tables. What a commit itself must know of them (ids, windows, sessions, open incidents) is added from memory.
 */
import type { Incident } from '../../../core/alert.ts';
import { type Effects, noEffects, sessionKey, type WindowDelta } from '../../../core/effects.ts';
import { AppError } from '../../../core/errors.ts';
import type { StoredEvent } from '../../../core/event.ts';
import {
  addCounts,
  appendSteps,
  bucketsSeen,
  type SessionState,
  type SourceHistory,
} from '../../../core/history.ts';
import { earlierOf, laterOf } from '../../../core/sums.ts';
import type { Connection } from '../connection/connection.ts';
import {
  type EventRow,
  hasEvent,
  insertEvent,
  isDone,
  readEventRow,
  toEventValues,
} from '../event-record.ts';
import { findSession, storedSessionVersion } from '../sessions.ts';
import { readHistory } from '../windows.ts';
import { applyEffects } from './effects.ts';
import { readStoryText } from './session-story.ts';
import {
  copySession,
  type SessionEntry,
  split,
  toEntry,
  toEntryText,
  toSessionEntry,
} from './write-buffer-entry.ts';
import { createWriteBufferSums, type Summable, type WriteBufferSums } from './write-buffer-sums.ts';

/** What may wait. A commit that brings it there writes all of it, so these also bound how long a commit takes. */
export interface WriteBufferLimits {
  events: number;
  /** Profiles, windows, sessions … */
  targets: number;
  sizeBytes: number;
  /** The size where groups bring a quarter of `events` or more: the next one is of the same sources. Absent: `sizeBytes`. */
  largeBytes?: number | undefined;
}
const usual: WriteBufferLimits = {
  events: 160,
  targets: 800,
  sizeBytes: 512 * 1024,
  largeBytes: 2 * 1024 * 1024,
};

/** Under load, when groups are large and throughput is what counts, so many of them may wait, with all their targets. */
const groupsWaiting = 6;
/** Sources, and buckets of each: a source is seen in the present one and those beside it. */
const keptHistories = 3000;
const keptBuckets = 8;

export interface WriteBuffer {
  /** Within a transaction: writes judged events and their effects, or notes them. The answer is to be called when that is committed. */
  put(
    events: readonly StoredEvent[],
    effects: Effects,
    nowMs: number,
    /** The sessions that the effects were decided on, by sessionKey(), as they stand now. */
    before: ReadonlyMap<string, SessionState>,
  ): () => void;
  /** Spreads what waits over its tables, in a transaction of its own. */
  settle(): void;
  /** Windows were removed: what is remembered of them is read anew. */
  windowsSwept(): void;
  /** Whether an event waits that is to be scored again. Looked for often, and nearly always there is none. */
  holdsUnfinished(): boolean;
  /** One that waits. */
  event(userId: string, logId: string): StoredEvent | null;
  /** What stands in the tables, with what waits. */
  history(userId: string, source: string, bucket: number): SourceHistory | null;
  session(userId: string, nodeId: string, session: string): SessionState | undefined;
  incident(stored: Incident): Incident;
}

const keyOf = (userId: unknown, logId: unknown): string => `${userId}|${logId}`;

/** Opens with what a process that ended left waiting, and settles it. */
export function openWriteBuffer(
  db: Connection,
  clock: () => number,
  limits: WriteBufferLimits = usual,
): WriteBuffer {
  let sums = createWriteBufferSums();
  /** What the table of windows says, by source and bucket: it changes when what waits is spread, or swept. */
  const histories = new Map<string, Map<number, SourceHistory | null>>();
  let rows = new Map<string, EventRow>();
  let commits = 0;
  let sizeBytes = 0;

  /** What is spread is in the table now: the sums that are remembered of it grow by as much. */
  function addToHistories(windows: readonly WindowDelta[]): void {
    for (const { user_id, source_ip, bucket, counts } of windows) {
      const ofSource = histories.get(keyOf(user_id, source_ip));
      if (ofSource === undefined) continue;
      for (const [later, stored] of ofSource)
        if (later >= bucket && later < bucket + bucketsSeen)
          ofSource.set(later, stored ? addCounts(stored, counts) : { ...counts });
    }
  }

  function forget(windows: readonly WindowDelta[]): void {
    sums = createWriteBufferSums();
    addToHistories(windows);
    rows = new Map();
    commits = 0;
    sizeBytes = 0;
  }

  function note(effects: Summable, noted: readonly EventRow[], entryBytes: number): void {
    sums.add(effects);
    // The second and third value of a row are its tenant and its id.
    for (const row of noted) rows.set(keyOf(row.values[1], row.values[2]), row);
    commits += 1;
    sizeBytes += entryBytes;
  }

  function insert({ collection, values }: EventRow): void {
    db.sql(insertEvent[collection]).run(...values);
  }

  /** Within a transaction: events alone. What follows from them goes on waiting, as more will follow for the same sources. */
  function insertRows(fresh: readonly EventRow[]): () => void {
    for (const row of rows.values()) insert(row);
    for (const row of fresh) insert(row);
    return () => {
      rows = new Map();
    };
  }

  /** Within a transaction. */
  function spread(all: WriteBufferSums, nowMs: number): void {
    for (const row of rows.values()) insert(row);
    applyEffects(db, { ...noEffects(), ...all.all() }, nowMs);
    if (commits > 0) db.sql('DELETE FROM backlog').run();
  }

  /** A session as it stands in an entry, with what was noted or stored before it. */
  function toSession({ goesOn, ...entry }: SessionEntry): SessionState {
    const story = readStoryText(entry.story);
    if (!goesOn) return { ...entry, story };
    const { user_id, node_id, session } = entry;
    const before = sums.session(user_id, node_id, session) ?? findSession(db, user_id, node_id, session);
    return { ...entry, story: appendSteps(before?.story ?? [], story) };
  }

  /** A session may only go on from what stood when the batch was decided. */
  function checkVersions(sessions: readonly SessionState[], before: ReadonlyMap<string, SessionState>): void {
    for (const { user_id, node_id, session, version } of sessions) {
      const existing =
        before.get(sessionKey(user_id, node_id, session))?.version ??
        sums.session(user_id, node_id, session)?.version ??
        storedSessionVersion(db, user_id, node_id, session);
      if (existing !== version - 1)
        throw new AppError('unavailable', 'A session changed in the meantime; send it again', {
          retryAfterSeconds: 1,
        });
    }
  }

  function settle(): void {
    if (commits === 0) return;
    const { windows } = sums.all();
    db.transaction(() => spread(sums, clock()));
    forget(windows);
  }

  const isStored = ({ collection, values }: EventRow): boolean =>
    db.sql(hasEvent[collection]).get(values[2] ?? null, values[1] ?? null) !== undefined;
  for (const { effects } of db.sql('SELECT effects FROM backlog ORDER BY place').all()) {
    const { rows: noted, sessions, ...entry } = toEntry(String(effects));
    // Events may be in their table already, where what follows from them is not.
    const waiting = noted.filter((row) => !isStored(row));
    note({ ...entry, sessions: sessions.map(toSession) }, waiting, String(effects).length);
  }
  settle();

  return {
    put(events, effects, nowMs, before) {
      const { now, later, targets } = split(effects);
      checkVersions(later.sessions, before);
      const fresh = events.map(
        (event): EventRow => ({
          collection: event.collection,
          values: toEventValues(event, db.nextSeq(), true),
        }),
      );
      applyEffects(db, now, nowMs);
      if (targets + fresh.length === 0) return () => undefined;
      const isLarge = fresh.length >= limits.events / 4;
      const mostBytes = isLarge ? (limits.largeBytes ?? limits.sizeBytes) : limits.sizeBytes;
      const isFull =
        sizeBytes >= mostBytes || sums.size + targets >= Math.max(limits.targets, groupsWaiting * targets);
      if (isFull) {
        const all = createWriteBufferSums();
        all.add(sums.all());
        all.add(later);
        spread(all, nowMs);
        for (const row of fresh) insert(row);
        const { windows } = all.all();
        return () => forget(windows);
      }
      // Whoever gave them may go on with its sessions; the rest was made for this batch alone.
      const sessions = later.sessions.map(copySession);
      // Of ever other sources and sessions, each row has its own pages of the indexes: many go in together.
      const isScattered = targets >= 2 * fresh.length;
      const areRowsFull =
        (fresh.length >= limits.events && !isScattered) ||
        rows.size + fresh.length >= Math.max(limits.events, groupsWaiting * fresh.length);
      const inserted = areRowsFull ? insertRows(fresh) : () => undefined;
      const waiting = areRowsFull ? [] : fresh;
      const text = toEntryText({
        rows: waiting,
        ...later,
        sessions: sessions.map((state) =>
          toSessionEntry(state, before.get(sessionKey(state.user_id, state.node_id, state.session))),
        ),
      });
      db.sql('INSERT INTO backlog (effects) VALUES (?)').run(text);
      return () => {
        inserted();
        note({ ...later, sessions }, waiting, text.length);
      };
    },
    settle,
    windowsSwept: () => histories.clear(),
    holdsUnfinished: () => [...rows.values()].some((row) => !isDone(row)),
    event(userId, logId) {
      const row = rows.get(keyOf(userId, logId));
      return row ? readEventRow(row) : null;
    },
    history(userId, source, bucket) {
      const key = keyOf(userId, source);
      let ofSource = histories.get(key);
      if (ofSource === undefined || (ofSource.size >= keptBuckets && !ofSource.has(bucket))) {
        if (histories.size >= keptHistories) {
          const [oldest] = histories.keys();
          if (oldest !== undefined) histories.delete(oldest);
        }
        ofSource = new Map();
        histories.set(key, ofSource);
      }
      let stored = ofSource.get(bucket);
      if (stored === undefined) {
        stored = readHistory(db, userId, source, bucket);
        ofSource.set(bucket, stored);
      }
      let history = stored && { ...stored };
      for (const [at, counts] of sums.windows(userId, source) ?? [])
        if (at > bucket - bucketsSeen && at <= bucket)
          history = history ? addCounts(history, counts) : { ...counts };
      return history;
    },
    session(userId, nodeId, session) {
      const state = sums.session(userId, nodeId, session);
      return state && copySession(state);
    },
    incident(stored) {
      const fold = sums.incidentFold(stored.user_id, stored.incident_id);
      if (!fold) return stored;
      return {
        ...stored,
        event_count: stored.event_count + fold.events,
        alert_count: stored.alert_count + fold.alerts,
        first_seen: earlierOf(stored.first_seen, fold.first_seen),
        last_seen: laterOf(stored.last_seen, fold.last_seen),
        active_at: laterOf(stored.active_at, fold.active_at),
      };
    },
  };
}
