/**
 * Group commit: while one group is worked on, new arrivals form the next. A commit costs about the same for one event
 * as for hundreds, which makes durability cheap.
 */
export interface GroupQueue<T> {
  push(items: readonly T[]): void;
  /** Resolves when nothing waits and nothing is being worked on. */
  idle(): Promise<void>;
}

export interface GroupQueueParts<T> {
  /** Most items in a group. */
  groupSize: number;
  /** Most of their sizes together, where `sizeOf` is given; a larger item is a group of its own. */
  groupBytes?: number;
  sizeOf?(item: T): number;
  /** Must not reject. */
  work(group: T[]): Promise<void>;
}

/** Longest that a group waits for more items while more keep coming. */
const gatherMs = 6;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function createGroupQueue<T>({
  groupSize,
  groupBytes = Number.POSITIVE_INFINITY,
  sizeOf = () => 0,
  work,
}: GroupQueueParts<T>): GroupQueue<T> {
  const waiting: T[] = [];
  let isRunning = false;
  const idlers: (() => void)[] = [];

  /**
   * Waits one turn of the event loop, so that all requests that are readable now join the group and others get their
   * turn; and another turn as long as each brings more, because senders who were answered together send the next events
   * together. A single sender never waits longer than one turn.
   */
  async function gather(): Promise<void> {
    const endMs = performance.now() + gatherMs;
    let seen: number;
    do {
      seen = waiting.length;
      await nextTurn();
    } while (waiting.length > seen && waiting.length < groupSize && performance.now() < endMs);
  }

  function takeGroup(): T[] {
    let size = 0;
    let count = 0;
    while (count < groupSize && count < waiting.length) {
      size += sizeOf(waiting[count]!);
      if (count > 0 && size > groupBytes) break;
      count++;
    }
    return waiting.splice(0, count);
  }

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      await gather();
      await work(takeGroup());
    }
    isRunning = false;
    for (const resolve of idlers.splice(0)) resolve();
  }

  return {
    push(items) {
      for (const item of items) waiting.push(item);
      if (isRunning || waiting.length === 0) return;
      isRunning = true;
      void run();
    },
    idle: () => (isRunning ? new Promise((resolve) => idlers.push(resolve)) : Promise.resolve()),
  };
}
