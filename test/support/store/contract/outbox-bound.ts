import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Delivery } from '../../../../src/core/delivery.ts';
import { mostOpen, overflowOccasion } from '../../../../src/core/outbox-bound.ts';
import { type Backend, useStore } from './backend.ts';
import { makeDelivery, newTenant, readAll, write } from './records.ts';

export function outboxBoundContract(backend: Backend): void {
  describe(`${backend.name}: what waits for a channel`, () => {
    const open = useStore(backend);

    it('is bounded: one message counts the rest and names the worst', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const make = (from: number, count: number, risk_score: number, channel_id: string): Delivery[] =>
        Array.from({ length: count }, (_, n) => {
          const incident_id = `inc-${from + n}`;
          const notice = { ...makeDelivery({ user_id: user }).notice, incident_id, risk_score };
          return makeDelivery({ user_id: user, incident_id, channel_id, notice, next_at_ms: 9e12 });
        });
      const many = make(0, mostOpen + 30, 5, 'ch-full');
      await write(open.store, user, { deliveries: many });
      await open.store.enqueueDeliveries(make(1000, 20, 7, 'ch-full'));
      // What is urgent still has room, and so has another channel.
      const urgent = make(2000, 3, 9, 'ch-full');
      const elsewhere = make(3000, 3, 2, 'ch-free');
      await open.store.enqueueDeliveries([...urgent, ...elsewhere]);
      const tenant = open.store.of(user);
      const due = await readAll((page) => tenant.deliveries({ channel_id: 'ch-full' }, page), 100);
      const overflows = due.filter(({ occasion }) => occasion === overflowOccasion);
      assert.equal(overflows.length, 1);
      assert.equal(due.length, mostOpen + 3 + 1);
      const [overflow] = overflows;
      assert.equal(overflow?.notice.folded?.count, 50);
      assert.equal(overflow.notice.risk_score, 7);
      assert.match(overflow.notice.title, /^50 messages /);
      assert.ok(overflow.notice.folded.incidents.slice(0, 20).every(({ risk_score }) => risk_score === 7));
      for (const one of [...urgent, ...elsewhere]) assert.ok(await tenant.delivery(one.delivery_id));
      const folded = await tenant.foldedNotices('inc-1004');
      assert.deepEqual(
        folded.map((one) => [one.channel_id, one.delivery_id, one.notice.risk_score]),
        [['ch-full', overflow.delivery_id, 7]],
      );
      assert.deepEqual(await open.store.of(other).foldedNotices('inc-1004'), []);
      assert.deepEqual(await tenant.foldedNotices('inc-2000'), []);
      // Once somebody is sending it, what comes is counted in another one.
      await tenant.releaseDeliveries('waiting', 'ch-full', 100);
      const held = await open.store.claimDeliveries({
        nowMs: 200,
        channels: [{ user_id: user, channel_id: 'ch-full', count: 500 }],
        worker: 'w',
        leaseMs: 500,
      });
      assert.ok(held.some(({ occasion }) => occasion === overflowOccasion));
      await open.store.enqueueDeliveries(make(4000, 2, 4, 'ch-full'));
      const all = await readAll((page) => tenant.deliveries({ channel_id: 'ch-full' }, page), 100);
      assert.deepEqual(
        all
          .filter(({ occasion }) => occasion === overflowOccasion)
          .map(({ notice }) => notice.folded?.count)
          .sort(),
        [2, 50],
      );
    });
  });
}
