/**
 * Drains the outbox: claims what is due, sends it, writes what became of it. At least once: a delivery is settled only
 * after its receiver took it, so a crash in between sends it again, under the same id. Two processes never hold one
 * delivery at a time: a claim outlasts the attempt, and an attempt is not begun on a claim that might not.
 */
import type { Delivery } from '../../core/delivery.ts';
import type { Store } from '../../core/store.ts';
import type { ChannelBook } from './channel-directory.ts';
import { type Settled, toEnded, toPutBack, toSettled } from './delivery-outcome.ts';
import { createLanes, type Lane, type LaneLimits, laneLimits } from './lanes.ts';
import { attemptMs, type Outcome, type Send } from './sender.ts';

export type Outbox = Pick<Store, 'claimDeliveries' | 'settleDelivery' | 'nextDeliveryMs'>;

export interface DeliverLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
}

export interface DelivererParts {
  outbox: Outbox;
  book: ChannelBook;
  send: Send;
  /** Names this process in claims. */
  worker: string;
  log: DeliverLog;
  /** Told of every outcome that was written, for live streams. Must not throw. */
  settled?: (delivery: Delivery, outcome: Settled) => void;
  clock?: () => number;
  random?: () => number;
  lanes?: LaneLimits;
  /** How often to look for what other processes have put there. */
  pollMs?: number;
  /** How long a claim holds; twice the attempt and more. */
  leaseMs?: number;
}

export interface Deliverer {
  start(): void;
  /** Something new is due: looks at once. */
  wake(): void;
  counters(): Record<string, number>;
  /** Takes nothing new, gives attempts under way `graceMs` to end, puts the rest back. */
  close(graceMs?: number): Promise<void>;
}

interface Claimed {
  delivery: Delivery;
  leaseEndsMs: number;
}

/** Between the end of an attempt and the end of its claim: time to write the outcome, and clocks that differ. */
const marginMs = 10_000;
const claimLimit = 100;
const claimPerChannel = 16;

