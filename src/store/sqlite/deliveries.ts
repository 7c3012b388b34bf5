/** The outbox. A worker holds what it claimed until its lease runs out; an outcome counts only while it holds it. */
import type { Notice } from '../../core/channel.ts';
import {
  addToLog,
  type ChannelKey,
  type Delivery,
  followingOccasions,
  toResent,
} from '../../core/delivery.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { type Clause, clause } from './connection/clause.ts';
import type { Row } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import type { ForTenant, Sync } from './connection/operations.ts';
import { readPage } from './connection/paging.ts';
import {
  deliveryColumns as columns,
  insertDeliveries,
  itsNotice,
  readDelivery,
  withNotice,
} from './writing/outbox.ts';

type TenantPart = 'deliveries' | 'delivery' | 'requeueDelivery' | 'releaseDeliveries' | 'foldedNotices';

export function createDeliveriesOfTenant(db: Connection): ForTenant<Pick<TenantStore, TenantPart>> {
  const find = (userId: string, id: string): Delivery | null => {
    const row = db
      .sql(`SELECT ${withNotice} FROM deliveries WHERE delivery_id = ? AND user_id = ?`)
      .get(id, userId);
    return row ? readDelivery(row) : null;
  };
  return {
    delivery: find,
    deliveries(userId, filter, page) {
      const driving: Clause[] = [clause('user_id = ?', userId)];
      const residual: Clause[] = [];
      const looked: string[] = [];
      if (filter.incident_id !== undefined) driving.push(clause('incident_id = ?', filter.incident_id));
      else if (filter.channel_id !== undefined) driving.push(clause('channel_id = ?', filter.channel_id));
      if (filter.incident_id !== undefined && filter.channel_id !== undefined) {
        residual.push(clause('w.channel_id = ?', filter.channel_id));
        looked.push('channel_id');
      }
      if (filter.state !== undefined) {
        residual.push(clause('w.state = ?', filter.state));
        looked.push('state');
      }
      if (filter.from !== undefined) driving.push(clause('created_at >= ?', filter.from));
      const order = ['created_at', 'delivery_id'];
      const below = filter.to;
      return readPage(
        db,
        {
          table: 'deliveries',
          columns: columns.list,
          derived: itsNotice,
          order,
          driving,
          residual,
          looked,
          below,
        },
        page,
        readDelivery,
        ['', ''],
      );
    },
    requeueDelivery: (userId, id, nowMs) =>
      db.transaction(() => {
        const before = find(userId, id);
        if (before === null) return null;
        db.sql(
          `UPDATE deliveries SET state = 'due', next_at_ms = ?, held = 0, claimed_until_ms = 0, claimed_by = '', log = ?
           WHERE delivery_id = ?`,
        ).run(nowMs, JSON.stringify(addToLog(before.log, toResent(nowMs))), id);
        return find(userId, id);
      }),
    releaseDeliveries(userId, which, channelId, nowMs) {
      const ofChannel = channelId === null ? '' : 'AND channel_id = ?';
      const { changes } = db
        .sql(
          `UPDATE deliveries SET next_at_ms = ? WHERE state = 'due' AND user_id = ? ${ofChannel} AND held = ?
           AND claimed_by = '' AND max(next_at_ms, claimed_until_ms) > ?`,
        )
        .run(nowMs, userId, ...(channelId === null ? [] : [channelId]), which === 'held' ? 1 : 0, nowMs);
      return Number(changes);
    },
    foldedNotices(userId, incidentId) {
      const rows = db
        .sql(
          `SELECT notice, folded FROM notices WHERE user_id = ? AND incident_id = ? AND folded IS NOT NULL
           ORDER BY created_at LIMIT 100`,
        )
        .all(userId, incidentId) as Row[];
      return rows
        .flatMap(({ notice, folded }) => {
          const parsed = JSON.parse(notice as string) as Notice;
          const list = JSON.parse(folded as string) as {
            channel_id: string;
            delivery_id: string;
            at: string;
          }[];
          return list.map((one) => ({ ...one, user_id: userId, notice: parsed }));
        })
        .slice(0, 500);
    },
  };
}

type DeliveryPart =
  | 'enqueueDeliveries'
  | 'dueChannels'
  | 'claimDeliveries'
  | 'settleDeliveries'
  | 'nextDeliveryMs';

const following = followingOccasions.map((occasion) => `'${occasion}'`).join(', ');
const ready = 'max(next_at_ms, claimed_until_ms) <= ?';

