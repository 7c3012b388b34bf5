/** What is added to the outbox: deliveries, and their notices once each. */
import { hash } from 'node:crypto';
import type { Notice } from '../../../core/channel.ts';
import type { ChannelKey, Delivery } from '../../../core/delivery.ts';
import {
  channelKeyOf,
  mostOpenUrgent,
  type OpenMessages,
  overflowOccasion,
  planOutbox,
} from '../../../core/outbox-bound.ts';
import { defineColumns, type Row } from '../connection/columns.ts';
import type { Connection } from '../connection/connection.ts';

/** A notice is a row of its own, which all its deliveries name. */
type DeliveryRow = Omit<Delivery, 'notice'> & { notice_id: string; risk_score: number };

export const deliveryColumns = defineColumns<DeliveryRow>('deliveries', {
  delivery_id: 'text',
  user_id: 'text',
  channel_id: 'text',
  incident_id: 'text',
  occasion: 'text',
  notice_id: 'text',
  risk_score: 'number',
  state: 'text',
  attempts: 'number',
  created_at: 'text',
  next_at_ms: 'number',
  held: 'boolean',
  claimed_until_ms: 'number',
  claimed_by: 'text',
  last_attempt_at: 'text',
  last_status: 'number',
  last_error: 'text',
  last_answer: 'text',
  log: 'json',
  recipients: 'json',
});

export const itsNotice =
  '(SELECT notice FROM notices WHERE notices.notice_id = deliveries.notice_id) AS notice';
export const withNotice = `${deliveryColumns.list}, ${itsNotice}`;

export function readDelivery(row: Row): Delivery {
  const { notice_id: _id, risk_score: _risk, ...delivery } = deliveryColumns.read(row);
  return { ...delivery, notice: JSON.parse(row.notice as string) as Notice };
}

/** By its content: whoever writes the same notice writes the same row. That of an overflow grows, and is its own. */
function noticeIdOf({ user_id, occasion, delivery_id }: Delivery, text: string): string {
  return occasion === overflowOccasion
    ? delivery_id
    : `ntc-${hash('sha256', `${user_id}\n${text}`, 'hex').slice(0, 32)}`;
}

interface NoticeText {
  id: string;
  text: string;
}

/** Deliveries of one notice share the object, so that it is written out and hashed once. */
function createNoticeTexts(): (delivery: Delivery) => NoticeText {
  const known = new Map<Notice, NoticeText>();
  return (delivery) => {
    let found = known.get(delivery.notice);
    if (!found) {
      const text = JSON.stringify(delivery.notice);
      found = { id: noticeIdOf(delivery, text), text };
      known.set(delivery.notice, found);
    }
    return found;
  };
}

/** Within a transaction. What is over a channel's bound goes into one message. */
export function insertDeliveries(db: Connection, deliveries: readonly Delivery[]): void {
  if (deliveries.length === 0) return;
  const opened = new Map<string, OpenMessages>();
  const openOf = (channel: ChannelKey): OpenMessages => {
    const key = channelKeyOf(channel);
    let open = opened.get(key);
    if (!open) {
      open = readOpen(db, channel);
      opened.set(key, open);
    }
    return open;
  };
  const isKnown = (id: string): boolean =>
    db.sql('SELECT 1 FROM deliveries WHERE delivery_id = ?').get(id) !== undefined;
  const plan = planOutbox(deliveries, openOf, isKnown);
  const textOf = createNoticeTexts();
  const insertNotice = db.sql('INSERT INTO notices VALUES (?, ?, ?, ?, ?, NULL) ON CONFLICT DO NOTHING');
  const insertRow = db.sql(`${deliveryColumns.insert} ON CONFLICT DO NOTHING`);
  const written = new Set<string>();
  const writeNotice = (delivery: Delivery): string => {
    const { id, text } = textOf(delivery);
    if (!written.has(id)) {
      written.add(id);
      insertNotice.run(id, delivery.user_id, delivery.notice.incident_id, delivery.created_at, text);
    }
    return id;
  };
  const insert = (delivery: Delivery): void => {
    const { notice, ...rest } = delivery;
    const notice_id = writeNotice(delivery);
    insertRow.run(...deliveryColumns.values({ ...rest, notice_id, risk_score: notice.risk_score }));
  };
  for (const delivery of plan.inserts) insert(delivery);
  for (const { delivery, before } of plan.overflows) {
    if (before === null) {
      insert(delivery);
      continue;
    }
    db.sql('UPDATE notices SET notice = ? WHERE notice_id = ?').run(
      JSON.stringify(delivery.notice),
      delivery.delivery_id,
    );
    db.sql('UPDATE deliveries SET risk_score = ?, next_at_ms = ? WHERE delivery_id = ?').run(
      delivery.notice.risk_score,
      delivery.next_at_ms,
      delivery.delivery_id,
    );
  }
  const foldedBy = new Map<string, { channel_id: string; delivery_id: string; at: string }[]>();
  for (const { user_id, channel_id, notice, delivery_id, at } of plan.folded) {
    const delivery = {
      user_id,
      occasion: notice.occasion,
      delivery_id: '',
      notice,
      created_at: at,
    } as Delivery;
    const id = writeNotice(delivery);
    const list = foldedBy.get(id);
    if (list) list.push({ channel_id, delivery_id, at });
    else foldedBy.set(id, [{ channel_id, delivery_id, at }]);
  }
  for (const [id, list] of foldedBy) {
    const row = db.sql('SELECT folded FROM notices WHERE notice_id = ?').get(id);
    const before = row?.folded ? (JSON.parse(row.folded as string) as unknown[]) : [];
    db.sql('UPDATE notices SET folded = ? WHERE notice_id = ?').run(JSON.stringify([...before, ...list]), id);
  }
}

function readOpen(db: Connection, { user_id, channel_id }: ChannelKey): OpenMessages {
  const overflow = db
    .sql(
      `SELECT ${withNotice} FROM deliveries INDEXED BY deliveries_overflow
       WHERE state = 'due' AND occasion = '${overflowOccasion}' AND user_id = ? AND channel_id = ?
         AND claimed_by = '' AND attempts = 0 LIMIT 1`,
    )
    .get(user_id, channel_id);
  return {
    count() {
      const { n } = db
        .sql(
          `SELECT count(*) AS n FROM (SELECT 1 FROM deliveries INDEXED BY deliveries_due
           WHERE state = 'due' AND user_id = ? AND channel_id = ? LIMIT ${mostOpenUrgent})`,
        )
        .get(user_id, channel_id) as { n: number };
      return n;
    },
    overflow: overflow ? readDelivery(overflow) : null,
  };
}
