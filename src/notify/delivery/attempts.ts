/** One attempt of one claimed delivery, from its channel's settings to the outcome that is written. */
import type { ChannelConfig, Pace } from '../../core/channel.ts';
import type { Delivery } from '../../core/delivery.ts';
import type { Store } from '../../core/store.ts';
import { minuteMs } from '../../lib/duration.ts';
import type { ChannelDirectory } from './channel-directory.ts';
import type { ChannelHealth } from './channel-health.ts';
import {
  disabledWaitMs,
  type SettledDelivery,
  toEnded,
  toPutBack,
  toSettled,
  toWaiting,
} from './delivery-outcome.ts';
import type { Lane, Lanes } from './lanes.ts';
import type { FindRelevance } from './relevance.ts';
import { attemptMs, type Outcome, type Send } from './sender.ts';
import { createSettler } from './settler.ts';
import type { Threads } from './threads.ts';

export interface DeliverLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
}

export interface Claimed {
  delivery: Delivery;
  leaseEndsMs: number;
}

export interface AttemptParts {
  settleDeliveries: Store['settleDeliveries'];
  directory: ChannelDirectory;
  send: Send;
  paceOf(channel: string): Pace;
  relevanceOf: FindRelevance;
  health: ChannelHealth;
  threads: Threads;
  /** What waits for its next attempt by this channel is due now. */
  release(userId: string, channelId: string): Promise<void>;
  lanes: Lanes;
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
  run(lane: Lane, claimed: Claimed): Promise<void>;
  /** As if it had not been claimed; due again after `afterMs`. */
  putBack(claimed: Claimed, afterMs: number): Promise<void>;
  storeFailed(error: unknown, action: string): void;
  storeWorks(): void;
  counters(): Record<
    'sent' | 'failed' | 'dead' | 'skipped' | 'waited' | 'put_back' | 'disabled' | 'store_errors',
    number
  >;
}

/** From when on a channel that fails counts as failing. */
const leastFailures = 3;
const leastTroubleMs = minuteMs;
/** … and one that only asks to wait. */
const leastBusyMs = 15 * minuteMs;
/** So long a message waits for the first one about its incident, which is under way. */
const afterFirstMs = 500;
/** The receiver's trouble, whatever the message: it is not there, it cannot, it does not know us. */
const receiverStatus: ReadonlySet<number> = new Set([401, 403, 404, 407, 410]);

const isReceiversFault = ({ status, recipients }: Outcome): boolean =>
  recipients === null && (status === null || status < 300 || status >= 500 || receiverStatus.has(status));

