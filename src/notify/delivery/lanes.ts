/**
 * Decides how many deliveries of each channel may begin now, so that nothing is claimed that would have to wait, a slow
 * receiver delays no other, and no receiver is asked more often than it wants.
 *
 * - A channel has at most `perChannel` attempts under way; one while it is slow, fails, or takes one at a time; a tenant
 *   at most `perTenant`.
 * - `young` bounds attempts that are less than `slowMs` old. Older ones hang on a slow receiver: they keep their
 *   socket, but block no others. `total` bounds all of them.
 * - A receiver that asks to wait (429, 503), or that fails, pauses its channel as a whole.
 */
import type { Pace } from '../../core/channel.ts';
import { channelKeyOf } from '../../core/outbox-bound.ts';
import { type Bucket, createBucket } from './pace.ts';

export interface LaneLimits {
  perChannel: number;
  perTenant: number;
  young: number;
  total: number;
  slowMs: number;
}

export const laneLimits: LaneLimits = { perChannel: 4, perTenant: 32, young: 256, total: 1024, slowMs: 2000 };

const firstPauseMs = 1000;
/** Of a channel that fails, and of one that is busy and does not say for how long. */
const longestPauseMs = 5 * 60_000;
/** The longest Retry-After that is honoured. */
export const longestWaitMs = 24 * 60 * 60_000;
/** Lanes that may be idle in memory before they are looked through. */
const mostIdle = 2000;

export interface Lane {
  readonly key: string;
  readonly userId: string;
  readonly channelId: string;
  /** Start times of attempts under way, oldest first. */
  readonly started: number[];
  /** Claimed for, not begun yet. */
  reserved: number;
  /** Smoothed time of an attempt. */
  averageMs: number;
  /** Null until its settings have been read. */
  bucket: Bucket | null;
  pace: Pace | null;
  pausedUntilMs: number;
  /** Failures of the receiver (not of a message) since the last success, and refusals to take anything for now. */
  failures: number;
  refusals: number;
  /** Since when, epoch ms; 0 = it works. */
  troubledSinceMs: number;
  /** Whether it was found out that it works, or told that it does not. */
  isKnownToWork: boolean;
  isTold: boolean;
}

export interface Lanes {
  lane(userId: string, channelId: string): Lane;
  /** How many may begin now. They are kept for this lane until they begin or are released. */
  reserve(lane: Lane): number;
  release(lane: Lane, count: number): void;
  /** One that was reserved. */
  begin(lane: Lane): number;
  /** `startedMs` as `begin` gave it. */
  end(lane: Lane, startedMs: number): void;
  /** Until the clock alone gives it room, or null where it waits for an attempt to end. */
  waitMs(lane: Lane): number | null;
  setPace(lane: Lane, pace: Pace): void;
  works(lane: Lane): void;
  /** `random` 0–1 spreads when it is tried again. */
  fails(lane: Lane, random: number): void;
  /** Until when it is not asked, epoch ms. */
  refuses(lane: Lane, retryAfterMs: number | null, random: number): number;
  readonly inFlight: number;
}

