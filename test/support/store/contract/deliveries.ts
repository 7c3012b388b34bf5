import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ChannelKey,
  type Delivery,
  type DeliveryStep,
  toResent,
} from '../../../../src/core/delivery.ts';
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
  held: false,
  log: [],
  recipients: null,
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

    it('are listed within a range of time', async () => {
      const user = newTenant();
      const made = [0, 1, 2, 3].map((at) =>
        makeDelivery({ user_id: user, next_at_ms: 9e12, created_at: time(at), channel_id: `ch-${at % 2}` }),
      );
      await open.store.enqueueDeliveries(made);
      const times = async (filter: { from?: string; to?: string; channel_id?: string }) =>
        (await readAll((page) => open.store.of(user).deliveries(filter, page), 1)).map(
          (one) => one.created_at,
        );
      assert.deepEqual(await times({ from: time(1), to: time(3) }), [time(2), time(1)]);
      assert.deepEqual(await times({ from: time(1), channel_id: 'ch-1' }), [time(3), time(1)]);
      assert.deepEqual(await times({ to: time(0) }), []);
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
    /** All channels that have something due, in the order of the store. */
    const claim = async (
      nowMs: number,
      { count = 100, worker = 'w-1' }: { count?: number; worker?: string } = {},
    ): Promise<Delivery[]> => {
      const channels: ChannelKey[] = [];
      for (let after: ChannelKey | null = null; ; ) {
        const found: Awaited<ReturnType<typeof open.store.dueChannels>> = await open.store.dueChannels({
          nowMs,
          after,
          limit: 3,
        });
        channels.push(...found.channels);
        after = found.next;
        if (after === null) break;
      }
      const asked = channels.map((channel) => ({ ...channel, count }));
      return open.store.claimDeliveries({ nowMs, channels: asked, worker, leaseMs: 500 });
    };
    const settle = async (id: string, worker: string, given = outcome()): Promise<boolean> => {
      const ours = await open.store.settleDeliveries(worker, [{ delivery_id: id, outcome: given }]);
      assert.deepEqual(ours, ours.length === 0 ? [] : [id]);
      return ours.length === 1;
    };
    /** Leaves nothing due behind for the next case. */
    const settleAll = async (): Promise<void> => {
      for (;;) {
        const left = await claim(9e14, { worker: 'last' });
        if (left.length === 0) return;
        await open.store.settleDeliveries(
          'last',
          left.map(({ delivery_id }) => ({ delivery_id, outcome: outcome() })),
        );
      }
    };
    const ids = (deliveries: readonly Delivery[]): string[] => deliveries.map((d) => d.delivery_id);

    it('gives what is due, and to nobody else while the lease runs', async () => {
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
      assert.deepEqual(
        claimed.toSorted((a, b) => a.next_at_ms - b.next_at_ms),
        [
          { ...early, claimed_by: 'w-1', claimed_until_ms: 1500 },
          { ...late, claimed_by: 'w-1', claimed_until_ms: 1500 },
        ],
      );
      assert.deepEqual(await claim(1400, { worker: 'w-2' }), []);
      assert.equal(await open.store.nextDeliveryMs(), 1500);
      const again = await claim(1500, { worker: 'w-2' });
      assert.deepEqual(ids(again).sort(), ids(claimed).sort());
      assert.equal(again[0]?.claimed_by, 'w-2');
      await settleAll();
      assert.equal(await open.store.nextDeliveryMs(), null);
    });

    it('goes by tenant and channel, and gives of each what there is room for', async () => {
      const user = newTenant();
      const slow = Array.from({ length: 50 }, () =>
        makeDelivery({ user_id: user, channel_id: 'ch-slow', next_at_ms: 1 }),
      );
      const other = newTenant();
      const quick = makeDelivery({ user_id: other, channel_id: 'ch-quick', next_at_ms: 900 });
      const later = makeDelivery({ user_id: other, channel_id: 'ch-later', next_at_ms: 5000 });
      await write(open.store, user, { deliveries: slow });
      await write(open.store, other, { deliveries: [quick, later] });
      const claimed = await claim(1000, { count: 3 });
      assert.equal(claimed.filter(({ user_id }) => user_id === user).length, 3);
      assert.deepEqual(ids(claimed.filter(({ user_id }) => user_id === other)), [quick.delivery_id]);
      assert.deepEqual(
        await open.store.claimDeliveries({
          nowMs: 1000,
          channels: [{ user_id: other, channel_id: 'ch-slow', count: 5 }],
          worker: 'w',
          leaseMs: 500,
        }),
        [],
        'a channel of another tenant',
      );
      await settleAll();
    });

    it('gives the worst first, then the newest', async () => {
      const user = newTenant();
      const made = [
        [3, 1],
        [9, 2],
        [5, 3],
        [9, 4],
        [1, 5],
      ].map(([risk_score = 0, at = 0]) =>
        makeDelivery({
          user_id: user,
          created_at: time(at),
          notice: { ...makeDelivery({ user_id: user }).notice, risk_score },
        }),
      );
      await write(open.store, user, { deliveries: made });
      const order: string[] = [];
      for (let n = 0; n < 5; n++) order.push(...ids(await claim(2000 + n, { count: 1 })));
      assert.deepEqual(
        order,
        [3, 1, 2, 0, 4].map((at) => made[at]?.delivery_id),
      );
      await settleAll();
    });

    it('lets the end of an incident wait for what was told before it by the same channel', async () => {
      const user = newTenant();
      const about = { user_id: user, incident_id: 'inc-ends', channel_id: 'ch-pager' };
      const trigger = makeDelivery({ ...about, created_at: time(1), next_at_ms: 100 });
      const end = makeDelivery({ ...about, occasion: 'resolved', created_at: time(2), next_at_ms: 100 });
      const elsewhere = makeDelivery({
        ...about,
        channel_id: 'ch-other',
        occasion: 'resolved',
        created_at: time(2),
      });
      await write(open.store, user, { deliveries: [trigger, end, elsewhere] });
      assert.deepEqual(ids(await claim(2000)).sort(), [trigger.delivery_id, elsewhere.delivery_id].sort());
      const retry = outcome({ state: 'due', next_at_ms: 9000 });
      assert.equal(await settle(trigger.delivery_id, 'w-1', retry), true);
      assert.equal(await settle(elsewhere.delivery_id, 'w-1'), true);
      assert.deepEqual(await claim(2100), [], 'the trigger is tried again later');
      assert.deepEqual(ids(await claim(9000)), [trigger.delivery_id]);
      assert.equal(await settle(trigger.delivery_id, 'w-1', outcome({ attempts: 2 })), true);
      assert.deepEqual(ids(await claim(9000)), [end.delivery_id]);
      await settleAll();
    });

    it('keeps the log and what became of the recipients', async () => {
      const user = newTenant();
      const delivery = makeDelivery({ user_id: user, next_at_ms: 100, held: true });
      await write(open.store, user, { deliveries: [delivery] });
      await claim(1000);
      const step: DeliveryStep = {
        at: time(4),
        what: 'attempt',
        status: 450,
        error: 'greylisted',
        answer: '450 4.7.1 \u0000',
        duration_ms: 12,
        times: 1,
      };
      const given = outcome({
        state: 'due',
        log: [step],
        recipients: [{ to: 'a@example.org', state: 'later', answer: '450' }],
      });
      await settle(delivery.delivery_id, 'w-1', given);
      const stored = await open.store.of(user).delivery(delivery.delivery_id);
      assert.deepEqual(stored, { ...delivery, ...given });
      await settleAll();
    });

    it('writes many outcomes at once, each where it is still held', async () => {
      const user = newTenant();
      const made = Array.from({ length: 30 }, () => makeDelivery({ user_id: user, next_at_ms: 1 }));
      await write(open.store, user, { deliveries: made });
      const claimed = await claim(1000);
      await claim(1600, { worker: 'w-2', count: 1 });
      const all = claimed.map(({ delivery_id }) => ({ delivery_id, outcome: outcome() }));
      const ours = await open.store.settleDeliveries('w-1', all);
      assert.equal(ours.length, 29);
      assert.deepEqual(await open.store.settleDeliveries('w-1', []), []);
      await settleAll();
    });

    it('makes what waits due now, by what it waits for and by channel', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const made = [
        makeDelivery({ user_id: user, next_at_ms: 8000, held: true }),
        makeDelivery({ user_id: user, next_at_ms: 8000, held: true, channel_id: 'ch-2' }),
        makeDelivery({ user_id: user, next_at_ms: 8000 }),
        makeDelivery({ user_id: user, next_at_ms: 8000, state: 'sent' }),
        makeDelivery({ user_id: other, next_at_ms: 8000, held: true }),
      ];
      await write(open.store, user, { deliveries: made.slice(0, 4) });
      await write(open.store, other, { deliveries: made.slice(4) });
      const tenant = open.store.of(user);
      assert.equal(await tenant.releaseDeliveries('held', 'ch-2', 2000), 1);
      assert.deepEqual(ids(await claim(2000)), [made[1]?.delivery_id]);
      assert.equal(await tenant.releaseDeliveries('waiting', null, 2000), 1);
      assert.equal(await tenant.releaseDeliveries('held', null, 2000), 1);
      assert.equal(await tenant.releaseDeliveries('held', null, 2000), 0);
      assert.equal((await claim(2000)).length, 2);
      await settleAll();
    });

    it('gives each delivery to one of many workers that ask at once', async () => {
      const user = newTenant();
      const made = Array.from({ length: 40 }, (_, at) =>
        makeDelivery({ user_id: user, channel_id: `ch-${at % 4}`, next_at_ms: at }),
      );
      await write(open.store, user, { deliveries: made });
      const claims = await Promise.all(
        Array.from({ length: 8 }, (_, at) => claim(1000, { worker: `w-${at}`, count: 3 })),
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
      assert.equal(await settle(id, 'w-1', outcome()), false);
      await claim(1000);
      assert.equal(await settle(id, 'w-2', outcome()), false);
      assert.equal(await settle('msg_none', 'w-1', outcome()), false);
      const retry = outcome({ state: 'due', next_at_ms: 7000, last_status: 503, last_error: 'busy' });
      assert.equal(await settle(id, 'w-1', retry), true);
      const stored = await open.store.of(user).delivery(id);
      assert.deepEqual(stored, { ...delivery, ...retry, claimed_by: '', claimed_until_ms: 0 });
      assert.equal(await open.store.nextDeliveryMs(), 7000);
      assert.deepEqual(await claim(6999), []);
      assert.equal((await claim(7000)).length, 1);
      assert.equal(await settle(id, 'w-1', outcome({ attempts: 2 })), true);
      assert.equal((await open.store.of(user).delivery(id))?.state, 'sent');
      assert.equal(await open.store.nextDeliveryMs(), null);
    });

    it('takes no outcome from a worker whose lease another has taken over', async () => {
      const user = newTenant();
      const delivery = makeDelivery({ user_id: user, next_at_ms: 100 });
      await write(open.store, user, { deliveries: [delivery] });
      await claim(1000);
      await claim(2000, { worker: 'w-2' });
      assert.equal(await settle(delivery.delivery_id, 'w-1', outcome()), false);
      assert.equal(await settle(delivery.delivery_id, 'w-2', outcome()), true);
    });

    it('begins the schedule anew with what a person sends again, and keeps its attempts', async () => {
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
      assert.deepEqual(requeued, {
        ...delivery,
        state: 'due',
        next_at_ms: 400,
        log: [toResent(400)],
      });
      assert.deepEqual(ids(await claim(400)), [delivery.delivery_id]);
      await settleAll();
    });
  });
}