export function createDeliverer({
  outbox,
  book,
  send,
  worker,
  log,
  settled = () => undefined,
  clock = Date.now,
  random = Math.random,
  lanes: limits = laneLimits,
  pollMs = 500,
  leaseMs = 60_000,
}: DelivererParts): Deliverer {
  const lanes = createLanes<Claimed>(clock, limits);
  const stop = new AbortController();
  const attempts = new Set<Promise<void>>();
  const counts = { sent: 0, failed: 0, dead: 0, put_back: 0, disabled: 0, store_errors: 0 };
  let closing = false;
  let woken = false;
  let rouse: (() => void) | null = null;
  let loop: Promise<void> | null = null;
  let storeFailures = 0;

  const storeFailed = (error: unknown, what: string): void => {
    counts.store_errors++;
    if (storeFailures++ % 100 === 0)
      log.warn({ err: error, failures: storeFailures }, `deliveries: the store did not ${what}`);
  };

  function wake(): void {
    woken = true;
    rouse?.();
  }

  async function sleep(ms: number): Promise<void> {
    // At least one turn of the event loop: an embedded store answers without one, and sockets must get theirs.
    if (woken || closing || ms <= 0) return void (await new Promise((resolve) => setImmediate(resolve)));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    rouse = null;
  }

  /** Writes an outcome; a store that stumbles is asked three times, because a lost outcome is a message sent twice. */
  async function settle(delivery: Delivery, outcome: Settled): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        if (await outbox.settleDelivery(delivery.delivery_id, worker, outcome)) settled(delivery, outcome);
        storeFailures = 0;
        return;
      } catch (error) {
        storeFailed(error, 'take an outcome');
        if (tries === 3) return;
        await new Promise((resolve) => setTimeout(resolve, 200 * tries));
      }
    }
  }

  function putBack({ delivery }: Claimed, afterMs: number): Promise<void> {
    counts.put_back++;
    return settle(delivery, toPutBack(delivery, clock() + Math.round(afterMs)));
  }

  function noteOutcome(lane: Lane<Claimed>, delivery: Delivery, outcome: Outcome, state: string): void {
    const who = { channel_id: delivery.channel_id, delivery_id: delivery.delivery_id };
    if (outcome.ok) {
      counts.sent++;
      if (lane.failures > 0)
        log.info({ ...who, failures: lane.failures }, 'deliveries: a channel works again');
      lane.failures = 0;
      return;
    }
    counts.failed++;
    if (state === 'dead') counts.dead++;
    if (lane.failures++ % 100 === 0)
      log.warn(
        { ...who, failures: lane.failures, status: outcome.status, error: outcome.error },
        'deliveries: a channel fails',
      );
  }

  async function attempt(lane: Lane<Claimed>, claimed: Claimed): Promise<void> {
    const { delivery } = claimed;
    const { user_id, channel_id, delivery_id, notice } = delivery;
    const config = await book.find(user_id, channel_id);
    if (claimed.leaseEndsMs - clock() < attemptMs) return putBack(claimed, pollMs);
    if (!config?.enabled) {
      counts.dead++;
      lane.failures = 0;
      return settle(
        delivery,
        toEnded(delivery, config ? 'The channel is switched off.' : 'The channel is gone.'),
      );
    }
    const outcome = await send({ config, notice, delivery_id, signal: stop.signal });
    // Cut short by our own end: nobody knows whether it arrived, so it goes out again under the same id.
    if (!outcome.ok && stop.signal.aborted && outcome.status === null) return putBack(claimed, 0);
    const result = toSettled(delivery, outcome, { nowMs: clock(), random: random() });
    noteOutcome(lane, delivery, outcome, result.state);
    if (outcome.disable) {
      counts.disabled++;
      await book.disable(user_id, channel_id, 'The receiver answered 410: it is gone for good.');
    }
    await settle(delivery, result);
  }

  function begin(lane: Lane<Claimed>, claimed: Claimed): void {
    const startedMs = lanes.begin(lane);
    const running = attempt(lane, claimed)
      .catch((error: unknown) => storeFailed(error, 'find a channel'))
      .finally(() => {
        attempts.delete(running);
        lanes.end(lane, startedMs);
        beginHeld();
      });
    attempts.add(running);
  }

  const lasts = ({ leaseEndsMs }: Claimed): boolean => leaseEndsMs - clock() >= attemptMs + marginMs;

  function beginHeld(): void {
    for (let next = closing ? null : lanes.next(); next; next = lanes.next()) {
      if (lasts(next.item)) begin(next.lane, next.item);
      else void track(putBack(next.item, pollMs));
    }
  }

  const track = (work: Promise<void>): Promise<void> => {
    const running = work.finally(() => attempts.delete(running));
    attempts.add(running);
    return running;
  };

  /** Sends it, keeps it for a moment, or puts it back. */
  function place(claimed: Claimed): Promise<void> | null {
    const { user_id, channel_id } = claimed.delivery;
    const lane = lanes.lane(user_id, channel_id);
    if (closing) return track(putBack(claimed, 0));
    if (lane.held.length === 0 && lanes.hasRoom(lane) && lasts(claimed)) {
      begin(lane, claimed);
      return null;
    }
    const backMs = lanes.hold(lane, claimed);
    return backMs === null ? null : track(putBack(claimed, backMs * (0.9 + 0.2 * random())));
  }

  /** One look into the outbox; how long to sleep afterwards. */
  async function drain(): Promise<number> {
    // A held one whose claim runs out would be claimed again beside itself: back it goes in good time.
    const late = lanes.remove((claimed) => !lasts(claimed));
    await Promise.all(late.map((claimed) => track(putBack(claimed, pollMs))));
    const nowMs = clock();
    const found = await outbox.claimDeliveries({
      nowMs,
      limit: claimLimit,
      perChannel: claimPerChannel,
      worker,
      leaseMs,
    });
    const leaseEndsMs = nowMs + leaseMs;
    await Promise.all(found.map((delivery) => place({ delivery, leaseEndsMs })));
    beginHeld();
    if (found.length > 0) return 0;
    const nextMs = await outbox.nextDeliveryMs();
    // What is due and was not claimed is held by somebody: no reason to hurry.
    const waitMs = nextMs === null ? pollMs : nextMs - clock();
    return waitMs > 0 ? Math.min(waitMs, pollMs) : pollMs;
  }

  async function run(): Promise<void> {
    let backOffMs = pollMs;
    while (!closing) {
      woken = false;
      try {
        const waitMs = await drain();
        storeFailures = 0;
        backOffMs = pollMs;
        await sleep(waitMs);
      } catch (error) {
        storeFailed(error, 'hand out deliveries');
        await sleep(backOffMs);
        backOffMs = Math.min(backOffMs * 2, 30_000);
      }
    }
  }

  return {
    start() {
      loop ??= run();
    },
    wake,
    counters: () => ({ ...counts, in_flight: lanes.inFlight, held: lanes.held }),
    async close(graceMs = 5000) {
      closing = true;
      rouse?.();
      await loop;
      const held = lanes.remove(() => true).map((claimed) => putBack(claimed, 0));
      const grace = setTimeout(() => stop.abort(new DOMException('closing', 'AbortError')), graceMs);
      await Promise.all([...held, ...attempts]);
      clearTimeout(grace);
    },
  };
}
