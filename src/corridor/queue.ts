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

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function createGroupQueue<T>({ groupSize, sizeOf, work }: GroupQueueParts<T>): GroupQueue<T> {
  let waiting: T[] = [];
  let head = 0;
  let running = false;
  const sleepers: (() => void)[] = [];

  function take(): T[] {
    const group: T[] = [];
    let size = 0;
    while (head < waiting.length) {
      const item = waiting[head]!;
      size += sizeOf(item);
      if (group.length > 0 && size > groupSize) break;
      group.push(item);
      head++;
    }
    if (head === waiting.length) {
      waiting = [];
      head = 0;
    } else if (head > 1024) {
      waiting = waiting.slice(head);
      head = 0;
    }
    return group;
  }

  async function run(): Promise<void> {
    while (head < waiting.length) {
      // One turn of the event loop: all requests that are readable now join the group, and others get their turn.
      await nextTurn();
      await work(take());
    }
    running = false;
    for (const wake of sleepers.splice(0)) wake();
  }

  return {
    push(item) {
      waiting.push(item);
      if (running) return;
      running = true;
      void run();
    },
    idle: () => (running ? new Promise((resolve) => sleepers.push(resolve)) : Promise.resolve()),
  };
}
