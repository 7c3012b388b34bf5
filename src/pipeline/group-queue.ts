/**
 * Group commit: while one group is worked on, what arrives becomes the next. A commit costs the same for one event and
 * for hundreds, so this is what makes durability cheap.
 */
export interface GroupQueue<T> {
  push(item: T): void;
  /** Resolves when nothing waits and nothing is being worked on. */
  idle(): Promise<void>;
}

export interface GroupQueueParts<T> {
  /** A group ends before it would exceed this; an item that alone exceeds it is a group of its own. */
  groupSize: number;
  sizeOf(item: T): number;
  /** Must not reject. */
  work(group: T[]): Promise<void>;
}

/** Longest that a group waits for more while more keeps coming. */
const gatherMs = 6;

/** Taken items that the list may still hold: they may be of hundreds of events each. */
const mostTaken = 16;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function createGroupQueue<T>({ groupSize, sizeOf, work }: GroupQueueParts<T>): GroupQueue<T> {
  let waiting: T[] = [];
  let head = 0;
  /** Of all that waits. */
  let size = 0;
  let running = false;
  const sleepers: (() => void)[] = [];

  function take(): T[] {
    const group: T[] = [];
    let taken = 0;
    while (head < waiting.length) {
      const item = waiting[head]!;
      const more = sizeOf(item);
      if (group.length > 0 && taken + more > groupSize) break;
      taken += more;
      group.push(item);
      head++;
    }
    size -= taken;
    if (head === waiting.length) {
      waiting = [];
      head = 0;
    } else if (head >= mostTaken) {
      // What was taken must not be held until the queue is empty once: under load that is never.
      waiting = waiting.slice(head);
      head = 0;
    }
    return group;
  }

  /**
   * A turn of the event loop: all requests that are readable now join the group, and others get their turn. Another turn
   * as long as each brings more: senders who were answered together send again together. One sender alone never waits.
   */
  async function gather(): Promise<void> {
    const endMs = performance.now() + gatherMs;
    let seen: number;
    do {
      seen = size;
      await nextTurn();
    } while (size > seen && size < groupSize && performance.now() < endMs);
  }

  async function run(): Promise<void> {
    while (head < waiting.length) {
      await gather();
      await work(take());
    }
    running = false;
    for (const wake of sleepers.splice(0)) wake();
  }

  return {
    push(item) {
      waiting.push(item);
      size += sizeOf(item);
      if (running) return;
      running = true;
      void run();
    },
    idle: () => (running ? new Promise((resolve) => sleepers.push(resolve)) : Promise.resolve()),
  };
}
