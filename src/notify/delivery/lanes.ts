/**
 * Decides which deliveries may be sent now, so that a slow receiver does not delay others.
 *
 * - A channel has at most `perChannel` attempts under way, one while it is slow; a tenant at most `perTenant`.
 * - `young` bounds attempts that are less than `slowMs` old. Older ones hang on a slow receiver: they keep their
 *   socket, but block no others. `total` bounds all of them.
 * - Deliveries without a free slot wait in memory if their turn comes soon; otherwise they return to the outbox for a while.
 */
export interface LaneLimits {
  perChannel: number;
  perTenant: number;
  young: number;
  total: number;
  slowMs: number;
  /** Longest expected wait in memory. */
  holdMs: number;
  /** Most that wait in memory for one channel. */
  holdCount: number;
  /** … and for all channels. */
  holdTotal: number;
  /** Longest time back in the outbox. */
  backMs: number;
}

export const laneLimits: LaneLimits = {
  perChannel: 4,
  perTenant: 32,
  young: 256,
  total: 1024,
  slowMs: 2000,
  holdMs: 10_000,
  holdCount: 64,
  holdTotal: 2000,
  backMs: 60_000,
};

export interface Lane<Item> {
  channelId: string;
  userId: string;
  /** Start times of attempts under way, oldest first. */
  started: number[];
  held: Item[];
  /** Smoothed time of an attempt. */
  averageMs: number;
  /** Until when its deliveries are spread in the outbox. */
  backUntilMs: number;
  /** Failures since the last success. */
  failures: number;
}

export interface Lanes<Item> {
  lane(userId: string, channelId: string): Lane<Item>;
  hasRoom(lane: Lane<Item>): boolean;
  /** Keeps it in memory (null), or says for how many milliseconds to put it back. */
  hold(lane: Lane<Item>, item: Item): number | null;
  begin(lane: Lane<Item>): number;
  /** `startedMs` as `begin` gave it. */
  end(lane: Lane<Item>, startedMs: number): void;
  /** The next held item that has room, taken out of its lane; lanes take turns. */
  next(): { lane: Lane<Item>; item: Item } | null;
  /** The held items for which `gone` says so, taken out. */
  remove(gone: (item: Item) => boolean): Item[];
  readonly inFlight: number;
  readonly held: number;
}

export function createLanes<Item>(clock: () => number, limits: LaneLimits = laneLimits): Lanes<Item> {
  const lanes = new Map<string, Lane<Item>>();
  const tenants = new Map<string, number>();
  let inFlight = 0;
  let held = 0;

  const isSlow = (lane: Lane<Item>): boolean =>
    lane.averageMs > limits.slowMs || clock() - (lane.started[0] ?? Number.POSITIVE_INFINITY) > limits.slowMs;
  const capOf = (lane: Lane<Item>): number => (isSlow(lane) ? 1 : limits.perChannel);
  const youngCount = (): number => {
    const since = clock() - limits.slowMs;
    let count = 0;
    for (const lane of lanes.values()) for (const startedMs of lane.started) if (startedMs >= since) count++;
    return count;
  };
  const forget = (lane: Lane<Item>): void => {
    if (
      lane.started.length === 0 &&
      lane.held.length === 0 &&
      lane.failures === 0 &&
      lane.backUntilMs < clock()
    )
      lanes.delete(lane.channelId);
  };
  const hasRoom = (lane: Lane<Item>): boolean =>
    lane.started.length < capOf(lane) &&
    (tenants.get(lane.userId) ?? 0) < limits.perTenant &&
    inFlight < limits.total &&
    (inFlight < limits.young || youngCount() < limits.young);

  return {
    lane(userId, channelId) {
      const known = lanes.get(channelId);
      if (known) return known;
      const lane: Lane<Item> = {
        channelId,
        userId,
        started: [],
        held: [],
        averageMs: 500,
        backUntilMs: 0,
        failures: 0,
      };
      lanes.set(channelId, lane);
      return lane;
    },
    hasRoom,
    hold(lane, item) {
      const eachMs = lane.averageMs / capOf(lane);
      const fits = held < limits.holdTotal && lane.held.length < limits.holdCount;
      if (fits && (lane.held.length + 1) * eachMs <= limits.holdMs) {
        lane.held.push(item);
        held++;
        return null;
      }
      const nowMs = clock();
      const from = Math.max(lane.backUntilMs, nowMs + limits.holdMs / 4);
      lane.backUntilMs = Math.min(from + eachMs, nowMs + limits.backMs);
      return lane.backUntilMs - nowMs;
    },
    begin(lane) {
      const startedMs = clock();
      lane.started.push(startedMs);
      tenants.set(lane.userId, (tenants.get(lane.userId) ?? 0) + 1);
      inFlight++;
      return startedMs;
    },
    end(lane, startedMs) {
      const at = lane.started.indexOf(startedMs);
      if (at >= 0) lane.started.splice(at, 1);
      lane.averageMs = (lane.averageMs + (clock() - startedMs)) / 2;
      const left = (tenants.get(lane.userId) ?? 1) - 1;
      if (left > 0) tenants.set(lane.userId, left);
      else tenants.delete(lane.userId);
      inFlight--;
      forget(lane);
    },
    next() {
      for (const lane of lanes.values()) {
        if (lane.held.length === 0 || !hasRoom(lane)) continue;
        const item = lane.held.shift()!;
        held--;
        lanes.delete(lane.channelId);
        lanes.set(lane.channelId, lane);
        return { lane, item };
      }
      return null;
    },
    remove(gone) {
      const removed: Item[] = [];
      for (const lane of lanes.values()) {
        if (lane.held.length === 0) continue;
        removed.push(...lane.held.filter(gone));
        lane.held = lane.held.filter((item) => !gone(item));
      }
      held -= removed.length;
      return removed;
    },
    get inFlight() {
      return inFlight;
    },
    get held() {
      return held;
    },
  };
}
