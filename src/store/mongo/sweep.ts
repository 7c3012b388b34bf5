/** Retention: removes what is old in steps so short that events go on being taken between them. */
import type { Filter } from 'mongodb';
import { daysSeen, leastBucket } from '../../core/history.ts';
import { periodMs } from '../../core/observable.ts';
import { type CollectionName, type Connection, readBound, type Stored } from './connection/connection.ts';
import { changing } from './docs.ts';
import { eventCollections } from './event-record.ts';
import { emptyBatch } from './writing/batch.ts';
import type { CommitLog } from './writing/commit-log.ts';
import { rollupKey } from './writing/plan-figures.ts';

const stepSize = 500;
const dayMs = 24 * 60 * 60_000;
/** Windows are asked for within an hour of event time (those of days: `daysSeen` later); an import may be slow. */
const windowDays = 2;
const streamDays = 1;

/** Statistics, rollups and levels stay: they are small, and say nothing of a single event once their sources are gone. */
export function createSweep(
  connection: Connection,
  commitLog: CommitLog,
): (before: string | null, nowMs: number) => Promise<number> {
  const find = (name: CollectionName, where: Filter<Stored>, fields: string[] = []): Promise<Stored[]> =>
    connection.run((c) =>
      c[name]
        .find(where, {
          ...readBound,
          projection: Object.fromEntries(['_id', ...fields].map((field) => [field, 1])),
          limit: stepSize,
        })
        .toArray(),
    );

  async function remove(name: CollectionName, where: Filter<Stored>): Promise<number> {
    for (let removed = 0; ; ) {
      const found = await find(name, where);
      if (found.length === 0) return removed;
      const done = await connection.run((c) =>
        c[name].deleteMany({ $and: [{ _id: { $in: found.map(({ _id }) => _id) } }, where] }),
      );
      removed += done.deletedCount;
      if (found.length < stepSize) return removed;
    }
  }

  async function removeDocs(now: string): Promise<number> {
    const where: Filter<Stored> = { expires_at: { $gte: '', $lte: now } };
    for (let removed = 0; ; ) {
      const found = await find('docs', where, ['kind', 'user_id']);
      if (found.length === 0) return removed;
      for (const [kind, docs] of Map.groupBy(found, (doc) => String(doc.kind))) {
        const userIds = [...new Set(docs.map(({ user_id }) => String(user_id)))];
        const ids = docs.map(({ _id }) => _id);
        const done = await changing(connection, { userIds, kind }, () =>
          connection.run((c) => c.docs.deleteMany({ $and: [{ _id: { $in: ids } }, where] })),
        );
        removed += done.deletedCount;
      }
      if (found.length < stepSize) return removed;
    }
  }

  /** What counts in the totals goes in the order of the tenant's commits. */
  const removeCounted = (
    userId: string,
    name: 'alerts' | 'profiles',
    where: Filter<Stored>,
  ): Promise<number> =>
    commitLog.transact(userId, async () => {
      const found = await find(name, where, ['status']);
      if (found.length === 0) return { batch: null, result: 0 };
      const batch = emptyBatch(new Date().toISOString());
      batch.removals[name] = found.map(({ _id }) => _id);
      if (name === 'profiles') batch.totals.sources = -found.length;
      else batch.totals.active_alerts = -found.filter(({ status }) => status !== 'resolved').length;
      return { batch, result: found.length };
    });

  const removeObservables = (userId: string, beforeMs: number): Promise<number> =>
    commitLog.transact(userId, async () => {
      const found = await find('observables', { user_id: userId, last_ms: { $lt: beforeMs } }, ['kind']);
      if (found.length === 0) return { batch: null, result: 0 };
      const batch = emptyBatch(new Date().toISOString());
      batch.removals.observables = found.map(({ _id }) => _id);
      batch.observableKinds = Array.from(
        Map.groupBy(found, (one) => String(one.kind)),
        ([kind, some]) => ({ kind, kept: -some.length, dropped_values: 0, dropped_events: 0 }),
      );
      return { batch, result: found.length };
    });

  async function removeFeed(until: Date): Promise<number> {
    for (let removed = 0; ; ) {
      const found = await find('feed', { written_at: { $lt: until } }, ['user_id', 'seq']);
      if (found.length === 0) return removed;
      const ends = new Map<string, number>();
      for (const { user_id, seq } of found)
        ends.set(user_id as string, Math.max(ends.get(user_id as string) ?? 0, seq as number));
      for (const [userId, seq] of ends)
        await connection.run((c) =>
          c.commitLogs.updateOne({ _id: userId }, { $max: { feed_from: seq + 1 } }),
        );
      await connection.run((c) => c.feed.deleteMany({ _id: { $in: found.map(({ _id }) => _id) } }));
      removed += found.length;
    }
  }

  /** Those that no delivery names. */
  async function removeNotices(userId: string, before: string): Promise<number> {
    let removed = 0;
    for (let after = ''; ; ) {
      const where: Filter<Stored> = { user_id: userId, created_at: { $lt: before }, _id: { $gt: after } };
      const found = await connection.run((c) =>
        c.notices
          .find(where, { ...readBound, projection: { _id: 1 }, sort: { _id: 1 }, limit: stepSize })
          .toArray(),
      );
      const ids = found.map(({ _id }) => _id);
      if (ids.length === 0) return removed;
      const named = await connection.run((c) =>
        c.deliveries.find({ notice_id: { $in: ids } }, { projection: { notice_id: 1 } }).toArray(),
      );
      const kept = new Set(named.map(({ notice_id }) => String(notice_id)));
      const gone = ids.filter((id) => !kept.has(id));
      if (gone.length > 0) await connection.run((c) => c.notices.deleteMany({ _id: { $in: gone } }));
      removed += gone.length;
      after = ids.at(-1) ?? after;
    }
  }

  async function removeOf(userId: string, before: string): Promise<number> {
    const mine = { user_id: userId };
    let removed = 0;
    for (const name of eventCollections)
      removed += await remove(name, { ...mine, timestamp: { $lt: before } });
    removed += await remove('rawPacks', { ...mine, newest: { $lt: before } });
    removed += await remove('incidents', { ...mine, last_seen: { $lt: before } });
    removed += await remove('sessions', { ...mine, last_at: { $lt: before } });
    removed += await remove('deliveries', { ...mine, created_at: { $lt: before }, state: { $ne: 'due' } });
    removed += await removeNotices(userId, before);
    removed += await remove('vulnerabilities', { ...mine, last_seen: { $lt: before } });
    await connection.run((c) =>
      c.rollups.updateMany(
        {
          _id: { $gte: rollupKey(userId, ''), $lt: rollupKey(userId, before.slice(0, 13)) },
          sources: { $gt: {} },
        },
        { $set: { sources: {} } },
      ),
    );
    await connection.run((c) =>
      c.rollups.deleteMany({
        // `}` follows `|`, which ends the prefix.
        _id: { $gte: rollupKey(userId, 'part|'), $lt: rollupKey(userId, 'part}') },
        hour: { $lt: before.slice(0, 13) },
      }),
    );
    const beforeMs = Date.parse(before);
    await remove('observablePeriods', { ...mine, period: { $lt: Math.floor(beforeMs / periodMs) } });
    for (let step = stepSize; step === stepSize; removed += step)
      step = await removeObservables(userId, beforeMs);
    const counted = [
      ['alerts', { ...mine, timestamp: { $lt: before }, last_seen: { $lt: before } }],
      ['profiles', { ...mine, last_seen: { $lt: before } }],
    ] as const;
    for (const [name, where] of counted)
      for (let step = stepSize; step === stepSize; ) {
        step = await removeCounted(userId, name, where);
        removed += step;
      }
    return removed;
  }

  return async (before, nowMs) => {
    let removed = await removeDocs(new Date(nowMs).toISOString());
    removed += await remove('rateLimits', { until_ms: { $lte: nowMs } });
    const writtenBefore = (days: number) => ({ written_at: { $lt: new Date(nowMs - days * dayMs) } });
    removed += await remove('windows', { ...writtenBefore(windowDays), bucket: { $gte: leastBucket } });
    removed += await remove('windows', {
      ...writtenBefore(windowDays + daysSeen),
      bucket: { $lt: leastBucket },
    });
    removed += await removeFeed(new Date(nowMs - streamDays * dayMs));
    if (before === null) return removed;
    const tenants = await connection.run((c) => c.totals.find({}, { projection: { _id: 1 } }).toArray());
    for (const { _id } of tenants) removed += await removeOf(_id, before);
    return removed;
  };
}
