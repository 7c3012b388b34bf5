import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Delivery } from '../../../../src/core/delivery.ts';
import { type Backend, useStore } from './backend.ts';
import { fresh, makeDelivery, newTenant, readAll, time, write } from './records.ts';

const outcome = (given: Partial<Delivery> = {}) => ({
  state: 'sent' as const,
  attempts: 1,
  next_at_ms: 5000,
  last_attempt_at: time(3),
  last_status: 204,
  last_error: null,
  last_answer: 'ok',
  ...given,
});

export function deliveriesContract(backend: Backend): void {
  describe(`${backend.name}: deliveries`, () => {
    const open = useStore(backend);

    it('are inserted with the batch that caused them, once', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const delivery = makeDelivery({ user_id: user, next_at_ms: 9e12, incident_id: null });
      await write(open.store, user, { deliveries: [delivery] });
      await write(open.store, user, { deliveries: [{ ...delivery, attempts: 7 }] });
      assert.deepEqual(await open.store.of(user).delivery(delivery.delivery_id), delivery);
      assert.equal(await open.store.of(other).delivery(delivery.delivery_id), null);
      assert.equal(await open.store.of(user).delivery('msg_none'), null);
    });

    it('may come without an event, once', async () => {
      const user = newTenant();
      const made = [1, 2].map(() => makeDelivery({ user_id: user, next_at_ms: 9e12 }));
      await open.store.enqueueDeliveries(made);
      await open.store.enqueueDeliveries([]);
      await open.store.enqueueDeliveries(made.map((delivery) => ({ ...delivery, attempts: 7 })));
      for (const delivery of made)
        assert.deepEqual(await open.store.of(user).delivery(delivery.delivery_id), delivery);
      assert.equal((await open.store.of(user).deliveries({}, { limit: 9 })).items.length, 2);
    });

    it('are listed newest first, by channel, incident and state', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const made = Array.from({ length: 24 }, (_, at) =>
        makeDelivery({
          user_id: user,
          delivery_id: `msg_${user}_${String((at * 7) % 24).padStart(2, '0')}`,
          created_at: time(Math.floor(at / 3)),
          channel_id: `ch-${at % 2}`,
          incident_id: `inc-${at % 3}`,
          state: at % 4 === 0 ? 'sent' : at % 4 === 1 ? 'dead' : 'due',
          next_at_ms: 9e12,
        }),
      );
      await write(open.store, user, { deliveries: made });
      await write(open.store, other, { deliveries: [makeDelivery({ user_id: other, next_at_ms: 9e12 })] });
      const sorted = [...made].sort((a, b) =>
        a.created_at === b.created_at
          ? a.delivery_id < b.delivery_id
            ? 1
            : -1
          : a.created_at < b.created_at
            ? 1
            : -1,
      );
      const filters: [
        { channel_id?: string; incident_id?: string; state?: Delivery['state'] },
        (d: Delivery) => boolean,
      ][] = [
        [{}, () => true],
        [{ channel_id: 'ch-1' }, (d) => d.channel_id === 'ch-1'],
        [{ incident_id: 'inc-2' }, (d) => d.incident_id === 'inc-2'],
        [{ state: 'dead' }, (d) => d.state === 'dead'],
        [
          { channel_id: 'ch-1', incident_id: 'inc-1', state: 'due' },
          (d) => d.channel_id === 'ch-1' && d.incident_id === 'inc-1' && d.state === 'due',
        ],
      ];
      for (const [filter, holds] of filters)
        for (const limit of [2, 100])
          assert.deepEqual(
            await readAll((page) => open.store.of(user).deliveries(filter, page), limit),
            sorted.filter(holds),
          );
      assert.equal((await open.store.of(other).deliveries({}, { limit: 9 })).items.length, 1);
    });
  });

  describe(`${backend.name}: claiming deliveries`, () => {
    const open = useStore(backend);
    const claim = (nowMs: number, given: { limit?: number; perChannel?: number; worker?: string } = {}) =>
      open.store.claimDeliveries({
        nowMs,
        limit: 100,
        perChannel: 100,
        worker: 'w-1',
        leaseMs: 500,
        ...given,
      });
    /** Leaves nothing due behind for the next case. */
    const settleAll = async (): Promise<void> => {
      for (const delivery of await claim(9e14, { worker: 'last' }))
        await open.store.settleDelivery(delivery.delivery_id, 'last', outcome());
    };
    const ids = (deliveries: readonly Delivery[]): string[] => deliveries.map((d) => d.delivery_id);

    it('gives what is due, oldest due first, and to nobody else while the lease runs', async () => {
      const user = newTenant();
      const [late, early, notYet, sent] = [
        makeDelivery({ user_id: user, next_at_ms: 200 }),
        makeDelivery({ user_id: user, next_at_ms: 100, channel_id: 'ch-2' }),
        makeDelivery({ user_id: user, next_at_ms: 5000 }),
        makeDelivery({ user_id: user, next_at_ms: 50, state: 'sent' }),
      ] as [Delivery, Delivery, Delivery, Delivery];
      assert.equal(await open.store.nextDeliveryMs(), null);
      await write(open.store, user, { deliveries: [late, early, notYet, sent] });
      assert.equal(await open.store.nextDeliveryMs(), 100);
      const claimed = await claim(1000);
      assert.deepEqual(claimed, [
        { ...early, claimed_by: 'w-1', claimed_until_ms: 1500 },
        { ...late, claimed_by: 'w-1', claimed_until_ms: 1500 },
      ]);
      assert.deepEqual(await claim(1400, { worker: 'w-2' }), []);
      assert.equal(await open.store.nextDeliveryMs(), 1500);
      const again = await claim(1500, { worker: 'w-2' });
      assert.deepEqual(ids(again), ids(claimed));
      assert.equal(again[0]?.claimed_by, 'w-2');
      await settleAll();
      assert.equal(await open.store.nextDeliveryMs(), null);
    });

    it('keeps to its limits, and lets no channel starve another', async () => {
      const user = newTenant();
      const slow = Array.from({ length: 50 }, (_, at) =>
        makeDelivery({ user_id: user, channel_id: 'ch-slow', next_at_ms: at }),
      );
      const other = newTenant();
      const quick = makeDelivery({ user_id: other, channel_id: 'ch-quick', next_at_ms: 900 });
      await write(open.store, user, { deliveries: slow });
      await write(open.store, other, { deliveries: [quick] });
      const claimed = await claim(1000, { limit: 10, perChannel: 3 });
      assert.deepEqual(ids(claimed), [...ids(slow.slice(0, 3)), quick.delivery_id]);
      const more = await claim(1000, { limit: 2, perChannel: 3 });
      assert.deepEqual(ids(more), ids(slow.slice(3, 5)));
      await settleAll();
    });

    it('gives each delivery to one of many workers that ask at once', async () => {
      const user = newTenant();
      const made = Array.from({ length: 40 }, (_, at) =>
        makeDelivery({ user_id: user, channel_id: `ch-${at % 4}`, next_at_ms: at }),
      );
      await write(open.store, user, { deliveries: made });
      const claims = await Promise.all(
        Array.from({ length: 8 }, (_, at) => claim(1000, { worker: `w-${at}`, limit: 10 })),
      );
      const given = claims.flat().map((delivery) => delivery.delivery_id);
      assert.equal(new Set(given).size, given.length);
      for (let at = 0; given.length < 40 && at < 40; at++) given.push(...ids(await claim(1000)));
      assert.deepEqual(given.sort(), ids(made).sort());
      await settleAll();
    });

    it('takes an outcome from who holds it, and from nobody else', async () => {
      const user = newTenant();
      const delivery = makeDelivery({ user_id: user, next_at_ms: 100 });
      const id = delivery.delivery_id;
      await write(open.store, user, { deliveries: [delivery] });
      assert.equal(await open.store.settleDelivery(id, 'w-1', outcome()), false);
      await claim(1000);
      assert.equal(await open.store.settleDelivery(id, 'w-2', outcome()), false);
      assert.equal(await open.store.settleDelivery('msg_none', 'w-1', outcome()), false);
      const retry = outcome({ state: 'due', next_at_ms: 7000, last_status: 503, last_error: 'busy' });
      assert.equal(await open.store.settleDelivery(id, 'w-1', retry), true);
      const stored = await open.store.of(user).delivery(id);
      assert.deepEqual(stored, { ...delivery, ...retry, claimed_by: '', claimed_until_ms: 0 });
      assert.equal(await open.store.nextDeliveryMs(), 7000);
      assert.deepEqual(await claim(6999), []);
      assert.equal((await claim(7000)).length, 1);
      assert.equal(await open.store.settleDelivery(id, 'w-1', outcome({ attempts: 2 })), true);
      assert.equal((await open.store.of(user).delivery(id))?.state, 'sent');
      assert.equal(await open.store.nextDeliveryMs(), null);
    });

    it('takes no outcome from a worker whose lease another has taken over', async () => {
      const user = newTenant();
      const delivery = makeDelivery({ user_id: user, next_at_ms: 100 });
      await write(open.store, user, { deliveries: [delivery] });
      await claim(1000);
      await claim(2000, { worker: 'w-2' });
      assert.equal(await open.store.settleDelivery(delivery.delivery_id, 'w-1', outcome()), false);
      assert.equal(await open.store.settleDelivery(delivery.delivery_id, 'w-2', outcome()), true);
    });

    it('begins anew with what a person sends again', async () => {
      const user = newTenant();
      const delivery = makeDelivery({
        user_id: user,
        state: 'dead',
        attempts: 10,
        last_error: 'gone',
        channel_id: fresh('ch'),
      });
      await write(open.store, user, { deliveries: [delivery] });
      assert.equal(await open.store.of(newTenant()).requeueDelivery(delivery.delivery_id, 400), null);
      assert.equal(await open.store.of(user).requeueDelivery('msg_none', 400), null);
      assert.equal(await open.store.nextDeliveryMs(), null);
      const requeued = await open.store.of(user).requeueDelivery(delivery.delivery_id, 400);
      assert.deepEqual(requeued, { ...delivery, state: 'due', attempts: 0, next_at_ms: 400 });
      assert.deepEqual(ids(await claim(400)), [delivery.delivery_id]);
      await settleAll();
    });
  });
}