export function createLanes(clock: () => number, limits: LaneLimits = laneLimits): Lanes {
  const lanes = new Map<string, Lane>();
  const tenants = new Map<string, number>();
  let inFlight = 0;
  let reserved = 0;
  let sweepAt = mostIdle;

  const isSlow = ({ averageMs, started }: Lane): boolean =>
    averageMs > limits.slowMs || clock() - (started[0] ?? Number.POSITIVE_INFINITY) > limits.slowMs;
  const capOf = (lane: Lane): number =>
    lane.failures > 0 || lane.bucket === null || lane.bucket.isStrict || isSlow(lane) ? 1 : limits.perChannel;
  const addToTenant = (userId: string, more: number): void => {
    const count = (tenants.get(userId) ?? 0) + more;
    if (count > 0) tenants.set(userId, count);
    else tenants.delete(userId);
  };
  const youngCount = (): number => {
    const since = clock() - limits.slowMs;
    let count = 0;
    for (const lane of lanes.values()) for (const startedMs of lane.started) if (startedMs >= since) count++;
    return count;
  };
  const isIdle = (lane: Lane): boolean =>
    lane.started.length + lane.reserved === 0 &&
    lane.troubledSinceMs === 0 &&
    lane.pausedUntilMs <= clock() &&
    (lane.bucket?.isFull ?? true);
  function sweep(): void {
    for (const [key, lane] of lanes) if (isIdle(lane)) lanes.delete(key);
    sweepAt = lanes.size + mostIdle;
  }
  const pauseMs = (count: number, random: number): number =>
    Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(count - 1, 20)) * (0.8 + 0.4 * random);

  return {
    lane(userId, channelId) {
      const key = channelKeyOf({ user_id: userId, channel_id: channelId });
      const known = lanes.get(key);
      if (known) return known;
      if (lanes.size >= sweepAt) sweep();
      const lane: Lane = {
        key,
        userId,
        channelId,
        started: [],
        reserved: 0,
        averageMs: 500,
        bucket: null,
        pace: null,
        pausedUntilMs: 0,
        failures: 0,
        refusals: 0,
        troubledSinceMs: 0,
        isKnownToWork: false,
        isTold: false,
      };
      lanes.set(key, lane);
      return lane;
    },
    reserve(lane) {
      if (lane.pausedUntilMs > clock()) return 0;
      const used = inFlight + reserved;
      const count = Math.min(
        capOf(lane) - lane.started.length - lane.reserved,
        lane.bucket === null ? 1 : lane.bucket.available() - lane.reserved,
        limits.perTenant - (tenants.get(lane.userId) ?? 0),
        limits.total - used,
        used < limits.young ? limits.young - used : limits.young - youngCount() - reserved,
      );
      if (count <= 0) return 0;
      lane.reserved += count;
      reserved += count;
      addToTenant(lane.userId, count);
      return count;
    },
    release(lane, count) {
      lane.reserved -= count;
      reserved -= count;
      addToTenant(lane.userId, -count);
    },
    begin(lane) {
      const startedMs = clock();
      lane.reserved--;
      reserved--;
      lane.started.push(startedMs);
      lane.bucket?.take();
      inFlight++;
      return startedMs;
    },
    end(lane, startedMs) {
      const at = lane.started.indexOf(startedMs);
      if (at >= 0) lane.started.splice(at, 1);
      lane.averageMs = (lane.averageMs + (clock() - startedMs)) / 2;
      lane.bucket?.done();
      addToTenant(lane.userId, -1);
      inFlight--;
    },
    waitMs(lane) {
      const pausedMs = lane.pausedUntilMs - clock();
      if (pausedMs > 0) return pausedMs;
      if (lane.started.length + lane.reserved >= capOf(lane)) return null;
      const tokenMs = lane.bucket?.waitMs() ?? 0;
      return tokenMs > 0 ? tokenMs : null;
    },
    setPace(lane, pace) {
      if (lane.pace?.perSecond === pace.perSecond && lane.pace.burst === pace.burst) return;
      lane.pace = pace;
      lane.bucket = createBucket(pace, clock);
      for (let open = lane.started.length; open > 0; open--) lane.bucket.take();
    },
    works(lane) {
      lane.failures = 0;
      lane.refusals = 0;
      lane.troubledSinceMs = 0;
      lane.isTold = false;
      lane.isKnownToWork = true;
    },
    fails(lane, random) {
      lane.failures++;
      lane.troubledSinceMs ||= clock();
      lane.isKnownToWork = false;
      lane.pausedUntilMs = Math.max(lane.pausedUntilMs, clock() + pauseMs(lane.failures, random));
    },
    refuses(lane, retryAfterMs, random) {
      const nowMs = clock();
      lane.troubledSinceMs ||= nowMs;
      lane.isKnownToWork = false;
      // Those that were under way together are refused together: that is one refusal.
      if (lane.pausedUntilMs <= nowMs) {
        lane.refusals++;
        lane.bucket?.slow(retryAfterMs);
      }
      const asked =
        retryAfterMs === null
          ? pauseMs(Math.max(1, lane.refusals), random)
          : Math.min(retryAfterMs, longestWaitMs) + 100 * random;
      lane.pausedUntilMs = Math.max(lane.pausedUntilMs, nowMs + asked);
      return lane.pausedUntilMs;
    },
    get inFlight() {
      return inFlight;
    },
  };
}
