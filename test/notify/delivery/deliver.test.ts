import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Delivery } from '../../../src/core/delivery.ts';
import { createDeliverer, type DelivererParts } from '../../../src/notify/delivery/deliver.ts';
import { laneLimits } from '../../../src/notify/delivery/lanes.ts';
import { retryWaitsMs } from '../../../src/notify/delivery/schedule.ts';
import type { Outcome, Send } from '../../../src/notify/delivery/sender.ts';
import {
  createMemoryOutbox,
  type MemoryOutbox,
  newDelivery,
  openBook,
} from '../../support/notify/memory-outbox.ts';
import { until } from '../../support/notify/receiver.ts';

const log = { info: () => undefined, warn: () => undefined };
const outcome = (change: Partial<Outcome>): Outcome => ({
  ok: false,
  status: null,
  answer: null,
  error: 'It failed.',
  retryAfterMs: null,
  disable: false,
  busy: false,
  recipients: null,
  thread: null,
  durationMs: 1,
  ...change,
});
const ok = outcome({ ok: true, status: 200, answer: 'ok', error: null });

function open(t: TestContext, parts: { outbox: MemoryOutbox; send: Send } & Partial<DelivererParts>) {
  const deliverer = createDeliverer({
    directory: openBook(),
    worker: 'w1',
    log,
    pollMs: 2,
    random: () => 0.5,
    ...parts,
  });
  t.after(() => deliverer.close(0));
  deliverer.start();
  return deliverer;
}
const one = (outbox: MemoryOutbox, id = 'm1'): Delivery => outbox.all.get(id) ?? assert.fail(id);

