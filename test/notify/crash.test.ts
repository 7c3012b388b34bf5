import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { createDeliverer, type Deliverer, type Outbox } from '../../src/notify/delivery/deliver.ts';
import type { Outcome } from '../../src/notify/delivery/sender.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { findDeliveryFaults } from '../support/crash/deliverer.ts';
import { runDeliveries } from '../support/crash/deliveries.ts';
import { newDelivery, openBook } from '../support/notify/memory-outbox.ts';
import { until } from '../support/notify/receiver.ts';

const log = { info: () => undefined, warn: () => undefined };
const ok: Outcome = {
  ok: true,
  status: 200,
  answer: '',
  error: null,
  retryAfterMs: null,
  disable: false,
  busy: false,
  recipients: null,
  thread: null,
  durationMs: 1,
};

const folder = (t: TestContext): string => {
  const path = mkdtempSync(join(tmpdir(), 'decoyverse-outbox-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

/** Deterministic, so that a failure can be seen again. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('a worker that dies between commit and send', () => {
  it('loses none of 10,000 messages, and two workers never send one at a time', async (t) => {
    const store = await openSqliteStore({ file: join(folder(t), 'outbox.db') });
    t.after(() => store.close());
    const random = createRandom(20_261_124);
    const rounds = 20;
    const perRound = 500;
    let offsetMs = 0;
    const clock = (): number => Date.now() + offsetMs;
    const sends = new Map<string, number>();
    const settledIds = new Set<string>();
    const workers = new Set<Deliverer>();
    t.after(() => Promise.all([...workers].map((worker) => worker.close(0))));
    const underWay = new Set<string>();
    let deaths = 0;

    /** A process: it dies after so many steps, and then nothing of it reaches store or receiver any more. */
    function startWorker(name: string, steps: number) {
      let left = steps;
      const step = (): void => {
        if (left-- === 0) deaths++;
        if (left < 0) throw new Error('this process is dead');
      };
      const guarded: Outbox = {
        async claimDeliveries(input) {
          step();
          const found = await store.claimDeliveries(input);
          step();
          return found;
        },
        dueChannels: (input) => store.dueChannels(input),
        async settleDeliveries(...input) {
          step();
          return store.settleDeliveries(...input);
        },
        async nextDeliveryMs() {
          return store.nextDeliveryMs();
        },
      };
      const deliverer = createDeliverer({
        outbox: guarded,
        directory: openBook(),
        worker: name,
        log,
        clock,
        random,
        pollMs: 5,
        settled: ({ delivery_id }, { state }) => {
          if (state === 'sent') settledIds.add(delivery_id);
        },
        async send({ delivery_id }) {
          step();
          assert.ok(!underWay.has(delivery_id), `${delivery_id} is being sent twice at the same time`);
          underWay.add(delivery_id);
          await new Promise((resolve) => setImmediate(resolve));
          underWay.delete(delivery_id);
          sends.set(delivery_id, (sends.get(delivery_id) ?? 0) + 1);
          step();
          return ok;
        },
      });
      workers.add(deliverer);
      deliverer.start();
      return deliverer;
    }
    const retire = async (worker: Deliverer): Promise<void> => {
      await worker.close(0);
      workers.delete(worker);
    };

    for (let round = 0; round < rounds; round++) {
      const ids = Array.from({ length: perRound }, (_, n) => `msg_${round}_${n}`);
      const made = ids.map((id, n) =>
        newDelivery(id, { user_id: `user-${n % 7}`, channel_id: `channel-${n % 35}` }),
      );
      await store.enqueueDeliveries(made);
      // The same commit again, as after a crash before its answer: nothing is sent twice because of it.
      await store.enqueueDeliveries(made);
      const mortals = ['a', 'b'].map((name) =>
        startWorker(`${name}${round}`, 5 + Math.floor(random() * 400)),
      );
      const deadBefore = deaths;
      await until(() => deaths >= deadBefore + 2 || ids.every((id) => sends.has(id)));
      const closing = mortals.map(retire);
      // What they had claimed is free once their claims have run out.
      offsetMs += 61_000;
      const healthy = [startWorker(`c${round}`, 1e9), startWorker(`d${round}`, 1e9)];
      // What a dead worker still holds is free again when the clock passes its claim: it is moved on once all stands still.
      for (let before = -1; !ids.every((id) => settledIds.has(id)); before = settledIds.size) {
        if (settledIds.size === before) offsetMs += 61_000;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      await Promise.all([...closing, ...healthy.map(retire)]);
    }
    assert.equal(sends.size, rounds * perRound, 'nothing is missing');
    const left = await Promise.all(
      Array.from({ length: 7 }, (_, n) => store.of(`user-${n}`).deliveries({ state: 'due' }, { limit: 1 })),
    );
    assert.deepEqual(
      left.map(({ items }) => items),
      Array(7).fill([]),
      'nothing is left over',
    );
    assert.ok(deaths > rounds, `only ${deaths} workers died`);
    const repeats = [...sends.values()].filter((count) => count > 1).length;
    assert.ok(repeats > 0, 'some were sent again, under the same id');
    // A worker that dies has at most four under way for each of the 35 channels.
    assert.ok(repeats <= deaths * 35 * 4, `${repeats} repeats after ${deaths} deaths`);
  });

  it('loses nothing when the process is killed, and repeats carry the same id', async () => {
    // The long form, `npm run test:crash:deliveries`, kills some hundred times.
    const figures = await runDeliveries({ kills: 8, perLife: 40, random: createRandom(7) });
    assert.deepEqual(findDeliveryFaults(figures), []);
    assert.ok(figures.committed > 50, `only ${figures.committed} messages`);
    assert.ok(figures.betweenCommitAndSend > 0 && figures.whileSending > 0);
    assert.ok(figures.repeated > 0, 'some were sent again, under the same id');
  });
});
