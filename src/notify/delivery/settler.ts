/** Writes outcomes, as many in one transaction as come together. */
import type { Delivery } from '../../core/delivery.ts';
import type { Store } from '../../core/store.ts';
import type { SettledDelivery } from './delivery-outcome.ts';

interface Waiting {
  delivery: Delivery;
  outcome: SettledDelivery;
  done(): void;
}

export interface Settler {
  /** Resolves when it is written, or given up. Never rejects. */
  settle(delivery: Delivery, outcome: SettledDelivery): Promise<void>;
}

const mostAtOnce = 200;
const mostTries = 3;

/** A store that fails is asked three times, because a lost outcome is a message sent twice. */
export function createSettler(parts: {
  settleDeliveries: Store['settleDeliveries'];
  worker: string;
  /** Called with those that were still ours. */
  settled(delivery: Delivery, outcome: SettledDelivery): void;
  storeFailed(error: unknown): void;
  storeWorks(): void;
}): Settler {
  const { settleDeliveries, worker, settled, storeFailed, storeWorks } = parts;
  const queue: Waiting[] = [];
  let isRunning = false;

  async function write(batch: readonly Waiting[]): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        const ours = new Set(
          await settleDeliveries(
            worker,
            batch.map(({ delivery, outcome }) => ({ delivery_id: delivery.delivery_id, outcome })),
          ),
        );
        for (const { delivery, outcome } of batch)
          if (ours.has(delivery.delivery_id)) settled(delivery, outcome);
        return storeWorks();
      } catch (error) {
        storeFailed(error);
        if (tries === mostTries) return;
        await new Promise((resolve) => setTimeout(resolve, 200 * tries));
      }
    }
  }

  async function run(): Promise<void> {
    isRunning = true;
    while (queue.length > 0) {
      // What ends in this turn of the event loop is written together.
      await new Promise((resolve) => setImmediate(resolve));
      const batch = queue.splice(0, mostAtOnce);
      await write(batch);
      for (const { done } of batch) done();
    }
    isRunning = false;
  }

  return {
    settle: (delivery, outcome) =>
      new Promise((done) => {
        queue.push({ delivery, outcome, done });
        if (!isRunning) void run();
      }),
  };
}
