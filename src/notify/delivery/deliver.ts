/**
 * Drains the outbox: claims what is due, sends it, writes the outcome. At least once: a delivery is settled only after
 * its receiver accepted it, so a crash in between sends it again, under the same id. Two processes never hold one
 * delivery at a time: a claim outlasts the attempt, and no attempt is begun on a claim that might not.
 */
import type { Pace } from '../../core/channel.ts';
import type { ChannelKey, Delivery } from '../../core/delivery.ts';
import type { Store } from '../../core/store.ts';
import { type AttemptParts, type Claimed, createAttempts, type DeliverLog } from './attempts.ts';
import type { ChannelDirectory } from './channel-directory.ts';
import type { SettledDelivery } from './delivery-outcome.ts';
import { createLanes, type Lane, type LaneLimits, laneLimits } from './lanes.ts';
import { usualPace } from './pace.ts';
import { attemptMs, type Send } from './sender.ts';
import { noThreads } from './threads.ts';

export type Outbox = Pick<Store, 'dueChannels' | 'claimDeliveries' | 'settleDeliveries' | 'nextDeliveryMs'>;

export interface DelivererParts {
  outbox: Outbox;
  directory: ChannelDirectory;
  send: Send;
  /** By the name of a kind of channel. */
  paceOf?: (channel: string) => Pace;
  /** Whether what is due is still worth sending; without it everything is. */
  relevanceOf?: AttemptParts['relevanceOf'];
  /** Who is told that a channel fails. */
  health?: AttemptParts['health'];
  threads?: AttemptParts['threads'];
  release?: AttemptParts['release'];
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
  /** Claims nothing more, and gives attempts under way `graceMs` to end. */
  close(graceMs?: number): Promise<void>;
}

/** Between the end of an attempt and the end of its claim: time to write the outcome, and clocks that differ. */
const marginMs = 10_000;
/** Channels looked at in one round; the next goes on behind them, so that all get their turn. */
const roundChannels = 200;

const nobody = { fails: () => Promise.resolve(), works: () => Promise.resolve() };

export function createDeliverer({
  outbox,
  directory,
  send,
  paceOf = () => usualPace,
  relevanceOf = ({ notice }) => Promise.resolve({ kind: 'send', notice }),
  health = nobody,
  threads = noThreads,
  release = () => Promise.resolve(),
  worker,
  log,
  settled = () => undefined,
  clock = Date.now,
  random = Math.random,
  lanes: limits = laneLimits,
  pollMs = 500,
  leaseMs = 60_000,
}: DelivererParts): Deliverer {
  const lanes = createLanes(clock, limits);
  const stop = new AbortController();
  const running = new Set<Promise<void>>();
  const attempts = createAttempts({
    settleDeliveries: (...args) => outbox.settleDeliveries(...args),
    directory,
    send,
    paceOf,
    relevanceOf,
    health,
    threads,
    release,
    lanes,
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
  /** Where the next round goes on; null = with the first channel. */
  let place: ChannelKey | null = null;
  /** Of the rounds since the first channel: whether something was claimed, and when something gets room. */
  let cycle = { hasClaimed: false, waitMs: pollMs };

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

  const isLongEnough = ({ leaseEndsMs }: Claimed): boolean => leaseEndsMs - clock() >= attemptMs + marginMs;

  function begin(lane: Lane, claimed: Claimed): void {
    const startedMs = lanes.begin(lane);
    const work =
      closing || !isLongEnough(claimed)
        ? attempts.putBack(claimed, closing ? 0 : pollMs)
        : attempts
            .run(lane, claimed)
            .catch((error: unknown) => attempts.storeFailed(error, 'read a channel'));
    const tracked = work.finally(() => {
      running.delete(tracked);
      lanes.end(lane, startedMs);
      wake();
    });
    running.add(tracked);
  }

  /** One round over some of the channels that have something due; how long to sleep afterwards. */
  async function drain(): Promise<number> {
    const nowMs = clock();
    const round = await outbox.dueChannels({ nowMs, after: place, limit: roundChannels });
    place = round.next;
    const wanted: (ChannelKey & { count: number; lane: Lane })[] = [];
    for (const { user_id, channel_id } of round.channels) {
      const lane = lanes.lane(user_id, channel_id);
      const count = lanes.reserve(lane);
      if (count > 0) wanted.push({ user_id, channel_id, count, lane });
      else cycle.waitMs = Math.min(cycle.waitMs, lanes.waitMs(lane) ?? pollMs);
    }
    if (wanted.length > 0) {
      const left = new Map(wanted.map(({ lane, count }) => [lane, count]));
      try {
        const channels = wanted.map(({ user_id, channel_id, count }) => ({ user_id, channel_id, count }));
        const found = await outbox.claimDeliveries({ nowMs, channels, worker, leaseMs });
        const leaseEndsMs = nowMs + leaseMs;
        for (const delivery of found) {
          const lane = lanes.lane(delivery.user_id, delivery.channel_id);
          left.set(lane, (left.get(lane) ?? 0) - 1);
          begin(lane, { delivery, leaseEndsMs });
        }
        cycle.hasClaimed ||= found.length > 0;
      } finally {
        for (const [lane, count] of left) if (count > 0) lanes.release(lane, count);
      }
    }
    // The rest of the channels have not been looked at yet.
    if (place !== null) return 0;
    const { hasClaimed, waitMs } = cycle;
    cycle = { hasClaimed: false, waitMs: pollMs };
    if (hasClaimed) return 0;
    const nextMs = await outbox.nextDeliveryMs();
    const dueMs = nextMs === null ? pollMs : nextMs - clock();
    // What is due and was not claimed waits for room, or is held by another process.
    return dueMs > 0 ? Math.min(dueMs, waitMs) : Math.max(1, waitMs);
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
    counters: () => ({ ...attempts.counters(), in_flight: lanes.inFlight }),
    async close(graceMs = 5000) {
      closing = true;
      wakeLoop?.();
      await loop;
      const grace = setTimeout(() => stop.abort(new DOMException('closing', 'AbortError')), graceMs);
      await Promise.all(running);
      clearTimeout(grace);
    },
  };
}