describe('the deliverer', () => {
  it('sends what is due, once, and writes the answer', async (t) => {
    const outbox = createMemoryOutbox([newDelivery('m1'), newDelivery('m2', { next_at_ms: 1e15 })]);
    const sent: string[] = [];
    open(t, {
      outbox,
      send({ delivery_id }) {
        sent.push(delivery_id);
        return Promise.resolve(ok);
      },
    });
    await until(() => one(outbox).state === 'sent');
    assert.deepEqual(sent, ['m1']);
    const { attempts, last_status, last_answer, last_error } = one(outbox);
    assert.deepEqual(
      { attempts, last_status, last_answer, last_error },
      { attempts: 1, last_status: 200, last_answer: 'ok', last_error: null },
    );
    assert.equal(one(outbox, 'm2').state, 'due');
  });

  it('goes through the whole schedule with a clock that is moved, then gives up', async (t) => {
    const clock = { ms: 1_000_000 };
    const outbox = createMemoryOutbox([newDelivery('m1')]);
    const triedAt: number[] = [];
    open(t, {
      outbox,
      clock: () => clock.ms,
      send() {
        triedAt.push(clock.ms);
        return Promise.resolve(outcome({ status: 500 }));
      },
    });
    for (let tries = 1; tries <= 10; tries++) {
      await until(() => one(outbox).attempts === tries);
      if (one(outbox).state === 'due') clock.ms = one(outbox).next_at_ms;
    }
    assert.equal(one(outbox).state, 'dead');
    assert.deepEqual(
      triedAt.slice(1).map((at, index) => at - (triedAt[index] ?? 0)),
      retryWaitsMs.slice(1),
    );
  });

  it('waits as long as the receiver asks', async (t) => {
    const outbox = createMemoryOutbox([newDelivery('m1')]);
    open(t, {
      outbox,
      clock: () => 5000,
      send: () => Promise.resolve(outcome({ status: 500, retryAfterMs: 90_000 })),
    });
    await until(() => one(outbox).attempts === 1);
    assert.equal(one(outbox).next_at_ms, 95_000);
  });

  it('lets the whole channel wait when the receiver takes nothing for now, and counts no attempt', async (t) => {
    const clock = { ms: 5000 };
    const outbox = createMemoryOutbox(['m1', 'm2', 'm3'].map((id) => newDelivery(id)));
    const sentAt: number[] = [];
    let isBusy = true;
    open(t, {
      outbox,
      clock: () => clock.ms,
      random: () => 0,
      send() {
        sentAt.push(clock.ms);
        return Promise.resolve(isBusy ? outcome({ status: 429, busy: true, retryAfterMs: 90_000 }) : ok);
      },
    });
    await until(() => [...outbox.all.values()].some(({ log }) => log.length > 0));
    const [waiting] = [...outbox.all.values()].filter(({ log }) => log.length > 0);
    assert.equal(waiting?.attempts, 0);
    assert.deepEqual(
      waiting?.log.map(({ what, status }) => [what, status]),
      [['wait', 429]],
    );
    clock.ms = 94_000;
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(sentAt, [5000], 'nothing is sent before');
    isBusy = false;
    for (let seconds = 95; seconds < 500; seconds++) {
      clock.ms = seconds * 1000;
      await new Promise((resolve) => setTimeout(resolve, 8));
      if ([...outbox.all.values()].every(({ state }) => state === 'sent')) break;
    }
    assert.deepEqual(
      [...outbox.all.values()].map(({ state, attempts }) => [state, attempts]),
      [
        ['sent', 1],
        ['sent', 1],
        ['sent', 1],
      ],
    );
  });

  it('sends the worst first, then the newest', async (t) => {
    const made = [3, 9, 5, 9, 1].map((risk_score, n) =>
      newDelivery(`m${n}`, {
        notice: { ...newDelivery('x').notice, risk_score },
        created_at: `2026-11-24T10:00:0${n}.000Z`,
      }),
    );
    const outbox = createMemoryOutbox(made);
    const sent: string[] = [];
    open(t, {
      outbox,
      lanes: { ...laneLimits, perChannel: 1 },
      send({ delivery_id }) {
        sent.push(delivery_id);
        return Promise.resolve(ok);
      },
    });
    await until(() => sent.length === 5);
    assert.deepEqual(sent, ['m3', 'm1', 'm2', 'm0', 'm4']);
  });

  it('switches a channel off when its receiver is gone for good, and what is for it waits', async (t) => {
    const disabled = new Map<string, string>();
    const outbox = createMemoryOutbox([newDelivery('m1'), newDelivery('m2', { next_at_ms: 1 })]);
    let sent = 0;
    open(t, {
      outbox,
      directory: openBook(disabled),
      lanes: { ...laneLimits, perChannel: 1 },
      send() {
        sent++;
        return Promise.resolve(outcome({ status: 410, disable: true }));
      },
    });
    await until(() => one(outbox).next_at_ms > 1 && one(outbox, 'm2').next_at_ms > 1);
    assert.equal(sent, 1);
    assert.match(disabled.get('channel-1') ?? '', /410/);
    assert.deepEqual([one(outbox).state, one(outbox, 'm2').state], ['due', 'due']);
    assert.equal(one(outbox).attempts + one(outbox, 'm2').attempts, 1);
  });

  it('ends what is for a channel that a person switched off', async (t) => {
    const outbox = createMemoryOutbox([newDelivery('m1', { channel_id: 'off' })]);
    open(t, { outbox, send: () => assert.fail('sent to a channel that is off') });
    await until(() => one(outbox).state === 'dead');
    assert.equal(one(outbox).last_error, 'The channel is disabled.');
  });

  it('ends what is for a channel that is gone', async (t) => {
    const outbox = createMemoryOutbox([newDelivery('m1', { channel_id: 'gone' })]);
    open(t, { outbox, send: () => assert.fail('sent to nobody') });
    await until(() => one(outbox).state === 'dead');
    assert.equal(one(outbox).last_error, 'The channel has been deleted.');
  });

  it('does not let a receiver that hangs hold up anybody else', async (t) => {
    // 1,000 messages of one tenant to a receiver that never answers, and 50 of another behind them in the queue.
    const slow = Array.from({ length: 1000 }, (_, n) => newDelivery(`slow${n}`, { channel_id: 'slow' }));
    const quick = Array.from({ length: 50 }, (_, n) =>
      newDelivery(`quick${n}`, { user_id: 'user-2', channel_id: 'quick', next_at_ms: 1 }),
    );
    const outbox = createMemoryOutbox([...slow, ...quick]);
    let hanging = 0;
    let mostHanging = 0;
    const deliverer = open(t, {
      outbox,
      send({ delivery_id, signal }) {
        if (!delivery_id.startsWith('slow')) return Promise.resolve(ok);
        mostHanging = Math.max(mostHanging, ++hanging);
        return new Promise((resolve) => {
          signal?.addEventListener('abort', () => resolve(outcome({})));
        });
      },
    });
    await until(() => quick.every(({ delivery_id }) => one(outbox, delivery_id).state === 'sent'));
    assert.ok(mostHanging <= laneLimits.perChannel, `${mostHanging} attempts hang at once`);
    assert.ok(slow.every(({ delivery_id }) => one(outbox, delivery_id).state === 'due'));
    await deliverer.close(0);
    assert.ok(
      [...outbox.all.values()].every(({ claimed_by }) => claimed_by === ''),
      'all are put back at the end',
    );
    assert.ok(slow.every(({ delivery_id }) => one(outbox, delivery_id).attempts === 0));
  });

  it('begins no attempt on a claim that could run out before it ends', async (t) => {
    const outbox = createMemoryOutbox([newDelivery('m1')]);
    let sent = 0;
    const deliverer = open(t, {
      outbox,
      leaseMs: 20_000,
      send() {
        sent++;
        return Promise.resolve(ok);
      },
    });
    await until(() => (deliverer.counters().put_back ?? 0) > 3);
    assert.equal(sent, 0);
  });

  it('goes on when the store stumbles', async (t) => {
    const memory = createMemoryOutbox([newDelivery('m1')]);
    let claims = 0;
    let settles = 0;
    const outbox: MemoryOutbox = {
      ...memory,
      claimDeliveries: (input) =>
        ++claims < 3 ? Promise.reject(new Error('down')) : memory.claimDeliveries(input),
      settleDeliveries: (...input) =>
        ++settles < 2 ? Promise.reject(new Error('down')) : memory.settleDeliveries(...input),
    };
    let sent = 0;
    const deliverer = open(t, {
      outbox,
      send() {
        sent++;
        return Promise.resolve(ok);
      },
    });
    await until(() => one(outbox).state === 'sent');
    assert.equal(sent, 1);
    assert.equal(deliverer.counters().store_errors, 3);
  });

  it('tells of what was written, and says when a channel fails and when it works again', async (t) => {
    const logged: string[] = [];
    const outbox = createMemoryOutbox([newDelivery('m1'), newDelivery('m2')]);
    const settled: string[] = [];
    let tries = 0;
    open(t, {
      outbox,
      clock: () => Date.now(),
      random: () => 0,
      log: { info: (_data, message) => logged.push(message), warn: (_data, message) => logged.push(message) },
      settled: (delivery, { state }) => settled.push(`${delivery.delivery_id} ${state}`),
      lanes: { ...laneLimits, perChannel: 1 },
      send: () => Promise.resolve(++tries === 1 ? outcome({ status: 500 }) : ok),
    });
    await until(() => one(outbox, 'm2').state === 'sent');
    await until(() => settled.length === 2);
    assert.deepEqual(settled, ['m1 due', 'm2 sent']);
    assert.deepEqual(logged, ['deliveries: a channel fails', 'deliveries: a channel works again']);
  });
});
