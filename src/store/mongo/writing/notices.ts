/** A notice is kept once, under an id that its content decides; its deliveries name it. */
import { hash } from 'node:crypto';
import type { Document } from 'mongodb';
import type { Notice } from '../../../core/channel.ts';
import type { Delivery } from '../../../core/delivery.ts';
import { type Connection, readBound, type Stored } from '../connection/connection.ts';
import { deliveryShape } from '../records.ts';

export interface NoticeText {
  id: string;
  text: string;
}

/** Deliveries of one notice share the object, so that it is written out and hashed once. */
export function createNoticeTexts(): (userId: string, notice: Notice) => NoticeText {
  const known = new Map<Notice, NoticeText>();
  return (userId, notice) => {
    let found = known.get(notice);
    if (!found) {
      const text = JSON.stringify(notice);
      found = { id: `ntc-${hash('sha256', `${userId}\n${text}`, 'hex').slice(0, 32)}`, text };
      known.set(notice, found);
    }
    return found;
  };
}

export const toNoticeDocument = (
  { id, text }: NoticeText,
  { user_id, created_at }: Pick<Delivery, 'user_id' | 'created_at'>,
  incident_id: string,
): Stored => ({ _id: id, user_id, incident_id, created_at, notice: text });

/** Those of an older version, and the messages about the rest, which grow, hold their notice themselves. */
export async function readDeliveries(
  connection: Connection,
  documents: readonly Document[],
): Promise<Delivery[]> {
  const ids = new Set(
    documents.filter(({ notice }) => notice === undefined).map(({ notice_id }) => String(notice_id)),
  );
  const texts = new Map<string, unknown>();
  if (ids.size > 0) {
    const found = await connection.run((c) =>
      c.notices.find({ _id: { $in: [...ids] } }, readBound).toArray(),
    );
    for (const { _id, notice } of found) texts.set(_id, notice);
  }
  return documents.map((document) =>
    deliveryShape.read({ ...document, notice: document.notice ?? texts.get(String(document.notice_id)) }),
  );
}
