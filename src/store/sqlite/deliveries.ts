/** The outbox. A worker holds what it claimed until its lease runs out; an outcome counts only while it holds it. */
import type { Delivery } from '../../core/delivery.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { type Clause, clause } from './connection/clause.ts';
import { defineColumns, type Row } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import type { ForTenant, Sync } from './connection/operations.ts';
import { readPage } from './connection/paging.ts';

const columns = defineColumns<Delivery>('deliveries', {
  delivery_id: 'text',
  user_id: 'text',
  channel_id: 'text',
  incident_id: 'text',
  occasion: 'text',
  notice: 'json',
  state: 'text',
  attempts: 'number',
  created_at: 'text',
  next_at_ms: 'number',
  claimed_until_ms: 'number',
  claimed_by: 'text',
  last_attempt_at: 'text',
  last_status: 'number',
  last_error: 'text',
  last_answer: 'text',
});

const insertOnce = `${columns.insert} ON CONFLICT DO NOTHING`;

export function insertDelivery(db: Connection, delivery: Delivery): void {
  db.sql(insertOnce).run(...columns.values(delivery));
}

export function createDeliveriesOfTenant(
  db: Connection,
): ForTenant<Pick<TenantStore, 'deliveries' | 'delivery' | 'requeueDelivery'>> {
  const find = (userId: string, id: string): Delivery | null => {
    const row = db
      .sql(`SELECT ${columns.list} FROM deliveries WHERE delivery_id = ? AND user_id = ?`)
      .get(id, userId);
    return row ? columns.read(row) : null;
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
      const order = ['created_at', 'delivery_id'];
      return readPage(
        db,
        { table: 'deliveries', columns: columns.list, order, driving, residual, looked },
        page,
        columns.read,
        ['', ''],
      );
    },
    requeueDelivery(userId, id, nowMs) {
      db.sql(
        `UPDATE deliveries SET state = 'due', attempts = 0, next_at_ms = ?, claimed_until_ms = 0, claimed_by = ''
         WHERE delivery_id = ? AND user_id = ?`,
      ).run(nowMs, id, userId);
      return find(userId, id);
    },
  };
}

type DeliveryPart = 'enqueueDeliveries' | 'claimDeliveries' | 'settleDelivery' | 'nextDeliveryMs';

export function createOutbox(db: Connection): Sync<Pick<Store, DeliveryPart>> {
  /** Channels that have something due, found by jumping from one to the next in the index. */
  const dueChannels = (): string[] =>
    (
      db
        .sql(
          `WITH RECURSIVE c(id) AS (
             SELECT min(channel_id) FROM deliveries WHERE state = 'due'
             UNION ALL
             SELECT (SELECT min(channel_id) FROM deliveries WHERE state = 'due' AND channel_id > c.id)
             FROM c WHERE c.id IS NOT NULL
           ) SELECT id FROM c WHERE id IS NOT NULL`,
        )
        .all() as Row[]
    ).map(({ id }) => id as string);

  return {
    enqueueDeliveries: (deliveries) =>
      db.transaction(() => {
        for (const delivery of deliveries) insertDelivery(db, delivery);
      }),
    claimDeliveries: ({ nowMs, limit, perChannel, worker, leaseMs }) =>
      db.transaction(() => {
        const due: Delivery[] = [];
        for (const channel of dueChannels()) {
          const rows = db
            .sql(
              `SELECT ${columns.list} FROM deliveries WHERE state = 'due' AND channel_id = ?
                 AND max(next_at_ms, claimed_until_ms) <= ?
               ORDER BY max(next_at_ms, claimed_until_ms), delivery_id LIMIT ?`,
            )
            .all(channel, nowMs, perChannel) as Row[];
          for (const row of rows) due.push(columns.read(row));
        }
        due.sort((a, b) => a.next_at_ms - b.next_at_ms || (a.delivery_id < b.delivery_id ? -1 : 1));
        const claimed = due.slice(0, limit);
        for (const delivery of claimed) {
          delivery.claimed_by = worker;
          delivery.claimed_until_ms = nowMs + leaseMs;
          db.sql('UPDATE deliveries SET claimed_by = ?, claimed_until_ms = ? WHERE delivery_id = ?').run(
            worker,
            delivery.claimed_until_ms,
            delivery.delivery_id,
          );
        }
        return claimed;
      }),
    settleDelivery(id, worker, outcome) {
      const { set, values } = columns.assign(outcome);
      const { changes } = db
        .sql(
          `UPDATE deliveries SET ${set}, claimed_until_ms = 0, claimed_by = ''
           WHERE delivery_id = ? AND claimed_by = ? AND state = 'due'`,
        )
        .run(...values, id, worker);
      return changes === 1;
    },
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
