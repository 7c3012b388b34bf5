/** The outbox. A worker holds what it claimed until its lease runs out; an outcome counts only while it holds it. */
import type { Document, Filter } from 'mongodb';
import type { Notice } from '../../core/channel.ts';
import {
  addToLog,
  type ChannelKey,
  type Delivery,
  followingOccasions,
  toResent,
} from '../../core/delivery.ts';
import { channelKeyOf, type FoldedNotice } from '../../core/outbox-bound.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { type Connection, readBound, type Stored } from './connection/connection.ts';
import { allOf } from './connection/filter.ts';
import { parseCursor, readKeyset, toCursor, toRangeFilter } from './connection/paging.ts';
import { deliveryShape } from './records.ts';
import { readDeliveries } from './writing/notices.ts';
import { toOutboxWrites, writeOutbox } from './writing/outbox.ts';

type TenantPart = 'deliveries' | 'delivery' | 'requeueDelivery' | 'releaseDeliveries' | 'foldedNotices';

/** Tries of a change that others may make at the same time. */
const mostTries = 5;

export function createDeliveriesOfTenant(
  connection: Connection,
  userId: string,
): Pick<TenantStore, TenantPart> {
  const mine = (id: string): Filter<Stored> => ({ _id: id, user_id: userId });
  const read = async (found: Document | null): Promise<Delivery | null> =>
    found === null ? null : ((await readDeliveries(connection, [found]))[0] ?? null);
  return {
    async delivery(id) {
      return read(await connection.run((c) => c.deliveries.findOne(mine(id), readBound)));
    },
    async deliveries(filter, page) {
      const after = parseCursor(page.cursor, '');
      const driving: Filter<Stored>[] = [{ user_id: userId }];
      driving.push(...toRangeFilter('created_at', filter));
      const residual: Filter<Stored>[] = [];
      if (filter.incident_id !== undefined) driving.push({ incident_id: { $eq: filter.incident_id } });
      if (filter.channel_id !== undefined)
        (filter.incident_id === undefined ? driving : residual).push({
          channel_id: { $eq: filter.channel_id },
        });
      if (filter.state !== undefined) residual.push({ state: { $eq: filter.state } });
      const { found, next } = await connection.run((c) =>
        readKeyset({
          collection: c.deliveries,
          order: 'created_at',
          driving,
          residual,
          after,
          limit: page.limit,
        }),
      );
      return { items: await readDeliveries(connection, found), next_cursor: next && toCursor(next) };
    },
    async requeueDelivery(id, nowMs) {
      for (let tries = 0; tries < mostTries; tries++) {
        const before = await connection.run((c) => c.deliveries.findOne(mine(id), readBound));
        if (before === null) return null;
        const { log } = deliveryShape.read(before);
        const found = await connection.run((c) =>
          c.deliveries.findOneAndUpdate(
            { ...mine(id), log: before.log ?? { $exists: false } },
            {
              $set: {
                state: 'due',
                next_at_ms: nowMs,
                ready_ms: nowMs,
                held: false,
                claimed_until_ms: 0,
                claimed_by: '',
                ...deliveryShape.toSet({ log: addToLog(log, toResent(nowMs)) }),
              },
            },
            { returnDocument: 'after' },
          ),
        );
        if (found) return read(found);
      }
      return null;
    },
    async releaseDeliveries(which, channelId, nowMs) {
      const lane =
        channelId === null ? {} : { lane: channelKeyOf({ user_id: userId, channel_id: channelId }) };
      const done = await connection.run((c) =>
        c.deliveries.updateMany(
          {
            user_id: userId,
            ...lane,
            ready_ms: { $gt: nowMs },
            claimed_by: '',
            held: which === 'held' ? true : { $ne: true },
          },
          { $set: { next_at_ms: nowMs, ready_ms: nowMs } },
        ),
      );
      return done.modifiedCount;
    },
    async foldedNotices(incidentId) {
      const found = await connection.run((c) =>
        c.notices
          .find(
            { user_id: userId, incident_id: { $eq: incidentId }, folded: { $exists: true } },
            { ...readBound, sort: { created_at: 1 }, limit: 100 },
          )
          .toArray(),
      );
      return found
        .flatMap(({ notice, folded }) => {
          const parsed = JSON.parse(String(notice)) as Notice;
          const list = folded as { channel_id: string; delivery_id: string; at: string }[];
          return list.map((one): FoldedNotice => ({ ...one, user_id: userId, notice: parsed }));
        })
        .slice(0, 500);
    },
  };
}

/** Documents of the index looked at for one list of channels, and in how many steps. */
const stepSize = 500;
const mostSteps = 8;
/** Claims under way at a time. */
const atOnce = 8;

type DeliveryPart =
  | 'enqueueDeliveries'
  | 'dueChannels'
  | 'claimDeliveries'
  | 'settleDeliveries'
  | 'nextDeliveryMs';

/** User ids hold no `|`. */
function toChannelKey(lane: string): ChannelKey {
  const at = lane.indexOf('|');
  return { user_id: lane.slice(0, at), channel_id: lane.slice(at + 1) };
}