export function createAttempts(parts: AttemptParts): Attempts {
  const {
    directory,
    send,
    paceOf,
    relevanceOf,
    health,
    threads,
    release,
    lanes,
    log,
    clock,
    random,
    signal,
  } = parts;
  const counts = {
    sent: 0,
    failed: 0,
    dead: 0,
    skipped: 0,
    waited: 0,
    put_back: 0,
    disabled: 0,
    store_errors: 0,
  };
  let storeFailures = 0;

  const storeFailed: Attempts['storeFailed'] = (error, action) => {
    counts.store_errors++;
    if (storeFailures++ % 100 === 0)
      log.warn({ err: error, failures: storeFailures }, `deliveries: the store could not ${action}`);
  };
  const storeWorks = (): void => {
    storeFailures = 0;
  };

  const { settle } = createSettler({
    settleDeliveries: parts.settleDeliveries,
    worker: parts.worker,
    settled: parts.settled,
    storeFailed: (error) => storeFailed(error, 'save an outcome'),
    storeWorks,
  });

  function putBack({ delivery }: Claimed, afterMs: number): Promise<void> {
    counts.put_back++;
    return settle(delivery, toPutBack(delivery, clock() + afterMs));
  }

  /** What is told over other channels must not hold up this one. */
  const tell = (work: Promise<void>): void => {
    work.catch((error: unknown) => storeFailed(error, 'say how a channel does'));
  };

  function noteSuccess(lane: Lane, config: ChannelConfig, delivery: Delivery): void {
    counts.sent++;
    const { failures, isKnownToWork, troubledSinceMs } = lane;
    if (failures > 0)
      log.info(
        {
          user_id: delivery.user_id,
          channel_id: config.id,
          delivery_id: delivery.delivery_id,
          failures,
        },
        'deliveries: a channel works again',
      );
    if (failures >= leastFailures && clock() - troubledSinceMs >= leastTroubleMs)
      tell(release(delivery.user_id, config.id));
    lanes.works(lane);
    if (!isKnownToWork) tell(health.works(delivery.user_id, config));
  }

  function noteTrouble(lane: Lane, config: ChannelConfig, delivery: Delivery, outcome: Outcome): void {
    const { status, error } = outcome;
    const troubledMs = clock() - lane.troubledSinceMs;
    const isFailing =
      outcome.disable ||
      (lane.failures >= leastFailures && troubledMs >= leastTroubleMs) ||
      (outcome.busy && troubledMs >= leastBusyMs);
    if (isFailing && !lane.isTold) {
      lane.isTold = true;
      const trouble = { error: error ?? 'It does not take messages.', isOff: outcome.disable };
      tell(health.fails(delivery.user_id, config, trouble));
    }
    if (!outcome.busy && (lane.failures - 1) % 100 === 0)
      log.warn(
        {
          user_id: delivery.user_id,
          channel_id: config.id,
          delivery_id: delivery.delivery_id,
          failures: lane.failures,
          status,
          error,
        },
        'deliveries: a channel fails',
      );
  }

  async function attempt(lane: Lane, delivery: Delivery, config: ChannelConfig): Promise<void> {
    const { user_id, channel_id, delivery_id, recipients } = delivery;
    const relevance = await relevanceOf(delivery, config);
    if (relevance.kind === 'skip') {
      counts.skipped++;
      return settle(delivery, toEnded(delivery, relevance.reason, 'skipped'));
    }
    if (relevance.kind === 'wait') return settle(delivery, toPutBack(delivery, relevance.untilMs));
    const turn = await threads.enter(delivery, config);
    // The message before it is about to begin the thread that this one belongs to.
    if (turn === 'wait') return putBack({ delivery, leaseEndsMs: 0 }, afterFirstMs);
    const outcome = await send({
      config,
      notice: relevance.notice,
      delivery_id,
      user_id: delivery.user_id,
      recipients,
      thread: turn.thread,
      signal,
    });
    if (outcome.thread !== null) await threads.keep(delivery, outcome.thread);
    turn.leave();
    // Cut short by our own end: it is not known whether it arrived, so it goes out again under the same id.
    if (!outcome.ok && signal.aborted && outcome.status === null)
      return putBack({ delivery, leaseEndsMs: 0 }, 0);
    const nowMs = clock();
    if (outcome.busy) {
      counts.waited++;
      const untilMs = lanes.refuses(lane, outcome.retryAfterMs, random());
      noteTrouble(lane, config, delivery, outcome);
      const waiting = toWaiting(delivery, outcome, { nowMs, untilMs });
      if (waiting.state === 'dead') counts.dead++;
      return settle(delivery, waiting);
    }
    const result = toSettled(delivery, outcome, { nowMs, random: random() });
    if (outcome.ok) noteSuccess(lane, config, delivery);
    else {
      counts.failed++;
      if (isReceiversFault(outcome)) {
        lanes.fails(lane, random());
        noteTrouble(lane, config, delivery, outcome);
      }
    }
    if (result.state === 'dead') counts.dead++;
    if (outcome.disable) {
      counts.disabled++;
      await directory.disable(user_id, channel_id, 'The receiver answered 410: it no longer exists.');
    }
    return settle(delivery, result);
  }

  return {
    async run(lane, claimed) {
      const { delivery } = claimed;
      const config = await directory.find(delivery.user_id, delivery.channel_id);
      if (claimed.leaseEndsMs - clock() < attemptMs) return putBack(claimed, parts.pollMs);
      if (config === null || (!config.enabled && config.disabled_reason === null)) {
        counts.dead++;
        const reason = config ? 'The channel is disabled.' : 'The channel has been deleted.';
        return settle(delivery, toEnded(delivery, reason));
      }
      if (!config.enabled)
        return settle(delivery, toPutBack(delivery, clock() + disabledWaitMs * (0.9 + 0.2 * random())));
      lanes.setPace(lane, paceOf(config.channel));
      return attempt(lane, delivery, config);
    },
    putBack,
    storeFailed,
    storeWorks,
    counters: () => ({ ...counts }),
  };
}
