/**
 * One document per tenant orders that tenant's commits, over all processes, with nothing but single-document updates.
 *
 * A commit is decided on what was read while the log was at (seq, last), and counts only if it still is there:
 * one compare-and-set writes the whole batch into the commitLog. From then on it is durable and will be carried out, by
 * whoever wrote it or by whoever finds it there; every target remembers the last seq that changed it, so carrying it
 * out twice changes nothing. When all of it is done the batch is cleared, and only then can the next commit come.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, type MongoTimes, readBound, type Stored } from '../connection/connection.ts';
import { isDuplicate, isUnavailable, unavailable } from '../connection/failure.ts';
import type { Batch } from './batch.ts';
import { applyBatch } from './effects.ts';

/** Where a log is while no batch is in it. */
export interface LogPosition {
  seq: number;
  /** Names the last commit, so that a number that was rolled back and given again is not mistaken for it. */
  last: string;
}

export interface CommitLog {
  /** Where it is if that is known without asking. Good for a commit on what is read from now on. */
  known(userId: string): LogPosition | undefined;
  /** Where it is; null while a batch is in it. */
  look(userId: string): Promise<LogPosition | null>;
  /** The seq up to which everything is carried out, and the one from which the feed is kept. */
  view(userId: string): Promise<{ upTo: number; feedFrom: number }>;
  /**
   * `build` reads, decides and says what to write (null: nothing). It runs again when another commit came first.
   * `hint`: where the log was before what `build` knows already was read.
   */
  transact<R>(
    userId: string,
    build: (round: { seq: number; isFirst: boolean }) => Promise<{ batch: Batch | null; result: R }>,
    hint?: LogPosition,
  ): Promise<R>;
  /** Carries out what was left in any commitLog. Returns how many. */
  finishAll(): Promise<number>;
}

interface Found extends LogPosition {
  batch: string | null;
  absent: boolean;
}

const mostKnown = 10_000;
/** MongoDB takes documents up to 16 MiB. */
const mostBytes = 15 * 1024 * 1024;

/** A batch that does not fit into one document. */
export class BatchTooLarge extends Error {}

