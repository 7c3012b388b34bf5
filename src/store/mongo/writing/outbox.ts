/** What a commit adds to the outbox, as plain JSON that may be carried out again (batch.ts). */
import type { Document } from 'mongodb';
import type { ChannelKey, Delivery } from '../../../core/delivery.ts';
import {
  channelKeyOf,
  mostOpenUrgent,
  type OpenMessages,
  overflowOccasion,
  planOutbox,
  toOverflow,
} from '../../../core/outbox-bound.ts';
import { type Collections, type Connection, readBound, type Stored } from '../connection/connection.ts';
import { deliveryShape } from '../records.ts';
import { createNoticeTexts, readDeliveries, toNoticeDocument } from './notices.ts';
import { insertMissing } from './write.ts';

export interface OutboxWrites {
  notices: Stored[];
  deliveries: Stored[];
  overflows: {
    /** The document to grow, as it was; null = there is none. */
    before: { id: string; count: number } | null;
    set: Document;
    /** Where that one is being sent by now: a new one. */
    alone: Stored;
    folded: { notice_id: string; channel_id: string; at: string }[];
  }[];
}

/** `ready_ms` stands while it is due: from when on it may be taken. `lane` tells channels of all tenants apart. */
function toDocument(delivery: Delivery, notice_id: string | null): Stored {
  const { notice, ...fields } = deliveryShape.toDocument(delivery, delivery.delivery_id);
  return {
    ...fields,
    _id: delivery.delivery_id,
    ...(notice_id === null ? { notice, folded_count: delivery.notice.folded?.count ?? 0 } : { notice_id }),
    risk_score: delivery.notice.risk_score,
    lane: channelKeyOf(delivery),
    ready_ms: delivery.state === 'due' ? Math.max(delivery.next_at_ms, delivery.claimed_until_ms) : undefined,
  };
}

/** Channels asked about at a time. */
const atOnce = 8;

async function readOpen(connection: Connection, channel: ChannelKey): Promise<OpenMessages> {
  const open = { lane: channelKeyOf(channel), ready_ms: { $gte: 0 } };
  const found = await connection.run((c) =>
    c.deliveries
      .find(open, { ...readBound, projection: { _id: 1 }, limit: mostOpenUrgent, batchSize: mostOpenUrgent })
      .toArray(),
  );
  const count = (): number => found.length;
  if (found.length < mostOpenUrgent / 2) return { count, overflow: null };
  const [waiting] = await connection.run((c) =>
    c.deliveries
      .find({ ...open, occasion: overflowOccasion, claimed_by: '', attempts: 0 }, { ...readBound, limit: 1 })
      .toArray(),
  );
  const [overflow = null] = waiting ? await readDeliveries(connection, [waiting]) : [];
  return { count, overflow };
}

/** Reads how much waits for each channel, and decides. Null where there is nothing to write. */
export async function toOutboxWrites(
  connection: Connection,
  deliveries: readonly Delivery[],
): Promise<OutboxWrites | null> {
  if (deliveries.length === 0) return null;
  const channels = [...new Map(deliveries.map((one) => [channelKeyOf(one), one])).entries()];
  const opened = new Map<string, OpenMessages>();
  for (let from = 0; from < channels.length; from += atOnce)
    await Promise.all(
      channels.slice(from, from + atOnce).map(async ([key, channel]) => {
        opened.set(key, await readOpen(connection, channel));
      }),
    );
  const openOf = (channel: ChannelKey): OpenMessages =>
    opened.get(channelKeyOf(channel)) ?? { count: () => 0, overflow: null };
  const known = new Set<string>();
  const full = deliveries.filter((one) => openOf(one).count() >= mostOpenUrgent / 2);
  for (let from = 0; from < full.length; from += 1000) {
    const ids = full.slice(from, from + 1000).map((one) => one.delivery_id);
    const found = await connection.run((c) =>
      c.deliveries.find({ _id: { $in: ids } }, { ...readBound, projection: { _id: 1 } }).toArray(),
    );
    for (const { _id } of found) known.add(_id);
  }
  const plan = planOutbox(deliveries, openOf, (id) => known.has(id));
  const textOf = createNoticeTexts();
  const notices = new Map<string, Stored>();
  const noticeOf = (delivery: Pick<Delivery, 'user_id' | 'created_at' | 'notice'>): string => {
    const text = textOf(delivery.user_id, delivery.notice);
    if (!notices.has(text.id))
      notices.set(text.id, toNoticeDocument(text, delivery, delivery.notice.incident_id));
    return text.id;
  };
  const writes: OutboxWrites = { notices: [], deliveries: [], overflows: [] };
  for (const delivery of plan.inserts) writes.deliveries.push(toDocument(delivery, noticeOf(delivery)));
  for (const { delivery, before, folded } of plan.overflows) {
    const { notice, next_at_ms } = delivery;
    writes.overflows.push({
      before: before && { id: before.delivery_id, count: before.notice.folded?.count ?? 0 },
      set: {
        notice: JSON.stringify(notice),
        risk_score: notice.risk_score,
        folded_count: notice.folded?.count ?? 0,
        next_at_ms,
        ready_ms: next_at_ms,
      },
      alone: toDocument(before === null ? delivery : toOverflow(null, folded), null),
      folded: folded.map((one) => ({
        notice_id: noticeOf(one),
        channel_id: one.channel_id,
        at: one.created_at,
      })),
    });
  }
  writes.notices = [...notices.values()];
  return writes;
}

/** May be repeated with the same `seq` (of the tenant's commit log; null = never repeated). */
export async function writeOutbox(c: Collections, writes: OutboxWrites, seq: number | null): Promise<void> {
  await insertMissing(c.notices, writes.notices);
  await insertMissing(c.deliveries, writes.deliveries);
  for (const { before, set, alone, folded } of writes.overflows) {
    const delivery_id = await writeOverflow(c, { before, set, alone }, seq);
    await c.notices.bulkWrite(
      folded.map(({ notice_id, channel_id, at }) => ({
        updateOne: {
          filter: { _id: notice_id },
          update: { $addToSet: { folded: { channel_id, delivery_id, at } } },
        },
      })),
      { ordered: false },
    );
  }
}

/** Its id: that of the grown document, or of the new one. */
async function writeOverflow(
  c: Collections,
  { before, set, alone }: Omit<OutboxWrites['overflows'][number], 'folded'>,
  seq: number | null,
): Promise<string> {
  if (before !== null && (await c.deliveries.findOne({ _id: alone._id }, readBound)) === null) {
    const grown = await c.deliveries.updateOne(
      { _id: before.id, state: 'due', claimed_by: '', folded_count: before.count },
      { $set: { ...set, ...(seq === null ? {} : { folded_seq: seq }) } },
    );
    if (grown.matchedCount === 1) return before.id;
    const found = seq === null ? null : await c.deliveries.findOne({ _id: before.id }, readBound);
    if (seq !== null && Number(found?.folded_seq ?? -1) >= seq) return before.id;
  }
  await insertMissing(c.deliveries, [alone]);
  return alone._id;
}