export function createOutbox(connection: Connection): Pick<Store, DeliveryPart> {
  /** What closes an alert at its receiver waits for what opened it. */
  async function hasEarlier(document: Document): Promise<boolean> {
    const [earlier] = await connection.run((c) =>
      c.deliveries
        .find(
          allOf([
            { user_id: document.user_id, incident_id: { $eq: document.incident_id } },
            { channel_id: { $eq: document.channel_id } },
            { created_at: { $lte: document.created_at } },
            { state: { $eq: 'due' } },
            { occasion: { $nin: [...followingOccasions] } },
          ]),
          { ...readBound, projection: { _id: 1 }, limit: 1 },
        )
        .toArray(),
    );
    return earlier !== undefined;
  }

  async function findReady(channel: ChannelKey & { count: number }, nowMs: number): Promise<Document[]> {
    const found = await connection.run((c) =>
      c.deliveries
        .find(
          { lane: channelKeyOf(channel), ready_ms: { $lte: nowMs } },
          {
            ...readBound,
            projection: {
              user_id: 1,
              channel_id: 1,
              incident_id: 1,
              occasion: 1,
              created_at: 1,
              ready_ms: 1,
            },
            sort: { risk_score: -1, created_at: -1, _id: 1 },
            limit: channel.count * 2 + 8,
          },
        )
        .toArray(),
    );
    const ready: Document[] = [];
    for (const document of found) {
      if (ready.length >= channel.count) break;
      const isFollowing = followingOccasions.includes(String(document.occasion));
      if (!isFollowing || !(await hasEarlier(document))) ready.push(document);
    }
    return ready;
  }

  /** Runs `work` over `items`, some at a time; stops after the first failure, which is returned. */
  async function inSteps<T>(
    items: readonly T[],
    work: (item: T) => Promise<void>,
  ): Promise<PromiseRejectedResult | undefined> {
    for (let from = 0; from < items.length; from += atOnce) {
      const settled = await Promise.allSettled(items.slice(from, from + atOnce).map(work));
      const failure = settled.find((one) => one.status === 'rejected');
      if (failure) return failure;
    }
    return undefined;
  }

  return {
    async enqueueDeliveries(deliveries) {
      const writes = await toOutboxWrites(connection, deliveries);
      if (writes) await connection.run((c) => writeOutbox(c, writes, null));
    },
    async dueChannels({ nowMs, after, limit }) {
      const channels: ChannelKey[] = [];
      let last = after === null ? '' : channelKeyOf(after);
      for (let steps = 0; steps < mostSteps && channels.length < limit; steps++) {
        const found = await connection.run((c) =>
          c.deliveries
            .find(
              { lane: { $gt: last }, ready_ms: { $lte: nowMs } },
              {
                ...readBound,
                projection: { lane: 1 },
                sort: { lane: 1, ready_ms: 1 },
                limit: stepSize,
                batchSize: stepSize,
              },
            )
            .toArray(),
        );
        for (const { lane } of found)
          if (lane !== last && channels.length < limit) {
            last = String(lane);
            channels.push(toChannelKey(last));
          }
        if (found.length < stepSize && channels.length < limit) return { channels, next: null };
      }
      return { channels, next: toChannelKey(last) };
    },
    async claimDeliveries({ nowMs, channels, worker, leaseMs }) {
      const until = nowMs + leaseMs;
      const claimed: Document[] = [];
      // What was claimed before the store stopped answering is handed out all the same: it is nobody else's until the
      // claim runs out.
      const failure = await inSteps(channels, async (channel) => {
        for (const { _id, ready_ms } of await findReady(channel, nowMs)) {
          const found = await connection.run((c) =>
            c.deliveries.findOneAndUpdate(
              { _id, ready_ms, state: 'due' },
              { $set: { claimed_by: worker, claimed_until_ms: until, ready_ms: until } },
              { returnDocument: 'after' },
            ),
          );
          if (found) claimed.push(found);
        }
      });
      if (failure && claimed.length === 0) throw failure.reason;
      return readDeliveries(connection, claimed);
    },
    async settleDeliveries(worker, outcomes) {
      const ours: string[] = [];
      const failure = await inSteps(outcomes, async ({ delivery_id, outcome }) => {
        const isDue = outcome.state === 'due';
        const done = await connection.run((c) =>
          c.deliveries.updateOne(
            { _id: delivery_id, claimed_by: worker, state: 'due' },
            {
              $set: {
                ...deliveryShape.toSet(outcome),
                claimed_until_ms: 0,
                claimed_by: '',
                ...(isDue ? { ready_ms: outcome.next_at_ms } : {}),
              },
              ...(isDue ? {} : { $unset: { ready_ms: '' } }),
            },
          ),
        );
        if (done.matchedCount === 1) ours.push(delivery_id);
      });
      if (failure) throw failure.reason;
      return ours;
    },
    async nextDeliveryMs() {
      const [first] = await connection.run((c) =>
        c.deliveries
          .find(
            { ready_ms: { $gte: 0 } },
            { ...readBound, projection: { ready_ms: 1 }, sort: { ready_ms: 1 }, limit: 1 },
          )
          .toArray(),
      );
      return first ? (first.ready_ms as number) : null;
    },
  };
}