export function createCommitLog(
  connection: Connection,
  times: Pick<MongoTimes, 'patienceMs' | 'commitMs'>,
): CommitLog {
  const standings = new Map<string, LogPosition>();
  const queues = new Map<string, Promise<unknown>>();

  async function find(userId: string): Promise<Found> {
    const found = await connection.run((c) => c.commitLogs.findOne({ _id: userId }));
    return found
      ? {
          seq: found.seq as number,
          last: found.last as string,
          batch: (found.batch as string) ?? null,
          absent: false,
        }
      : { seq: 0, last: '', batch: null, absent: true };
  }

  function remember(userId: string, existing: LogPosition): LogPosition {
    if (standings.size >= mostKnown) standings.clear();
    standings.set(userId, existing);
    return existing;
  }

  /** Idempotent; keeps trying while the store does not answer, for the batch is committed. */
  async function finish(
    userId: string,
    existing: LogPosition,
    batch: Batch,
    deadlineMs: number,
  ): Promise<void> {
    for (let pauseMs = 25; ; pauseMs = Math.min(1000, pauseMs * 2)) {
      try {
        await applyBatch(connection, userId, existing.seq, batch);
        // The one write that nobody waits to see confirmed by the majority: where it is lost, the batch is found again and
        // carried out once more; and the next commit, on the same document, is confirmed only with it.
        await connection.run((c) =>
          c.commitLogs.updateOne(
            { _id: userId, seq: existing.seq, last: existing.last },
            { $set: { batch: null } },
            { writeConcern: { w: 1 } },
          ),
        );
        remember(userId, existing);
        return;
      } catch (error) {
        if (!isUnavailable(error) || Date.now() + pauseMs > deadlineMs) throw error;
        await sleep(pauseMs);
      }
    }
  }

  async function help(userId: string, found: Found, deadlineMs: number): Promise<void> {
    await finish(
      userId,
      { seq: found.seq, last: found.last },
      JSON.parse(found.batch ?? '') as Batch,
      deadlineMs,
    );
  }

  /** Resolves with where the log is when no batch is in it (any more). */
  async function settle(userId: string, deadlineMs: number): Promise<LogPosition & { absent: boolean }> {
    let seen = '';
    let sinceMs = 0;
    for (;;) {
      const found = await find(userId);
      if (found.batch === null) return found;
      const nowMs = Date.now();
      if (found.last !== seen) {
        seen = found.last;
        sinceMs = nowMs;
      } else if (nowMs - sinceMs > times.patienceMs) {
        await help(userId, found, deadlineMs);
        continue;
      }
      if (nowMs > deadlineMs) throw unavailable(new Error('another process keeps the commit log busy'));
      await sleep(2 + Math.random() * 8);
    }
  }

  /** Whether the batch is in the log now. An answer that got lost is asked for; what is unknown throws. */
  async function commit(
    userId: string,
    from: LogPosition & { absent: boolean },
    next: Stored,
  ): Promise<boolean> {
    const startedMs = Date.now();
    for (let tries = 1; ; tries++) {
      try {
        if (from.absent) {
          await connection.run((c) => c.commitLogs.insertOne(next));
          return true;
        }
        const { seq, last, batch } = next;
        const done = await connection.run((c) =>
          c.commitLogs.updateOne(
            { _id: userId, seq: from.seq, last: from.last, batch: null },
            { $set: { seq, last, batch } },
          ),
        );
        if (done.matchedCount === 1) return true;
        // A first try whose answer got lost may have done it.
        return tries > 1 && (await find(userId)).last === next.last;
      } catch (error) {
        if (isDuplicate(error)) return tries > 1 && (await find(userId)).last === next.last;
        if (!isUnavailable(error) || tries === 4 || Date.now() - startedMs > 2000) throw error;
        await sleep(25 * tries);
      }
    }
  }

  async function attempt<R>(
    userId: string,
    build: Parameters<CommitLog['transact']>[1],
    hint: LogPosition | undefined,
  ): Promise<R> {
    const deadlineMs = Date.now() + times.commitMs;
    for (let round = 0; ; round++) {
      const existing = standings.get(userId);
      // What was read before another commit of ours is not worth deciding on.
      const isHinted = round === 0 && hint !== undefined && (!existing || existing.last === hint.last);
      const guess = round > 0 ? undefined : isHinted ? hint : existing;
      const from = guess ? { ...guess, absent: guess.seq === 0 } : await settle(userId, deadlineMs);
      const isStanding = async (): Promise<boolean> => {
        const found = await find(userId);
        return found.batch === null && found.last === from.last;
      };
      let built: Awaited<ReturnType<typeof build>>;
      try {
        built = await build({ seq: from.seq + 1, isFirst: isHinted });
      } catch (error) {
        // What was read while somebody else's commit was under way may not fit together.
        if (Date.now() > deadlineMs || (await isStanding())) throw error;
        continue;
      }
      const { batch, result } = built;
      if (batch === null) {
        // Nothing to write may be because somebody wrote it and was cut short: then it is carried out first.
        if (await isStanding()) return result as R;
        if (Date.now() > deadlineMs) throw unavailable(new Error('other processes keep the commit log busy'));
        continue;
      }
      const text = JSON.stringify(batch);
      if (Buffer.byteLength(text) > mostBytes) throw new BatchTooLarge();
      const next: LogPosition = { seq: from.seq + 1, last: randomBytes(9).toString('base64url') };
      standings.delete(userId);
      if (await commit(userId, from, { _id: userId, ...next, batch: text })) {
        await finish(userId, next, batch, deadlineMs);
        return result as R;
      }
      if (Date.now() > deadlineMs) throw unavailable(new Error('other processes keep the commit log busy'));
      await sleep(Math.random() * Math.min(100, 5 * (round + 1)));
    }
  }

  return {
    known: (userId) => standings.get(userId),
    async look(userId) {
      const found = await find(userId);
      return found.batch === null ? { seq: found.seq, last: found.last } : null;
    },
    async view(userId) {
      const found = await connection.run((c) =>
        c.commitLogs.findOne(
          { _id: userId },
          { ...readBound, projection: { seq: 1, feed_from: 1, is_busy: { $type: '$batch' } } },
        ),
      );
      const seq = (found?.seq as number) ?? 0;
      return {
        upTo: found?.is_busy === 'string' ? seq - 1 : seq,
        feedFrom: (found?.feed_from as number) ?? 0,
      };
    },
    transact(userId, build, hint) {
      // One at a time within this process: two would only make each other's decisions void.
      const before = queues.get(userId) ?? Promise.resolve();
      const mine = before.then(() => attempt(userId, build, hint));
      const settled = mine.catch(() => undefined);
      queues.set(userId, settled);
      void settled.then(() => {
        if (queues.get(userId) === settled) queues.delete(userId);
      });
      return mine as Promise<never>;
    },
    async finishAll() {
      let finished = 0;
      for (;;) {
        const [left] = await connection.run((c) =>
          c.commitLogs.find({ batch: { $type: 'string' } }, { limit: 1 }).toArray(),
        );
        if (!left) return finished;
        const deadlineMs = Date.now() + times.commitMs;
        await help(left._id, { ...(left as unknown as Found), absent: false }, deadlineMs);
        finished += 1;
      }
    },
  };
}
