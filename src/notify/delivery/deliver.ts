/**
 * Drains the outbox: claims what is due, sends it, writes the outcome. At least once: a delivery is settled only after
 * its receiver accepted it, so a crash in between sends it again, under the same id. Two processes never hold one
 * delivery at a time: a claim outlasts the attempt, and no attempt is begun on a claim that might not.
 */
import type { Delivery } from '../../core/delivery.ts';
import type { Store } from '../../core/store.ts';
import { type Claimed, createAttempts, type DeliverLog } from './attempts.ts';
import type { ChannelDirectory } from './channel-directory.ts';
import type { SettledDelivery } from './delivery-outcome.ts';
import { createLanes, type Lane, type LaneLimits, laneLimits } from './lanes.ts';
import { attemptMs, type Send } from './sender.ts';

export type Outbox = Pick<Store, 'claimDeliveries' | 'settleDelivery' | 'nextDeliveryMs'>;

export interface DelivererParts {
  outbox: Outbox;
  directory: ChannelDirectory;
  send: Send;
  /** Names this process in claims. */
  worker: string;
  log: DeliverLog;
  /** MessageContent of every outcome that was written, for live streams. Must not throw. */
  settled?: (delivery: Delivery, outcome: SettledDelivery) => void;
  clock?: () => number;
  random?: () => number;
  lanes?: LaneLimits;
  /** How often to look for deliveries that other processes have created. */
  pollMs?: number;
  /** How long a claim holds: more than twice an attempt. */
  leaseMs?: number;
}

export interface Deliverer {
  start(): void;
  /** Something new is due: looks for it at once. */
  wake(): void;
  counters(): Record<string, number>;
  /** Claims nothing more, gives attempts under way `graceMs` to end, puts the rest back. */
  close(graceMs?: number): Promise<void>;
}

/** Between the end of an attempt and the end of its claim: time to write the outcome, and clocks that differ. */
const marginMs = 10_000;
const claimLimit = 100;
const claimPerChannel = 16;

export function createDeliverer({
  outbox,
  directory,
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
  const running = new Set<Promise<void>>();
  const attempts = createAttempts({
    settleDelivery: (...args) => outbox.settleDelivery(...args),
    directory,
    send,
    worker,
    log,
    settled,
    clock,
    random,
    pollMs,
    signal: stop.signal,
  });
  let closing = false;
  let woken = false;
  let wakeLoop: (() => void) | null = null;
  let loop: Promise<void> | null = null;

  function wake(): void {
    woken = true;
    wakeLoop?.();
  }

  async function sleep(ms: number): Promise<void> {
    // At least one turn of the event loop: an embedded store answers without one, and sockets must get theirs.
    if (woken || closing || ms <= 0) return void (await new Promise((resolve) => setImmediate(resolve)));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeLoop = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    wakeLoop = null;
  }

  const track = (work: Promise<void>): Promise<void> => {
    const tracked = work.finally(() => running.delete(tracked));
    running.add(tracked);
    return tracked;
  };

  const putBack = (claimed: Claimed, afterMs: number): Promise<void> =>
    track(attempts.putBack(claimed, afterMs));

  function begin(lane: Lane<Claimed>, claimed: Claimed): void {
    const startedMs = lanes.begin(lane);
    const tracked = attempts
      .run(lane, claimed)
      .catch((error: unknown) => attempts.storeFailed(error, 'read a channel'))
      .finally(() => {
        running.delete(tracked);
        lanes.end(lane, startedMs);
        beginHeld();
      });
    running.add(tracked);
  }

  const isLongEnough = ({ leaseEndsMs }: Claimed): boolean => leaseEndsMs - clock() >= attemptMs + marginMs;

  function beginHeld(): void {
    for (let next = closing ? null : lanes.next(); next; next = lanes.next()) {
      if (isLongEnough(next.item)) begin(next.lane, next.item);
      else void putBack(next.item, pollMs);
    }
  }

  /** Sends it, keeps it for a moment, or puts it back. */
  function place(claimed: Claimed): Promise<void> | null {
    const { user_id, channel_id } = claimed.delivery;
    const lane = lanes.lane(user_id, channel_id);
    if (closing) return putBack(claimed, 0);
    if (lane.held.length === 0 && lanes.hasRoom(lane) && isLongEnough(claimed)) {
      begin(lane, claimed);
      return null;
    }
    const backMs = lanes.hold(lane, claimed);
    return backMs === null ? null : putBack(claimed, backMs * (0.9 + 0.2 * random()));
  }

  /** One look into the outbox; how long to sleep afterwards. */
  async function drain(): Promise<number> {
    // One that is held until its claim ends would be claimed a second time: it is put back before.
    const late = lanes.remove((claimed) => !isLongEnough(claimed));
    await Promise.all(late.map((claimed) => putBack(claimed, pollMs)));
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
    // What is due and was not claimed is held by another process: no reason to hurry.
    const waitMs = nextMs === null ? pollMs : nextMs - clock();
    return waitMs > 0 ? Math.min(waitMs, pollMs) : pollMs;
  }

  async function run(): Promise<void> {
    let backOffMs = pollMs;
    while (!closing) {
      woken = false;
      try {
        const waitMs = await drain();
        attempts.storeWorks();
        backOffMs = pollMs;
        await sleep(waitMs);
      } catch (error) {
        attempts.storeFailed(error, 'return due deliveries');
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
    counters: () => ({ ...attempts.counters(), in_flight: lanes.inFlight, held: lanes.held }),
    async close(graceMs = 5000) {
      closing = true;
      wakeLoop?.();
      await loop;
      for (const claimed of lanes.remove(() => true)) void putBack(claimed, 0);
      const grace = setTimeout(() => stop.abort(new DOMException('closing', 'AbortError')), graceMs);
      await Promise.all(running);
      clearTimeout(grace);
    },
  };
}