/**
 * Claims of a process that ended without putting them back. Whoever holds the lock of the file is alone with it, so that
 * nobody works on them; looks at messages that are open.
 */
export function releaseClaims(db: Connection): void {
  db.sql(
    `UPDATE deliveries INDEXED BY deliveries_next SET claimed_until_ms = 0, claimed_by = ''
     WHERE state = 'due' AND claimed_by <> ''`,
  ).run();
}

export function createOutbox(db: Connection): Sync<Pick<Store, DeliveryPart>> {
  /** The next channel that has something open, found by jumping in the index. */
  function channelAfter({ user_id, channel_id }: ChannelKey): ChannelKey | null {
    const row =
      db
        .sql(
          `SELECT user_id, channel_id FROM deliveries WHERE state = 'due' AND user_id = ? AND channel_id > ?
           ORDER BY user_id, channel_id LIMIT 1`,
        )
        .get(user_id, channel_id) ??
      db
        .sql(
          `SELECT user_id, channel_id FROM deliveries WHERE state = 'due' AND user_id > ?
           ORDER BY user_id, channel_id LIMIT 1`,
        )
        .get(user_id);
    return row ? { user_id: row.user_id as string, channel_id: row.channel_id as string } : null;
  }

  return {
    enqueueDeliveries: (deliveries) => db.transaction(() => insertDeliveries(db, deliveries)),
    dueChannels({ nowMs, after, limit }) {
      const channels: ChannelKey[] = [];
      let at = after ?? { user_id: '', channel_id: '' };
      for (let looked = 0; looked < limit; looked++) {
        const next = channelAfter(at);
        if (next === null) return { channels, next: null };
        at = next;
        const isReady = db
          .sql(
            `SELECT 1 FROM deliveries WHERE state = 'due' AND user_id = ? AND channel_id = ? AND ${ready} LIMIT 1`,
          )
          .get(at.user_id, at.channel_id, nowMs);
        if (isReady !== undefined) channels.push(at);
      }
      return { channels, next: at };
    },
    claimDeliveries: ({ nowMs, channels, worker, leaseMs }) =>
      db.transaction(() => {
        const claimed: Delivery[] = [];
        const until = nowMs + leaseMs;
        const claim = db.sql(
          'UPDATE deliveries SET claimed_by = ?, claimed_until_ms = ? WHERE delivery_id = ?',
        );
        for (const { user_id, channel_id, count } of channels) {
          const rows = db
            .sql(
              `SELECT ${withNotice} FROM deliveries INDEXED BY deliveries_order
               WHERE state = 'due' AND user_id = ? AND channel_id = ? AND ${ready}
                 AND NOT (occasion IN (${following}) AND EXISTS (
                   SELECT 1 FROM deliveries AS earlier WHERE earlier.user_id = deliveries.user_id
                     AND earlier.incident_id = deliveries.incident_id AND earlier.created_at <= deliveries.created_at
                     AND earlier.channel_id = deliveries.channel_id AND earlier.state = 'due'
                     AND earlier.occasion NOT IN (${following})))
               ORDER BY risk_score DESC, created_at DESC, delivery_id LIMIT ?`,
            )
            .all(user_id, channel_id, nowMs, count) as Row[];
          for (const row of rows) {
            const delivery = readDelivery(row);
            claim.run(worker, until, delivery.delivery_id);
            claimed.push({ ...delivery, claimed_by: worker, claimed_until_ms: until });
          }
        }
        return claimed;
      }),
    settleDeliveries: (worker, outcomes) =>
      db.transaction(() => {
        const ours: string[] = [];
        for (const { delivery_id, outcome } of outcomes) {
          const { set, values } = columns.assign(outcome);
          const { changes } = db
            .sql(
              `UPDATE deliveries SET ${set}, claimed_until_ms = 0, claimed_by = ''
               WHERE delivery_id = ? AND claimed_by = ? AND state = 'due'`,
            )
            .run(...values, delivery_id, worker);
          if (changes === 1) ours.push(delivery_id);
        }
        return ours;
      }),
    nextDeliveryMs() {
      const row = db
        .sql(
          `SELECT max(next_at_ms, claimed_until_ms) AS at FROM deliveries WHERE state = 'due'
           ORDER BY max(next_at_ms, claimed_until_ms) LIMIT 1`,
        )
        .get();
      return row ? Number(row.at) : null;
    },
  };
}
