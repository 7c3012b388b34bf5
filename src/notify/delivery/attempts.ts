/** One attempt of one claimed delivery, from its channel's settings to the outcome that is written. */
import type { Delivery } from '../../core/delivery.ts';
import type { ChannelDirectory } from './channel-directory.ts';
import { type SettledDelivery, toEnded, toPutBack, toSettled } from './delivery-outcome.ts';
import type { Lane } from './lanes.ts';
import { attemptMs, type Outcome, type Send } from './sender.ts';

export interface DeliverLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
}

export interface Claimed {
  delivery: Delivery;
  leaseEndsMs: number;
}

export interface AttemptParts {
  /** Whether the delivery was still ours. */
  settleDelivery(deliveryId: string, worker: string, outcome: SettledDelivery): Promise<boolean>;
  directory: ChannelDirectory;
  send: Send;
  worker: string;
  log: DeliverLog;
  settled(delivery: Delivery, outcome: SettledDelivery): void;
  clock(): number;
  random(): number;
  /** How long a delivery waits that is put back because its claim is about to end. */
  pollMs: number;
  /** Ends attempts under way. */
  signal: AbortSignal;
}

export interface Attempts {
  /** Attempts it and writes the outcome. Rejects where the channel cannot be read. */
  run(lane: Lane<Claimed>, claimed: Claimed): Promise<void>;
  /** As if it had not been claimed; due again after `afterMs`. */
  putBack(claimed: Claimed, afterMs: number): Promise<void>;
  storeFailed(error: unknown, action: string): void;
  storeWorks(): void;
  counters(): Record<'sent' | 'failed' | 'dead' | 'put_back' | 'disabled' | 'store_errors', number>;
}

export function createAttempts({
  settleDelivery,
  directory,
  send,
  worker,
  log,
  settled,
  clock,
  random,
  pollMs,
  signal,
}: AttemptParts): Attempts {
  const counts = { sent: 0, failed: 0, dead: 0, put_back: 0, disabled: 0, store_errors: 0 };
  let storeFailures = 0;

  const storeFailed: Attempts['storeFailed'] = (error, action) => {
    counts.store_errors++;
    if (storeFailures++ % 100 === 0)
      log.warn({ err: error, failures: storeFailures }, `deliveries: the store could not ${action}`);
  };

  /** Writes an outcome. A store that fails is asked three times, because a lost outcome is a message sent twice. */
  async function settle(delivery: Delivery, outcome: SettledDelivery): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        if (await settleDelivery(delivery.delivery_id, worker, outcome)) settled(delivery, outcome);
        storeFailures = 0;
        return;
      } catch (error) {
        storeFailed(error, 'save an outcome');
        if (tries === 3) return;
        await new Promise((resolve) => setTimeout(resolve, 200 * tries));
      }
    }
  }

  function putBack({ delivery }: Claimed, afterMs: number): Promise<void> {
    counts.put_back++;
    return settle(delivery, toPutBack(delivery, clock() + Math.round(afterMs)));
  }

  function count(lane: Lane<Claimed>, delivery: Delivery, outcome: Outcome, state: string): void {
    const ids = { channel_id: delivery.channel_id, delivery_id: delivery.delivery_id };
    if (outcome.ok) {
      counts.sent++;
      if (lane.failures > 0)
        log.info({ ...ids, failures: lane.failures }, 'deliveries: a channel works again');
      lane.failures = 0;
      return;
    }
    counts.failed++;
    if (state === 'dead') counts.dead++;
    if (lane.failures++ % 100 === 0)
      log.warn(
        { ...ids, failures: lane.failures, status: outcome.status, error: outcome.error },
        'deliveries: a channel fails',
      );
  }

  return {
    async run(lane, claimed) {
      const { delivery } = claimed;
      const { user_id, channel_id, delivery_id, notice } = delivery;
      const config = await directory.find(user_id, channel_id);
      if (claimed.leaseEndsMs - clock() < attemptMs) return putBack(claimed, pollMs);
      if (!config?.enabled) {
        counts.dead++;
        lane.failures = 0;
        const reason = config ? 'The channel is disabled.' : 'The channel has been deleted.';
        return settle(delivery, toEnded(delivery, reason));
      }
      const outcome = await send({ config, notice, delivery_id, user_id: delivery.user_id, signal });
      // Cut short by our own end: it is not known whether it arrived, so it goes out again under the same id.
      if (!outcome.ok && signal.aborted && outcome.status === null) return putBack(claimed, 0);
      const result = toSettled(delivery, outcome, { nowMs: clock(), random: random() });
      count(lane, delivery, outcome, result.state);
      if (outcome.disable) {
        counts.disabled++;
        await directory.disable(user_id, channel_id, 'The receiver answered 410: it no longer exists.');
      }
      await settle(delivery, result);
    },
    putBack,
    storeFailed,
    storeWorks() {
      storeFailures = 0;
    },
    counters: () => ({ ...counts }),
  };
}
