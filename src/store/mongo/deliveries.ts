/** The outbox. A worker holds what it claimed until its lease runs out; an outcome counts only while it holds it. */
import type { Document, Filter } from 'mongodb';
import type { Delivery } from '../../core/delivery.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { type Connection, readBound, type Stored } from './connection/connection.ts';
import { allOf } from './connection/filter.ts';
import { parseCursor, readKeyset, toCursor } from './connection/paging.ts';
import { deliveryShape } from './records.ts';
import { insertMissing } from './writing/write.ts';

/** `ready_ms` stands while it is due: from when on it may be taken. `lane` tells channels of all tenants apart. */
export const toDeliveryDocument = (delivery: Delivery): Stored => ({
  ...deliveryShape.toDocument(delivery, delivery.delivery_id),
  lane: `${delivery.user_id}|${delivery.channel_id}`,
  ready_ms: delivery.state === 'due' ? Math.max(delivery.next_at_ms, delivery.claimed_until_ms) : undefined,
});

export function createDeliveriesOfTenant(
  connection: Connection,
  userId: string,
): Pick<TenantStore, 'deliveries' | 'delivery' | 'requeueDelivery'> {
  const mine = (id: string): Filter<Stored> => ({ _id: id, user_id: userId });
  return {
    async delivery(id) {
      const found = await connection.run((c) => c.deliveries.findOne(mine(id), readBound));
      return found && deliveryShape.read(found);
    },
    async deliveries(filter, page) {
      const after = parseCursor(page.cursor, '');
      const driving: Filter<Stored>[] = [{ user_id: userId }];
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
      return { items: found.map(deliveryShape.read), next_cursor: next && toCursor(next) };
    },
    async requeueDelivery(id, nowMs) {
      const found = await connection.run((c) =>
        c.deliveries.findOneAndUpdate(
          mine(id),
          {
            $set: {
              state: 'due',
              attempts: 0,
              next_at_ms: nowMs,
              ready_ms: nowMs,
              claimed_until_ms: 0,
              claimed_by: '',
            },
          },
          { returnDocument: 'after' },
        ),
      );
      return found && deliveryShape.read(found);
    },
  };
}

/** Claims under way at a time. */
const atOnce = 8;

type DeliveryPart = 'enqueueDeliveries' | 'claimDeliveries' | 'settleDelivery' | 'nextDeliveryMs';

export function createOutbox(connection: Connection): Pick<Store, DeliveryPart> {
  /** Oldest due first; a channel that has its share is left out, so that one with a long queue hides no other. */
  async function findDue(nowMs: number, limit: number, perChannel: number): Promise<Document[]> {
    const taken = new Map<string, number>();
    const due: Document[] = [];
    let last: { ready_ms: number; _id: string } | null = null;
    while (due.length < limit) {
      const full = [...taken].filter(([, count]) => count >= perChannel).map(([lane]) => lane);
      const where: Filter<Stored>[] = [{ ready_ms: { $lte: nowMs } }];
      if (full.length > 0) where.push({ lane: { $nin: full } });
      if (last)
        where.push({
          $or: [{ ready_ms: { $gt: last.ready_ms } }, { ready_ms: last.ready_ms, _id: { $gt: last._id } }],
        });
      const found = await connection.run((c) =>
        c.deliveries.find(allOf(where), { ...readBound, sort: { ready_ms: 1, _id: 1 }, limit }).toArray(),
      );
      for (const document of found) {
        const lane = String(document.lane);
        const count = taken.get(lane) ?? 0;
        if (count < perChannel && due.length < limit) {
          due.push(document);
          taken.set(lane, count + 1);
        }
      }
      const end = found.at(-1);
      if (!end || found.length < limit) break;
      last = { ready_ms: end.ready_ms as number, _id: end._id };
    }
    return due;
  }

  return {
    async enqueueDeliveries(deliveries) {
      await connection.run((c) => insertMissing(c.deliveries, deliveries.map(toDeliveryDocument)));
    },
    async claimDeliveries({ nowMs, limit, perChannel, worker, leaseMs }) {
      const until = nowMs + leaseMs;
      const claimed: Delivery[] = [];
      const due = await findDue(nowMs, limit, perChannel);
      // What was claimed before the store stopped answering is handed out all the same: it is nobody else's until the
      // claim runs out.
      let failure: PromiseRejectedResult | undefined;
      for (let from = 0; from < due.length && !failure; from += atOnce) {
        const settled = await Promise.allSettled(
          due.slice(from, from + atOnce).map(async ({ _id, ready_ms }) => {
            const found = await connection.run((c) =>
              c.deliveries.findOneAndUpdate(
                { _id, ready_ms, state: 'due' },
                { $set: { claimed_by: worker, claimed_until_ms: until, ready_ms: until } },
                { returnDocument: 'after' },
              ),
            );
            if (found) claimed.push(deliveryShape.read(found));
          }),
        );
        failure = settled.find((one) => one.status === 'rejected');
      }
      if (failure && claimed.length === 0) throw failure.reason;
      return claimed.sort((a, b) => a.next_at_ms - b.next_at_ms || (a.delivery_id < b.delivery_id ? -1 : 1));
    },
    async settleDelivery(id, worker, outcome) {
      const isDue = outcome.state === 'due';
      const done = await connection.run((c) =>
        c.deliveries.updateOne(
          { _id: id, claimed_by: worker, state: 'due' },
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
      return done.matchedCount === 1;
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
